"""Headers: plain lines and YAML front matter are read alike, and nothing of a value is lost."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.headers.fields import FieldError, read_date
from plugins.content.headers.reader import HeaderError, read_header

NAMES = st.sampled_from(["title", "summary", "image-alt", "author", "image-credit"])
# A value as an editor may write it on one line: any letters and signs, colons and quotation marks too.
VALUES = (
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\\"), min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
FIELDS = st.dictionaries(NAMES, VALUES, min_size=1)


def plain(fields: dict[str, str]) -> str:
    """The fields as plain lines."""
    return "".join(f"{name.title()}: {value}\n" for name, value in fields.items()) + "\nBody.\n"


def front_matter(fields: dict[str, str]) -> str:
    """The fields as YAML, as an editor in a browser writes them."""
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return f"---\n{lines}---\nBody.\n"


def values(text: str) -> dict[str, str]:
    """What is read."""
    return {field.name: field.value for field in read_header(text).fields}


@given(FIELDS)
def test_plain_and_yaml_say_the_same(fields: dict[str, str]) -> None:
    """The same fields, written as plain lines or as YAML, give the same names and values."""
    assert values(plain(fields)) == values(front_matter(fields)) == fields


@given(FIELDS, st.booleans())
def test_body_begins_after_the_header(fields: dict[str, str], yaml: bool) -> None:
    """The body's first line is where the header says, and each field's line is its own."""
    text = front_matter(fields) if yaml else plain(fields)
    header, lines = read_header(text), text.split("\n")
    assert "\n".join(lines[header.body_line - 1 :]).strip() == "Body."
    for field in header.fields:
        assert lines[field.line - 1].lower().startswith(f"{field.name}:")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever a file holds, its header is read or refused with a line of that file."""
    text = text.replace("\r", "")
    for candidate in (text, f"---\n{text}"):
        try:
            line = read_header(candidate).body_line
        except HeaderError as diagnostic:
            line = diagnostic.line
        # A body that is not there begins after the last line.
        assert 1 <= line <= candidate.count("\n") + 3


@given(FIELDS, st.integers(0), st.sampled_from(['"', "'", "[", "{", "{a: [", "@", "- "]), st.booleans())
def test_what_is_open_in_yaml_is_wrong_where_it_opens(
    fields: dict[str, str], which: int, opening: str, more: bool
) -> None:
    """A quotation mark or a bracket that nothing closes is reported at its own field, whatever follows: also a field in
    quotation marks, the first of which would close it."""
    which %= len(fields)
    lines = front_matter(fields).split("\n")
    lines[1 + which] = f"{[*fields][which]}: {opening}open"
    if more:
        lines[1 + which :] = [lines[1 + which], "  and more", *lines[2 + which :]]
    with pytest.raises(HeaderError) as caught:
        read_header("\n".join(lines))
    assert caught.value.line == 2 + which


def test_lists_and_null_in_yaml() -> None:
    """A YAML list is its words with commas, an absent value is empty, dates and numbers stay as they are written."""
    header = "---\ntitle:\nsdgs: [16, 16.2, 5]\ndate: 2026-03-01\n---\nText."
    assert values(header) == {"title": "", "sdgs": "16, 16.2, 5", "date": "2026-03-01"}


def test_value_over_two_lines() -> None:
    """An indented line goes on with the value before it, in a plain header as in YAML."""
    assert values("Summary: One\n  and two.\n\nText.") == {"summary": "One and two."}
    assert values("---\nsummary: >\n  One\n  and two.\n---\n") == {"summary": "One and two."}


@pytest.mark.parametrize(
    "text",
    [
        "Just text.\nMore: text.",
        "\n\n# A heading\n\nName: value\n",
        "Order was kept.\nHe said: go.\n",
        "Order was kept.\n\nDate: 2026-03-01\n",
    ],
)
def test_text_without_a_header(text: str) -> None:
    """Where the first line is no field there is no header, whatever follows."""
    assert read_header(text).fields == ()


def test_nested_yaml_is_refused() -> None:
    """A table inside a field is refused with the line of that field."""
    with pytest.raises(HeaderError, match="must be text or a list of words") as caught:
        read_header("---\ntitle: x\nimage:\n  file: a.jpg\n---\n")
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("Title The bridge", "write `Title: The bridge`"),
        ("title; The bridge", "write `title: The bridge`"),
        ("Title\uff1a The bridge", "write `Title: The bridge`"),
        ("Title", "write `Title:`"),
        ("Image-Alt The bridge over the Sava at dawn", "write `Image-Alt: The bridge over the Sava at …`"),
        ("Image Alt: The bridge", "write `Name: value`"),
        ("\tTitle: The bridge", "begin it at the edge"),
    ],
)
def test_a_field_without_its_colon_is_reported(line: str, fix: str) -> None:
    """A line that has a field's name and no colon is named with what to write, also where the header begins with it."""
    for text, number in ((f"{line}\nDate: 2026-03-01\n\nText.", 1), (f"Author: We\n{line}\n\nText.", 2)):
        with pytest.raises(HeaderError) as caught:
            read_header(text)
        assert (caught.value.line, caught.value.code) == (number, "bad-header")
        assert fix in str(caught.value)


@pytest.mark.parametrize("above", ["Image-Credit:\n    ", "Author: The press office\n\t", "Summary: One.\n \t"])
def test_text_right_below_the_header_is_not_taken_into_it(above: str) -> None:
    """A paragraph that begins with a tab, or stands below an empty field, is no value of that field."""
    with pytest.raises(HeaderError, match="leave an empty line before the text") as caught:
        read_header(f"Title: The bridge\n{above}The bridge is open.\n\nIt is long.")
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-09-03", "2026-09-03T00:00:00+02:00"),
        ("3. 9. 2026. 10:05", "2026-09-03T10:05:00+02:00"),
        ("2026-09-03T10:00Z", "2026-09-03T12:00:00+02:00"),
        # An hour that summer time skips, and one that is there twice.
        ("2026-03-29 02:30", "2026-03-29T03:30:00+02:00"),
        ("2026-10-25 02:30", "2026-10-25T02:30:00+02:00"),
        ("2026-02-30", ""),
        ("1945-12-31", ""),
        ("9999-12-31 23:59", ""),
        ("²026-01-01", ""),
    ],
)
def test_a_date_is_a_moment_of_the_sites_zone(written: str, read: str) -> None:
    """Or it is refused by its own rule."""
    try:
        assert read_date(written, ZoneInfo("Europe/Belgrade")).isoformat() == read
    except FieldError as error:
        assert (error.code, read) == ("bad-date", "")  # noqa: PT017
