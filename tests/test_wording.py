"""The wording: every sentence the code asks for is written, every one written is asked for, in both languages."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import graph.errors
from graph import wording
from graph.analysis import days, takings, telling, what_if
from graph.commands import source, suggest
from graph.oxigraph import QuerySolutions, Store
from graph.questions import reconciling, showing
from graph.questions.library import library
from graph.web import problems
from graph.wording import has, heading, language_of, say, say_count, speak
from tests.conftest import ROOT
from tests.parsing import parse

WORDING = ROOT / "graph" / "wording"
SECTIONS = sorted(path.stem for path in (WORDING / "en").glob("*.toml"))
TEMPLATES = ROOT / "graph" / "views" / "templates"
PAGES = ROOT / "graph" / "web" / "templates"
ENVELOPE = ("question", "as_of", "lens", "data_version", "assumptions", "not_known")
BUILT_IN = {  # columns of answers that no question file gives: find, cite, ask --list, and ASK
    "find": ("thing", "kind", "name", "language", "why", "score"),
    "cite": ("statement", "stance", "source", "date", "item", "reading", "standing", "passage"),
    "show": showing._COLUMNS,
    "ask --list": ("id", "group", "title", "parameters"),
    "query with ASK": ("answer",),
    "reconcile": reconciling.COLUMNS,
    "source list": source.LISTED,
    "source items": source.ITEMS,
    "suggest": suggest.COLUMNS,
    "suggest --mentions": suggest.MENTIONS,
    "diff": telling.COLUMNS,
    "changes": days.DATED,
    "what-if": what_if.COLUMNS,
    "measure --years": ("year", "thing", "low", "high"),
    **{f"measure {name}": taken.columns for name, taken in takings.MEASURES.items()},
}


# --- what is written ---------------------------------------------------------------------------------------


@cache
def written(language: str) -> dict[str, str]:
    """Every sentence of a language by its key, `section.name`; the status of a Welsh file is not one."""
    found: dict[str, str] = {}

    def gather(content: dict[str, Any], prefix: str) -> None:
        for name, value in content.items():
            if isinstance(value, dict):
                gather(value, f"{prefix}.{name}")
            else:
                assert isinstance(value, str), f"{prefix}.{name} is not text"
                found[f"{prefix}.{name}"] = value

    for path in sorted((WORDING / language).glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        if language == "cy":
            content.pop("status", None)
        gather(content, path.stem)
    return found


def places(sentence: str) -> set[str]:
    """The `{name}` places of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


# --- what is asked for -------------------------------------------------------------------------------------


@cache
def trees() -> dict[str, ast.Module]:
    """The syntax of every module of the package, by path from the root."""
    paths = sorted((ROOT / "graph").rglob("*.py"))
    return {str(path.relative_to(ROOT)): parse(path.read_text(encoding="utf-8")) for path in paths}


def spelled(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """The keys that an argument spells out, each with whether it is whole (an f-string gives its beginning)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, True
    elif isinstance(node, ast.IfExp):
        yield from spelled(node.body)
        yield from spelled(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        first = node.values[0] if node.values else None
        yield (first.value if isinstance(first, ast.Constant) else ""), False


def called(node: ast.Call) -> str:
    """The bare name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@cache
def error_classes() -> frozenset[str]:
    found = [*vars(graph.errors).items(), *vars(problems).items()]
    return frozenset(
        name for name, value in found if isinstance(value, type) and issubclass(value, graph.errors.CollabError)
    )


def assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """The values given to each plain name in a module, for `key = ...` followed by `say(key)`."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


@cache
def asked_for() -> tuple[dict[str, str], dict[str, str]]:
    """The whole keys and the beginnings of keys that the code asks for, each with the place that asks.

    `fault("rule")` is how the tables' checks complain.
    """
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    prefixes = {"say": "", "say_count": "", "complain": "complaints.", "fault": "complaints."} | dict.fromkeys(
        error_classes(), "errors."
    )
    for path, tree in trees().items():
        values = assigned(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or called(node) not in prefixes:
                continue
            prefix, argument = prefixes[called(node)], node.args[0]
            known = values.get(argument.id, []) if isinstance(argument, ast.Name) else [argument]
            for key, is_whole in (pair for one in known for pair in spelled(one)):
                ends = (".message", ".remedy") if is_whole and prefix == "complaints." else ("",)
                if called(node) == "say_count" and is_whole:
                    ends = (".one", ".other")
                for end in ends:
                    (whole if is_whole else begun)[prefix + key + end] = f"{path}:{node.lineno}"
    for path in PAGES.glob("*.j2"):
        for counted, key, rest in re.findall(
            r'\bsay(_count)?\(\s*"([\w.-]+)"\s*(~?)', path.read_text(encoding="utf-8")
        ):
            ends = [f".{form}" for form in wording.PLURALS if has(f"{key}.{form}")] if counted else [""]
            for end in ends:
                (begun if rest else whole)[key + end] = str(path.relative_to(ROOT))
    return whole, begun


# Sentences that the code reaches by a key put together while it runs. The last part of each must still stand
# somewhere in the code (a column's, in a question), or nothing could ever ask for it.
REACHED = (
    "card.",
    "check.",
    "columns.heading.",
    "complaints.",
    "days.",
    "difference.",
    "export.about.",
    "export.column.",
    "export.file.",
    "export.format.",
    "export.table.",
    "help.",
    "lens.",
    "mapping.",
    "measure.name-",
    "measure.question-",
    "measure.reads-",
    "measure.region-",
    "downloads.group-",
    "downloads.title.",
    "measure.regions-",
    "options.",
    "overview.grade-",
    "overview.kind-",
    "overview.next-",
    "progress.",
    "suggest.kind-",
    "suggest.state-",
    "reconcile.by-",
    "reconcile.status-",
    "spreadsheet.",
    "views.",
    "site.about-",
    "site.also-",
    "site.badge-",
    "site.basis-",
    "site.compare-",
    "site.compare-state-",
    "site.error-",
    "site.fact-",
    "site.fault-",
    "site.field-",
    "site.grade-",
    "site.group-",
    "site.in-",
    "site.language-",
    "site.lens-",
    "site.modality-",
    "site.nav-",
    "site.ontology-",
    "site.option-",
    "site.out-",
    "site.picture-",
    "site.picture-says-",
    "site.record-",
    "site.records-",
    "site.section-",
    "site.source-",
    "site.stance-",
    "site.standing-",
    "site.state-",
    "site.unknown-",
    "web.refused-",
    "what-if.",
    "workbench.phrase-",
)


@cache
def words_of_code() -> frozenset[str]:
    """Every text in the code, whole and cut at spaces, the words of the templates, and the flags of questions."""
    found: set[str] = set()
    for path, tree in trees().items():
        if path.startswith("graph/wording"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = {node.value, *node.value.split()}
                found |= words | {word.rpartition(":")[2] for word in words}  # skos:prefLabel is reached as prefLabel
    for path in [*TEMPLATES.glob("*.j2"), *TEMPLATES.glob("*.js"), *PAGES.glob("*.j2")]:
        found |= set(re.findall(r"[\w.-]+", path.read_text(encoding="utf-8")))
    for path in (ROOT / "ontology" / "consequences").glob("*.rq"):  # a word of ?why has its sentence
        found |= set(re.findall(r'"([a-z-]+)"', path.read_text(encoding="utf-8")))
    found |= {parameter.name for question in questions().values() for parameter in question.parameters}
    return frozenset(found | {word.replace("_", "-") for word in found})


@cache
def questions() -> dict[str, Any]:
    return library(ROOT / "ontology")


def variables(query: str) -> list[str]:
    """The columns that a question gives, as the engine names them."""
    # A parameter that no value has filled is a variable; under another name it cannot clash with a column.
    solutions = Store().query(re.sub(r"\$(\w+)", r"?parameter_\1", query))
    assert isinstance(solutions, QuerySolutions)
    return [variable.value for variable in solutions.variables]


COLUMNS = [(name, column) for name, question in questions().items() for column in variables(question.query)] + [
    (name, column) for name, columns in {**BUILT_IN, "envelope": ENVELOPE}.items() for column in columns
]


def key_of(column: str) -> str:
    """The key of a column's heading."""
    return f"columns.heading.{column.replace('_', '-')}"


def test_every_column_gathered_here_is_one_the_code_gives() -> None:
    code = (
        (ROOT / "graph" / "questions" / "finding.py").read_text(),
        (ROOT / "graph" / "questions" / "citing.py").read_text(),
    )
    for name, text in zip(("find", "cite"), code, strict=True):
        columns = ", ".join(f'"{column}"' for column in BUILT_IN[name])
        assert f"({columns})" in text


# --- the code against English ------------------------------------------------------------------------------


def test_every_sentence_the_code_asks_for_is_written() -> None:
    whole, _ = asked_for()
    lacking = {key: place for key, place in whole.items() if not has(key)}
    assert not lacking


def test_every_beginning_the_code_asks_for_has_a_sentence() -> None:
    _, begun = asked_for()
    lacking = {key: place for key, place in begun.items() if not any(one.startswith(key) for one in written("en"))}
    assert not lacking


def _used(key: str) -> bool:
    if key in asked_for()[0]:
        return True
    if key.startswith("columns.heading."):
        return key in {key_of(column) for _, column in COLUMNS}
    prefix = max((one for one in REACHED if key.startswith(one)), key=len, default=None)
    if prefix is None:
        return False
    tail = key.removeprefix(prefix)
    if prefix in (
        "complaints.",
        "mapping.",
        "spreadsheet.",
    ):  # <rule>.message, where a rule may be bad-<kind of column>
        tail = tail.rpartition(".")[0].removeprefix("bad-")
    elif prefix == "help.":  # <verb>, <verb>-example, section-<section>
        tail = tail.removesuffix("-example").removeprefix("section-")
    elif prefix == "overview.next-":
        return tail.isdecimal()
    begun = max((one for one in asked_for()[1] if key.startswith(one)), key=len, default=key)
    return bool({tail, tail.rpartition(".")[2], key.removeprefix(begun)} & words_of_code())


def test_every_sentence_written_is_asked_for() -> None:
    assert [key for key in written("en") if not _used(key)] == []


def test_what_is_reached_by_a_made_up_name_is_said_with_one() -> None:
    _, begun = asked_for()
    assert sorted(set(REACHED) - set(begun)) == []


# --- Welsh against English ---------------------------------------------------------------------------------


def test_english_has_no_status_of_review() -> None:
    for section in SECTIONS:
        content = tomllib.loads((WORDING / "en" / f"{section}.toml").read_text(encoding="utf-8"))
        assert content.get("status") not in ("draft", "reviewed")


@pytest.mark.parametrize("section", sorted(path.stem for path in (WORDING / "cy").glob("*.toml")))
def test_every_section_of_welsh_says_whether_it_is_reviewed(section: str) -> None:
    text = (WORDING / "cy" / f"{section}.toml").read_text(encoding="utf-8")
    assert re.match(r'status = "(reviewed|draft)"\n', text)
    assert section in SECTIONS


def test_welsh_says_nothing_that_english_lacks() -> None:
    """But the plural forms that English has no use for: those stand beside its `other`."""
    english = set(written("en"))
    extra = {key for key in set(written("cy")) - english if key.rpartition(".")[2] in wording.PLURALS}
    assert {f"{key.rpartition('.')[0]}.other" for key in extra} <= english
    assert sorted(set(written("cy")) - english - extra) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_welsh_has_the_places_of_english(section: str) -> None:
    english = written("en")
    differing = {
        key: (places(english[key]), places(sentence))
        for key, sentence in written("cy").items()
        if key.startswith(f"{section}.") and key in english and places(sentence) != places(english[key])
    }
    assert not differing


@pytest.mark.parametrize("section", SECTIONS)
def test_welsh_lacks_no_sentence(section: str) -> None:
    if section == "views" and not (WORDING / "cy" / "views.toml").exists():
        pytest.skip("the pictures have no Welsh yet")
    english = {key for key in written("en") if key.startswith(f"{section}.")}
    assert sorted(english - set(written("cy"))) == []


_CODE = re.compile(r"--[a-z-]+|COLLAB_[A-Z]+|\bcollab [a-z]+|\b[a-z_]+\.(?:csv|toml|ttl|md|html)\b|\b[A-Z]{4,}\b")


@pytest.mark.parametrize("section", [one for one in SECTIONS if one != "views"])
def test_welsh_translates_no_command_option_or_file(section: str) -> None:
    for key, sentence in written("cy").items():
        if key.startswith(f"{section}.") and not key.startswith("overview.kind-"):
            # A plural form that English has no use for says what its `other` says.
            english = written("en").get(key) or written("en")[f"{key.rpartition('.')[0]}.other"]
            assert sorted(set(_CODE.findall(english))) == sorted(set(_CODE.findall(sentence))), key


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_sentence_is_empty_or_has_a_place_without_a_name(language: str) -> None:
    for key, sentence in written(language).items():
        assert sentence.strip(), key
        assert "" not in places(sentence), key


# --- columns -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", sorted({column for _, column in COLUMNS}))
def test_every_column_has_a_heading_in_english_and_welsh(column: str) -> None:
    askers = [name for name, one in COLUMNS if one == column]
    assert has(key_of(column)), askers
    speak("cy")
    assert language_of(key_of(column)) == "cy", askers
    assert heading(column) not in ("draft", "reviewed"), "that is the status of the file, not a heading"


def test_a_column_that_nobody_worded_is_headed_by_its_name() -> None:
    assert heading("some_new_column") == "some new column"


# --- speaking ----------------------------------------------------------------------------------------------


def test_english_is_spoken_unless_told() -> None:
    assert wording.spoken() == "en"
    assert say("check.error") == "error"


def test_welsh_is_spoken_when_told() -> None:
    speak("cy")
    assert wording.spoken() == "cy"
    assert say("check.error") == "gwall"
    assert language_of("check.error") == "cy"
    assert language_of("check.error", "en") == "en"


def test_places_are_filled_in_both_languages() -> None:
    for language in wording.LANGUAGES:
        speak(language)
        assert "x-1" in say("build.unchanged", version="x-1")


@pytest.mark.parametrize("language", ["fr", "", "EN", "cy-GB"])
def test_an_unknown_language_is_refused(language: str) -> None:
    speak("cy")
    with pytest.raises(ValueError, match="expected one of en, cy"):
        speak(language)
    assert wording.spoken() == "cy"


def test_a_sentence_that_welsh_lacks_is_said_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, text in (("en", 'here = "Here"\nonly = "Only {what}"\n'), ("cy", 'status = "draft"\nhere = "Yma"\n')):
        (tmp_path / language).mkdir()
        (tmp_path / language / "trial.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(wording, "_FOLDER", tmp_path)
    wording._section.cache_clear()
    try:
        speak("cy")
        assert (say("trial.here"), language_of("trial.here")) == ("Yma", "cy")
        assert (say("trial.only", what="this"), language_of("trial.only")) == ("Only this", "en")
        assert language_of("trial.only", "cy") == "en"
        with pytest.raises(KeyError, match=r"trial\.none"):
            say("trial.none")
    finally:
        wording._section.cache_clear()


def test_a_section_that_welsh_lacks_is_said_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "trial.toml").write_text('[a]\nb = "Deep"\n', encoding="utf-8")
    monkeypatch.setattr(wording, "_FOLDER", tmp_path)
    wording._section.cache_clear()
    try:
        speak("cy")
        assert (say("trial.a.b"), language_of("trial.a.b")) == ("Deep", "en")
        assert not has("trial.a")
    finally:
        wording._section.cache_clear()


@pytest.mark.parametrize("key", ["errors.nobody-wrote-this", "nosection.name", "errors", ""])
def test_a_sentence_that_nobody_wrote_is_a_programming_error(key: str) -> None:
    assert not has(key)
    with pytest.raises(KeyError):
        say(key)


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(("found", "said"), [(0, "0"), (999, "999"), (4060, "4,060"), (-1234567, "-1,234,567")])
def test_a_number_of_things_is_written_as_its_language_does(language: str, found: int, said: str) -> None:
    with wording.speaking(language):
        assert wording.number(found) == said
        assert say_count("site.rows", 4060).startswith("4,060 ")
