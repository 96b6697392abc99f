"""Each rule on a few triples, and what must hold of all of them together."""

from datetime import date
from itertools import chain

import pytest

from graph.errors import Usage
from graph.landscape import Landscape
from graph.mapping.lens import Lens, parse_standing
from graph.mapping.rules import derive, derive_lines, read_rules, turning_days
from graph.oxigraph import NamedNode, QuerySolutions, RdfFormat, Store
from graph.terms import prefix_lines, shorten
from tests.conftest import ROOT

TURTLE = "".join(line.replace("PREFIX", "@prefix").rstrip() + " .\n" for line in prefix_lines().splitlines())
CLAIM = """a pcol:Claim ; pcol:standing pcc:standing-accepted ; pcol:basis pcc:basis-stated ;
    pcol:modality pcc:modality-actual ; """
DATED = '"{}"^^xsd:date'


def facts(turtle: str, *rules: str, lens: Lens | None = None) -> set[str]:
    """What the named rules derive, as short lines; a named graph follows its triple in brackets."""
    store = Store()
    store.load((TURTLE + turtle).encode(), format=RdfFormat.TURTLE)
    wanted = [rule for rule in read_rules(ROOT / "ontology") if rule.name.split("-")[0] in rules]
    assert len(wanted) == len(rules)
    found = set()
    for quad in derive(store, wanted, lens or Lens(date(2022, 6, 15))):
        words = [shorten(term.value) for term in (quad.subject, quad.predicate, quad.object)]  # type: ignore[union-attr]
        graph = f" [{quad.graph_name.value.rsplit('/', 1)[1]}]" if isinstance(quad.graph_name, NamedNode) else ""
        found.add(" ".join(words) + graph)
    return found


@pytest.mark.parametrize(
    ("bounds", "grade"),
    [
        ({}, "possible"),
        ({"endLatest": "2022-06-14"}, "ended"),
        ({"endLatest": "2022-06-15"}, "possible"),
        ({"startEarliest": "2022-06-16"}, "not-yet"),
        ({"startEarliest": "2022-06-01", "startLatest": "2022-06-30"}, "possible"),
        ({"startEarliest": "2022-01-01", "startLatest": "2022-01-01"}, "possible"),
        ({"startLatest": "2022-01-01", "endEarliest": "2022-06-15", "endLatest": "2022-06-30"}, "certain"),
        ({"startLatest": "2022-01-01", "endEarliest": "2022-06-14", "endLatest": "2022-06-30"}, "possible"),
        ({"firstAttestedDay": "2022-06-15", "lastAttestedDay": "2022-06-15"}, "certain"),
        ({"firstAttestedDay": "2021-11-24", "lastAttestedDay": "2021-11-24"}, "possible"),
        ({"startLatest": "2022-01-01", "lastAttestedDay": "2023-01-01"}, "certain"),
    ],
)
def test_in_force(bounds: dict[str, str], grade: str) -> None:
    dates = "".join(f" ; pcol:{name} {DATED.format(day)}" for name, day in bounds.items())
    assert facts(f"claim:c {CLAIM} pcol:subject pid:a{dates} .", "R10") == {f"c inForce in-force-{grade}"}


def test_facts_stand_under_the_relation_and_all_it_is_a_kind_of() -> None:
    turtle = f"""pcol:riskManagedBy rdfs:subPropertyOf pcol:governedBy . pcol:governedBy rdfs:subPropertyOf pcol:overseenBy .
        claim:c {CLAIM} pcol:inForce pcc:in-force-possible ; pcol:subject pid:a ; pcol:relation pcol:riskManagedBy ; pcol:object pid:b ."""
    assert facts(turtle, "R11") == {"a riskManagedBy b", "a governedBy b", "a overseenBy b"}


@pytest.mark.parametrize(
    ("change", "rule", "graph"),
    [
        (("standing-accepted", "standing-contested"), "R12", "contested"),
        (("in-force-possible", "in-force-ended"), "R13", "past"),
        (("in-force-possible", "in-force-not-yet"), "R14", "future"),
        (("modality-actual", "modality-planned"), "R15", "planned"),
    ],
)
def test_what_is_no_fact_has_a_graph_of_its_own(change: tuple[str, str], rule: str, graph: str) -> None:
    turtle = f"""claim:c {CLAIM} pcol:inForce pcc:in-force-possible ; pcol:subject pid:a ;
        pcol:relation pcol:hostedBy ; pcol:object pid:b ."""
    assert facts(turtle, "R11", rule) == {"a hostedBy b"}
    assert facts(turtle.replace(*change), "R11", rule) == {f"a hostedBy b [{graph}]"}


def test_a_count_never_becomes_a_fact() -> None:
    turtle = f"claim:c {CLAIM} a pcol:CountClaim ; pcol:inForce pcc:in-force-possible ; pcol:subject pid:a ; pcol:relation pcol:count ; pcol:value 3 ."
    assert facts(turtle, "R11") == set()


def test_inverses() -> None:
    turtle = "pcol:participatesIn owl:inverseOf pcol:hasParticipant . pcol:hasParticipant pcol:claimable true . pid:a pcol:hasParticipant pid:b ."
    assert facts(turtle, "R20") == {"b participatesIn a"}


def test_overseeing_passes_up_the_chain() -> None:
    assert facts("pid:a pcol:overseenBy pid:b . pid:b pcol:overseenBy pid:c .", "R21") == {"a overseenBy c"}


def test_working_together() -> None:
    turtle = "pid:u pcol:hasParticipant pid:a , pid:b , pid:g . pid:g a pcol:ForceGrouping ."
    assert facts(turtle, "R22") == {"a collaboratesWith b", "b collaboratesWith a"}


def test_governing_a_heading_is_not_governing_by_name() -> None:
    turtle = "pid:p a pcol:Portfolio ; pcol:governedBy pid:b ; pcol:hasPart pid:q . pid:q a pcol:Portfolio ; pcol:hasPart pid:x ."
    assert facts(turtle, "R23") == {"x governedAsClassBy b"}


def test_succession() -> None:
    turtle = """event:e a pcol:Succession ; pcol:modality pcc:modality-actual ;
        org:originalOrganization pid:a ; org:resultingOrganization pid:b ."""
    assert facts(turtle, "R24") == {"b succeeds a"}


def test_no_succession_before_its_day_or_while_only_planned() -> None:
    turtle = """event:late a pcol:Succession ; pcol:modality pcc:modality-actual ; pcol:startEarliest "2999-01-01"^^xsd:date ;
        org:originalOrganization pid:a ; org:resultingOrganization pid:b .
        event:plan a pcol:Succession ; pcol:modality pcc:modality-planned ;
        org:originalOrganization pid:c ; org:resultingOrganization pid:d ."""
    assert facts(turtle, "R24") == set()


def test_taking_part_as_a_grouping_is_not_taking_part_by_name() -> None:
    turtle = """pid:u pcol:hasParticipant pid:g , pid:x . pid:g a pcol:ForceGrouping ; pcol:hasMember pid:x , pid:y ."""
    assert facts(turtle, "R26") == {"u hasParticipantAsClass y"}


def test_membership_names_the_claim_it_rests_on() -> None:
    turtle = f"""pcol:resourcedBy rdfs:subPropertyOf pcol:hasParticipant . claim:c {CLAIM} pcol:inForce pcc:in-force-certain ;
        pcol:subject pid:a ; pcol:relation pcol:resourcedBy ; pcol:object pid:b ."""
    assert facts(turtle, "R25") == {
        "c#membership rdf:type org:Membership",
        "c#membership org:organization a",
        "c#membership org:member b",
        "c#membership prov:wasDerivedFrom c",
    }


def test_a_statement_is_attested_by_what_supports_it() -> None:
    assert facts("ev:e pcol:supports claim:c , event:m ; pcol:disputes claim:d .", "R27") == {
        "c attestedBy e",
        "m attestedBy e",
    }


def test_every_rule_is_tried() -> None:
    assert {rule.name.split("-")[0] for rule in read_rules(ROOT / "ontology")} == {
        *("R10", "R11", "R12", "R13", "R14", "R15", "R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27"),
    }


@pytest.mark.parametrize("which", ["world", "shipped"])
def test_every_derived_line_is_backed_by_a_claim_with_evidence(which: str, request: pytest.FixtureRequest) -> None:
    """A direct triple between two things has a claim of its own, or of a kind of it, that a passage supports."""
    landscape: Landscape = request.getfixturevalue(which)
    supported = landscape.store.query(
        prefix_lines()
        + """SELECT DISTINCT ?s ?p ?o WHERE {
          ?evidence pcol:supports ?claim .
          ?claim pcol:subject ?s ; pcol:relation ?r .
          { ?claim pcol:object ?o } UNION { ?claim pcol:value ?o }
          ?r rdfs:subPropertyOf* ?p . }"""
    )
    names = landscape.store.query(
        prefix_lines() + "SELECT ?s (skos:prefLabel AS ?p) ?o WHERE { ?s skos:prefLabel ?o ; pcol:type ?t }"
    )
    assert isinstance(supported, QuerySolutions)
    assert isinstance(names, QuerySolutions)
    backed = {" ".join(str(term) for term in row) for row in chain(supported, names)}
    assert len(backed) > 50
    assert sorted(direct(landscape) - backed) == []


def direct(landscape: Landscape) -> set[str]:
    solutions = landscape.store.query(
        prefix_lines()
        + "SELECT ?s ?p ?o WHERE { ?p pcol:claimable true . ?s ?p ?o FILTER (STRSTARTS(STR(?s), STR(pid:))) }"
    )
    assert isinstance(solutions, QuerySolutions)
    return {" ".join(map(str, (row["s"], row["p"], row["o"]))) for row in solutions}


def test_a_wider_lens_adds_and_never_removes(world: Landscape) -> None:
    plain = direct(world)
    contested = direct(world.lens(standing="accepted,contested"))
    planned = direct(world.lens(include_planned=True))
    assert plain < contested
    assert plain < planned


def test_a_day_between_turning_days_shows_what_its_neighbour_shows(world: Landscape) -> None:
    days = turning_days(world.snapshot.quads())
    keys = {Lens(day).key(days) for day in days}
    assert len(keys) == len(days)
    assert Lens(date(1900, 1, 1)).key(days) == "00000-accepted"
    assert Lens(date(2026, 11, 22)).key(days) == Lens(date(2026, 11, 23)).key(days)


def test_standing_is_read_in_fixed_order() -> None:
    assert parse_standing("contested, accepted") == ("accepted", "contested")
    with pytest.raises(Usage, match="no standing doubtful"):
        parse_standing("accepted,doubtful")


def test_lines_for_the_store_are_what_is_derived_as_quads(world: Landscape) -> None:
    one, other = Store(), Store()
    for store in (one, other):
        store.bulk_extend(world.snapshot.quads())
    lens = Lens(date(2022, 6, 15))
    for rule in read_rules(ROOT / "ontology"):
        derive(one, [rule], lens)
        derive_lines(other, rule, lens)
    assert len(list(one.named_graphs())) >= 3
    assert set(one) == set(other)
