"""Which characters a format can hold. What it cannot is refused with its place: an export changes nothing silently."""

from __future__ import annotations

import re

from graph.errors import CollabError

# XML 1.0, production 2: what no XML file can hold, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def utf8(text: str) -> bytes:
    """Returns `text` as UTF-8; CollabError, with what stands before it, for half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError as problem:
        raise _refused("UTF-8", text, problem.start) from None


def for_xml(text: str, name: str) -> str:
    """Returns `text` as it is; CollabError for a character that XML, and so the format `name`, cannot hold."""
    if match := _NOT_XML.search(text):
        raise _refused(name, text, match.start())
    return text


def _refused(name: str, text: str, place: int) -> CollabError:
    before = _SURROGATE.sub("?", text[max(0, place - 30) : place].rpartition("\n")[2])
    return CollabError("export-character", format=name, code=f"U+{ord(text[place]):04X}", before=before)
