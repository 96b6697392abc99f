"""The Reconciliation Service API 0.2: its messages as specified, and names matched only where they are sure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema
import pytest

from graph.landscape import Landscape, open_landscape
from graph.web.current import Current
from tests.conftest import DAY, WORLD
from tests.web import reconciliation_schemas as schemas
from tests.web.loopback import Reply, Site, running

FORM = "application/x-www-form-urlencoded"
TWO = ("jmu", "shire-air")


@pytest.fixture(scope="module")
def with_namesake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The miniature world, but two units are called the same."""
    tables = Path(shutil.copytree(WORLD, tmp_path_factory.mktemp("namesake") / "tables"))
    claims = [f"{one}--alt--harbour,{one},skos:altLabel,,Harbour Desk@en,,,actual,accepted,,stated,\n" for one in TWO]
    with (tables / "claims.csv").open("a", encoding="utf-8") as file:
        file.writelines(claims)
    with (tables / "evidence.csv").open("a", encoding="utf-8") as file:
        about = ";".join(f"{one}--alt--harbour" for one in TWO)
        file.write(f"{about},supports,page-a,Names,,,,Both are called the harbour desk.,,\n")
    with running(Current(open_landscape(tables, as_of=DAY), today=lambda: date.fromisoformat(DAY))) as site:
        yield site


def post(site: Site, more: str = "", **fields: Any) -> Reply:
    body = urlencode({name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()})
    return site.send("POST", "/reconcile" + more, body, Content_Type=FORM)


def candidates(site: Site, query: dict[str, Any], more: str = "") -> list[dict[str, Any]]:
    reply = post(site, more, queries={"q": query})
    assert reply.status == 200, reply.text
    found = json.loads(reply.content)
    jsonschema.validate(found, schemas.RESULTS)
    result: list[dict[str, Any]] = found["q"]["result"]
    scores = [one["score"] for one in result]
    assert scores == sorted(scores, reverse=True)
    assert sum(one["match"] for one in result) <= 1
    return result


def answer(site: Site, path: str, schema: dict[str, Any]) -> Any:
    reply = site.get(path)
    assert (reply.status, reply.type) == (200, "application/json")
    found = json.loads(reply.content)
    jsonschema.validate(found, schema)
    return found


def test_the_manifest(loopback: Site) -> None:
    manifest = answer(loopback, "/reconcile", schemas.MANIFEST)
    assert manifest["versions"] == ["0.2"]
    for kind in ("entity", "type", "property"):
        place = manifest["suggest"][kind]
        path = (place["service_url"] + place["service_path"]).removeprefix(loopback.base)
        answer(loopback, f"{path}?prefix=n", schemas.SUGGESTED)
    place = manifest["extend"]["propose_properties"]
    path = (place["service_url"] + place["service_path"]).removeprefix(loopback.base)
    answer(loopback, f"{path}?type=PoliceForce", schemas.PROPOSED)
    view = manifest["view"]["url"].replace("{{id}}", "jdu").removeprefix(loopback.base)
    assert loopback.get(view).status == 303
    preview = manifest["preview"]["url"].replace("{{id}}", "jdu").removeprefix(loopback.base)
    assert loopback.get(preview).status == 200


@pytest.mark.parametrize(
    ("words", "id", "how"),
    [
        ("Northshire Police", "northshire-police", "label"),
        ("northshire  POLICE", "northshire-police", "label, case and spaces aside"),
        ("Heddlu Gogleddsir", "northshire-police", "Welsh name"),
        ("Joint Solicitors Team", "jlt", "former name"),
        ("JDU", "jdu", "short name"),
        ("Dog Section", "jdu", "name in a source"),
        ("northshire-police", "northshire-police", "id"),
        ("https://w3id.org/police-collaboration/id/jdu", "jdu", "address"),
    ],
)
def test_a_name_that_is_one_thing_matches(loopback: Site, words: str, id: str, how: str) -> None:
    first, *_ = candidates(loopback, {"query": words})
    assert (first["id"], first["match"], first["score"]) == (id, True, 100.0)


@pytest.mark.parametrize(
    "query",
    [
        {"query": "Northshire"},
        {"query": "Northshire Polise"},
        {"query": "Efficiency"},
        {"query": "nothing of the kind"},
        {"query": "Northshire Police", "type": "Collaboration"},
        {"query": "Northshire Police", "type": ["Service", "Collaboration"]},
        {"query": "Joint Dog Unit", "properties": [{"pid": "hasParticipant", "v": "Southshire Police Authority"}]},
        {"query": "Northshire Police", "type": ["PoliceForce", "Collaboration"], "type_strict": "all"},
        {"properties": [{"pid": "hasParticipant", "v": "Northshire Police"}]},
    ],
    ids=str,
)
def test_nothing_is_matched_that_is_not_sure(loopback: Site, query: dict[str, Any]) -> None:
    assert not any(one["match"] for one in candidates(loopback, query))


def test_an_ambiguous_name_gives_all_it_may_mean(with_namesake: Site) -> None:
    found = candidates(with_namesake, {"query": "Harbour Desk"})
    assert [(one["id"], one["score"], one["match"]) for one in found] == [
        ("jmu", 100.0, False),
        ("shire-air", 100.0, False),
    ]


def test_properties_are_features_and_cost_score(loopback: Site) -> None:
    fits = {"pid": "hasParticipant", "v": [{"id": "northshire-police"}]}
    speaks_against = {"pid": "https://w3id.org/police-collaboration/def#hasParticipant", "v": "Midvale Council"}
    not_stated = {"pid": "remit", "v": "anything"}
    (one,) = candidates(loopback, {"query": "JDU", "properties": [fits]})
    assert (one["match"], one["score"], one["features"][1]) == (True, 100.0, {"id": "hasParticipant", "value": True})
    (one,) = candidates(loopback, {"query": "JDU", "properties": [fits, speaks_against]})
    assert (one["match"], one["score"]) == (False, 80.0)
    properties = {one["id"] for one in answer(loopback, "/reconcile/properties", schemas.PROPOSED)["properties"]}
    if "remit" in properties:
        (one,) = candidates(loopback, {"query": "JDU", "properties": [not_stated]})
        assert (one["match"], len(one["features"])) == (True, 1)


def test_types_and_limits(loopback: Site) -> None:
    found = candidates(loopback, {"query": "shire police", "limit": 2})
    assert len(found) == 2
    found = candidates(loopback, {"query": "Northshire", "type": "PoliceForce"})
    assert {kind["id"] for one in found for kind in one["type"]} == {"PoliceForce"}


def test_get_and_post_answer_alike(loopback: Site) -> None:
    batch = {f"q{n}": {"query": words} for n, words in enumerate(["JDU", "Northshire", "Heddlu Gogleddsir"])}
    got = loopback.get("/reconcile?queries=" + quote(json.dumps(batch)))
    assert got.content == post(loopback, queries=batch).content
    assert list(json.loads(got.content)) == ["q0", "q1", "q2"]


def test_suggestions(loopback: Site) -> None:
    first, *_ = answer(loopback, "/reconcile/suggest/entity?prefix=Joint%20D", schemas.SUGGESTED)["result"]
    assert (first["id"], first["notable"][0]["id"]) == ("jdu", "JointUnit")
    assert answer(loopback, "/reconcile/suggest/entity?prefix=jdu", schemas.SUGGESTED)["result"][0]["id"] == "jdu"
    every = answer(loopback, "/reconcile/suggest/entity?prefix=shire", schemas.SUGGESTED)["result"]
    rest = answer(loopback, "/reconcile/suggest/entity?prefix=shire&cursor=3", schemas.SUGGESTED)["result"]
    assert rest[:5] == every[3:8]
    types = answer(loopback, "/reconcile/suggest/type?prefix=police%20f", schemas.SUGGESTED)["result"]
    assert types == [{"id": "PoliceForce", "name": "police force"}]
    properties = answer(loopback, "/reconcile/suggest/property?prefix=participant", schemas.SUGGESTED)["result"]
    assert {"id": "hasParticipant", "name": "has participant"} in properties
    for kind in ("entity", "type", "property"):
        assert answer(loopback, f"/reconcile/suggest/{kind}?prefix=zzzzqq", schemas.SUGGESTED)["result"] == []


def test_extension_gives_the_values_under_the_lens(loopback: Site, world: Landscape) -> None:
    query = {"ids": ["jdu", "northshire-police", "no-such"], "properties": [{"id": "hasParticipant"}, {"id": "type"}]}
    assert post(loopback, extend=query).status == 400  # a class is not a property here
    query["properties"] = [{"id": "hasParticipant"}, {"id": "short"}, {"id": "code:police-uk"}]

    def rows(more: str) -> dict[str, Any]:
        found = json.loads(post(loopback, more, extend=query).content)
        jsonschema.validate(found, schemas.EXTENDED)
        assert [one["id"] for one in found["meta"]] == ["hasParticipant", "short", "code:police-uk"]
        return dict(found["rows"])

    now, contested = rows(""), rows("?standing=accepted,contested")
    assert now["jdu"]["short"] == [{"str": "JDU"}]
    assert now["no-such"] == {"hasParticipant": [], "short": [], "code:police-uk": []}
    assert now["northshire-police"]["code:police-uk"] == [{"str": "northshire"}]
    west = {"id": "westshire-police", "name": "Westshire Police"}
    assert (west in now["jdu"]["hasParticipant"], west in contested["jdu"]["hasParticipant"]) == (False, True)


def test_what_is_proposed_can_be_fetched(loopback: Site) -> None:
    proposed = answer(loopback, "/reconcile/properties?type=JointUnit&limit=5", schemas.PROPOSED)
    assert len(proposed["properties"]) == 5
    assert (proposed["type"], proposed["limit"]) == ("JointUnit", 5)
    wanted = [{"id": one["id"]} for one in proposed["properties"]]
    found = json.loads(post(loopback, extend={"ids": ["jdu"], "properties": wanted}).content)
    jsonschema.validate(found, schemas.EXTENDED)


def test_welsh_where_it_is_asked_for(loopback: Site) -> None:
    (one, *_) = candidates(loopback, {"query": "Northshire Police"}, "?lang=cy")
    assert one["name"] == "Heddlu Gogleddsir"
    assert one["type"] == [{"id": "PoliceForce", "name": "heddlu"}]
    manifest = answer(loopback, "/reconcile?lang=cy", schemas.MANIFEST)
    assert manifest["suggest"]["entity"]["service_path"] == "/suggest/entity?lang=cy"
    assert manifest["preview"]["url"].endswith("?id={{id}}&lang=cy")


def test_the_preview_is_a_page_that_any_frame_may_hold(loopback: Site) -> None:
    reply = loopback.get("/reconcile/preview?id=jdu")
    assert (reply.status, reply.type) == (200, "text/html")
    assert "Joint Dog Unit" in reply.text
    assert "frame-ancestors" not in reply.headers["content-security-policy"]
    assert "script" not in reply.text
    assert loopback.get("/reconcile/preview?id=no-such").status == 404
    hostile = loopback.get("/reconcile/preview?id=" + quote("<script>alert(1)</script>"))
    assert (hostile.status, "<script" in hostile.text, hostile.type) == (404, True, "text/plain")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"queries": "not json"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": "[" * 100_000}, 400),
        ({"queries": '{"q": 1}'}, 400),
        ({"queries": '{"q": {}}'}, 400),
        ({"queries": '{"q": {"query": ""}}'}, 400),
        ({"queries": '{"q": {"query": ["x"]}}'}, 400),
        ({"queries": '{"q": {"query": "x", "limit": 0}}'}, 400),
        ({"queries": '{"q": {"query": "x", "limit": "many"}}'}, 400),
        ({"queries": '{"q": {"query": "x", "type": "Bobbies"}}'}, 400),
        ({"queries": '{"q": {"query": "x", "type": 7}}'}, 400),
        ({"queries": '{"q": {"query": "x", "type_strict": "perhaps"}}'}, 400),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "no-such", "v": 1}]}}'}, 400),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "level"}]}}'}, 400),
        ({"queries": '{"q": {"query": "x", "properties": "level"}}'}, 400),
        ({"queries": json.dumps({"q": {"query": "x" * 501}})}, 400),
        ({"queries": json.dumps({str(n): {"query": "x"} for n in range(101)})}, 413),
        ({"extend": "{}"}, 400),
        ({"extend": '{"ids": ["jdu"], "properties": [{}]}'}, 400),
        ({"extend": '{"ids": [1], "properties": [{"id": "short"}]}'}, 400),
        ({"extend": json.dumps({"ids": ["x"] * 20_001, "properties": [{"id": "short"}]})}, 413),
    ],
)
def test_what_is_no_message_is_refused(loopback: Site, fields: dict[str, str], status: int) -> None:
    reply = post(loopback, **fields)
    assert reply.status == status, reply.text
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "Traceback" not in reply.text


def test_other_sites_may_ask_here_and_nowhere_else(loopback: Site) -> None:
    """Section 3.3; without credentials, so that no visitor's rights are lent to another site's page."""
    strange = "https://openrefine.example"
    for path in (
        "/reconcile",
        "/reconcile/suggest/entity?prefix=j",
        "/reconcile/properties",
        "/reconcile/preview?id=jdu",
    ):
        reply = loopback.get(path, Origin=strange)
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in reply.headers
        assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    before = loopback.send("OPTIONS", "/reconcile", Origin=strange, Access_Control_Request_Method="POST")
    assert (before.status, before.headers["access-control-allow-origin"]) == (204, "*")
    body = "queries=" + quote('{"q": {"query": "JDU"}}')
    assert loopback.send("POST", "/reconcile", body, Content_Type=FORM, Origin=strange).status == 200
    for path in ("/sparql?query=ASK%7B%7D", "/graphs?default", "/doc/jdu.ttl", "/health"):
        assert "access-control-allow-origin" not in loopback.get(path, Origin=strange).headers
    assert (
        loopback.send("POST", "/sparql", "ASK {}", Content_Type="application/sparql-query", Origin=strange).status
        == 403
    )


def test_methods(loopback: Site) -> None:
    assert loopback.send("PUT", "/reconcile").status == 405
    assert loopback.send("POST", "/reconcile/suggest/entity", "prefix=x", Content_Type=FORM).status == 405
    assert loopback.send("POST", "/reconcile", "{}", Content_Type="application/json").status == 415
