"""What `/openapi.json` says holds: every address, with its example and with whatever may be typed, answers as described."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from graph.questions.library import library
from tests.conftest import ROOT

QUESTIONS = library(ROOT / "ontology")
THINGS = ("jdu", "nrs", "sfc", "northshire-police", "southshire-police", "shires-collaboration-board", "report-b",
          "three-shires", "act-s22a", "nobody")  # fmt: skip
TYPED = st.one_of(st.sampled_from(THINGS), st.text(max_size=40), st.dates().map(date.isoformat))


@pytest.fixture(scope="module")
def told(site: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = site.get("/openapi.json").json()
    return found


def check(site: TestClient, told: dict[str, Any], path: str, parameters: dict[str, str]) -> int:
    """Asks, and holds the answer against its description; returns the status."""
    operation = told["paths"][path]["get"]
    address = path.replace("{name}", parameters.get("name", ""))
    answer = site.get(address, params={name: value for name, value in parameters.items() if name != "name"})
    assert str(answer.status_code) in operation["responses"], (answer.status_code, answer.text[:200])
    described = operation["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    schema = {**described, "components": told["components"]}
    Draft202012Validator(schema).validate(answer.json())
    return answer.status_code


def test_it_is_openapi(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1.")
    for path, item in told["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert "200" in operation["responses"], path


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_answers_as_described(site: TestClient, told: dict[str, Any], name: str) -> None:
    """With what it needs: things of the miniature world of the right classes, a day, a word of the list."""
    fitting = {
        "thing": "jdu",
        "date": "2024-01-01",
        "word": "air-support",
        "text": "dog",
        "number": "2",
        "flag": "true",
    }
    given_ = {}
    for parameter in QUESTIONS[name].parameters:
        if not parameter.required:
            continue
        value = fitting[parameter.kind]
        if parameter.kind == "thing" and parameter.classes:
            value = next(
                (
                    one
                    for one, classes in {
                        "jdu": {"Collaboration"},
                        "northshire-police": {"PoliceForce"},
                        "shires-collaboration-board": {"GovernanceBody"},
                        "report-b": {"SourceDocument"},
                        "three-shires": {"ForceGrouping"},
                    }.items()
                    if classes & set(parameter.classes)
                ),
                "jdu",
            )
        given_[parameter.name] = value
    assert check(site, told, f"/question/{name}.json", given_) in (200, 404)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_typed_is_answered_as_described(
    site: TestClient, told: dict[str, Any], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(QUESTIONS)))
    parameters = {one.name: data.draw(TYPED) for one in QUESTIONS[name].parameters}
    if data.draw(st.booleans()):
        parameters["standing"] = data.draw(st.sampled_from(["accepted", "accepted,contested", "proposed", "x"]))
    check(site, told, f"/question/{name}.json", parameters)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED)
@pytest.mark.slow
def test_no_page_breaks_on_what_is_typed(site: TestClient, typed: str) -> None:
    for address, name in (
        ("/search", "q"),
        ("/search.json", "q"),
        ("/compare", "a"),
        ("/question/governs", "service"),
        ("/picture/ego", "thing"),
        ("/things", "kind"),
        ("/thing/jdu", "as_of"),
        ("/thing/jdu", "standing"),
        ("/", "lang"),
    ):
        answer = site.get(address, params={name: typed})
        assert answer.status_code in (200, 303, 400, 404), (address, answer.status_code)
        assert "<script" not in answer.text
