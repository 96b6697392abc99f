"""How wide a text is, and how to break it: advance widths of an Arial-metric sans serif.

The table holds widths in thousandths of the font size, for Latin letters with the Welsh accents;
a character it lacks counts as a full em, so that a box is rather too wide than too narrow.
"""

from __future__ import annotations

import unicodedata

FAMILY = "Arial, 'Liberation Sans', Arimo, Helvetica, 'Nimbus Sans', sans-serif"

_BY_WIDTH = {
    191: "'", 222: "ijlįĵĺļłſ‘’", 260: "|¦", 292: "ľ", 334: "{}ŀ", 350: "•", 355: '"', 365: "º", 370: "ª",
    278: " !,./:;I[\\]ft\u00a0·ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧ", 333: "()-`r¡¨²³´¸¹ŕŗř“”", 375: "ť", 389: "*",
    400: "°", 444: "ĳ", 469: "^", 500: "JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżžỳ", 537: "¶", 549: "±÷", 552: "¯",
    556: "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþāăąđēĕėęěĝğġģĥħĹĻĽĿŁńņňŋōŏőũūŭůűų–€",
    576: "µ", 584: "+<=>~¬×", 604: "ŉ", 611: "FTZ¿ßøŢŤŦŹŻŽ", 615: "ď", 667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸỲ",
    722: "CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŔŖŘŨŪŬŮŰŲŵẁẃẅ", 723: "Ŋ", 735: "Ĳ", 737: "©®", 778: "GOQÒÓÔÕÖØĜĞĠĢŌŎŐ",
    833: "Mm", 834: "¼½¾", 889: "%æ", 944: "WœŴẀẂẄ",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
_BOLD = 1.08
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_REPLACEMENT = "\ufffd"


def plain(text: str) -> str:
    """Returns the text with every invisible or direction-changing character made visible (U+FFFD).

    Tabs and line ends become spaces, so that a label from a document cannot rearrange a picture.
    """
    spaced = " ".join(text.split())
    return "".join(_REPLACEMENT if unicodedata.category(c) in _HIDDEN else c for c in spaced)


def width(text: str, size: float, bold: bool = False) -> float:
    """Returns the advance width of `text` in px at font size `size` px; combining marks count nothing."""
    total = sum(0 if unicodedata.combining(c) else _WIDTHS.get(c, 1000) for c in text)
    return total / 1000 * size * (_BOLD if bold else 1.0)


def wrap(text: str, size: float, widest: float, bold: bool = False, *, even: bool = True) -> tuple[str, ...]:
    """Returns the label as the fewest lines of at most `widest` px, evened out in length unless told not to.

    A single word wider than that is cut into pieces; nothing is dropped.
    """
    words = [piece for word in text.split() for piece in _pieces(word, size, widest, bold)]
    if not words:
        return ("",)
    lines = _fill(words, size, widest, bold)
    if not even:
        return tuple(lines)
    low, high = max(width(word, size, bold) for word in words), widest
    while high - low > 1:
        middle = (low + high) / 2
        if len(_fill(words, size, middle, bold)) > len(lines):
            low = middle
        else:
            high = middle
    return tuple(_fill(words, size, high, bold))


def _fill(words: list[str], size: float, widest: float, bold: bool) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width(longer, size, bold) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(word: str, size: float, widest: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold) > widest:
            pieces.append("")
        pieces[-1] += letter
    return pieces
