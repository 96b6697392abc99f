"""Every question file: complete in both languages, its parameters used, its phrasings understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.answer import Answer
from graph.landscape import Landscape
from graph.questions.library import Question, read_question
from graph.questions.phrasing import understand
from graph.sparqltext import placeholders, refuse_dangerous
from graph.terms import PREFIXES
from tests.conftest import ROOT
from tests.questions.conftest import CASES, QUESTIONS

GROUPS = {"governance", "partners", "evidence", "time", "law", "money", "people", "names", "landscape"}
VERBS = ("governs", "partners", "members", "gaps", "conflicts", "overdue", "counts")
ALL = [pytest.param(question, id=id) for id, question in sorted(QUESTIONS.items())]
FILES = sorted((ROOT / "ontology" / "questions").glob("*.rq"))
WORD = re.compile(r"\{(\w+)\}")


def test_the_verbs_are_questions() -> None:
    assert [id for id, question in QUESTIONS.items() if question.verb] == sorted(VERBS)
    assert all(QUESTIONS[verb].verb == verb for verb in VERBS)
    assert {question.group for question in QUESTIONS.values()} == GROUPS


@pytest.mark.parametrize("question", ALL)
def test_header_in_both_languages(question: Question) -> None:
    assert question.id in QUESTIONS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.id)
    assert question.welsh in ("reviewed", "draft")
    for key in ("title", "phrasing", *([] if question.companion else ["empty"])):
        assert question.texts.get((key, "en")), f"{key}@en"
        assert question.texts.get((key, "cy")), f"{key}@cy"
    for key in ("assumption", "not-known"):
        assert len(question.texts.get((key, "en"), ())) == len(question.texts.get((key, "cy"), ()))
    known = {parameter.name for parameter in question.parameters}
    for lines in question.texts.values():
        for line in lines:
            assert set(WORD.findall(line)) <= known


@pytest.mark.parametrize("question", ALL)
def test_parameters_are_used_and_named(question: Question) -> None:
    used = set(placeholders(question.query)) - {"asof", "language"}
    assert used == {parameter.name for parameter in question.parameters}
    head = question.query[: question.query.index("WHERE")]
    assert not [name for name in placeholders(head) if name in used], "a parameter never stands among the columns"
    wanted = {parameter.name for parameter in question.parameters if parameter.required}
    for language in ("en", "cy"):
        for phrasing in question.texts["phrasing", language]:
            assert wanted <= set(WORD.findall(phrasing)), phrasing


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_plain_sparql(path: Path) -> None:
    query = path.read_text(encoding="utf-8")
    body = "".join(line for line in query.splitlines(keepends=True) if not line.startswith("#+"))
    declared = re.findall(r"^PREFIX (\w+): <(.+)>$", body, re.MULTILINE)
    assert dict(declared).items() <= PREFIXES.items()
    for prefix, _ in declared:
        assert re.search(rf"(?<![\w-]){prefix}:\w", body), f"{prefix}: is declared and not used"
    assert re.search(r"^ORDER BY ", body, re.MULTILINE), "rows come in a fixed order"
    assert "SELECT *" not in body
    if not path.name.endswith(".not-known.rq"):
        refuse_dangerous(re.sub(r"\$\w+", "?x", body))  # so that --show can be pasted into `collab query`


def test_companions_have_their_sentences() -> None:
    for path in FILES:
        if path.name.endswith(".not-known.rq"):
            question = read_question(path)
            assert path.stem.removesuffix(".not-known") in QUESTIONS
            keys = {key for key, _ in question.texts}
            named = set(re.findall(r'BIND \("([a-z-]+)" AS \?sentence\)', question.query))
            assert keys == ({f"sentence-{name}" for name in named} or {"sentence"})
            for key in keys:
                assert question.texts[key, "en"]
                assert question.texts[key, "cy"]
                assert set(WORD.findall("".join(question.texts[key, "en"]))) == set(
                    WORD.findall("".join(question.texts[key, "cy"]))
                )


@pytest.mark.parametrize("question", ALL)
def test_every_phrasing_is_understood(question: Question, world: Landscape) -> None:
    """As typed with the values of some case, each phrasing means this question and no other."""
    for language in ("en", "cy"):
        for phrasing in question.texts["phrasing", language]:
            names = WORD.findall(phrasing)
            case = next(
                case
                for case in CASES
                if case.question == question.id and all(case.parameters.get(name) for name in names)
            )
            typed = WORD.sub(lambda match, case=case: case.parameters[match[1]], phrasing)  # type: ignore[misc]
            read = understand(f"{typed[0].upper()}{typed[1:]}?", QUESTIONS, world.names)
            assert read.question.id == question.id
            assert read.parameters == {name: case.parameters[name] for name in names}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_question_reads_as_a_sentence_where_nothing_is_filled_in(language: str) -> None:
    general = {name: question.in_general(language) for name, question in QUESTIONS.items()}
    assert {name: words for name, words in general.items() if "{" in words or not words.endswith("?")} == {}
    assert len(set(general.values())) == len(general)
    missing = [
        name for name, one in QUESTIONS.items() if "{" in one.title(language) and ("general", language) not in one.texts
    ]
    assert missing == []


def test_no_two_questions_share_a_title() -> None:
    for language in ("en", "cy"):
        titles = [question.title(language) for question in QUESTIONS.values()]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("question", ALL)
def test_examples_can_be_asked(question: Question, shipped: Landscape) -> None:
    if any(parameter.required for parameter in question.parameters):
        assert question.examples
    for example in question.examples:
        answer = shipped.ask(question.id, **dict(pair.split("=", 1) for pair in example.split()))
        assert isinstance(answer, Answer)
