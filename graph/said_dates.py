"""How a date of a source is said to a reader: by Babel, in the language in force, its vagueness in words.

For pages, pictures and the sentences of what-if; cells of answers and exports keep dates as their source gave them.
"""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date, format_skeleton

from graph.dates import bounds
from graph.wording import say, spoken

_LOCALES = {"en": "en_GB", "cy": "cy"}
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def months() -> list[str]:
    """Returns the names of the twelve months as they stand in a date, in the language in force."""
    return [str(format_date(date(2000, month, 1), "MMMM", locale=_LOCALES[spoken()])) for month in range(1, 13)]


def said(text: str) -> str:
    """Returns "24 November 2021" for 2021-11-24, "July 2013 or later" for [2013-07..], and so on.

    A text that is no date of ours comes back as it is.
    """
    try:
        bounds(text)
    except ValueError:
        return text
    if text.endswith("?"):
        return say("dates.said-perhaps", date=said(text[:-1]))
    if text.endswith("~"):
        return say("dates.said-about", date=said(text[:-1]))
    if text.startswith("[.."):
        return say("dates.said-by", date=said(text[3:-1]))
    if text.startswith("["):
        return say("dates.said-or-later", date=said(text[1:-3]))
    if text.startswith("FY"):
        return say("dates.said-financial-year", years=text[2:])
    earliest, locale = bounds(text).earliest, _LOCALES[spoken()]
    if earliest is not None and _DAY.fullmatch(text):
        return str(format_date(earliest, "long", locale=locale))
    if earliest is not None and _MONTH.fullmatch(text):
        return str(format_skeleton("yMMMM", earliest, locale=locale))
    return text
