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
    pieces, start = begun(query, "select")
    head, begins, dataset, inner = query[: pieces[start].start], pieces[start].start, [], ""
    for begin, end in dataset_of(pieces, start):
        dataset.append(query[begin:end])
        inner += query[begins:begin]
        begins = end
    return f"{head}SELECT (COUNT(*) AS ?{COUNT}) {' '.join(dataset)} {{ {{ {inner}{query[begins:]}\n}} }}"


def names_dataset(query: str) -> bool:
    """Tells whether a query says by FROM of which graphs it is."""
    if "from" not in query.casefold():
        return False
    pieces = [token for token in tokens(query) if token.kind != "comment"]
    start = next((index for index, token in enumerate(pieces) if _begins(token)), len(pieces))
    return bool(dataset_of(pieces, start))


def begun(query: str, form: str) -> tuple[list[Token], int]:
    """Returns the tokens of a query, comments left out, and which begins it; ValueError if it is not of that form."""
    pieces = [token for token in tokens(query) if token.kind != "comment"]
    start = next((index for index, token in enumerate(pieces) if _begins(token)), None)
    if start is None or pieces[start].text.lower() != form:
        raise ValueError(f"not a query of the form {form}")
    return pieces, start


def _begins(token: Token) -> bool:
    return token.kind == "word" and token.text.lower() in FORMS


def dataset_of(pieces: list[Token], start: int) -> list[tuple[int, int]]:
    """Returns the places of the FROM clauses: from `start` on and before the pattern, outside any bracket."""
    found: list[tuple[int, int]] = []
    index, depth = start, 0
    while index < len(pieces) and pieces[index].text != "{":
        token = pieces[index]
        depth += (token.text in "([") - (token.text in ")]") if token.kind == "bracket" else 0
        if depth == 0 and token.kind == "word" and token.text.lower() == "from":
            named = [one.text.lower() for one in pieces[index + 1 : index + 2]] == ["named"]
            last = min(index + 1 + named, len(pieces) - 1)
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
