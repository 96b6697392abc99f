"""The graph that a query made, as a network: every triple that joins two things is an edge, and claims no evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import networkx

from graph.analysis.edges import kind_of
from graph.oxigraph import BlankNode, NamedNode, Triple
from graph.terms import PREFIXES
from graph.wording import say, say_count

if TYPE_CHECKING:
    from graph.landscape import Landscape

# More than these are read in a table or a file, not in a picture.
MOST_THINGS, MOST_LINES = 60, 150


def constructed(landscape: Landscape, triples: Iterable[Triple]) -> networkx.MultiDiGraph | None:
    """Returns triples as `views` draw them: a MultiDiGraph of what is an address or a blank node at both ends.

    Nodes have label, label_language, kind, kind_label; edges relation, label and the grade "constructed".
    Triples whose object is a text or a number are counted in a note. None if nothing joins two things, or there are
    more than MOST_THINGS or MOST_LINES.
    """
    made = networkx.MultiDiGraph()
    texts = 0
    for one in triples:
        ends = [end for end in (one.subject, one.object) if isinstance(end, NamedNode | BlankNode)]
        if len(ends) < 2:
            texts += 1
            continue
        for end in ends:
            if str(end) not in made:
                made.add_node(str(end), **_told(landscape, end))
        relation = one.predicate
        made.add_edge(
            str(ends[0]),
            str(ends[1]),
            key=str(one),
            relation=relation.value.removeprefix(PREFIXES["pcol"]),
            label=landscape.names.label(relation, landscape.language)[0],
            grade="constructed",
            evidence=[],
        )
        if len(made) > MOST_THINGS or made.number_of_edges() > MOST_LINES:
            return None
    if not made:
        return None
    view = landscape.view
    made.graph.update(
        title=say("constructed.title"),
        subtitle="",
        question="",
        day=view.as_of.isoformat(),
        lens=view.sentence(),
        data_version=landscape.snapshot.version,
        language=landscape.language,
        governing=[],
        sources=[],
        notes=[say_count("constructed.texts", texts)] if texts else [],
        meaning=say("constructed.meaning"),
    )
    return made


def _told(landscape: Landscape, end: NamedNode | BlankNode) -> dict[str, str]:
    if isinstance(end, BlankNode):
        return {"label": say("constructed.nameless"), "kind": "other", "kind_label": say("constructed.other")}
    label, language = landscape.names.label(end, landscape.language)
    kind, of_class = kind_of(landscape.names, end) or ("other", "")
    worded = landscape.names.label(NamedNode(PREFIXES["pcol"] + of_class), landscape.language)[0] if of_class else ""
    return {
        "label": label,
        "label_language": language,
        "kind": kind,
        "kind_label": worded or say("constructed.other"),
    }
