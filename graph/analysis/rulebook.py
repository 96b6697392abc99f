"""The rules of `ontology/consequences`: SPARQL with a header that says what a row of it means.

A rule either gives (`#+ gives:`, a CONSTRUCT: what holds together, before anything is supposed) or finds (a SELECT).
Of what it finds, `#+ marks:` says what later rules may build on: `ends` (a thing), `lapses` (a tie), `becomes` (a
thing, another). `#+ effect:` is the word of the scheme `effect` for what befalls `?thing`; `reason@en` and
`reason@cy` say why, with the row's columns in their places, and `why-<word>` adds a sentence where `?why` is that
word. Columns that begin with `grade` say how sure (2 certain, 1 likely, 0 not known): the least of them counts. Of
several rows for one `?thing` and `?other` the surest counts, unless their `?each` differs: then all are needed.
Columns that begin with `tie` or `claim` are what the row rests on; `?because` is what ended before it, `?after` what
was taken over. A word of `?why` that the header does not know is said by `what-if.why-<word>`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import DataInvalid, complain
from graph.sparqltext import header

MARKS = ("ends", "lapses", "becomes")


@dataclass(frozen=True)
class Consequence:
    """One rule: its file name, what it gives, marks and has as effect ("" if it does not), its query and texts."""

    name: str
    query: str
    gives: str
    marks: str
    effect: str
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def said(self, key: str, language: str) -> str:
        """Returns a text of the header in `language`, or in English, or "" where there is none."""
        return self.texts.get((key, language)) or self.texts.get((key, "en"), "")


def read_rulebook(folder: Path) -> list[Consequence]:
    """Returns the rules of `ontology/consequences`, in the order in which they run; DataInvalid for a bad header."""
    return [read_rule(path) for path in sorted((folder / "consequences").glob("*.rq"))]


def read_rule(path: Path) -> Consequence:
    """Returns the rule of one file; DataInvalid, with the line, if its header does not hold."""
    query = path.read_text(encoding="utf-8")
    single: dict[str, str] = {}
    texts: dict[tuple[str, str], str] = {}
    last = 1
    for line in header(query):
        if not line.key:
            raise _invalid(path, line.number, line.text)
        last = line.number
        if line.language:
            texts[line.key, line.language] = line.value
        else:
            single[line.key] = line.value
    gives, marks, effect = (single.get(key, "") for key in ("gives", "marks", "effect"))
    if not (gives or marks or effect) or (marks and marks not in MARKS) or (effect and ("reason", "en") not in texts):
        raise _invalid(path, last, ", ".join(single))
    return Consequence(path.stem, query, gives, marks, effect, texts)


def _invalid(path: Path, line: int, text: str) -> DataInvalid:
    fault = complain("rule-header", f"consequences/{path.name}", line, 1, text=text[:80])
    return DataInvalid("rule-invalid", [fault], name=path.stem)
