"""Dates in the words and figures of both languages."""

from __future__ import annotations

import pytest

from plugins.importer.language.data import read_language
from plugins.importer.metadata.dates import calendar_of

CALENDAR = calendar_of([read_language("en", cldr="en_GB"), read_language("sr", cldr="sr_Latn_RS")])
WHOLE = {
    "22 August 2023": "2023-08-22",
    "August 22nd, 2023": "2023-08-22",
    "Tuesday, 22 Aug 2023": "2023-08-22",
    "22. avgusta 2023. godine": "2023-08-22",
    "22. августа 2023.": "2023-08-22",
    "utorak, 22. avgust 2023.": "2023-08-22",
    "1. septembra 2024.": "2024-09-01",
    "22.08.2023.": "2023-08-22",
    "22. 8. 2023.": "2023-08-22",
    "2023-08-22": "2023-08-22",
    "08/22/2023": "2023-08-22",
    "Beograd, 22. avgust 2023.": "2023-08-22",
    "Published on 22 August 2023 at 10:30": "2023-08-22",
}
NOT_WHOLE = [
    "22 August",
    "The meeting on 22 August 2023 was long.",
    "31. februara 2023.",
    "2023",
    "22 August 2023 – 24 August 2023",
    "tel. 22.08.20231",
]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_lines(text: str) -> None:
    """A line that is nothing but a date is one."""
    found = CALENDAR.whole(text)
    assert found is not None
    assert (found.value, found.sure) == (WHOLE[text], True)


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_other_lines(text: str) -> None:
    """A sentence with a date in it, half a date and a day that does not exist are none."""
    assert CALENDAR.whole(text) is None


def test_day_or_month_first() -> None:
    """With strokes and two small numbers nobody can tell."""
    found = CALENDAR.whole("04/05/2024")
    assert found is not None
    assert not found.sure
