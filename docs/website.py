"""Builds the documentation site: `python docs/website.py [FOLDER]`, out/site if none is given.

docs/website.toml says which pages there are. Each language is a site of its own below en/ and cy/, with its own search;
a page and its twin lead to each other. The pages need no server and ask for nothing from elsewhere. Exits 1 and
leaves what was there if a link leads nowhere or the page maker complains; 2 if the extra `docs` is missing.
"""

from __future__ import annotations

import html
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

import website_links  # noqa: E402

DAY = "2026-11-22"
LANGUAGES = ("en", "cy")
SAID = tomllib.loads((HERE / "website.toml").read_text(encoding="utf-8"))
SHOTS = tomllib.loads((HERE / "shots.toml").read_text(encoding="utf-8"))["shot"]
# A link, or code, in which nothing is one.
LINK = re.compile(
    r"^ *```.*?^ *```|(?P<mark>!?)\[(?P<words>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<link>[^()\s]+)\)|`[^`\n]+`",
    re.MULTILINE | re.DOTALL,
)
EXTENSIONS: dict[str, Any] = {
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "md_in_html": {},
    "tables": {},
    "toc": {"permalink": True, "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}},
    "pymdownx.highlight": {},
    "pymdownx.superfences": {},
}


def pages(language: str) -> dict[Path, str]:
    """Returns the Markdown pages of one language by their place in the project, with their place on its site."""
    if language != "en":
        return placed(HERE / language, sorted((HERE / language).rglob("*.md")))
    own = [path for path in sorted(HERE.rglob("*.md")) if path.relative_to(HERE).parts[0] not in (*LANGUAGES, "shots")]
    return placed(HERE, own) | {ROOT / place: target for place, target in SAID["beside"].items()}


def placed(folder: Path, paths: list[Path]) -> dict[Path, str]:
    return {path: path.relative_to(folder).as_posix().replace("README.md", "index.md") for path in paths}


def asked(words: list[str]) -> tuple[str, str | None, dict[str, bool]]:
    """Returns kind, thing and options of a picture, as `Landscape.draw` takes them; the language is the site's."""
    kind, *rest = [word for word in words if word not in ("--lang", *LANGUAGES)]
    things = [word for word in rest if not word.startswith("--")]
    flags = {word[2:].replace("-", "_"): True for word in rest if word.startswith("--")}
    return kind, things[0] if things else None, flags


class Site:
    """One language's pages on their way to the site; `stage` is the folder that the page maker reads."""

    def __init__(self, language: str, stage: Path) -> None:
        self.language = language
        self.said = SAID[language]
        self.stage = stage
        self.pages = pages(language)
        self.foreign = pages("en") if language != "en" else {}
        self.drawn: set[str] = set()

    def write(self) -> None:
        """Puts everything in place that the page maker needs: pages, pictures, pages made elsewhere, styles."""
        self.stage.mkdir(parents=True)
        if self.language == "en":
            self.put("decisions/index.md", self.decisions())
            self.put("reference/pictures.md", self.gallery())
        for path, place in self.pages.items():
            if place != "reference/pictures.md":
                self.put(place, self.rewritten(path.read_text(encoding="utf-8"), path, place))
        for name in ("en", "cy"):
            self.copy(HERE / "reference" / f"ontology-{name}.html", f"reference/ontology-{name}.html")
        for name in ("site.css", "offline.js", "icon.svg"):
            self.copy(HERE / "theme" / name, f"assets/{name}")
        self.draw()

    def put(self, place: str, text: str) -> None:
        """Writes a page, with the address of its twin, if it has one, as its front matter."""
        other = "cy" if self.language == "en" else "en"
        twin = place if place in pages(other).values() else "index.md"
        up = "../" * (place.count("/") + 1)
        head = f"---\ntwin: {up}{other}/{twin.removesuffix('.md')}.html\n---\n\n"
        target = self.stage / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(head + text, encoding="utf-8")

    def copy(self, path: Path, place: str) -> None:
        target = self.stage / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)

    def rewritten(self, text: str, path: Path, place: str) -> str:
        """Returns the text of `path` with its links as the site has them; FileNotFoundError for one to nowhere."""

        def change(found: re.Match[str]) -> str:
            mark, words, link = found["mark"], found["words"], found["link"]
            if link is None or re.match(r"[a-z][a-z0-9+.-]*:|#", link):
                return found[0]
            file, _, anchor = link.partition("#")
            target = Path(os.path.normpath(path.parent / file))
            if not target.exists():
                raise FileNotFoundError(f"{path.relative_to(ROOT)}: {link}")
            return self.link(mark, words, target, f"#{anchor}" if anchor else "", place)

        return LINK.sub(change, text)

    def link(self, mark: str, words: str, target: Path, anchor: str, place: str) -> str:
        """Returns a link as the site has it; what the site does not have is named without one."""
        up = "../" * place.count("/")
        if target.parent == HERE / "shots" and target.suffix == ".png":
            self.drawn.add(target.stem)
            picture = f"{up}pictures/{target.stem}"
            note = html.escape(self.said["picture"])
            return f'[![{words}]({picture}.svg)]({picture}.html "{note}"){{.picture}}'
        if target.suffix == ".svg" and target.is_relative_to(HERE):
            self.copy(target, target.relative_to(HERE).as_posix())
            return f"{mark}[{words}]({up}{target.relative_to(HERE).as_posix()})"
        if target == HERE / "decisions":
            if self.foreign:
                return self.abroad(words, "decisions/index.md", "", place)
            return f"[{words}]({up}decisions/index.md)"
        if target in self.pages:
            return f"{mark}[{words}]({os.path.relpath(self.pages[target], Path(place).parent)}{anchor})"
        if target.parent == HERE / "reference" and target.suffix == ".html":
            return f"[{words}]({up}reference/{target.name}{anchor})"
        if target in self.foreign:
            return self.abroad(words, self.foreign[target], anchor, place)
        return words

    def abroad(self, words: str, target: str, anchor: str, place: str) -> str:
        """Returns a link to a page that only the English site has."""
        up = "../" * (place.count("/") + 1)
        return f'<a href="{up}en/{target.removesuffix(".md")}.html{anchor}" hreflang="en">{words}</a>'

    def decisions(self) -> str:
        """Returns a page with every decision's title."""
        lines = [f"# {self.said['decisions']}", ""]
        for path in sorted((HERE / "decisions").glob("*.md")):
            title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
            number, _, words = title.partition(" ")
            lines.append(f"- {number} [{words}]({path.name})")
        return "\n".join([*lines, ""])

    def gallery(self) -> str:
        """Returns a page with the pictures of docs/shots.toml, less those that show a screen's size or a language."""
        lines = [f"# {self.said['gallery']}", "", self.said["drawn"].format(day=DAY), ""]
        for shot in SHOTS:
            if "width" not in shot and "--lang" not in shot["draw"]:
                stem = Path(shot["file"]).stem
                self.drawn.add(stem)
                lines += [f"## {shot['says']}", "", f"`collab draw {' '.join(shot['draw'])}`", ""]
                lines += [f"[![{shot['says']}](../pictures/{stem}.svg)](../pictures/{stem}.html){{.picture}}", ""]
        return "\n".join(lines)

    def draw(self) -> None:
        """Draws the pictures that pages show, in the site's language, as SVG and as a page to explore."""
        from graph import open_landscape

        folder = self.stage / "pictures"
        folder.mkdir(exist_ok=True)
        with open_landscape(as_of=DAY, language=self.language) as landscape:
            for shot in SHOTS:
                stem = Path(shot["file"]).stem
                if stem in self.drawn:
                    kind, thing, flags = asked(shot["draw"])
                    picture = landscape.draw(kind, thing, **flags)
                    for ending in ("svg", "html"):
                        picture.save(folder / f"{stem}.{ending}")

    def nav(self, entries: list[Any]) -> Iterator[Any]:
        """Yields the navigation, with `*` filled in."""
        for entry in entries:
            if isinstance(entry, dict):
                ((title, inner),) = entry.items()
                yield {title: list(self.nav(inner)) if isinstance(inner, list) else inner}
            elif entry.endswith("*"):
                yield from sorted(place for place in self.pages.values() if place.startswith(entry[:-1]))
            else:
                yield entry

    def settings(self, source: Path, target: Path) -> dict[str, Any]:
        """Returns what the page maker is told."""
        return {
            "site_name": self.said["name"],
            "site_description": self.said["description"],
            "docs_dir": str(source),
            "site_dir": str(target),
            "use_directory_urls": False,
            "theme": {
                "variant": "modern",
                "language": self.language,
                "custom_dir": str(HERE / "theme"),
                "font": False,
                "favicon": "assets/icon.svg",
                "logo": "assets/icon.svg",
                "features": [*(f"navigation.{one}" for one in ("tabs", "indexes", "footer", "top")), "toc.follow"],
            },
            "extra": {"alternate": True, "generator": False, "said": self.said},
            "extra_css": ["assets/site.css"],
            "plugins": ["search", "offline"],
            "markdown_extensions": EXTENSIONS,
            "nav": list(self.nav(self.said["nav"])),
        }


def make(folder: Path) -> None:
    """Makes the whole site in `folder`, which is empty; CalledProcessError or FileNotFoundError if it does not hold."""
    for language in LANGUAGES:
        site = Site(language, folder / "source" / language)
        site.write()
        # JSON is YAML, which is what the page maker reads.
        config = folder / f"{language}.yml"
        settings = site.settings(Path("source") / language, Path("site") / language)
        config.write_text(json.dumps(settings), encoding="utf-8")
        words = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(config)]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})
        if done.returncode:
            sys.stderr.write(done.stdout + done.stderr)
            raise SystemExit(1)
        # What only a server with one fixed address could use.
        for name in ("404.html", "sitemap.xml"):
            (folder / "site" / language / name).unlink()
    (folder / "site" / "index.html").write_text(door(), encoding="utf-8")


def door() -> str:
    """Returns the first page: both languages side by side."""
    text = (HERE / "theme" / "door.html").read_text(encoding="utf-8")
    return re.sub(r"\{(en|cy)\.(\w+)\}", lambda found: html.escape(SAID[found[1]][found[2]]), text)


def main(arguments: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Builds the site aside, checks it, and puts it in place; returns the exit code."""
    if importlib.util.find_spec("zensical") is None:
        sys.stderr.write("website: the extra `docs` is missing: pip install -c constraints.txt -e '.[docs]'\n")
        return 2
    target = Path(arguments[0] if arguments else ROOT / "out" / "site").resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=target.parent) as place:
        made = Path(place)
        try:
            make(made)
        except FileNotFoundError as problem:
            sys.stderr.write(f"website: a link leads nowhere: {problem}\n")
            return 1
        if broken := website_links.broken(made / "site"):
            sys.stderr.write("".join(f"website: {line}\n" for line in broken))
            return 1
        if target.exists():
            target.rename(made / "before")
        (made / "site").rename(target)
    count = len(list(target.rglob("*.html")))
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    say(f"{count} pages, {size / 1e6:.0f} MB: {target / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
