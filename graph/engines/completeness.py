"""Whether an answer is whole: SPARQL that counts what another query gives, to compare with what came back.

Some servers cut at a number of rows and say so in no status, some nowhere at all. A count is one row, so
nothing cuts it.
"""

from __future__ import annotations

from graph.sparqltext import Token, tokens

FORMS = ("select", "ask", "construct", "describe")
COUNT = "whole"


def form_of(query: str) -> str:
    """Returns the form of a query, "" if it has none: select, ask, construct or describe."""
    return next((token.text.lower() for token in tokens(query) if _begins(token)), "")


def counting(query: str) -> str:
    """Returns a query for the number of rows of a SELECT; ValueError for another form."""
    pieces, start = _cut(query)
    if pieces[start].text.lower() != "select":
        raise ValueError("only the rows of a SELECT are counted")
    return _around(query, pieces, start, f"SELECT (COUNT(*) AS ?{COUNT})", pieces[start].start, "")


def solutions_of(query: str) -> str:
    """Returns the SELECT of every solution that a CONSTRUCT is made from; ValueError for another form."""
    pieces, start = _cut(query)
    if pieces[start].text.lower() != "construct":
        raise ValueError("only a CONSTRUCT is made from solutions")
    begins = pieces[start].start + len("construct")
    if pieces[start + 1].text == "{":
        start = closing(pieces, start + 1)
        begins = pieces[start].start + 1
    return _around(query, pieces, start, "SELECT *", begins, "SELECT * ")


def _cut(query: str) -> tuple[list[Token], int]:
    pieces = [token for token in tokens(query) if token.kind != "comment"]
    start = next((index for index, token in enumerate(pieces) if _begins(token)), None)
    if start is None:
        raise ValueError("a query without a form")
    return pieces, start


def _around(query: str, pieces: list[Token], start: int, outer: str, begins: int, inner: str) -> str:
    """The query from `begins` on as the group of another SELECT, whose own its dataset then is."""
    head = query[: next(token.start for token in pieces if _begins(token))]
    dataset = []
    for begin, end in _dataset(pieces, start):
        dataset.append(query[begin:end])
        inner += query[begins:begin]
        begins = end
    return f"{head}{outer} {' '.join(dataset)} {{ {{ {inner}{query[begins:]}\n}} }}"


def _begins(token: Token) -> bool:
    return token.kind == "word" and token.text.lower() in FORMS


def _dataset(pieces: list[Token], start: int) -> list[tuple[int, int]]:
    """The places of the FROM clauses: after `start` and before the pattern, outside any bracket."""
    found: list[tuple[int, int]] = []
    index, depth = start + (pieces[start].text == "}"), 0
    while index < len(pieces) and pieces[index].text != "{":
        token = pieces[index]
        depth += (token.text in "([") - (token.text in ")]") if token.kind == "bracket" else 0
        if depth == 0 and token.kind == "word" and token.text.lower() == "from":
            last = index + (2 if pieces[index + 1].text.lower() == "named" else 1)
            found.append((token.start, pieces[last].start + len(pieces[last].text)))
            index = last
        index += 1
    return found


def closing(pieces: list[Token], opening: int) -> int:
    """Returns where the bracket that opens at `opening` closes; ValueError if it does not."""
    depth = 0
    for index in range(opening, len(pieces)):
        if pieces[index].kind == "bracket":
            depth += 1 if pieces[index].text in "{([" else -1
            if depth == 0:
                return index
    raise ValueError("a bracket stays open")
