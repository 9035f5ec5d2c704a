"""What the head of a page says of it."""

from __future__ import annotations

import pytest

from plugins.importer.language.data import read_language
from plugins.importer.metadata.dates import calendar_of
from plugins.importer.readers.head import read_head

CALENDAR = calendar_of([read_language("en", cldr="en_GB")])
JOINTS = ["|", "»", "::", "-", "–", "—"]


def head_of(window: str, **meta: str) -> str:
    """The title that the head of a page gives."""
    tags = "".join(f'<meta property="og:{name}" content="{words}">' for name, words in meta.items())
    return read_head(f"<html><head><title>{window}</title>{tags}</head></html>", CALENDAR).title


@pytest.mark.parametrize("joint", JOINTS)
def test_the_sites_name_is_no_part_of_the_title(joint: str) -> None:
    """Whichever sign it stands behind, in whatever capitals, in the title of the window and in that for cards; what is
    no name of the site stays."""
    long = f"Bridge {joint} Two years {joint} The Voice"
    assert head_of(long, site_name="The voice ") == f"Bridge {joint} Two years"
    assert head_of("Window", title=long, site_name="THE VOICE") == f"Bridge {joint} Two years"
    assert head_of("Window", title=long, site_name="Voice") == long
    assert head_of("Window", title=long) == long
    assert head_of("The Voice", site_name="The Voice") == "The Voice"
    assert head_of("North-south Voice", site_name="south Voice") == "North-south Voice"


@pytest.mark.parametrize("joint", JOINTS)
def test_without_the_sites_name_a_stroke_alone_parts_it(joint: str) -> None:
    """Only in the title of the window, which sites make of two."""
    assert head_of(f"Bridge {joint} Voice") == ("Bridge" if joint == "|" else f"Bridge {joint} Voice")


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ('<html lang="SR-Latn">', "sr"),
        ('<meta property="og:locale" content="Sr_RS">', "sr"),
        ('<meta name="content-language" content="SR-cyrl">', "sr"),
        ('<link rel="canonical" href="https://glas.hr/a">', "hr"),
    ],
)
def test_the_language_of_a_page(page: str, code: str) -> None:
    """However it is written and wherever it stands, or that of its country's domain."""
    assert read_head(page, CALENDAR).languages == {code}
