"""The ontology is whole: every term is labelled, defined and declared, and nothing undeclared is used."""

import re
import shutil
from pathlib import Path

import pytest

from graph.errors import DataInvalid
from graph.landscape import Landscape
from graph.mapping.ontology import FILES, Ontology, read_ontology
from graph.oxigraph import Literal, NamedNode
from graph.terms import PREFIXES, expand
from tests.conftest import ROOT

PCOL = PREFIXES["pcol"]
KINDS = {expand(f"owl:{name}") for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


def terms(ontology: Ontology) -> set[str]:
    return {
        quad.subject.value
        for quad in ontology.quads
        if quad.predicate.value == expand("rdf:type")
        and isinstance(quad.object, NamedNode)
        and quad.object.value in KINDS
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(PCOL)
    }


def languages(ontology: Ontology, term: str, predicate: str) -> set[str]:
    return {
        quad.object.language or ""
        for quad in ontology.quads
        if quad.subject == NamedNode(term)
        and quad.predicate.value == expand(predicate)
        and isinstance(quad.object, Literal)
    }


def test_every_term_is_labelled_in_both_languages_and_defined(ontology: Ontology) -> None:
    found = terms(ontology)
    assert len(found) >= 150
    lacking = [
        (term, predicate)
        for term in sorted(found)
        for predicate, wanted in (("rdfs:label", {"en", "cy"}), ("skos:definition", {"en"}))
        if not wanted <= languages(ontology, term, predicate)
    ]
    assert lacking == []


def test_every_welsh_label_says_whether_it_was_reviewed(ontology: Ontology) -> None:
    status = {
        quad.subject.value: quad.object.value
        for quad in ontology.quads
        if quad.predicate.value == PCOL + "labelStatus" and isinstance(quad.object, Literal)
    }
    assert {term for term in terms(ontology) if status.get(term) not in ("reviewed", "draft")} == set()


def test_the_five_kinds_of_node_are_classes(ontology: Ontology) -> None:
    five = {"PoliceForce", "PoliceAndCrimeCommissioner", "Agency", "JointUnit", "GovernanceBody"}
    assert five <= ontology.vocabulary.classes


def test_every_relation_has_a_signature(ontology: Ontology) -> None:
    relations = ontology.vocabulary.relations
    assert len(relations) >= 45
    assert {name for name, one in relations.items() if not one.subjects or not (one.objects or one.literal)} == set()
    known = ontology.vocabulary.classes | {"Thing", "skos:Concept"}
    assert {name for name, one in relations.items() if not (one.subjects | one.objects) <= known} == set()


def test_every_word_of_ours_that_is_used_is_declared(ontology: Ontology, world: Landscape) -> None:
    declared = terms(ontology) | {PCOL + "EdtfDate"}
    built = {quad.predicate.value for quad in world.store if quad.predicate.value.startswith(PCOL)}
    assert built - declared == set()
    for path in [*(ROOT / "ontology").rglob("*.rq"), ROOT / "ontology" / "shapes.ttl"]:
        used = set(re.findall(r"\bpcol:([A-Za-z0-9]+)", path.read_text(encoding="utf-8")))
        assert {name for name in used if PCOL + name not in declared} == set(), path.name


def test_header(ontology: Ontology) -> None:
    header = {
        quad.predicate.value: quad.object
        for quad in ontology.quads
        if quad.subject == NamedNode("https://w3id.org/police-collaboration/def")
    }
    for wanted in ("owl:versionIRI", "dct:license", "dct:creator", "dct:created", "dct:modified", "dct:title"):
        assert expand(wanted) in header, wanted
    assert header[expand("owl:versionIRI")] == NamedNode("https://w3id.org/police-collaboration/def/0.1.0")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(ROOT / "ontology", tmp_path / "ontology"))
    (folder / name).unlink()
    with pytest.raises(DataInvalid) as problem:
        read_ontology(folder)
    assert [f"{one.file} {one.rule}" for one in problem.value.complaints] == [f"{name} missing-ontology"]


def test_broken_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "ontology", tmp_path / "ontology"))
    path = folder / "projections.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "\npcol:x pcol:y .. \n", encoding="utf-8")
    with pytest.raises(DataInvalid) as problem:
        read_ontology(folder)
    (complaint,) = problem.value.complaints
    assert complaint.rule == "turtle-syntax"
    assert complaint.file == "projections.ttl"
    assert complaint.line == len(path.read_text(encoding="utf-8").splitlines())
