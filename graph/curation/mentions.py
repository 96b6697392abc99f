"""What a sentence mentions: things by any name they have, dates, numbers and sums of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.facts.facts import Facts
from graph.questions.names import fold

_TOKEN = re.compile(r"\w+|&|[,;:()/–]")
_POSSESSIVE = re.compile(r"[’'](?:s\b)?")
_SEPARATORS = frozenset({",", "and", "&", "or", "a", "ac", "well", "as"})
_NAMING = ("skos:prefLabel", "skos:altLabel", "abbreviation")
# "Gwent and South Wales Police Authorities": what the head of a list says its members are.
_HEADS = {
    "police": "police", "heddlu": "police", "constabulary": "police",
    "constabularies": "police", "force": "police", "forces": "police",
    "authority": "authority", "authorities": "authority",
    "council": "council", "councils": "council",
    "commissioner": "commissioner", "commissioners": "commissioner", "pcc": "commissioner", "pccs": "commissioner",
}  # fmt: skip
_AROUND = ("police", "constabulary", "heddlu", "service", "county", "borough", "city", "authority", "council")
_OF_AREA = re.compile(r"^(?:the )?police(?: fire)? and crime commissioner for (.+)$")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr", "february feb chwefror", "march mar mawrth", "april apr ebrill", "may mai",
            "june jun mehefin", "july jul gorffennaf", "august aug awst", "september sept sep medi",
            "october oct hydref", "november nov tachwedd", "december dec rhagfyr",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:<sup>)?(?:st|nd|rd|th|ain|af|fed|ydd|eg)?(?:</sup>)? (?:o )?(?P<month>{_MONTH})\.? "
    rf"(?P<year>\d{{4}})|(?P<month2>{_MONTH})\.? (?P<year2>\d{{4}})|(?P<from>20\d\d)[/-](?P<to>\d\d)(?!\d|-)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)|(?P<only>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[£€]\s?\d[\d,.]*\s?(?:k|m|bn|thousand|million|billion|mil|miliwn)?\b", re.IGNORECASE)
_WORDS = tuple(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()  # noqa: SIM905
)
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 1)} | {
    "dozen": 12, "dau": 2, "dwy": 2, "tri": 3, "tair": 3, "pedwar": 4, "pedair": 4, "pump": 5, "pum": 5, "chwech": 6,
    "saith": 7, "wyth": 8, "naw": 9, "deg": 10,
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?<![\d.,/£])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}|{'|'.join(_NUMBERS)})(?![\d/]|-[A-Z])\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Mention:
    """Words of a sentence that may name one of `things` (ids); `whole` tells a full name from a shortened one."""

    start: int
    end: int
    words: str
    things: frozenset[str]
    whole: bool = True


@dataclass(frozen=True)
class Figure:
    """A date (as tables write it), a number or a sum in a sentence."""

    start: int
    end: int
    words: str
    value: str


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    words: str
    folded: str


class Gazetteer:
    """Every name of every thing, to be found in running text."""

    def __init__(self, facts: Facts) -> None:
        self._names: dict[tuple[str, ...], dict[str, set[str]]] = {}
        self._areas: dict[tuple[str, ...], dict[str, set[str]]] = {}
        gone = {row["entity_id"] for row in facts["entities"] if row["replaced_by"]}
        for row in facts["entities"]:
            if row["entity_id"] not in gone:
                for name in (row["label"], row["short"]):
                    self._learn(row["entity_id"], name)
        known = {row["entity_id"] for row in facts["entities"]} - gone
        for row in facts["claims"]:
            if row["relation"] in _NAMING and row["subject"] in known and row["standing"] != "proposed":
                self._learn(row["subject"], row["value"].rpartition("@")[0])
        self._longest = max(map(len, self._names), default=1)

    def knowing(self, names: Iterable[tuple[str, str]]) -> Gazetteer:
        """Returns a gazetteer that knows further names too, each with the id of its thing."""
        wider = Gazetteer.__new__(Gazetteer)
        wider._names = {key: {name: set(ids) for name, ids in names.items()} for key, names in self._names.items()}
        wider._areas = {key: {kind: set(ids) for kind, ids in kinds.items()} for key, kinds in self._areas.items()}
        for thing, name in names:
            wider._learn(thing, name)
        wider._longest = max(map(len, wider._names), default=1)
        return wider

    def _learn(self, thing: str, name: str) -> None:
        name = re.sub(r"\s*\([^)]*\)\s*$", "", name) or name
        key = _key(name)
        if not key or (len(key) == 1 and len(key[0]) < 2):
            return
        self._names.setdefault(key, {}).setdefault(name, set()).add(thing)
        area = _OF_AREA.match(" ".join(key))
        base, kind = (tuple(area[1].split()), "commissioner") if area else _area(key)
        if base:
            self._areas.setdefault(base, {}).setdefault(kind, set()).add(thing)

    def after_areas(self, name: str) -> str:
        """Returns what is left of a name that begins with two areas or more ("Dog Unit" of two shires), or nothing."""
        tokens = _tokens(name)
        at = areas = 0
        while at < len(tokens):
            size, _ = self._area(tokens, at)
            if size:
                at, areas = at + size, areas + 1
            elif areas and (tokens[at].folded in _SEPARATORS or tokens[at].folded in _AROUND):
                at += 1
            else:
                break
        return name[tokens[at].start :] if areas > 1 and len(tokens) - at > 1 else ""

    def mentions(self, sentence: str) -> list[Mention]:
        """Returns what a sentence mentions, the longest name at each place; shortened names only in lists."""
        tokens = _tokens(sentence)
        found: list[Mention] = []
        place = 0
        while place < len(tokens):
            members, after = self._list(sentence, tokens, place)
            found += members
            place = max(after, place + 1)
        return found

    def _list(self, sentence: str, tokens: list[_Token], place: int) -> tuple[list[Mention], int]:
        """Returns the mentions of the list that begins at a token, and where it ends."""
        whole: list[Mention] = []
        short: list[tuple[int, int, dict[str, set[str]]]] = []
        either: list[tuple[int, int, dict[str, set[str]], Mention]] = []
        end = at = place
        while at < len(tokens):
            size, things = self._whole(sentence, tokens, at)
            area_size, kinds = self._area(tokens, at)
            headed = at + size < len(tokens) and tokens[at + size].folded in _HEADS
            if area_size and (size < area_size or headed):
                short.append((at, at + area_size, kinds))
                end = at = at + area_size
            elif size and size == area_size:
                mention = _mention(sentence, tokens, at, at + size, things, True)
                either.append((at, at + size, kinds, mention))
                end = at = at + size
            elif size:
                whole.append(_mention(sentence, tokens, at, at + size, things, True))
                end = at = at + size
            else:
                break
            while at < len(tokens) and tokens[at].folded in _SEPARATORS:
                at += 1
            hyphened = at == end < len(tokens) and sentence[tokens[at - 1].end : tokens[at].start] in ("-", "–")
            if at == end and not hyphened:
                break
        kind, after = _head(tokens, end)
        listed = len(whole) + len(short) + len(either) > 1
        for start, stop, kinds, mention in either:  # a name of its own, unless its neighbours are areas
            if short or kind:
                short.append((start, stop, kinds))
            else:
                whole.append(mention)
        for start, stop, kinds in short:
            wanted = kinds.get(kind or "police", set())
            if wanted and (listed or kind):
                whole.append(_mention(sentence, tokens, start, stop, wanted, False))
        return sorted(whole, key=lambda mention: mention.start), max(end, after if short else end)

    def _whole(self, sentence: str, tokens: list[_Token], at: int) -> tuple[int, set[str]]:
        for size in range(min(self._longest, len(tokens) - at), 0, -1):
            written = self._names.get(tuple(token.folded for token in tokens[at : at + size]))
            if written:
                words = sentence[tokens[at].start : tokens[at + size - 1].end]
                things = {thing for name, ids in written.items() if _same_case(name, words) for thing in ids}
                if things:
                    return size, things
        return 0, set()

    def _area(self, tokens: list[_Token], at: int) -> tuple[int, dict[str, set[str]]]:
        for size in range(min(4, len(tokens) - at), 0, -1):
            kinds = self._areas.get(tuple(token.folded for token in tokens[at : at + size]))
            if kinds and tokens[at].words[0].isupper():
                return size, kinds
        return 0, {}


def dates(sentence: str) -> Iterator[Figure]:
    """Yields the dates of a sentence, as tables write them."""
    for match in _DATES.finditer(sentence):
        part = match.groupdict()
        if part["day"]:
            value = f"{part['year']}-{_MONTHS[part['month'].lower()]:02d}-{int(part['day']):02d}"
        elif part["month2"]:
            value = f"{part['year2']}-{_MONTHS[part['month2'].lower()]:02d}"
        elif part["from"]:
            if int(part["to"]) != (int(part["from"]) + 1) % 100:
                continue
            value = f"FY{part['from']}/{part['to']}"
        else:
            value = part["iso"] or part["only"]
        yield Figure(match.start(), match.end(), match.group(), value)


def sums(sentence: str) -> Iterator[Figure]:
    """Yields the sums of money of a sentence."""
    for match in _MONEY.finditer(sentence):
        yield Figure(match.start(), match.end(), match.group(), match.group())


def numbers(sentence: str) -> Iterator[Figure]:
    """Yields the numbers of a sentence, in digits or words, that are no part of a date or a sum."""
    taken = [(one.start, one.end) for one in (*dates(sentence), *sums(sentence))]
    for match in _NUMBER.finditer(sentence):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            word = match.group().lower().replace(",", "")
            yield Figure(match.start(), match.end(), match.group(), str(_NUMBERS.get(word, word)))


def _key(name: str) -> tuple[str, ...]:
    key = tuple(token.folded for token in _tokens(name) if token.folded not in (",", ";", ":", "(", ")", "/", "–"))
    return key[1:] if key[:1] in (("the",), ("y",), ("yr",)) else key


def _tokens(sentence: str) -> list[_Token]:
    even = _POSSESSIVE.sub(lambda match: " " * len(match.group()), sentence)
    found = []
    for match in _TOKEN.finditer(even):
        word = match.group()
        found.append(_Token(match.start(), match.end(), word, "and" if word == "&" else fold(word) or word.casefold()))
    return found


def _area(key: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Returns the area that a name begins or ends with, and what kind of body it says, or nothing."""
    if len(key) > 1 and key[0] == "heddlu":
        return key[1:], "police"
    base = key
    while len(base) > 1 and base[-1] in _AROUND:
        base = base[:-1]
    return (base, _HEADS[key[-1]]) if base != key and key[-1] in _HEADS else ((), "")


def _head(tokens: list[_Token], at: int) -> tuple[str, int]:
    """Returns what the words after a list say that its members are, and where these words end."""
    kind, after = "", at
    for place in range(at, min(at + 3, len(tokens))):
        folded = tokens[place].folded
        if folded in _HEADS:
            kind, after = _HEADS[folded], place + 1
        elif folded not in _AROUND:
            break
    return kind, after


def _same_case(name: str, words: str) -> bool:
    """Tells whether words are written as the name is: an abbreviation exactly, a name with its capitals."""
    if len(name) <= 6 and name.isupper():
        return name == words
    if name.islower():
        return True
    wanted, found = (len(re.findall(r"\b[^\W\d_a-zà-ÿŵŷ]", text)) for text in (re.sub(r"^The ", "", name), words))
    return words.isupper() or found >= wanted - (len(words.split()) > 2)


def _mention(sentence: str, tokens: list[_Token], start: int, stop: int, things: Iterable[str], whole: bool) -> Mention:
    first, last = tokens[start].start, tokens[stop - 1].end
    return Mention(first, last, sentence[first:last], frozenset(things), whole)
