"""Every export to take away: whole, with its checksum, made once for a data version; and the data set described."""

from __future__ import annotations

import hashlib
import io
import json
import time
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib import Namespace
from rdflib.namespace import RDF

from graph.errors import Busy, CollabError
from graph.exports.kept import file_name
from graph.exports.registry import EXPORTS, exported
from graph.landscape import Landscape, open_landscape
from graph.web import making as module
from graph.web.maker import KEPT_SETS, TABLES_CHANGED, _forget_old
from graph.web.making import Making, place_of
from graph.web.pages.downloads import GROUPS
from tests.conftest import DAY
from tests.loops import finish
from tests.web.loopback import Site
from tests.web.reading import Page, words

DCAT = Namespace("http://www.w3.org/ns/dcat#")
VOID = Namespace("http://rdfs.org/ns/void#")
SPDX = Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture(scope="module")
def sums(loopback: Site) -> dict[str, str]:
    """The checksums by file; all exports are made when they are here."""
    for _ in range(20):
        reply = loopback.get("/data/exports/SHA256SUMS")
        if reply.status == 200:
            return {file: digest for digest, _, file in (line.partition("  ") for line in reply.text.splitlines())}
        assert (reply.status, reply.headers["retry-after"]) == (503, "30")
    raise AssertionError("the exports are not made")


@pytest.mark.parametrize("name", EXPORTS)
def test_every_export_is_what_its_checksum_says_and_can_be_read(
    loopback: Site, world: Landscape, sums: dict[str, str], name: str
) -> None:
    reply = loopback.get(f"/data/exports/{file_name(name)}")
    assert (reply.status, reply.headers["content-type"].replace("; charset=utf-8", "")) == (
        200,
        EXPORTS[name].media_type,
    )
    digest = hashlib.sha256(reply.content).hexdigest()
    assert digest == sums[file_name(name)]
    assert reply.headers["etag"] == f'"{digest}"'
    assert b64decode(reply.headers["repr-digest"].removeprefix("sha-256=:").removesuffix(":")).hex() == digest
    version = world.snapshot.version
    assert reply.headers["x-data-version"] == version
    assert (
        reply.headers["content-disposition"]
        == f'attachment; filename="police-collaboration-{version}-{file_name(name)}"'
    )
    assert reply.content == exported(world, name)
    chosen = EXPORTS[name]
    assert chosen.function(chosen.read)(reply.content)
    again = loopback.get(f"/data/exports/{file_name(name)}", If_None_Match=reply.headers["etag"])
    assert (again.status, again.content) == (304, b"")


def test_nothing_is_made_twice(loopback: Site, world: Landscape, sums: dict[str, str]) -> None:
    place = place_of(world)
    before = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    assert len(before) == len(EXPORTS) + 1
    for name in EXPORTS:
        assert loopback.send("HEAD", f"/data/exports/{file_name(name)}").status == 200
    assert {path.name: path.stat().st_mtime_ns for path in place.iterdir()} == before


def test_another_day_is_another_file(loopback: Site, sums: dict[str, str]) -> None:
    for _ in range(20):
        then = loopback.get("/data/exports/csv.csv?as_of=2013-01-01")
        if then.status == 200:
            break
    assert hashlib.sha256(then.content).hexdigest() != sums["csv.csv"]
    assert ",2013-01-01," in then.text


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/data/exports/portrait.png", 404, None),
        ("/data/exports/made.json", 404, None),
        ("/data/exports/%2e%2e", 404, None),
        ("/data/exports/csv.csv?as_of=never", 400, None),
        ("/data/landscape.ttl?lang=cy", 308, "/data/exports/turtle.ttl?lang=cy"),
        ("/.well-known/void", 303, "/data.ttl"),
    ],
)
def test_other_addresses(loopback: Site, path: str, status: int, location: str | None) -> None:
    reply = loopback.get(path)
    assert (reply.status, reply.headers.get("location")) == (status, location)


def graph_of(content: bytes, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(io.BytesIO(content), format=form)


def test_the_description_is_the_same_in_each_form_and_names_every_file(
    loopback: Site, sums: dict[str, str], world: Landscape
) -> None:
    turtle = loopback.get("/data", Accept="text/turtle")
    assert (turtle.status, turtle.type) == (200, "text/turtle")
    assert "Accept" in turtle.headers["vary"]
    described = graph_of(turtle.content, "turtle")
    for path, accept, form in (
        ("/data", "application/ld+json", "json-ld"),
        ("/data.jsonld", "", "json-ld"),
        ("/data.ttl", "", "turtle"),
    ):
        reply = loopback.get(path, Accept=accept) if accept else loopback.get(path)
        assert reply.status == 200
        assert graph_of(reply.content, form).isomorphic(described)
    dataset = described.value(predicate=RDF.type, object=DCAT.Dataset)
    files = {}
    for one in described.objects(dataset, DCAT.distribution):
        checksum = described.value(described.value(one, SPDX.checksum), SPDX.checksumValue)
        files[str(described.value(one, DCAT.downloadURL))] = str(checksum)
        assert described.value(one, DCAT.mediaType)
        assert described.value(one, DCAT.byteSize)
    assert {address.partition("?")[0].rpartition("/")[2]: digest for address, digest in files.items()} == sums
    for address, digest in files.items():
        assert address.startswith(f"{loopback.base}/data/exports/")
        assert hashlib.sha256(loopback.get(address.removeprefix(loopback.base)).content).hexdigest() == digest
    dumps = {str(one) for one in described.objects(dataset, VOID.dataDump)}
    assert len(dumps) == 5
    assert dumps <= set(files)
    service = described.value(predicate=RDF.type, object=DCAT.DataService)
    assert str(service) == str(described.value(dataset, VOID.sparqlEndpoint)) == f"{loopback.base}/sparql"
    assert str(described.value(service, DCAT.servesDataset)) == str(dataset)
    assert loopback.get("/data", Accept="text/turtle", If_None_Match=turtle.headers["etag"]).status == 304


def test_a_form_that_is_not_given_is_refused(loopback: Site) -> None:
    reply = loopback.get("/data", Accept="image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.text


def test_the_page_names_every_file_with_size_type_and_digest(loopback: Site, sums: dict[str, str]) -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(EXPORTS)
    page = Page(loopback.get("/data", Accept="text/html").text)
    items = page.all(".//li[@itemprop='distribution']")
    assert len(items) == len(EXPORTS)
    told = {}
    for item in items:
        link = item.find("./h3/a")
        assert link is not None
        told[link.get("href", "").rpartition("/")[2]] = [
            words(one)
            for name in ("encodingFormat", "contentSize", "sha256")
            if (one := item.find(f".//*[@itemprop='{name}']")) is not None
        ]
    for name, chosen in EXPORTS.items():
        size = len(loopback.get(f"/data/exports/{file_name(name)}").content)
        assert told[file_name(name)] == [chosen.media_type, f"{size:,} bytes", sums[file_name(name)]]


# --- how they are made -----------------------------------------------------------------------------------------


@pytest.fixture
def making() -> Iterator[Making]:
    made = Making(patience=120)
    yield made
    made.close()


def test_tables_that_are_being_edited_are_said_to_be(tables: Path, making: Making) -> None:
    landscape = open_landscape(tables, as_of=DAY)
    with (tables / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(CollabError, match="The tables were changed after this graph was built"):
        finish(making.made(landscape, "csv"))
    assert making._ended[place_of(landscape)][0] == TABLES_CHANGED


def test_a_maker_that_dies_is_not_started_again_at_once(
    world: Landscape, making: Making, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "place_of", lambda landscape: tmp_path / "sets" / "one")
    making.look(world)
    assert making._process is not None
    making._process.kill()
    making._process.wait()
    with pytest.raises(Busy, match="could not be made"):
        finish(making.made(world))
    making.look(world)
    assert making._process is None


def test_who_waits_too_long_is_told_to_come_again(
    world: Landscape, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "place_of", lambda landscape: tmp_path / "sets" / "one")
    making = Making(patience=0.0)
    try:
        with pytest.raises(Busy, match="is being made"):
            finish(making.made(world))
        making._waiting = 16
        began = time.monotonic()
        making.patience = 100.0
        with pytest.raises(Busy, match="is being made"):
            finish(making.made(world))
        assert time.monotonic() - began < 50
    finally:
        making.close()


def test_until_the_new_is_made_the_old_is_given_whole_under_its_own_version(tables: Path) -> None:
    old = open_landscape(tables, as_of=DAY)
    listed = [{"format": name, "file": file_name(name), "size": 3, "sha256": "0" * 64} for name in EXPORTS]
    places = [place_of(old.as_of(day)) for day in (DAY, "2020-01-01")]
    for place, found in zip(places, (listed, listed[:-1]), strict=True):
        place.mkdir(parents=True)
        (place / "made.json").write_text(json.dumps(found), encoding="utf-8")
    text = (tables / "entities.csv").read_text(encoding="utf-8")
    (tables / "entities.csv").write_text(text.replace("Joint Dog Unit", "Joint Hound Unit"), encoding="utf-8")
    new = open_landscape(tables, as_of=DAY)
    assert new.snapshot.version != old.snapshot.version
    making = Making(patience=0.0)
    try:
        given = finish(making.made(new, "csv"))
        assert (given.folder, given.version, len(given.kept)) == (places[0], old.snapshot.version, len(EXPORTS))
        making._waiting = 16
        assert finish(making.made(new)).version == old.snapshot.version
        # Not for another day, nor where the old set is not whole.
        making._waiting = 0
        for day in ("2019-01-01", "2020-01-01"):
            with pytest.raises(Busy, match="is being made"):
                finish(making.made(new.as_of(day)))
    finally:
        making.close()
    kept = place_of(new)
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "made.json").write_text(json.dumps(listed), encoding="utf-8")
    assert finish(Making(patience=0.0).made(new)).version == new.snapshot.version


def test_days_do_not_fill_the_disk(tmp_path: Path) -> None:
    import os

    for number in range(7):
        (tmp_path / f"set{number}").mkdir()
        os.utime(tmp_path / f"set{number}", (number, number))
    (tmp_path / "LOCK").touch()
    _forget_old(tmp_path / "set0")
    assert KEPT_SETS == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["LOCK", "set0", "set4", "set5", "set6"]
