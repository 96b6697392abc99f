"""Compiled shapes give the results that pySHACL gives: for each component alone, for hostile graphs, for our own shapes."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checks.checking import check
from graph.checks.shape_queries import shape_queries
from graph.checks.shape_reading import read_shapes
from graph.checks.shapes import Result
from graph.errors import DataInvalid
from graph.mapping.ontology import Ontology
from graph.oxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from graph.store.inputs import Inputs
from graph.terms import expand
from tests.checks.oracle import compiled, told_by_pyshacl
from tests.checks.spoiling import quads_of, spoilt
from tests.conftest import ROOT, WORLD

PREFIXES = """
@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPE = ":S a sh:NodeShape ; sh:targetClass :T ; "


def shapes_in(folder: Path, text: str) -> Path:
    (folder / "shapes.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


def graph_of(text: str) -> list[Quad]:
    return [Quad(*triple) for triple in parse((PREFIXES + text).encode(), RdfFormat.TURTLE)]


def on_path(constraint: str, path: str = ":p") -> str:
    return f"{SHAPE} sh:property [ sh:path {path} ; {constraint} ; sh:message 'No.'@en ] ."


def on_node(constraint: str) -> str:
    return f"{SHAPE} {constraint} ; sh:message 'No.'@en ."


# A shape, a graph in which :good keeps it and :bad breaks it, and what is found: path, value and component.
COMPONENTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "minCount": (on_path("sh:minCount 2"), ":good :p 1, 2 . :bad :p 1 .", (":p  MinCount",)),
    "maxCount": (on_path("sh:maxCount 1"), ":good :p 1 . :bad :p 1, 2, 3 .", (":p  MaxCount",)),
    "maxCount of none": (on_path("sh:maxCount 0"), ":bad :p 1 .", (":p  MaxCount",)),
    "minCount of a sequence": (
        on_path("sh:minCount 2", "( :p :q )"),
        ":good :p :a, :b . :a :q 1 . :b :q 2 . :bad :p :c, :d . :c :q 1 . :d :q 1 .",
        (":p/:q  MinCount",),
    ),
    "maxCount of either": (
        on_path("sh:maxCount 1", "[ sh:alternativePath ( :p :q ) ]"),
        ":good :p 1 ; :q 1 . :bad :p 1 ; :q 2 .",
        (":p|:q  MaxCount",),
    ),
    "minCount of an inverse": (
        on_path("sh:minCount 1", "[ sh:inversePath :p ]"), ":x :p :good . :bad :p :x .", ("^:p  MinCount",)
    ),
    "paths with steps": (
        on_path("sh:class :T", "[ sh:oneOrMorePath :p ]"), ":good :p [ a :T ] . :bad :p :x .", (":p+ :x Class",)
    ),
    "class": (
        on_path("sh:class :C"), ":D rdfs:subClassOf :C . :good :p [ a :C ], [ a :D ] . :bad :p :x , 1 .",
        (':p "1"^^xsd:integer Class', ":p :x Class"),
    ),
    "class of the node": (on_node("sh:class :C"), ":good a :C .", (" :bad Class",)),
    "datatype": (
        on_path("sh:datatype xsd:integer"), ":good :p 1 . :bad :p 'x', 1.5, :x .",
        (':p "1.5"^^xsd:decimal Datatype', ':p "x" Datatype', ":p :x Datatype"),
    ),
    "datatype ill formed": (
        on_path("sh:datatype xsd:date"), ":good :p '2020-02-29'^^xsd:date . :bad :p '2021-02-29'^^xsd:date .",
        (':p "2021-02-29"^^xsd:date Datatype',),
    ),
    "datatype of texts": (on_path("sh:datatype rdf:langString"), ":good :p 'x'@cy . :bad :p 'x' .", (':p "x" Datatype',)),
    "nodeKind IRI": (on_path("sh:nodeKind sh:IRI"), ":good :p :x . :bad :p 1 .", (':p "1"^^xsd:integer NodeKind',)),
    "nodeKind Literal": (on_path("sh:nodeKind sh:Literal"), ":good :p 1 . :bad :p :x .", (":p :x NodeKind",)),
    "nodeKind of three": (
        on_path("sh:nodeKind sh:BlankNodeOrIRI"), ":good :p [], :x . :bad :p 'x' .", (':p "x" NodeKind',)
    ),
    "minInclusive": (on_path("sh:minInclusive 2"), ":good :p 2 . :bad :p 1 .", (':p "1"^^xsd:integer MinInclusive',)),
    "maxInclusive": (on_path("sh:maxInclusive 2"), ":good :p 2 . :bad :p 3 .", (':p "3"^^xsd:integer MaxInclusive',)),
    "minExclusive": (on_path("sh:minExclusive 2"), ":good :p 3 . :bad :p 2 .", (':p "2"^^xsd:integer MinExclusive',)),
    "maxExclusive": (on_path("sh:maxExclusive 2"), ":good :p 1 . :bad :p 2 .", (':p "2"^^xsd:integer MaxExclusive',)),
    "a range and no number": (on_path("sh:minInclusive 2"), ":good :p 2 . :bad :p :x .", (":p :x MinInclusive",)),
    "minLength": (on_path("sh:minLength 2"), ":good :p 'ab', :x . :bad :p 'ŵ' .", (':p "ŵ" MinLength',)),
    "maxLength": (on_path("sh:maxLength 2"), ":good :p 'ŵŷ' . :bad :p 'abc' .", (':p "abc" MaxLength',)),
    "pattern": (on_path("sh:pattern '^a+$'"), ":good :p 'aa' . :bad :p 'A' .", (':p "A" Pattern',)),
    "pattern with flags": (
        on_path("sh:pattern '^a$' ; sh:flags 'i'"), ":good :p 'A' . :bad :p 'b' .", (':p "b" Pattern',)
    ),
    "languageIn": (
        on_path("sh:languageIn ( 'en' 'cy' )"), ":good :p 'x'@en-GB . :bad :p 'x', 'x'@fr, :x .",
        (':p "x" LanguageIn', ':p "x"@fr LanguageIn', ":p :x LanguageIn"),
    ),
    "uniqueLang": (
        on_path("sh:uniqueLang true"), ":good :p 'a'@en, 'a'@cy, 'b', 'c' . :bad :p 'a'@en, 'b'@en, 'c'@en .",
        (":p  UniqueLang",),
    ),
    "lessThan": (
        on_path("sh:lessThan :q"), ":good :p 1 ; :q 2 . :bad :p 1 ; :q 1 .", (':p "1"^^xsd:integer LessThan',)
    ),
    "lessThanOrEquals": (
        on_path("sh:lessThanOrEquals :q, :r"), ":good :p 1 ; :q 1 ; :r 2 . :bad :p 3 ; :q 2 ; :r 2 .",
        (':p "3"^^xsd:integer LessThanOrEquals', ':p "3"^^xsd:integer LessThanOrEquals'),
    ),
    "in": (
        on_path("sh:in ( :a 1 'x'@en )"), ":good :p :a, 1, 'x'@en . :bad :p :b, 1.5, 'x' .",
        (':p "1.5"^^xsd:decimal In', ':p "x" In', ":p :b In"),
    ),
    "hasValue": (on_path("sh:hasValue :a"), ":good :p :a, :b . :bad :p :b .", (":p  HasValue",)),
    "hasValue of the node": (on_node("sh:hasValue :good"), "", ("  HasValue",)),
    "not": (
        on_node("sh:not [ sh:property [ sh:path :p ; sh:minCount 1 ] ]"), ":bad :p 1 .", (" :bad Not",)
    ),
    "and": (
        on_node("sh:and ( [ sh:nodeKind sh:IRI ] [ sh:property [ sh:path :p ; sh:minInclusive 1 ; sh:maxCount 1 ] ] )"),
        ":good :p 1 . :bad :p 0 .", (" :bad And",),
    ),
    "or": (
        on_path("sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:decimal ] )"), ":good :p 1, 1.0 . :bad :p 'x' .",
        (':p "x" Or',),
    ),
    "xone of both": (
        on_node("sh:xone ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:property [ sh:path :q ; sh:minCount 1 ] ] )"),
        ":good :p 1 . :bad :p 1 ; :q 1 .", (" :bad Xone",),
    ),
    "xone of neither": (
        on_node("sh:xone ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:property [ sh:path :q ; sh:minCount 1 ] ] )"),
        ":good :p 1 .", (" :bad Xone",),
    ),
    "qualifiedMinCount": (
        on_path("sh:qualifiedValueShape [ sh:languageIn ( 'en' ) ] ; sh:qualifiedMinCount 2"),
        ":good :p 'a'@en, 'b'@en . :bad :p 'a'@en, 'b'@cy .", (":p  QualifiedMinCount",),
    ),
    "qualifiedMaxCount": (
        on_path("sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedMaxCount 1"),
        ":a a :C . :b a :C . :good :p :a, :x . :bad :p :a, :b .", (":p  QualifiedMaxCount",),
    ),
    "closed": (
        f"{SHAPE} sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path :p ] ; sh:message 'No.'@en .",
        ":good :p 1 . :bad :p 1 ; :q :x .", (":q :x Closed",),
    ),
    "a target by its subject": (
        ":S sh:targetSubjectsOf :p ; sh:property [ sh:path :q ; sh:minCount 1 ; sh:message 'No.'@en ] .",
        ":good :p 1 ; :q 1 . :bad :p 1 .", (":q  MinCount",),
    ),
    "a target by its object": (
        ":S sh:targetObjectsOf :p ; sh:targetClass :U ; sh:class :C ; sh:message 'No.'@en .",
        ":x :p :good, :bad . :good a :C . :bad a :U .", (" :bad Class",),
    ),
    "a target by a class above": (
        ":S sh:targetClass :U ; sh:property [ sh:path :p ; sh:maxCount 0 ; sh:message 'No.'@en ] .",
        ":T rdfs:subClassOf :V . :V rdfs:subClassOf :U . :bad :p 1 .", (":p  MaxCount",),
    ),
    "terms that look like a query": (
        on_path("sh:in ( '\"} # ' '\\\\\" . ?x ?y' ) ; sh:pattern '[\"?]'"),
        ":good :p '\"} # ', '\\\\\" . ?x ?y' . :bad :p '}' .", (':p "}" In', ':p "}" Pattern'),
    ),
    "a warning": (on_path("sh:minCount 1 ; sh:severity sh:Warning"), ":good :p 1 .", (":p  MinCount",)),
}  # fmt: skip


def short(text: str) -> str:
    for iri, name in (("http://example.org/", ":"), (expand("xsd:"), "xsd:"), (expand("pcc:"), "pcc:")):
        text = text.replace(f"<{iri}", name).replace(iri, name)
    return text.replace(">", "")


def told(found: Counter[Result]) -> list[str]:
    return sorted(
        short(f"{one.path} {one.value} {one.component.removesuffix('ConstraintComponent')}") for one in found.elements()
    )


@pytest.mark.parametrize("case", COMPONENTS)
def test_a_component_broken_once(tmp_path: Path, case: str) -> None:
    shape, text, rows = COMPONENTS[case]
    folder, graph = shapes_in(tmp_path, shape), graph_of(f":good a :T . :bad a :T . {text}")
    found = compiled(folder, graph)
    assert {one.focus for one in found} == {"<http://example.org/bad>"}
    assert told(found) == sorted(rows)
    assert {one.severity for one in found} == {"warning" if case == "a warning" else "error"}
    assert found == told_by_pyshacl(folder, graph)


def test_every_component_that_our_shapes_use_is_broken_alone() -> None:
    used = {
        query.component.removesuffix("ConstraintComponent") for query in shape_queries(read_shapes(ROOT / "ontology"))
    }
    assert used <= {row.rsplit(" ", 1)[1] for _, _, rows in COMPONENTS.values() for row in rows}
    assert len(used) >= 16


# Where pySHACL 0.40 departs from the Recommendation we do not follow it.
RECOMMENDED = {
    "values that cannot be compared": (  # 4.5.3: SPARQL's order, which knows no IRIs; pySHACL compares them as texts
        on_path("sh:lessThan :q"), ":good :p 1 ; :q 2 . :bad :p :a ; :q :b .", (":p :a LessThan",),
    ),
    "an inverse of a sequence": (  # 2.3.1.3; pySHACL turns the steps round, but not their order
        on_path("sh:minCount 1", "[ sh:inversePath ( :p :q ) ]"), ":x :p :y . :y :q :good .", ("^(:p/:q)  MinCount",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RECOMMENDED)
def test_the_recommendation_comes_first(tmp_path: Path, case: str) -> None:
    shape, text, rows = RECOMMENDED[case]
    folder, graph = shapes_in(tmp_path, shape), graph_of(f":good a :T . :bad a :T . {text}")
    found = compiled(folder, graph)
    assert {one.focus for one in found} == {"<http://example.org/bad>"}
    assert told(found) == sorted(rows)
    assert found != told_by_pyshacl(folder, graph), "pySHACL does it now: move the case to COMPONENTS"


def test_a_pattern_that_no_engine_reads_lets_nothing_pass(tmp_path: Path) -> None:
    folder = shapes_in(tmp_path, on_path("sh:pattern '('"))
    assert told(compiled(folder, graph_of(":any a :T ; :p 'x' ."))) == [':p "x" Pattern']


# A shapes file with one fault, and what is said of it.
UNREAD = {
    "an unknown component": (on_path("sh:equals :q"), "shape-unknown sh:equals"),
    "a constraint in SPARQL": (on_node("sh:sparql [ sh:select 'SELECT $this {}' ]"), "shape-unknown sh:sparql"),
    "a shape switched off": (on_node("sh:deactivated true"), "shape-unknown sh:deactivated"),
    "a target of one node": (":S sh:targetNode :x ; sh:class :C ; sh:message 'No.' .", "shape-unreached S"),
    "another shape's word": (on_node("sh:node :S"), "shape-unknown sh:node"),
    "a slip of the prefix": (on_path(":minCount 1"), "shape-unknown http://example.org/minCount"),
    "a count of a node": (on_node("sh:minCount 1"), "shape-unknown sh:minCount"),
    "a path within a path": (on_path("sh:property [ sh:path :q ; sh:minCount 1 ]"), "shape-unknown sh:property"),
    "an unknown path": (on_path("sh:minCount 1", "[ sh:negatedPath :p ]"), "shape-unknown sh:path"),
    "no path": (on_path("sh:minCount 1", "'p'"), "shape-unknown sh:path"),
    "a datatype that cannot be told": (on_path("sh:datatype xsd:gYear"), "shape-value sh:datatype"),
    "a kind that is none": (on_path("sh:nodeKind sh:Thing"), "shape-value sh:nodeKind"),
    "a number in words": (on_path("sh:minCount 'one'"), "shape-value sh:minCount"),
    "two numbers": (on_path("sh:maxCount 1, 2"), "shape-value sh:maxCount"),
    "a flag of another kind": (on_path("sh:uniqueLang 1"), "shape-value sh:uniqueLang"),
    "a blank value": (on_path("sh:hasValue []"), "shape-value sh:hasValue"),
    "an empty or": (on_node("sh:or ()"), "shape-value sh:or"),
    "a shape that is not there": (on_node("sh:not :Nowhere"), "shape-value sh:not"),
    "a severity of its own": (on_path("sh:minCount 1 ; sh:severity :Grave"), "shape-value sh:severity"),
    "how many of what": (on_path("sh:qualifiedMinCount 1"), "shape-value sh:qualifiedValueShape"),
    "what, but not how many": (on_path("sh:qualifiedValueShape [ sh:class :C ]"), "shape-value sh:qualifiedValueShape"),
    "flags of no pattern": (on_path("sh:minCount 1 ; sh:flags 'i'"), "shape-value sh:flags"),
    "no message": (f"{SHAPE} sh:class :C .", "shape-message S"),
    "a shape that nobody aims": (":S a sh:NodeShape ; sh:class :C ; sh:message 'No.' .", "shape-unreached S"),
    "a circle": (on_node("sh:not :S"), "shape-circle S"),
}


@pytest.mark.parametrize("case", UNREAD)
def test_what_is_not_known_is_a_fault(tmp_path: Path, case: str) -> None:
    text, fault = UNREAD[case]
    with pytest.raises(DataInvalid) as problem:
        read_shapes(shapes_in(tmp_path, text))
    rule, _, about = fault.partition(" ")
    (found,) = [one for one in problem.value.complaints if one.rule == rule]
    assert about in found.message
    assert (found.file, found.severity) == ("shapes.ttl", "error")


def test_check_tells_of_shapes_that_it_cannot_read(tmp_path: Path, tables: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "ontology", tmp_path / "ontology"))
    inputs = Inputs(tables, folder)
    before = check(inputs, None, date(2026, 11, 22))
    with (folder / "shapes.ttl").open("a", encoding="utf-8") as file:
        file.write(":More sh:targetClass pcol:Claim ; sh:equals pcol:x ; sh:nodeKind sh:IRI ; sh:message 'No.'@en .\n")
    found = [one for one in check(inputs, None, date(2026, 11, 22)) if one not in before]
    assert [str(one) for one in found] == [
        "shapes.ttl:0:0 shape-unknown More: the checks do not know what sh:equals asks, so they would pass it over. "
        "Say it with a parameter of SHACL Core that another shape uses, or as a query in checks/."
    ]
    (folder / "shapes.ttl").write_text("not turtle", encoding="utf-8")
    assert "turtle-syntax" in {one.rule for one in check(inputs, None, date(2026, 11, 22))}
    (folder / "shapes.ttl").unlink()
    assert "missing-ontology" in {one.rule for one in check(inputs, None, date(2026, 11, 22))}


ZOO = f"""
:A sh:targetClass :T ; sh:closed true ; sh:ignoredProperties ( rdf:type :p ) ; sh:property [ sh:path :q ] ; sh:message 'A' ;
  sh:or ( [ sh:property [ sh:path :p ; sh:maxCount 1 ] ] [ sh:not [ sh:property [ sh:path :q ; sh:hasValue :a ] ] ] ) .
:B sh:targetSubjectsOf :r ; sh:targetObjectsOf :q ; sh:message 'B' ;
  sh:xone ( [ sh:class :T ] [ sh:nodeKind sh:Literal ] [ sh:property [ sh:path ( :p :q ) ; sh:minCount 1 ] ] ) .
:C sh:targetClass :U ; sh:property
  [ sh:path :p ; sh:minCount 1 ; sh:maxCount 2 ; sh:in ( :a :b 1 'x'@en ) ; sh:uniqueLang true ; sh:message 'C1' ] ,
  [ sh:path :q ; sh:qualifiedValueShape [ sh:or ( [ sh:class :T ] [ sh:minInclusive 1 ] ) ] ; sh:qualifiedMinCount 1 ;
    sh:qualifiedMaxCount 1 ; sh:message 'C2' ] ,
  [ sh:path [ sh:alternativePath ( :p [ sh:inversePath :q ] ) ] ; sh:maxCount 1 ; sh:pattern '[ax]' ; sh:message 'C3' ] ,
  [ sh:path :r ; sh:lessThan :s ; sh:lessThanOrEquals :s ; sh:minExclusive 0 ; sh:datatype xsd:integer ; sh:message 'C4' ] ,
  [ sh:path [ sh:zeroOrMorePath :q ] ; sh:minLength 19 ; sh:languageIn ( 'en' ) ; sh:message 'C5' ] .
"""  # noqa: F541
NODES = [NamedNode(f"http://example.org/{name}") for name in ("a", "b", "c", "T", "U")]
VALUES = [*NODES, Literal(1), Literal(0), Literal("x", language="en"), Literal("y", language="EN"), Literal("x")]
NUMBERS = [Literal(number) for number in range(3)]
KINDS = {
    name: (NamedNode(f"http://example.org/{name}"), values)
    for name, values in (("p", VALUES), ("q", VALUES), ("r", NUMBERS), ("s", NUMBERS))
} | {
    "type": (NamedNode(expand("rdf:type")), NODES[3:]),
    "above": (NamedNode(expand("rdfs:subClassOf")), NODES[3:]),
}
TRIPLES = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.builds(Quad, st.sampled_from(NODES), st.just(KINDS[kind][0]), st.sampled_from(KINDS[kind][1]))
)


@settings(max_examples=40)
@given(graph=st.lists(TRIPLES, min_size=4, max_size=24))
def test_any_graph(tmp_path_factory: pytest.TempPathFactory, graph: list[Quad]) -> None:
    folder = shapes_in(tmp_path_factory.getbasetemp(), ZOO)
    assert compiled(folder, graph) == told_by_pyshacl(folder, graph)


# ---- our own shapes ----

SOUND = """
@prefix pcol: <https://w3id.org/police-collaboration/def#> .
@prefix pcc: <https://w3id.org/police-collaboration/concept/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix org: <http://www.w3.org/ns/org#> .
pcol:CountClaim rdfs:subClassOf pcol:Claim .
pcol:hostedBy pcol:claimable true .
pcol:count pcol:claimable true .
:claim a pcol:Claim ; pcol:subject :unit ; pcol:relation pcol:hostedBy ; pcol:object :force ;
  pcol:standing pcc:standing-accepted ; pcol:basis pcc:basis-stated ; pcol:modality pcc:modality-actual ;
  pcol:startEarliest '2010-01-01'^^xsd:date ; pcol:startLatest '2010-12-31'^^xsd:date ;
  pcol:endEarliest '2012-01-01'^^xsd:date ; pcol:endLatest '2012-12-31'^^xsd:date .
:count a pcol:CountClaim ; pcol:subject :unit ; pcol:relation pcol:count ; pcol:value 3 ; pcol:counted 'forces' ;
  pcol:comparator pcc:comparator-eq ; pcol:standing pcc:standing-contested ; pcol:standingReason 'Two reports.'@en ;
  pcol:basis pcc:basis-stated ; pcol:modality pcc:modality-actual .
:refused a pcol:Claim ; pcol:subject :unit ; pcol:relation dct:identifier ; pcol:value 'U1' ;
  pcol:standing pcc:standing-rejected ; pcol:standingReason 'A slip.'@en .
:passage a pcol:Evidence ; pcol:supports :claim, :count ; pcol:inSource :report ; pcol:item '1' ; pcol:reading 'So it is.'@en ;
  pcol:passageStart 0 ; pcol:passageEnd 9 ; pcol:passageDigest '0123456789abcdef' .
:doubt a pcol:Evidence ; pcol:disputes :count ; pcol:inSource :report ; pcol:item '2' ; pcol:reading 'So it is not.'@en .
:report a pcol:SourceDocument ; dct:title 'A report'@en ; pcol:kind pcc:source-kind-report ; pcol:textFamily 'report' ;
  pcol:documentDate '2011' .
:board a pcol:GovernanceBody ; skos:prefLabel 'A board'@en, 'Bwrdd'@cy ; pcol:level pcc:level-local .
:unit pcol:governedBy :board .
:body a pcol:Agency ; skos:prefLabel 'A body'@en ; pcol:kind pcc:agency-kind-devolved-government .
:merger a pcol:Succession ; org:originalOrganization :a ; org:resultingOrganization :b ; dct:date '2010' .
:moving a pcol:HostTransfer ; pcol:about :unit ; pcol:involves :claim .
:aim a pcol:Milestone ; pcol:about :unit ; skos:prefLabel 'An aim'@en ; pcol:actual '2010' ;
  pcol:milestoneStatus pcc:milestone-status-achieved .
:saving a pcol:Matter ; pcol:about :unit ; skos:prefLabel 'A saving'@en ; pcol:amount 3 ; pcol:unit 'GBP' ; pcol:amountText '3' .
:question a pcol:Disagreement ; pcol:about :unit ; skos:prefLabel 'Which?'@en ; pcol:disagreementKind pcc:a ;
  pcol:disagreementStatus pcc:disagreement-status-resolved ; pcol:resolution 'The newer.'@en .
"""
# Triples that go and that come, and what is found: focus, path, value and component.
FAULTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "no subject": (":claim pcol:subject :unit .", "", (":claim subject  MinCount",)),
    "two relations": ("", ":claim pcol:relation pcol:count .", (":claim relation  MaxCount",)),
    "a text as subject": (
        ":claim pcol:subject :unit .", ":claim pcol:subject 'unit' .", (':claim subject "unit" NodeKind',)
    ),
    "a standing of its own": (
        ":claim pcol:standing pcc:standing-accepted .", ":claim pcol:standing pcc:standing-likely .",
        (":claim standing pcc:standing-likely In",),
    ),
    "a day that is none": (
        ":claim pcol:startLatest '2010-12-31'^^xsd:date .", ":claim pcol:startLatest '2010-12-31' .",
        (':claim startEarliest "2010-01-01"^^xsd:date LessThanOrEquals', ':claim startLatest "2010-12-31" Datatype'),
    ),
    "an end before the start": (
        ":claim pcol:endLatest '2012-12-31'^^xsd:date .", ":claim pcol:endLatest '2009-12-31'^^xsd:date .",
        (':claim endEarliest "2012-01-01"^^xsd:date LessThanOrEquals',
         ':claim startEarliest "2010-01-01"^^xsd:date LessThanOrEquals'),
    ),
    "an object and a value": ("", ":claim pcol:value 'x' .", (":claim object|value  MaxCount",)),
    "neither": (":claim pcol:object :force .", "", (":claim object|value  MinCount",)),
    "no basis": (":claim pcol:basis pcc:basis-stated .", "", (":claim  :claim Or",)),
    "a relation that nobody claims": (
        ":claim pcol:relation pcol:hostedBy .", ":claim pcol:relation pcol:governs .", (":claim  :claim Or",)
    ),
    "no passage": (":passage pcol:supports :claim .", "", (":claim  :claim Or",)),
    "contested by nobody": (
        ":doubt pcol:disputes :count .", ":doubt pcol:supports :claim .", (":count  :count Or",)
    ),
    "rejected without a reason": (":refused pcol:standingReason 'A slip.'@en .", "", (":refused  :refused Or",)),
    "a number in words": (":count pcol:value 3 .", ":count pcol:value 'three' .", (':count value "three" Or',)),
    "a source that is none": (
        ":doubt pcol:inSource :report .", ":doubt pcol:inSource :board .", (":doubt inSource :board Class",)
    ),
    "an empty item": (":doubt pcol:item '2' .", ":doubt pcol:item '' .", (':doubt item "" MinLength',)),
    "two readings": ("", ":doubt pcol:reading 'No.'@en .", (":doubt reading  UniqueLang",)),
    "a passage turned round": (
        ":passage pcol:passageStart 0 .", ":passage pcol:passageStart 9 .",
        (':passage passageStart "9"^^xsd:integer LessThan',),
    ),
    "a passage before the text": (
        ":passage pcol:passageStart 0 .", ":passage pcol:passageStart -1 .",
        (':passage passageStart "-1"^^xsd:integer MinInclusive',),
    ),
    "half a place": (":passage pcol:passageEnd 9 .", "", (":passage  :passage Xone",)),
    "a digest in capitals": (
        ":passage pcol:passageDigest '0123456789abcdef' .", ":passage pcol:passageDigest '0123456789ABCDEF' .",
        (':passage passageDigest "0123456789ABCDEF" Pattern',),
    ),
    "a file without a digest": ("", ":report pcol:file 'r.txt' .", (":report sha256  MinCount",)),
    "undated": (":report pcol:documentDate '2011' .", "", (":report  :report Or",)),
    "a board without a level": (":board pcol:level pcc:level-local .", "", (":board  :board Or",)),
    "no English": (":board skos:prefLabel 'A board'@en .", "", (":board skos:prefLabel  QualifiedMinCount",)),
    "a kind of no agency": (":body pcol:kind pcc:agency-kind-devolved-government .", "", (":body kind  MinCount",)),
    "a merger of nobody": (
        ":merger org:originalOrganization :a .", "", (":merger org:originalOrganization  MinCount",)
    ),
    "a move of nothing": (":moving pcol:involves :claim .", "", (":moving involves  MinCount",)),
    "reached on no day": (":aim pcol:actual '2010' .", "", (":aim  :aim Or",)),
    "a sum of what": (":saving pcol:unit 'GBP' .", "", (":saving unit  MinCount",)),
    "settled without a ground": (":question pcol:resolution 'The newer.'@en .", "", (":question  :question Or",)),
    "a column that nobody knows": ("", ":doubt pcol:mood 'sad' .", (':doubt mood "sad" Closed',)),
}  # fmt: skip


def statements(text: str) -> set[Quad]:
    return set(graph_of("\n".join(line for line in SOUND.splitlines() if line.startswith("@prefix")) + text))


@pytest.mark.parametrize("case", FAULTS)
def test_our_shapes_broken_once(case: str) -> None:
    gone, come, rows = FAULTS[case]
    whole = set(graph_of(SOUND))
    assert statements(gone) <= whole
    graph = sorted((whole - statements(gone)) | statements(come), key=str)
    found = compiled(ROOT / "ontology", graph)
    names = [
        short(f"{one.focus} {one.path} {one.value} {one.component.removesuffix('ConstraintComponent')}")
        for one in found.elements()
    ]
    assert sorted(names) == sorted(rows)
    assert found == told_by_pyshacl(ROOT / "ontology", graph)


def test_a_sound_record_keeps_every_shape_and_meets_each() -> None:
    assert compiled(ROOT / "ontology", graph_of(SOUND)) == Counter()
    broken = {row.rsplit(" ", 1)[1] for _, _, rows in FAULTS.values() for row in rows}
    assert broken == {
        query.component.removesuffix("ConstraintComponent") for query in shape_queries(read_shapes(ROOT / "ontology"))
    }


@pytest.fixture(scope="module")
def sound(ontology: Ontology) -> list[Quad]:
    return quads_of(WORLD, ontology)


@pytest.mark.parametrize("seed", range(2))
def test_our_shapes_on_a_spoilt_world(ontology: Ontology, sound: list[Quad], seed: int) -> None:
    quads = spoilt(sound, 900, seed)
    found = compiled(ROOT / "ontology", quads)
    assert len({one.component for one in found}) >= 9
    assert found.total() > 200
    assert found == told_by_pyshacl(ROOT / "ontology", quads)


@pytest.mark.slow
def test_our_shapes_on_the_shipped_data(ontology: Ontology) -> None:
    quads = spoilt(quads_of(ROOT / "data", ontology), 2000, 0)
    found = compiled(ROOT / "ontology", quads)
    assert len({one.component for one in found}) >= 14
    assert found.total() > 1000
    assert found == told_by_pyshacl(ROOT / "ontology", quads)
