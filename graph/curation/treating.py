"""A cell of a spreadsheet becomes the text of a table's cell, and whatever was done to it on the way is said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from graph.curation.plan import Treatment
from graph.curation.spreadsheets import Sheet, SheetCell, Spotted, spot
from graph.dates import bounds

# What `names` asks: words and classes in, an id and a reason out; the id is "" where the words are not one thing.
Resolve = Callable[[str, tuple[str, ...]], tuple[str, str]]

_SPACES = re.compile("[\u00a0\u2007\u202f\u2009\u200a]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_MOST_EXACT = 15
_AS_TEXT = {"date": "date-as-text", "time": "time-as-text", "boolean": "boolean-as-text"}
_SECTION = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")


class Refused(Exception):
    """The cell cannot be taken; it has been spotted."""


@dataclass
class Watch:
    """Takes down what was done to which cells of a sheet: once for each rule and column, with every place."""

    sheet: Sheet
    errors: list[Spotted] = field(default_factory=list)
    _notes: dict[tuple[str, int], list[tuple[int, int]]] = field(default_factory=dict)
    _first: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)

    def note(self, rule: str, cell: SheetCell, **values: str) -> None:
        """Takes down that something was done to a cell; a cell that fills several columns is told of once."""
        places = self._notes.setdefault((rule, cell.column), [])
        if (cell.row, cell.column) not in places[-1:]:
            places.append((cell.row, cell.column))
        self._first.setdefault((rule, cell.column), values)

    def refuse(self, rule: str, cell: SheetCell, **values: str) -> Refused:
        """Takes down that a cell cannot be taken, and why."""
        found = spot(self.sheet, rule, [(cell.row, cell.column)], **values)
        if found not in self.errors:
            self.errors.append(found)
        return Refused()

    def notes(self) -> list[Spotted]:
        """Returns what was done, in order of place."""
        found = [
            spot(self.sheet, rule, sorted(set(places)), severity="warning", **self._first[rule, column])
            for (rule, column), places in self._notes.items()
        ]
        return sorted(found, key=lambda one: one.order)


def plain(cell: SheetCell, watch: Watch) -> str:
    """Returns the text of a cell as it is stored, with a note for what a reader of the sheet sees otherwise.

    Refused for errors (#REF!), formulas that were never worked out, and characters that tables cannot hold.
    """
    if cell.formula:
        if cell.kind == "empty":
            raise watch.refuse("formula-empty", cell, formula=cell.formula)
        watch.note("formula", cell, formula=cell.formula, value=cell.text)
    if cell.kind == "error":
        raise watch.refuse("error-cell", cell, value=cell.text)
    if cell.kind == "number":
        return _number(cell, watch)
    if cell.kind in _AS_TEXT:
        watch.note(_AS_TEXT[cell.kind], cell, value=cell.text, format=cell.format)
        return cell.text
    return _text(cell, watch)


def _text(cell: SheetCell, watch: Watch) -> str:
    if match := _REFUSED.search(cell.text):
        raise watch.refuse("control", cell, code=f"U+{ord(match.group()):04X}")
    text = _UNSEEN.sub("", _SPACES.sub(" ", cell.text))
    if text != cell.text:
        watch.note("invisible", cell)
    if text != text.strip():
        watch.note("outer-space", cell, value=text.strip()[:40])
    return text.strip()


def _number(cell: SheetCell, watch: Watch) -> str:
    digits = cell.text.lstrip("-").replace(".", "")
    if "e" in digits.lower() or len(digits.strip("0")) >= _MOST_EXACT:
        watch.note("digits-lost", cell, value=cell.text)
    if re.fullmatch("0{2,}", cell.format) and cell.text.isdecimal():
        shown = cell.text.zfill(len(cell.format))
        if shown != cell.text:
            watch.note("zeros-shown", cell, value=cell.text, shown=shown)
        return shown
    if cell.format not in ("General", "@", "0"):
        watch.note("number-format", cell, value=cell.text, format=cell.format)
    return cell.text


def treat(cell: SheetCell, treatment: Treatment, resolve: Resolve, watch: Watch) -> list[str]:
    """Returns the texts that a cell gives, several where it is split; Refused, and spotted, if it gives none."""
    if treatment.dates and not (treatment.split or treatment.many) and cell.text not in treatment.words:
        return [_date(cell, treatment, watch) + treatment.suffix]
    separator = treatment.split or treatment.many
    text = plain(cell, watch)
    parts = [part.strip() for part in text.split(separator)] if separator else [text]
    values = [_value(part, cell, treatment, resolve, watch) + treatment.suffix for part in parts if part]
    return [";".join(values)] if treatment.many and values else values


def _value(text: str, cell: SheetCell, treatment: Treatment, resolve: Resolve, watch: Watch) -> str:
    if text in treatment.words:
        return treatment.words[text]
    if treatment.names is not None:
        found, reason = resolve(text, treatment.names)
        if not found:
            raise watch.refuse("name", cell, value=text[:80], reason=reason)
        return found
    if treatment.dates:
        return _date(SheetCell(cell.row, cell.column, "text", text), treatment, watch)
    if treatment.id:
        return slug(text) or _no_id(text, cell, watch)
    if treatment.words:
        raise watch.refuse("word", cell, value=text[:80], known=", ".join(treatment.words))
    return text


def _no_id(text: str, cell: SheetCell, watch: Watch) -> str:
    raise watch.refuse("no-id", cell, value=text[:80])


def slug(text: str) -> str:
    """Returns an id made of words: lower case, without accents, hyphens between."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    return re.sub("[^a-z0-9]+", "-", re.sub("['’]", "", folded)).strip("-")


def _date(cell: SheetCell, treatment: Treatment, watch: Watch) -> str:
    if cell.formula and cell.kind == "date":
        watch.note("formula", cell, formula=cell.formula, value=cell.text)
    if cell.kind == "date":
        return _shown(cell, watch)
    if cell.kind == "number":
        return _serial(cell, treatment, watch)
    text = plain(cell, watch)
    found = {value for form in treatment.dates if (value := _parsed(text, form))}
    if len(found) > 1:
        raise watch.refuse("date-ambiguous", cell, value=text[:40], found=", ".join(sorted(found)))
    if not found:
        raise watch.refuse("date-unread", cell, value=text[:40], known=", ".join(treatment.dates))
    return found.pop()


def _shown(cell: SheetCell, watch: Watch) -> str:
    """A date is as exact as its format shows it: `mmm-yy` holds a day that nobody wrote."""
    day, _, time = cell.text.partition("T")
    if time:
        watch.note("time-dropped", cell, value=cell.text)
    pattern = _SECTION.sub("", cell.format.partition(";")[0]).lower()
    exact = day if "d" in pattern else day[:7] if "m" in pattern else day[:4]
    watch.note("date-cell" if exact == day else "date-shown", cell, value=exact, format=cell.format)
    return exact


def _serial(cell: SheetCell, treatment: Treatment, watch: Watch) -> str:
    if re.fullmatch("[12][0-9]{3}", cell.text) and "%Y" in treatment.dates:
        return plain(cell, watch)
    number = float(cell.text)
    # Days since 30 December 1899, as Excel counts them from March 1900 on.
    day = date(1899, 12, 30) + timedelta(days=int(number)) if 61 <= number < 401_769 else None
    guess = day.isoformat() if day else "?"
    if day is None or "excel" not in treatment.dates or not number.is_integer():
        raise watch.refuse("date-number", cell, value=cell.text, guess=guess)
    watch.note("date-serial", cell, value=cell.text, guess=guess)
    return guess


def _parsed(text: str, form: str) -> str:
    if form == "edtf":
        try:
            bounds(text)
        except ValueError:
            return ""
        return text
    try:
        found = datetime.strptime(text, form)
    except ValueError:
        return ""
    day = found.date().isoformat()
    if "%d" in form or "%j" in form or "%x" in form:
        return day
    return day[:7] if re.search("%[mbB]", form) else day[:4]
