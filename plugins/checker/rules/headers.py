"""Rules about the header's lines, beyond those without which nothing is built."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.checker.engine.segments import PLACEHOLDER

LONGEST_TITLE = 110


@rule("advice")
def missing_summary(script: Manuscript) -> Iterator[Note]:
    """A summary says in one or two sentences what happened; lists, search results and shared links show it.

    Bad: a header without a `Summary:` line
    Good: Summary: Thirty officers received protective equipment in Belgrade.
    """
    if script.pair.kind == "news" and not script.text.draft and not _value(script, "summary"):
        yield Note(
            script.source.path,
            1,
            1,
            "the article has no summary: add a line such as `Summary: What happened, in one sentence.`",
        )


@rule("advice")
def missing_category(script: Manuscript) -> Iterator[Note]:
    """An article without a category is in no section of the site.

    Bad: a pair in which no file has a `Category:` line
    Good: Category: Local
    """
    first = next(iter(script.pair.texts.values())) is script.text
    if script.pair.kind == "news" and first and not script.pair.shared.category and not script.text.draft:
        names = ", ".join(script.library.config.category_names(script.text.language).values())
        yield Note(script.source.path, 1, 1, f"the article has no category: add a line `Category:` with one of {names}")


@rule("advice")
def long_title(script: Manuscript) -> Iterator[Note]:
    """A title of more than 110 characters is cut in search results and on cards.

    Bad: Title: In a ceremony held on 22 August in Belgrade, with guests from … (140 characters)
    Good: Title: Equipment for thirty officers
    """
    field = script.source.field("title")
    if field and len(field.value) > LONGEST_TITLE:
        message = f"the title has {len(field.value)} characters, {LONGEST_TITLE} are shown: put the rest in the summary"
        yield Note(script.source.path, field.line, 1, message)


@rule("advice")
def title_full_stop(script: Manuscript) -> Iterator[Note]:
    """A title ends without a full stop.

    Bad: Title: The bridge is open.
    Good: Title: The bridge is open
    """
    field = script.source.field("title")
    if field and field.value.endswith(".") and not field.value.endswith(("..", ". .")) and field.value.count(".") == 1:
        yield Note(
            script.source.path,
            field.line,
            len("title: ") + len(field.value),
            "a title ends without a full stop: take it out",
        )


@rule()
def placeholder_title(script: Manuscript) -> Iterator[Note]:
    """A title in square brackets holds the place of one that is still to be written.

    Bad: Title: [DRAFT: write the title in English]
    Good: Title: The bridge is open
    """
    field = script.source.field("title")
    if field and PLACEHOLDER.fullmatch(field.value) and not script.text.draft:
        message = f"{field.value!r} only holds the title's place: write the title in this line"
        yield Note(script.source.path, field.line, len("title: ") + 1, message)


@rule()
def modified_before_date(script: Manuscript) -> Iterator[Note]:
    """A text cannot have been changed before it was published.

    Bad: Date: 2026-09-03 with Modified: 2026-08-03
    Good: Date: 2026-09-03 with Modified: 2026-09-08
    """
    field, date, modified = script.source.field("modified"), script.pair.shared.date, script.text.modified
    if field and date and modified and modified.date() < date.date():
        message = (
            f"Modified {field.value!r} is before the article's date, {date.date().isoformat()}: correct one of the two"
        )
        yield Note(script.source.path, field.line, 1, message)


def _value(script: Manuscript, name: str) -> str:
    field = script.source.field(name)
    return field.value if field else ""
