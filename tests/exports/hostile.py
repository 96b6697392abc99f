"""A landscape's content with one hostile text wherever a format writes text: tables, literals, labels, title."""

from __future__ import annotations

from datetime import date
from functools import cache

import networkx

from graph.exports.content import NO_OPTIONS, About, Content, Options
from graph.exports.tables import NAMES, Column, Table, tables_of
from graph.facts.dataset import Attribution, Dataset
from graph.landscape import Landscape
from graph.mapping.lens import Lens
from graph.oxigraph import Literal, NamedNode, Quad
from graph.terms import PREFIXES

# What a format may take for something else (reliability notes, section 3): each has to come back as it is.
TRICKY = {
    "formula": "=1+1",
    "link": '=HYPERLINK("http://127.0.0.1/","click")',
    "plus": "+44",
    "minus": "-5",
    "at": "@SUM(A1)",
    "tab": "\t=1",
    "wide formula": "＝1+1",
    "spaced formula": "  =1+1",
    "apostrophe": "'=1",
    "quotes": 'a "b" \\"c\\" \'d\'',
    "backslash": "ends in \\",
    "separators": "a,b;c\td|e",
    "lines": "one\ntwo\n\nfour",
    "script": "</script><script>alert(1)</script>",
    "markup": "<b>&amp;]]></b> <!-- x -->",
    "entity": "&#0; &lol; %zz",
    "excel escape": "_x0041_ and _x005F_",
    "not a number": "NaN",
    "null": "null",
    "long number": "12345678901234567890",
    "zeros": "007",
    "exponent": "1E5",
    "true": "True",
    "error": "#REF!",
    "bidi": "safe\u202egnp.exe",
    "homoglyph": "Gwеnt",
    "zero width": "a\u200b\u200d\ufeffb",
    "combining": "e\u0301 against \u00e9",
    "separator": "a\u2028b\u2029c",
    "astral": "😀 𝔊",
    "welsh": "Tŷ Ŵyn, Llŷr",
    "cypher": "x'}) DETACH DELETE n //",
    "sparql": '" } UNION { ?s ?p ?o } #',
    "json": '"},{"@id":"x',
    "template": "{{ 7*7 }} ${x} {0} %s",
}
RETURN = "one\rtwo"
CONTROL = "bell\x07"
LONG = "x" * 40_000
NON_CHARACTER = "end\uffff"


def content_with(world: Landscape, text: str, options: Options = NO_OPTIONS, *, small: bool = False) -> Content:
    """Returns the miniature world, or a `small` piece of it, with `text` in every kind of place that holds free text."""
    about = About(
        dataset=Dataset(
            title={"en": text},
            description={"en": text},
            version="1",
            issued=date(2026, 11, 22),
            creator=text,
            licence=text,
            licence_url="https://example.org/licence",
            keywords=(text,),
            attributions=(Attribution(text, text, text, "https://example.org/", text),),
        ),
        lens=Lens(date(2026, 11, 22)),
        version="0123456789ab",
        language="en",
        sources=(
            {**dict.fromkeys(("publisher", "url", "document_date", "licence"), ""), "source_id": "s", "title": text},
        ),
    )

    def tables() -> dict[str, Table]:
        found = _tables(world)
        return {name: _hostile(_first(found[name]) if small else found[name], text) for name in NAMES}

    def quads() -> list[Quad]:
        node = NamedNode(PREFIXES["pid"] + "hostile")
        label, note = (NamedNode(PREFIXES["skos"] + name) for name in ("prefLabel", "note"))
        free = [Literal(text), Literal(text, language="cy"), Literal(text, datatype=NamedNode("https://example.org/d"))]
        contested = NamedNode(PREFIXES["graph"] + "contested")
        return [
            *([] if small else _quads(world)),
            *(Quad(node, label, one) for one in free),
            Quad(node, note, free[0], contested),
        ]

    def network() -> networkx.MultiDiGraph:
        whole = _network(world)
        made = networkx.MultiDiGraph(whole.subgraph(next(iter(whole.edges))[:2]) if small else whole)
        for node, data in list(made.nodes(data=True))[:2]:
            data["label"] = data["note"] = f"{text}{node}"
        for *_, data in list(made.edges(data=True))[:2]:
            data["label"] = text
            data["evidence"] = [{**one, "reading": text, "item": text} for one in data["evidence"]]
        return made

    return Content(about, tables=tables, quads=quads, network=network, options=options)


_tables = cache(tables_of)


def _first(table: Table) -> Table:
    return Table(table.name, table.columns, table.key, table.rows[:1])


@cache
def _quads(world: Landscape) -> list[Quad]:
    return list(world.store)


@cache
def _network(world: Landscape) -> networkx.MultiDiGraph:
    return world.network()


def _hostile(table: Table, text: str) -> Table:
    """Puts `text` into every free-text column of the first row, and into a column name of nobody's."""
    if not table.rows:
        return table
    first, *rest = table.rows
    kept = {*table.key, "subject", "object", "relation", "types", "statement", "entity_id"}
    changed = tuple(
        text if column.kind == "text" and column.name not in kept else cell
        for column, cell in zip(table.columns, first, strict=True)
    )
    columns = tuple(Column(column.name, column.kind) for column in table.columns)
    return Table(table.name, columns, table.key, (changed, *rest))
