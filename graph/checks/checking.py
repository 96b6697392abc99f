"""All checks in one run, worst first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph.checks.citations import citations
from graph.checks.expectations import expectations
from graph.checks.places import Places
from graph.checks.shapes import shapes
from graph.checks.violations import violations
from graph.errors import Complaint, complain
from graph.facts.dataset import dataset_faults
from graph.facts.facts import Facts, inspect_facts
from graph.mapping.lens import Lens
from graph.mapping.ontology import read_ontology
from graph.mapping.quads import base_quads
from graph.mapping.rules import derive, read_rules
from graph.oxigraph import Literal, NamedNode, Store
from graph.store.inputs import Inputs
from graph.terms import PREFIXES


def check(inputs: Inputs, documents: Path | None, day: date | None = None) -> list[Complaint]:
    """Returns every complaint about the tables and what is built of them, worst first.

    Rows that cannot be read stop the later checks, since these would complain of the same rows again.
    """
    return check_facts(inputs, documents, day)[0]


def check_facts(inputs: Inputs, documents: Path | None, day: date | None = None) -> tuple[list[Complaint], Facts]:
    """Returns what `check` returns, and the facts that it was said of: the rows that could be read."""
    ontology = read_ontology(inputs.ontology)
    facts, complaints = inspect_facts(inputs.data, ontology.vocabulary)
    complaints += citations(facts, documents)
    complaints += expectations(inputs.data, facts)
    complaints += dataset_faults(inputs.data)
    complaints += unsupported(facts)
    if not any(complaint.severity == "error" for complaint in complaints):
        lens = Lens(day or date.today())
        store = Store()
        store.bulk_extend(base_quads(facts, ontology))
        places = Places(facts)
        complaints += shapes(inputs.ontology, store, places)  # of what tables and ontology say, not of what follows
        derive(store, read_rules(inputs.ontology), lens)
        asof = Literal(lens.as_of.isoformat(), datatype=NamedNode(PREFIXES["xsd"] + "date"))
        complaints += violations(inputs.ontology, store, places, {"asof": asof})
    return sorted(complaints, key=lambda complaint: complaint.order), facts


def unsupported(facts: Facts) -> list[Complaint]:
    """Returns a complaint for each claim, event, milestone or matter that no passage supports."""
    supported = {
        statement for row in facts["evidence"] if row["stance"] == "supports" for statement in row.many("about")
    }
    return [
        complain("unsupported", row.file, row.line, 1, id=name)
        for table in ("claims", "events", "milestones", "matters")
        for row in facts[table]
        if (name := next(iter(row.cells.values()))) not in supported
    ]
