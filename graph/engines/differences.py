"""The one adapter between engines: in what each is not as the others are, and what is done about it.

Questions are written in SPARQL 1.1 and reach an engine as they are written, but for what stands here. Each
method says in a sentence what is different. What an engine cannot be trusted with (`not_asked`) is asked of a
copy of its graphs on this machine, whose digest is that of what was published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from graph.engines.completeness import closing
from graph.errors import Usage
from graph.sparqltext import Token, refuse_dangerous, tokens
from graph.terms import BASE, PREFIXES

Binding = dict[str, dict[str, str]]
_XSD = PREFIXES["xsd"]
_ID = re.compile(r"^#\+ id: (\S+)$", re.MULTILINE)
_AT_MOST_SAID = 200
# The header in which an explorer (`collab serve`) names its data version, with whatever it answers.
EXPLORER = "x-data-version"
_BEFORE = " before "
_SUB_PROPERTY = "rdfs:subPropertyOf"


class Engine:
    """An engine that keeps to the standards: the `oxigraph` server, and any that is not known to differ."""

    name = "SPARQL 1.1"
    # Where the default graph is kept; "" where the store has one.
    default_graph = ""
    # Whether it shows the landscape through any lens that a request names, and not only the one that was published.
    any_lens = False

    def dataset(self, default: tuple[str, ...], named: tuple[str, ...]) -> list[tuple[str, str]]:
        """Returns what a request says of the default and the named graphs that a query is about.

        Nothing where the store's own are meant, "" being its default graph.
        """
        if default == ("",):
            return []
        return [*(("default-graph-uri", name) for name in default), *(("named-graph-uri", name) for name in named)]

    def graph(self, name: str) -> list[tuple[str, str]]:
        """Returns how the Graph Store Protocol names a graph, "" the default one."""
        return [("graph", name or self.default_graph)] if name or self.default_graph else [("default", "")]

    def trusted(self, query: str) -> bool:
        """Tells whether a question of ours may be asked there."""
        return True

    def adapted(self, query: str, below: Callable[[str], list[str]]) -> str:
        """Returns a question as the engine is asked it; `below(relation)` gives the relations below one."""
        return query

    def truth(self, results: Mapping[str, Any]) -> bool:
        """Returns what the results of an ASK say; KeyError if they say nothing of the kind."""
        return bool(results["boolean"])

    def mended(self, rows: list[Binding], query: str) -> list[Binding]:
        """Returns the rows of its results in JSON with the terms that SPARQL 1.1 gives."""
        return rows

    def cut(self, headers: Mapping[str, str]) -> str:
        """Returns what the headers of an answer say of its being cut, "" if they say nothing of the kind.

        Checked for every engine, since proxies and services built on Virtuoso bear other names.
        """
        if state := headers.get("x-sql-state", ""):
            return f"X-SQL-State: {state} {headers.get('x-sql-message', '')}".strip()[:_AT_MOST_SAID]
        if most := headers.get("x-sparql-maxrows", ""):
            return f"X-SPARQL-MaxRows: {most}"[:_AT_MOST_SAID]
        return ""

    def given_up(self, content: bytes) -> bool:
        """Tells whether an answer that began well ends in the notice that its time is up.

        `oxigraph serve --timeout-s` has sent status 200 by then, and writes the notice behind what it has.
        """
        return content.endswith(b"has been cancelled")


class Virtuoso(Engine):
    """Virtuoso 7 (tried: 7.2.5, as Debian has it)."""

    name = "Virtuoso"
    # It has no default graph: a query without a dataset sees the union of all graphs in the store.
    default_graph = PREFIXES["graph"] + "facts"
    # By the construct, or by the id of the question. Which plan it makes hangs on its statistics, and so does whether
    # its answer is right: what went wrong once with a construct is not left to chance.
    not_asked: ClassVar[Mapping[str, str]] = {
        "SELECT in a SELECT": "rows are lost, doubled, or filled with values of other rows",
        "UNION": "what is bound in one part counts as bound in the others; some end in an internal error (SQ156)",
        "MINUS": "rows are kept that are to be taken out, where there is a FILTER in it",
        "property path": "`+` and `*` are passed over within NOT EXISTS, and double rows or run for minutes in a join",
        "exactly-these-parties": "it ends in an internal error (SQ074)",
        "in-force-on": "dates in a COALESCE within a COALESCE are taken for earlier than any day",
        "inferred-facts": "long texts that begin alike are put in another order",
    }

    def dataset(self, default: tuple[str, ...], named: tuple[str, ...]) -> list[tuple[str, str]]:
        """Its dataset is said with each request, so that other graphs in the store are no part of an answer."""
        given = [("default-graph-uri", name or self.default_graph) for name in default]
        return [*given, *(("named-graph-uri", name) for name in named)]

    def trusted(self, query: str) -> bool:
        """Tells whether a question holds none of the constructs that it gets wrong, and is none that it gets wrong."""
        pieces = [token for token in tokens(query) if token.kind != "comment"]
        words = [token.text.upper() for token in pieces if token.kind == "word"]
        if words.count("SELECT") > 1 or "UNION" in words or "MINUS" in words or question_id(query) in self.not_asked:
            return False
        return not any(_is_path(pieces, index) for index in range(len(pieces)))

    def adapted(self, query: str, below: Callable[[str], list[str]]) -> str:
        """Three things that it reads otherwise are put in other words, which mean the same (see `_Phrasing`)."""
        return _Phrasing(below).of(query)

    def truth(self, results: Mapping[str, Any]) -> bool:
        """An ASK is answered by a row where it is true, and by none where it is not."""
        return bool(results["results"]["bindings"])

    def mended(self, rows: list[Binding], query: str) -> list[Binding]:
        """Puts right the terms that it changes on the way.

        An address that was picked by IF or BIND comes as text; a truth value that was worked out comes as 1 or 0, a
        stored one as "1"; a list of nothing comes as empty text, where it is no value.
        """
        lists, truths = _columns(query)
        return [
            {
                name: _mended(term, listed=name in lists, truth=name in truths)
                for name, term in row.items()
                if not (name in lists and term["value"] == "")
            }
            for row in rows
        ]


class Explorer(Engine):
    """`collab serve`, asked as a store: a colleague's terminal and the team's server."""

    name = "collab"
    any_lens = True

    def __init__(self, called: str = name) -> None:
        """`called` is how it calls itself: with the engine behind it, if that is one with differences."""
        self.behind = called.partition(_BEFORE)[2]

    @classmethod
    def before(cls, engine: Engine) -> str:
        """Returns how one calls itself that asks a store of `engine`."""
        return cls.name if type(engine) in (Engine, cls) else cls.name + _BEFORE + engine.name

    def trusted(self, query: str) -> bool:
        """It looks over whatever it is asked, ours too: what it would not run is asked of a copy.

        So is everything where the engine behind it has differences: it sends on what it is asked as it is written.
        """
        if self.behind:
            return False
        try:
            refuse_dangerous(query)
        except Usage:
            return False
        return True


def engine_of(*names: str) -> Engine:
    """Returns the engine that is so called, in the header `Server` or by whoever fed it."""
    for name in names:
        if name.partition(_BEFORE)[0] == Explorer.name:
            return Explorer(name)
    return Virtuoso() if any(name.casefold().startswith("virtuoso") for name in names) else Engine()


def question_id(query: str) -> str:
    """Returns the id in the header of a question of the library, "" for any other query."""
    found = _ID.search(query)
    return found[1] if found else ""


def _mended(term: dict[str, str], *, listed: bool, truth: bool) -> dict[str, str]:
    kind, value = term.get("datatype", ""), term["value"]
    if kind == _XSD + "boolean" or (truth and kind == _XSD + "integer"):
        return {"type": "literal", "datatype": _XSD + "boolean", "value": "true" if value in ("1", "true") else "false"}
    plain = "literal" in term["type"] and "xml:lang" not in term and kind in ("", _XSD + "string")
    # A namespace is kept as text, and nothing has the address of one.
    if plain and not listed and value.startswith(BASE) and " " not in value and value[-1] not in "#/":
        return {"type": "uri", "value": value}
    return {**term, "type": "literal"} if term["type"] == "typed-literal" else term


def _columns(query: str) -> tuple[set[str], set[str]]:
    """Returns the names that are given to a GROUP_CONCAT, and those that are given to what is true or false."""
    pieces = [token for token in tokens(query) if token.kind != "comment"]
    lists, truths = set(), set()
    for index, token in enumerate(pieces):
        if token.text != "(":
            continue
        last = closing(pieces, index)
        if pieces[last - 2].text.upper() != "AS" or pieces[last - 1].kind != "variable":
            continue
        expression, name = pieces[index + 1 : last - 2], pieces[last - 1].text[1:]
        if expression[0].text.upper() == "GROUP_CONCAT":
            lists.add(name)
        elif _is_truth(expression):
            truths.add(name)
    return lists, truths


def _is_truth(expression: list[Token]) -> bool:
    """Tells whether an expression compares, or asks whether something is there."""
    if expression[0].text.upper() in ("BOUND", "EXISTS", "NOT", "!"):
        return True
    depth = 0
    for token in expression:
        depth += (token.text in "{([") - (token.text in "})]") if token.kind == "bracket" else 0
        if depth == 0 and token.kind == "other" and token.text in "=<>&|":
            return True
    return False


class _Phrasing:
    """A question in the words that Virtuoso 7 reads rightly.

    - COALESCE with a parameter that was left out gives no value there, where SPARQL goes on to the next: what
      depends on such a parameter is taken out of the list. With EXISTS in it, it ends in an internal error.
    - BIND of a parameter that was left out binds nothing, and loses all rows there: it is taken out.
    - The property path to all relations below one is no path any more: the relations are named instead.
    """

    def __init__(self, below: Callable[[str], list[str]]) -> None:
        self.below = below

    def of(self, query: str) -> str:
        """Returns `query` so put."""
        return self._text([token for token in tokens(query) if token.kind != "comment"])

    def _text(self, pieces: list[Token]) -> str:
        said, index = "", 0
        while index < len(pieces):
            last = index
            if pieces[index].text.upper() == "COALESCE":
                last = closing(pieces, index + 1)
                said += f" {self._coalesce(pieces[index + 2 : last])}"
            elif _binds_nothing(pieces, index):
                last = closing(pieces, index + 1)
            elif _leads_below(pieces, index + 1):
                last = index + 3
                named = ", ".join(f"<{address}>" for address in self.below(pieces[last].text))
                said += f" FILTER ({pieces[index].text} IN ({named}))"
                last += [token.text for token in pieces[last + 1 : last + 2]] == ["."]
            else:
                said += _space(pieces, index) + pieces[index].text
            index = last + 1
        return said

    def _coalesce(self, inner: list[Token]) -> str:
        parts = _parts(inner)
        kept = [part for part in parts if not any(token.text[0] == "$" for token in part)]
        if len(kept) == len(parts) and any(token.text.upper() == "EXISTS" for token in parts[0]):
            kept = kept[:1]
        texts = [self._text(part).strip() for part in kept]
        return f"({texts[0]})" if len(texts) == 1 else f"COALESCE({', '.join(texts)})"


def _binds_nothing(pieces: list[Token], index: int) -> bool:
    """Tells whether a BIND of a parameter that was left out stands here."""
    found = [token.text for token in pieces[index : index + 4]]
    return len(found) == 4 and found[0].upper() == "BIND" and found[2][0] == "$" and found[3].upper() == "AS"


def _leads_below(pieces: list[Token], index: int) -> bool:
    """Tells whether the path to the relations below a named one stands here, its variable before it."""
    found = pieces[index - 1 : index + 3]
    return (
        len(found) == 4
        and [token.text for token in found[1:3]] == [_SUB_PROPERTY, "*"]
        and found[0].kind == "variable"
        and found[3].kind != "variable"
    )


def _is_path(pieces: list[Token], index: int) -> bool:
    """Tells whether a path of any length ends here, other than one that is put in other words."""
    token, before = pieces[index], pieces[index - 1]
    close = before.start + len(before.text) == token.start
    named = before.kind == "iri" or (before.kind == "word" and ":" in before.text) or before.text == ")"
    return token.text in ("*", "+") and close and named and not _leads_below(pieces, index - 1)


def _parts(inner: list[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in inner:
        if token.kind == "bracket":
            depth += 1 if token.text in "{([" else -1
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _space(pieces: list[Token], index: int) -> str:
    """A blank, unless the token stood close to the one before."""
    if index == 0:
        return " "
    before = pieces[index - 1]
    return "" if before.start + len(before.text) == pieces[index].start else " "
