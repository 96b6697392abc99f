"""`make release`: what it packs holds, and answers where there is no checkout."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import rdflib

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a release made with the packages of this environment."""
    place = tmp_path_factory.mktemp("dist")
    words = [sys.executable, str(ROOT / ".ci" / "release.py"), "--offline", "--to", str(place)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a clean environment: answers, and checks its data, with no checkout" in done.stdout
    return place


@pytest.mark.slow
def test_a_release_is_whole(released: Path) -> None:
    names = {path.name for path in released.iterdir()}
    assert names == {
        "CHANGELOG.md",
        "SHA256SUMS",
        "dataset.ttl",
        "police-collaboration-data-0.1.0.zip",
        "police_collaboration_graph-0.1.0-py3-none-any.whl",
        "police_collaboration_graph-0.1.0.tar.gz",
    }
    for line in (released / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((released / name).read_bytes()).hexdigest() == digest
        names.remove(name)
    assert names == {"SHA256SUMS"}
    with tarfile.open(released / "police_collaboration_graph-0.1.0.tar.gz") as archive:
        parts = {name.split("/")[1] for name in archive.getnames()}
    assert {"graph", "ontology", "data", "tests", "docs", "notebooks", "Makefile", "uv.lock", "pyproject.toml"} <= parts


@pytest.mark.slow
def test_the_data_package_says_what_it_is(released: Path) -> None:
    archive = zipfile.ZipFile(released / "police-collaboration-data-0.1.0.zip")
    names = set(archive.namelist())
    assert {"ro-crate-metadata.json", "SHA256SUMS", "CHANGELOG.md", "dataset.ttl", "tables/claims.csv"} <= names
    for line in archive.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    catalogue = rdflib.Graph().parse(data=(released / "dataset.ttl").read_bytes(), format="turtle")
    rows = catalogue.query("""
        PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?version ?issued ?licence ?file ?sum WHERE {
          ?set a dcat:Dataset ; dcat:version ?version ; dct:issued ?issued ; dct:license ?licence ; dcat:distribution ?one .
          ?one dct:identifier ?file ; spdx:checksum/spdx:checksumValue ?sum }""")
    found = {str(row.file): row for row in rows}
    assert set(found) == names - {"ro-crate-metadata.json", "SHA256SUMS", "dataset.ttl"}
    for name, row in found.items():
        assert str(row.sum) == hashlib.sha256(archive.read(name)).hexdigest()
        assert (str(row.version), str(row.issued)) == ("0.1.0", "2026-11-22")
