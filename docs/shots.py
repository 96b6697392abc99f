"""Makes the pictures that docs/shots.toml declares: `python docs/shots.py [FOLDER]`, docs/shots if none is given."""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
DAY = "2026-11-22"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "shots"
    browser = shutil.which("chromium")
    if browser is None:
        sys.stderr.write("shots: chromium is missing; on Debian: apt-get install chromium\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    declared = tomllib.loads((HERE / "shots.toml").read_text(encoding="utf-8"))["shot"]
    gallery = ["# Pictures", "", f"Drawn for {DAY} by `python docs/shots.py` from `docs/shots.toml`.", ""]
    for shot in declared:
        command = ["draw", *shot["draw"], "--as-of", DAY]
        with tempfile.TemporaryDirectory() as place:
            page = Path(place) / "page.html"
            subprocess.run([sys.executable, "-m", "graph", *command, "-q", "-o", str(page)], check=True)
            target = (folder / shot["file"]).resolve()
            size = f"--window-size={shot.get('width', 1440)},{shot.get('height', 900)}"
            words = [browser, *FLAGS, f"--user-data-dir={place}/profile", size, f"--screenshot={target}", page.as_uri()]
            subprocess.run(words, check=True, capture_output=True)
            sys.stdout.write(f"{shot['file']}: {target.stat().st_size:,} bytes\n")
        gallery += [
            f"## {shot['says']}",
            "",
            f"`collab {' '.join(command)} -o page.html`",
            "",
            f"![{shot['says']}]({shot['file']})",
            "",
        ]
    (folder / "README.md").write_text("\n".join(gallery), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
