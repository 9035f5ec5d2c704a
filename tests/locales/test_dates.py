"""Dates, months and plural forms as CLDR has them for each edition."""

from __future__ import annotations

import datetime as dt
import tomllib
from zoneinfo import ZoneInfo

import pytest

from plugins.locales.dates import moment, month_and_year, month_name, time_of_day, week_name
from plugins.locales.strings import Strings, convert_strings
from tests.small_site import ROOT, SmallSite

MORNING = dt.datetime(2026, 9, 3, 9, 5, 0, 7, tzinfo=ZoneInfo("Europe/Belgrade"))


def strings(name: str, cldr: str) -> Strings:
    """The words of an edition that is written by hand."""
    return Strings(name, cldr, tomllib.loads((ROOT / "theme" / "strings" / f"{name}.toml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("cldr", "text", "short", "time"),
    [
        ("en_GB", "3 September 2026", "3 Sept 2026", "09:05"),
        ("sr_Latn_RS", "3. septembar 2026.", "3. 9. 2026.", "09:05"),
        ("sr_Cyrl_RS", "3. септембар 2026.", "3. 9. 2026.", "09:05"),
        ("fi_FI", "3. syyskuuta 2026", "3.9.2026", "9.05"),
        ("ar", "3 سبتمبر 2026", "03\u200f/09\u200f/2026", "9:05 ص"),
    ],
)
def test_day(cldr: str, text: str, short: str, time: str) -> None:
    """A day and a time are written as the edition's readers write them, whatever the computer's own locale is."""
    assert time_of_day(MORNING, cldr) == time
    found = moment(MORNING, cldr)
    assert (found.text, found.short) == (text, short)
    assert found.iso == "2026-09-03T09:05:00+02:00"


@pytest.mark.parametrize(
    ("cldr", "month", "with_year", "week"),
    [
        ("en_GB", "March", "March 2026", "23–29 Nov 2026"),
        ("sr_Latn_RS", "mart", "mart 2026.", "23.–29. nov 2026."),
        ("sr_Cyrl_RS", "март", "март 2026.", "23.–29. нов 2026."),
        ("cs_CZ", "březen", "březen 2026", "23.–29. 11. 2026"),
    ],
)
def test_month(cldr: str, month: str, with_year: str, week: str) -> None:
    """A month alone and a month of a year are in the form that stands alone; a week is its first and last day."""
    assert week_name(dt.date(2026, 11, 23), cldr) == week
    assert (month_name(3, cldr), month_and_year(2026, 3, cldr)) == (month, with_year)


@pytest.mark.parametrize(
    ("n", "english", "serbian"),
    [
        (0, "0 stories", "0 vesti"),
        (1, "1 story", "1 vest"),
        (2, "2 stories", "2 vesti"),
        (5, "5 stories", "5 vesti"),
        (21, "21 stories", "21 vest"),
        (1200, "1,200 stories", "1.200 vesti"),
    ],
)
def test_counts(n: int, english: str, serbian: str) -> None:
    """A count has the plural form and the figures of its language."""
    assert strings("en", "en_GB")("stories", n=n) == english
    assert strings("sr", "sr_Latn_RS")("stories", n=n) == serbian


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "Pronađena je 1 vest"),
        (3, "Pronađene su 3 vesti"),
        (11, "Pronađeno je 11 vesti"),
        (22, "Pronađene su 22 vesti"),
        (101, "Pronađena je 101 vest"),
    ],
)
def test_three_serbian_forms(n: int, text: str) -> None:
    """Serbian tells one, few and other apart by the last figures."""
    assert strings("sr", "sr_Latn_RS")("results", n=n) == text


def test_missing_string_is_named() -> None:
    """A key that no file has is an error that names the file and the key."""
    with pytest.raises(KeyError, match=r"theme/strings/sr\.toml has no string 'welcome'"):
        strings("sr", "sr_Latn_RS")("welcome")


def test_places_survive_conversion() -> None:
    """When an edition is derived, the words are converted and the names of places are not."""
    assert convert_strings({"a": "Cilj {n}: {name}", "b": {"one": "{n} x"}}, str.upper) == {
        "a": "CILJ {n}: {name}",
        "b": {"one": "{n} X"},
    }


@pytest.mark.parametrize(
    ("home", "date", "count", "month"),
    [
        ("/", "2 April 2026", "3 stories", "February 2026"),
        ("/sr/", "2. april 2026.", "3 vesti", "Februar 2026."),
        ("/sr-cyrl/", "2. април 2026.", "3 вести", "Фебруар 2026."),
    ],
)
def test_on_the_pages(built: SmallSite, home: str, date: str, count: str, month: str) -> None:
    """Every edition has its own dates, counts and months on its pages; a heading begins with a capital letter."""
    assert date in built.page(f"{home}news/linked/").main.get_text(" ")
    assert count in " ".join(built.page(f"{home}category/global/").main.get_text(" ").split())
    assert month in built.page(f"{home}archive/2026/02/").h1.get_text(" ")
