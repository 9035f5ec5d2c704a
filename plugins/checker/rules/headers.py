"""Rules about the header, besides those that stop a build, and about outdated translations."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.checker.engine.rule import Finding, rule
from plugins.checker.engine.segments import PLACEHOLDER
from plugins.content.outdated import find_outdated
from plugins.diagnostics import Message

LONGEST_TITLE = 110


@rule()
def missing_summary(context: CheckContext) -> Iterator[Finding]:
    """Finds a published article without a summary."""
    if context.pair.is_story and not context.text.draft and not _value(context, "summary"):
        yield Finding(
            context.source.path,
            1,
            1,
            Message("the article has no summary: add a line such as `Summary: What happened, in one sentence.`"),
        )


@rule()
def missing_category(context: CheckContext) -> Iterator[Finding]:
    """Finds an article without a category, in the first of its files."""
    texts = list(context.pair.texts.values())
    # A category that is not known is an error already.
    is_written = any((field := text.source.field("category")) and field.value for text in texts)
    if context.pair.is_story and texts[0] is context.text and not is_written and not context.text.draft:
        names = ", ".join(context.config.category_names(context.text.language).values())
        message = Message("the article has no category: add a line `Category:` with one of {names}", names=names)
        yield Finding(context.source.path, 1, 1, message)


@rule()
def long_title(context: CheckContext) -> Iterator[Finding]:
    """Finds a title that search results and cards cut."""
    field = context.source.field("title")
    if field and len(field.value) > LONGEST_TITLE:
        message = Message(
            "the title has {n} characters, {most} are shown: put the rest in the summary",
            n=len(field.value),
            most=LONGEST_TITLE,
        )
        yield Finding(context.source.path, field.line, 1, message)


@rule()
def title_full_stop(context: CheckContext) -> Iterator[Finding]:
    """Finds a full stop at the end of a title, abbreviations with more than one aside."""
    field = context.source.field("title")
    if field and field.value.endswith(".") and not field.value.endswith(("..", ". .")) and field.value.count(".") == 1:
        yield Finding(
            context.source.path,
            field.line,
            len("title: ") + len(field.value),
            Message("a title ends without a full stop: take it out"),
        )


@rule()
def placeholder_title(context: CheckContext) -> Iterator[Finding]:
    """Finds the title in square brackets that `import` writes, in a published text."""
    field = context.source.field("title")
    if field and PLACEHOLDER.fullmatch(field.value) and not context.text.draft:
        message = Message("{title!r} only holds the title's place: write the title in this line", title=field.value)
        yield Finding(context.source.path, field.line, len("title: ") + 1, message)


@rule()
def modified_before_date(context: CheckContext) -> Iterator[Finding]:
    """Finds a `Modified` that is before the date of publication."""
    field, date, modified = context.source.field("modified"), context.pair.shared.date, context.text.modified
    if field and date and modified and modified.date() < date.date():
        message = Message(
            "Modified {modified!r} is before the article's date, {date}: correct one of the two",
            modified=field.value,
            date=date.date().isoformat(),
        )
        yield Finding(context.source.path, field.line, 1, message)


@rule()
def behind_original(context: CheckContext) -> Iterator[Finding]:
    """Finds a translation whose original has changed since it was recorded."""
    found = find_outdated(context.pair, context.text.language, context.config.content)
    if found:
        count = len(found.changes)
        message = Message(
            "the original has changed in {n} place{s} since this was translated: "
            "see `./inv status`, then run `./inv check --accept {slug}`",
            n=count,
            s="s" if count > 1 else "",
            slug=context.pair.slug,
        )
        yield Finding(context.source.path, 1, 1, message)


def _value(context: CheckContext, name: str) -> str:
    field = context.source.field(name)
    return field.value if field else ""
