"""Rules about the header, besides those that stop a build, and about outdated translations."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.check_context import CheckContext
from plugins.content.headers.fields import PLACEHOLDER
from plugins.content.outdated import find_outdated
from plugins.diagnostics import Diagnostic, Message
from plugins.diagnostics.rule import rule

LONGEST_TITLE = 110


@rule("text")
def missing_summary(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a published article without a summary."""
    if context.pair.is_story and not context.text.draft and not context.value("summary"):
        message = Message("the article has no summary: add a line such as `Summary: What happened, in one sentence.`")
        yield context.at_field("", message)


@rule("text")
def missing_category(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds an article without a category, in the first of its files."""
    texts = list(context.pair.texts.values())
    # A category that is not known is an error already.
    is_written = any((field := text.source.field("category")) and field.value for text in texts)
    if context.pair.is_story and texts[0] is context.text and not is_written and not context.text.draft:
        names = ", ".join(context.config.category_names(context.text.language).values())
        message = Message("the article has no category: add a line `Category:` with one of {names}", names=names)
        yield context.at_field("", message)


@rule("text")
def long_title(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a title that search results and cards cut."""
    length = len(context.value("title"))
    if length > LONGEST_TITLE:
        message = Message(
            "the title has {n} characters, {most} are shown: put the rest in the summary", n=length, most=LONGEST_TITLE
        )
        yield context.at_field("title", message)


@rule("text")
def title_full_stop(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a full stop at the end of a title, abbreviations with more than one aside."""
    title = context.value("title")
    if title.endswith(".") and title.count(".") == 1:
        yield context.at_field("title", Message("a title ends without a full stop: take it out"), len(title) - 1)


@rule("text")
def placeholder_title(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds the title in square brackets that `import` writes, in a published text."""
    title = context.value("title")
    if PLACEHOLDER.fullmatch(title) and not context.text.draft:
        message = Message("{title!r} only holds the title's place: write the title in this line", title=title)
        yield context.at_field("title", message, 0)


@rule("text")
def modified_before_date(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a `Modified` that is before the date of publication."""
    written, date, modified = context.value("modified"), context.pair.shared.date, context.text.modified
    if written and date and modified and modified.date() < date.date():
        message = Message(
            "Modified {modified!r} is before the article's date, {date}: correct one of the two",
            modified=written,
            date=date.date().isoformat(),
        )
        yield context.at_field("modified", message)


@rule("text")
def behind_original(context: CheckContext) -> Iterator[Diagnostic]:
    """Finds a translation whose original has changed since it was recorded."""
    outdated = find_outdated(context.pair, context.text.language, context.config)
    if outdated:
        count = len(outdated.changes)
        message = Message(
            "the original has changed in {n} place{s} since this was translated: "
            "see `./inv status`, then run `./inv check --accept {slug}`",
            n=count,
            s="s" if count > 1 else "",
            slug=context.pair.slug,
        )
        yield context.at_field("", message)
