"""Checks of dates: `datetime` attributes are valid, month names are in the edition's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache

from babel import Locale, UnknownLocaleError

from plugins.audit.built_site import PAGE, Site
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule

WORD = re.compile(r"[^\W\d_]{3,}")
PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?|PT?(\d+[DHMS])+|P\d+D(T(\d+[HMS])+)?")
# strftime in the C locale writes English
UNLOCALISED = "en"


@rule(PAGE)
def datetimes(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every <time> has a date, a month, a year or a duration as HTML spells them."""
    for time in page.times:
        if not is_datetime(time.datetime):
            yield problem(
                f"<time datetime> is «{time.datetime}».",
                "Write it as 2026-01-31, or with the time and its zone as 2026-01-31T08:00:00+01:00.",
            )


def is_datetime(text: str) -> bool:
    """Whether it is a date, a month, a year or a duration, as in `<time datetime>` and `<lastmod>`."""
    if PARTIAL.fullmatch(text):
        return True
    try:
        # fromisoformat also accepts 20260131 and week dates, which HTML does not
        return text[4:5] == "-" and text[7:8] == "-" and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


@rule(PAGE)
def months(site: Site, page: Page) -> Iterator[Diagnostic]:
    """No <time> shows the name of a month in a language that is not the reader's."""
    foreign = foreign_months(tuple(edition.tag for edition in site.spec.editions))
    for time in page.times:
        # A tag that CLDR lacks has no month names, so none is foreign there
        strange = foreign.get(time.lang or page.lang, frozenset())
        for word in WORD.findall(time.text):
            if word.casefold() in strange:
                yield problem(
                    f"The date «{time.text}» has the month «{word}», which is not {time.lang or page.lang}.",
                    "Format the date with the edition's CLDR locale, not with strftime.",
                )


@cache
def foreign_months(tags: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Of each of these tags the names of months in the others that do not also occur in its own language."""
    names = {tag: month_names(tag) for tag in (UNLOCALISED, *tags)}
    return {tag: frozenset().union(*names.values()) - own for tag, own in names.items()}


def month_names(tag: str) -> frozenset[str]:
    """All names of months, long and short, of a BCP 47 tag, in lower case; none where CLDR does not know it."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return frozenset()
    kinds = ((context, width) for context in ("format", "stand-alone") for width in ("wide", "abbreviated"))
    return frozenset(
        name.rstrip(".").casefold() for context, width in kinds for name in locale.months[context][width].values()
    )
