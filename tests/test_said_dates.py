"""A date is said no more exactly than it is written, in the language in force."""

import pytest

from graph import wording
from graph.said_dates import said
from graph.wording import forms, say_count


@pytest.mark.parametrize(
    ("written", "in_english", "in_welsh"),
    [
        ("2006", "2006", "2006"),
        ("2013-07", "July 2013", "Gorffennaf 2013"),
        ("2021-11-24", "24 November 2021", "24 Tachwedd 2021"),
        ("FY2020/21", "financial year 2020/21", "blwyddyn ariannol 2020/21"),
        ("[2023-01..]", "January 2023 or later", "Ionawr 2023 neu'n hwyrach"),
        ("[..2021-11-10]", "10 November 2021 or before", "10 Tachwedd 2021 neu gynt"),
        ("2015~", "about 2015", "tua 2015"),
        ("2013-07?", "perhaps July 2013", "efallai Gorffennaf 2013"),
        ("", "", ""),
        ("31/07/2013", "31/07/2013", "31/07/2013"),
        ("<b>2013</b>", "<b>2013</b>", "<b>2013</b>"),
    ],
)
def test_said(written: str, in_english: str, in_welsh: str) -> None:
    assert said(written) == in_english
    wording.speak("cy")
    assert said(written) == in_welsh


def test_counts_follow_the_language() -> None:
    english = [say_count("views.mark.alone", count) for count in range(4)]
    assert english == ["0 arrangements", "1 arrangement", "2 arrangements", "3 arrangements"]
    wording.speak("cy")
    welsh = [say_count("views.mark.alone", count) for count in (0, 1, 2, 3, 4, 6, 7)]
    assert welsh == [
        "0 trefniant",
        "1 trefniant",
        "2 drefniant",
        "3 threfniant",
        "4 trefniant",
        "6 threfniant",
        "7 trefniant",
    ]
    assert forms("views.mark.alone")["two"] == "{count} drefniant"


def test_forms_that_nobody_wrote_are_an_error() -> None:
    with pytest.raises(KeyError, match="no sentence"):
        forms("views.nothing")
