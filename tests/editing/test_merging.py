"""The merge of two texts that were made from the same one: nothing that nobody changed is changed, nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.content.headers.reader import read_header
from plugins.editing.document import Document
from plugins.editing.merging import merge

NAMES = ("title", "date", "status", "summary", "author", "custom")
# What stands at each place; words with a number are written nowhere else.
CHANGES = st.sampled_from(["same", "same", "new", "longer", "gone", "alike"])
PLACES = st.lists(CHANGES, min_size=6, max_size=6)


@dataclass(frozen=True)
class Edit:
    """What a side does with each field, each paragraph, and the place before each paragraph and after the last."""

    fields: list[str]
    paragraphs: list[str]
    added: list[int]
    end: str


EDITS = st.builds(
    Edit,
    PLACES,
    PLACES,
    st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=7, max_size=7),
    st.sampled_from(["\n", "", "\n\n"]),
)


def changed(before: str, change: str, word: str) -> str:
    """What a side has in place of what stood there; "" where it has taken it out."""
    return {
        "same": before,
        "new": f"{word} instead",
        "longer": f"{before} {word}".strip(),
        "gone": "",
        "alike": "Of both",
    }[change]


def text_of(fields: dict[str, str], paragraphs: list[str], kind: str, end: str) -> str:
    """A text, in either kind of header."""
    rows = [f"{name.title()}: {value}" for name, value in fields.items() if value]
    head = ["---", "# of the site", *rows, "---", ""] if kind == "yaml" else [*rows, ""] if rows else []
    return "\n".join(head) + "\n" * bool(head) + "\n\n".join(filter(None, paragraphs)) + end


def edited(fields, paragraphs, edit, side, kind):
    """A side's text, and what stands at each place of it."""
    own_fields = {
        name: changed(value, change, f"{side}f{at}")
        for at, ((name, value), change) in enumerate(zip(fields.items(), edit.fields, strict=True))
    }
    if own_fields.get("status"):
        own_fields["status"] = "draft" if "draft" not in own_fields["status"] else "published"
    own = [
        changed(text, change, f"{side}p{at}")
        for at, (text, change) in enumerate(zip(paragraphs, edit.paragraphs, strict=True))
    ]
    added = [[f"{side}a{at}n{number} added" for number in range(count)] for at, count in enumerate(edit.added)]
    body = [*added[0], *(text for at, one in enumerate(own, 1) for text in (one, *added[at]))]
    return text_of(own_fields, body, kind, edit.end), own_fields, own


PARAGRAPHS = [
    "First of all.",
    "Title: in a body",
    "# Heading",
    "- one\n- two",
    "<!-- Of the original -->",
    "Status: published\nlast",
]


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text's body."""
    return [part.strip("\n") for part in Document(text.encode()).body.split("\n\n") if part.strip()]


@given(EDITS, EDITS, st.sampled_from(["plain", "yaml"]), st.sets(st.sampled_from(NAMES)), st.randoms())
def test_each_change_is_kept_and_nothing_else_is_changed(edit, other_edit, kind, present, dice):
    """What neither side changed is as it was, what one changed is as that has it, what both changed is asked with both
    values, and an answer is what the merged text has. The status is the one on disk, unless that was asked."""
    fields = {name: f"{name} of all" if name in present or name == "title" else "" for name in NAMES}
    fields["status"] = "draft" if "status" in present else ""
    base = text_of(fields, PARAGRAPHS, kind, "\n")
    mine, own_fields, own = edited(fields, PARAGRAPHS, edit, "m", kind)
    theirs, other_fields, other = edited(fields, PARAGRAPHS, other_edit, "t", kind)
    if base in (mine, theirs) or "" in (own_fields["title"], other_fields["title"]):
        return
    asked = merge(base, mine, theirs).questions
    answers = {question.key: dice.choice(["mine", "theirs"]) for question in asked}
    merged = merge(base, mine, theirs, answers)
    assert merged.questions == asked
    found, questions = Document(merged.text.encode()).fields, {one.name: one for one in asked if one.kind == "field"}
    for name, before in fields.items():
        values = own_fields[name], other_fields[name]
        if name in questions:
            assert (questions[name].mine, questions[name].theirs) == values
            expected = values[answers[questions[name].key] == "theirs"]
        else:
            assert before in values or values[0] == values[1]
            assert name != "status" or values[0] == values[1]
            expected = values[values[0] == before]
        assert found.get(name, "") == expected
    shown = paragraphs_of(merged.text)
    assert not {*shown} - {*paragraphs_of(mine), *paragraphs_of(theirs)}
    chosen = [getattr(one, answers[one.key]) for one in asked if one.kind == "paragraph"]
    for before, one, two in zip(PARAGRAPHS, own, other, strict=True):
        if one == two == before:
            assert shown.count(before) == 1
    words = " ".join([merged.text, *(f"{one.mine} {one.theirs}" for one in asked)]).split()
    assert not {word for text in (mine, theirs) for word in text.split()} - {*words, *base.split()}
    for answer in chosen:
        assert answer in merged.text


@given(EDITS, st.sampled_from(["plain", "yaml"]))
def test_a_side_that_changed_nothing_has_no_say(edit, kind):
    """Where only one side changed, or both alike, that text is the outcome."""
    fields = dict.fromkeys(NAMES, "of all")
    base, text = text_of(fields, PARAGRAPHS, kind, "\n"), edited(fields, PARAGRAPHS, edit, "m", kind)[0]
    for mine, theirs in ((base, text), (text, base), (text, text)):
        assert (merge(base, mine, theirs).text, merge(base, mine, theirs).questions) == (text, ())


@given(*(st.text(alphabet="ab:-# \n", max_size=40) for _ in range(3)))
def test_any_texts_merge(base, mine, theirs):
    """Whatever stands in three texts, no header line of the outcome is of a body, and each paragraph is of a side."""
    merged = merge(base, mine, theirs)
    for answer in ("mine", "theirs", "both"):
        text = merge(base, mine, theirs, {one.key: answer for one in merged.questions}).text
        lines = {line for side in (base, mine, theirs) for line in side.split("\n")}
        assert {*text.split("\n")} <= {*lines, ""}


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "kind"),
    [
        ("Title: A\n\nB.", "Title: A\nC\n\nB.", "Title: B\n\nB.", "text"),
        ("Title: A\n\nB.", "---\nTitle: A\n---\n\nB.", "Title: B\n\nB.", "text"),
        ("---\nTitle: A\n---\nB.", "---\nTitle: [A\n---\nB.", "---\nTitle: B\n---\nB.", "text"),
        ("A: 1\n\nOne\ntwo\nthree.", "A: 1\n\nOne mine\ntwo\nthree.", "A: 1\n\nOne\ntwo\nthree theirs.", "paragraph"),
    ],
)
def test_what_cannot_be_merged_is_asked_as_a_whole(base, mine, theirs, kind):
    """A header that cannot be read, two kinds of header, and a paragraph with a line of each side are not mixed."""
    (question,) = merge(base, mine, theirs).questions
    assert question.kind == kind
    for answer in ("mine", "theirs"):
        assert merge(base, mine, theirs, {question.key: answer}).text == {"mine": mine, "theirs": theirs}[answer]


def test_a_field_of_a_merged_header_keeps_its_look():
    """Comments, the order of the fields and how each is written stay as they are on each side."""
    base = "---\n# Of the office\ntitle: 'A'\nsummary: >\n  One\n  two\ndate: 2026-01-01\n---\n\nText.\n"
    mine = base.replace("'A'", "'B'")
    theirs = base.replace("date:", "# When\ndate:").replace("  two", "  three")
    merged = merge(base, mine, theirs)
    assert merged.questions == ()
    assert merged.text == theirs.replace("'A'", "'B'")
    assert [known.value for known in read_header(merged.text).fields] == ["B", "One three", "2026-01-01"]
