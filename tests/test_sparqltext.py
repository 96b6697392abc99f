"""Values cannot change the shape of a query; what would call out or crash the engine is refused first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CollabError, Usage
from graph.oxigraph import Literal, NamedNode, Quad, QuerySolutions, Store
from graph.sparqltext import HeaderLine, bind, header, placeholders, refuse_dangerous


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.add(Quad(NamedNode("e:a"), NamedNode("e:name"), Literal("open")))
    made.add(Quad(NamedNode("e:a"), NamedNode("e:secret"), Literal("hidden")))
    return made


@given(st.text(max_size=60))
def test_any_text_stays_a_value(store: Store, value: str) -> None:
    try:
        term = Literal(value)
    except ValueError:
        return
    solutions = store.query(bind("SELECT ?out WHERE { ?x <e:name> $wanted BIND ($wanted AS ?out) }", {"wanted": term}))
    assert isinstance(solutions, QuerySolutions)
    assert [row["out"] for row in solutions] == ([Literal("open")] if value == "open" else [])


def test_an_injection_stays_a_value(store: Store) -> None:
    hostile = Literal('" } UNION { ?x <e:secret> ?out } } #')
    solutions = store.query(bind("SELECT ?out WHERE { ?x <e:name> $wanted . ?x ?p ?out }", {"wanted": hostile}))
    assert isinstance(solutions, QuerySolutions)
    assert list(solutions) == []


def test_only_whole_tokens_outside_strings_are_replaced() -> None:
    template = "# $a here\nSELECT * WHERE { ?s <e:$a> $a ; ?p \"$a\", '''it's $a''' FILTER ($ab = $a) }"
    bound = bind(template, {"a": Literal("x")})
    assert bound == "# $a here\nSELECT * WHERE { ?s <e:$a> \"x\" ; ?p \"$a\", '''it's $a''' FILTER ($ab = \"x\") }"


def test_several_terms_stand_side_by_side() -> None:
    assert bind("VALUES ?x { $many }", {"many": [Literal("a"), NamedNode("e:b")]}) == 'VALUES ?x { "a" <e:b> }'


def test_a_value_without_a_place_is_an_error() -> None:
    with pytest.raises(KeyError, match="no place for other"):
        bind("SELECT * { ?s ?p $o }", {"o": Literal("x"), "other": Literal("y")})


def test_placeholders() -> None:
    assert placeholders("SELECT ?a { ?a ?b $c, $a } # $d") == ["a", "c"]


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", 1, 12),
        ("SELECT *\n{\n  sErViCe SILENT <http://x/> {} }", 3, 3),
        ("LOAD <http://x/>", 1, 1),
        ("SELECT * { ?s ?p '#' . SERVICE ?x {} }", 1, 24),
        ("SELECT * { FILTER EXISTS { SERVICE <http://x/> {} } }", 1, 28),
        ("SELECT * { ?a ?b true.SERVICE SILENT <http://x/> {} }", 1, 18),
        ('SELECT * { ?s ?p "x"@en.SERVICE <http://x/> {} }', 1, 22),
        ("SELECT * { ?s ?p ?o # a comment\r SERVICE <http://x/> {} }", 1, 34),
        ("SELECT * { <http://e/\\u0041#b> ?p ?o . SERVICE <http://x/> {} }", 1, 40),
    ],
)
def test_calling_out_is_refused(query: str, line: int, column: int) -> None:
    with pytest.raises(Usage, match=f"Line {line}, column {column}: (SERVICE|LOAD)"):
        refuse_dangerous(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/>" }',
        "SELECT * { ?service <http://x/SERVICE> ?load } # SERVICE",
        "SELECT * { ?s pcol:service ?o }",
        "SELECT * { ?s ?p ?o FILTER (?o IN (" + ", ".join(map(str, range(200))) + ")) }",
    ],
)
def test_the_word_alone_is_harmless(query: str) -> None:
    refuse_dangerous(query)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("SELECT * {" + "{" * 2250 + "}" * 2251, "query-too-deep"),
        ("SELECT * { FILTER (" + "(" * 4690 + "1" + ")" * 4691 + "}", "query-too-deep"),
        ("SELECT * {" + " ?a ?b ?c ." * 100 + "}", "query-too-many-patterns"),
        ("SELECT * {" + "{ ?a ?b ?c }" * 100 + "}", "query-too-many-patterns"),
        ("SELECT * {" + " ?a ?b pcol:X." * 100 + "}", "query-too-many-patterns"),
        ("SELECT * { ?s ?p '" + "x" * 70_000 + "' }", "query-too-long"),
    ],
)
def test_what_would_crash_or_stall_the_engine_is_refused(query: str, key: str) -> None:
    with pytest.raises(CollabError) as problem:
        refuse_dangerous(query)
    assert problem.value.key == key


def test_the_header_of_a_query_ends_where_its_lines_end() -> None:
    query = "#+ title@cy: Beth?  \n#+ verb: ask\n#+ Not a key: x\nSELECT * {}\n#+ late: no\n"
    assert list(header(query)) == [
        HeaderLine(1, "#+ title@cy: Beth?  ", "title", "cy", "Beth?"),
        HeaderLine(2, "#+ verb: ask", "verb", "", "ask"),
        HeaderLine(3, "#+ Not a key: x"),
    ]
