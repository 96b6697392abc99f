"""SPARQL as text: cut into tokens, filled with values safely, and looked over before an engine sees it.

The cutting follows the terminals of SPARQL 1.1 (section 19.8): what stands in a string, an IRI or a
comment is never taken for a name or a keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.errors import Usage
from graph.oxigraph import Literal, NamedNode
from graph.terms import PREFIXES

MOST_CHARACTERS = 64 * 1024
MOST_DEPTH = 64
MOST_PATTERNS = 60

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                  |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<iri><(?:[^<>"{}|^`\\\s]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
      | (?P<variable>[$?][A-Za-z_][A-Za-z0-9_]*)
      | (?P<word>[A-Za-z_](?:[\w:.-]*[\w:-])?)
      | (?P<bracket>[{}()\[\]])
      | (?P<other>[^\s])""",
    re.VERBOSE | re.DOTALL,
)
# What `bind` fills, and what it must not look into, in the same words as above.
_PLACE = re.compile(
    _TOKEN.pattern.partition("| (?P<variable>")[0] + r"| \$(?P<place>[A-Za-z_][A-Za-z0-9_]*)", re.VERBOSE | re.DOTALL
)
_OUTSIDE = {"service", "load"}
_HEADER = re.compile(r"^#\+ ([a-z-]+)(?:@(en|cy))?: (.*\S)\s*$")

Term = NamedNode | Literal


@dataclass(frozen=True)
class Token:
    """A piece of a query: its kind, its text and where it stands (line and column from 1)."""

    kind: str
    text: str
    start: int
    line: int
    column: int


@dataclass(frozen=True)
class HeaderLine:
    """A line `#+ key@language: value` above a query, its number from 1; `key` is "" where it is not of that form."""

    number: int
    text: str
    key: str = ""
    language: str = ""
    value: str = ""


def header(query: str) -> Iterator[HeaderLine]:
    """Yields the lines that begin with `#+` above a query of ours, in order."""
    for number, line in enumerate(query.splitlines(), 1):
        if not line.startswith("#+"):
            return
        match = _HEADER.match(line)
        yield HeaderLine(number, line, match[1], match[2] or "", match[3]) if match else HeaderLine(number, line)


def tokens(query: str) -> Iterator[Token]:
    """Yields the tokens of `query` in order, white space left out."""
    line, line_start, position = 1, 0, 0
    for match in _TOKEN.finditer(query):
        newlines = query.count("\n", position, match.start())
        if newlines:
            line += newlines
            line_start = query.rfind("\n", position, match.start()) + 1
        position = match.start()
        yield Token(str(match.lastgroup), match.group(), match.start(), line, match.start() - line_start + 1)


def bind(template: str, values: Mapping[str, Term | Sequence[Term]]) -> str:
    """Returns `template` with each `$name` of `values` replaced by its term, or terms side by side.

    Only whole `$name` tokens outside strings, IRIs and comments are replaced, and terms are written by
    the engine's own serialiser, so no value can change the shape of the query. A `$name` without a
    value stays a variable. KeyError if a value's name does not occur.
    """
    pieces: list[str] = []
    done, used = 0, set()
    for name, start, end in _places(template):
        if name not in values:
            continue
        value = values[name]
        terms = [value] if isinstance(value, NamedNode | Literal) else value
        pieces += [template[done:start], " ".join(str(term) for term in terms)]
        done = end
        used.add(name)
    if unused := set(values) - used:
        raise KeyError(f"the query has no place for {', '.join(sorted(unused))}")
    return "".join([*pieces, template[done:]])


def placeholders(template: str) -> list[str]:
    """Returns the names of the `$name` tokens of `template`, sorted."""
    return sorted({name for name, _, _ in _places(template)})


@lru_cache(maxsize=256)
def _places(template: str) -> tuple[tuple[str, int, int], ...]:
    """Where a template's `$name` tokens begin and end: the same ones are filled again and again."""
    return tuple((match["place"], *match.span()) for match in _PLACE.finditer(template) if match["place"])


def refuse_dangerous(query: str) -> None:
    """Refuses a query that calls out, or could exhaust or crash the engine before it runs.

    Usage for SERVICE or LOAD, with line and column, and for a text that is too long, too deeply
    nested, or has too many triple patterns for the planner (limits: the constants above).
    """
    refuse_too_long(query)
    if _plainly_harmless(query):
        return
    depth = deepest = patterns = 0
    groups: list[str] = []
    before = ""
    for token in tokens(query):
        if token.kind == "word" and (word := _calls_out(token.text)):
            raise Usage("query-goes-out", word=word, line=token.line, column=token.column)
        if token.text in "{([" and token.kind == "bracket":
            depth += 1
            deepest = max(deepest, depth)
            groups.append(token.text)
        elif token.kind == "bracket":
            depth -= 1
            # A group that ends without a full stop ends a pattern all the same.
            if token.text == "}" and before not in (".", ";", "{", "}", ")"):
                patterns += 1
            if groups:
                groups.pop()
        elif token.kind == "other" and token.text in ".;," and groups[-1:] != ["("]:
            patterns += 1
        before = token.text
    if deepest > MOST_DEPTH:
        raise Usage("query-too-deep", found=deepest, limit=MOST_DEPTH)
    if patterns > MOST_PATTERNS:
        raise Usage("query-too-many-patterns", found=patterns, limit=MOST_PATTERNS)


def _plainly_harmless(query: str) -> bool:
    """Tells at a glance of most queries that none of the words and no number of marks in them could be refused."""
    folded = query.casefold()
    return (
        not any(word in folded for word in _OUTSIDE)
        and sum(map(query.count, "{([")) <= MOST_DEPTH
        and sum(map(query.count, ".;,}")) <= MOST_PATTERNS
    )


def refuse_too_long(query: str) -> None:
    """Refuses a query of more than MOST_CHARACTERS, before any time is spent on it."""
    if len(query) > MOST_CHARACTERS:
        raise Usage("query-too-long", found=len(query), limit=MOST_CHARACTERS)


def missing_prefixes(query: str) -> str:
    """Returns PREFIX declarations, on one line, for our prefixes that `query` uses but does not declare.

    Usage, with line and column, for a prefix that nobody declares.
    """
    used: dict[str, Token] = {}
    declared: set[str] = set()
    previous = ""
    for token in tokens(query):
        prefix = token.text.partition(":")[0] if token.kind == "word" and ":" in token.text else ""
        if prefix and previous == "prefix":
            declared.add(prefix)
        elif prefix and prefix != "_":
            used.setdefault(prefix, token)
        previous = token.text.lower()
    for prefix, token in used.items():
        if prefix not in declared and prefix not in PREFIXES:
            known = ", ".join(sorted(PREFIXES))
            raise Usage("query-prefix", line=token.line, column=token.column, prefix=prefix, known=known)
    wanted = sorted((set(used) - declared) & set(PREFIXES))
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in wanted)


def _calls_out(word: str) -> str:
    """Returns the keyword in `word` that would reach another server; a full stop may part it from what precedes."""
    if ":" in word:
        return ""
    return next((part.upper() for part in word.split(".") if part.lower() in _OUTSIDE), "")
