"""A list of names as somebody sends it: a CSV or TSV table with a header, or plain text with a name on each line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from graph.errors import Complaint, DataInvalid, NotThere, Usage, complain
from graph.facts.reading import decode, records

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_USUAL = ("name", "names", "enw", "enwau")


@dataclass(frozen=True)
class Listing:
    """The rows of a list, each with the line it begins in; `header` is empty for plain text."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, wanted: str | None) -> int:
        """Returns which column holds the names; Usage, naming the columns, if that is not plain."""
        if not self.header or (wanted is None and len(self.header) == 1):
            return 0
        folded = [name.strip().casefold() for name in self.header]
        likely = [wanted.strip().casefold()] if wanted else [name for name in _USUAL if name in folded]
        if len(likely) == 1 and folded.count(likely[0]) == 1:
            return folded.index(likely[0])
        known = ", ".join(self.header)
        if wanted is None:
            raise Usage("column-wanted", known=known)
        raise NotThere("unknown-column", name=wanted, known=known)


def read_listing(name: str, content: bytes, *, table: bool = False) -> Listing:
    """Returns the list in a file of that name; `table` says that it has columns whatever its name ends in.

    DataInvalid, with line and column, for text that is not UTF-8, quotes that do not close and ragged rows.
    """
    text, complaints = decode(name, content)
    if text is None:
        raise DataInvalid("list-unreadable", complaints, path=name)
    separator = _SEPARATORS.get(PurePath(name).suffix.lower(), "")
    if not separator and table:
        separator = "\t" if "\t" in text.partition("\n")[0] else ","
    if not separator:
        lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
        return Listing((), tuple((number, (line,)) for number, line in enumerate(lines, 1)))
    listing = _table(name, text, separator, complaints)
    if complaints:
        raise DataInvalid("list-unreadable", complaints, path=name)
    return listing


def _table(name: str, text: str, separator: str, complaints: list[Complaint]) -> Listing:
    found = records(name, text, complaints, separator)
    header = next(found, None)
    if header is None:
        if not complaints:
            complaints.append(complain("empty-table", name, 1, 1))
        return Listing((), ())
    rows = []
    for line, fields, _ in found:
        if len(fields) not in (0, len(header[1])):
            expected, first = len(header[1]), fields[0][:40]
            complaints.append(complain("ragged-row", name, line, 1, found=len(fields), expected=expected, first=first))
        rows.append((line, tuple(fields) or ("",) * len(header[1])))
    return Listing(tuple(header[1]), tuple(rows))
