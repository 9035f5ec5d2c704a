"""The importer's report: for each page what was written, what is asked, what was done and why, and what was left out.

`ImportOutcome` is one page of a run; `report_lines` are its lines for a terminal or a log. Nothing is printed here.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.diagnostics.printable import printable_line
from plugins.importer.asked import LONGEST_QUOTED, Topic
from plugins.importer.result import ImportResult
from plugins.importer.units import quote
from plugins.importer.writers.files import display_path


@dataclass(frozen=True)
class ImportOutcome:
    """One page: its result and the files written, or the message that says why it was not imported."""

    path: str
    result: ImportResult | None = None
    files: tuple[Path, ...] = ()
    failure: str = ""

    @property
    def state(self) -> str:
        """One word for the table."""
        if self.failure:
            return "failed"
        return "to do" if self.result and self.result.questions else "ready"


# The questions that a folder of pages calls for again and again, and what is said of one page and of many.
ASKED_ONCE = (
    (Topic.NO_DATE, "a page does not say when it was published", "pages do not say when they were published"),
    (Topic.NO_CATEGORY, "a page names no category of this site", "pages name no category of this site"),
)


def ask_once(outcomes: Sequence[ImportOutcome]) -> tuple[Sequence[ImportOutcome], Sequence[str]]:
    """The outcomes of several pages, of which those without a date, or without a category, only note it, and for each
    of the two one question about all pages that lack it; no question where there is one page."""
    changed, lines = list(outcomes), []
    for topic, single, many in ASKED_ONCE if len(outcomes) > 1 else ():
        results = [outcome.result if not outcome.failure else None for outcome in changed]
        asked = [
            (at, result, question)
            for at, result in enumerate(results)
            for question in (result.questions if result else ())
            if result and question.topic is topic
        ]
        for at, result, question in asked:
            rest = tuple(other for other in result.questions if other != question)
            noted = replace(result, questions=rest, notes=(*result.notes, question.message))
            changed[at] = replace(changed[at], result=noted)
        if asked:
            pages = f"{len(asked)} {many}" if len(asked) > 1 else single
            lines.append(f"to do: {pages}: write it there, or {asked[0][2].advice} and --force")
    return changed, lines


def report_lines(outcome: ImportOutcome, content: Path) -> Iterator[tuple[str, str]]:
    """The lines of one page's report, each with its style. They have every word of the page that is in no file, also
    where another page of the same run has the same menus."""
    yield "bold", printable_line(outcome.path)
    if outcome.failure:
        reason = outcome.failure.removeprefix(f"{outcome.path}: ")
        yield "red", f"  not imported: {printable_line(reason)}"
    result = outcome.result
    if result is None:
        return
    for file in outcome.files:
        yield "green", f"  wrote {printable_line(display_path(file, content))}"
    if not outcome.failure:
        for question in result.questions:
            yield "yellow", f"  to do: {printable_line(str(question))}"
            if question.beside:
                yield "", f"    the other text has there: {printable_line(quote(question.beside, LONGEST_QUOTED))}"
        yield from (("", f"  note: {printable_line(note)}") for note in result.notes)
    yield from (("", f"  read as a fact: “{_in_one_line(fact.text)}” ({fact.why})") for fact in result.facts)
    for language, text in result.aside:
        yield "yellow", f"  kept aside, in {language}: this text is in no file; keep it if you need it"
        for row in text.rstrip().split("\n"):
            yield "", f"    {printable_line(row)}"
    for left in result.left_out:
        yield "dim", f"  left out ({left.why}): {_in_one_line(left.text)}"


def _in_one_line(text: str) -> str:
    return printable_line(" ".join(text.split()))


def next_step(outcomes: Sequence[ImportOutcome], content: Path) -> str:
    """What to do with the files that were written; "" where there are none."""
    files = [display_path(file, content) for outcome in outcomes for file in outcome.files if file.suffix == ".md"]
    if not files:
        return ""
    named = f" {shlex.join(files)}" if len(outcomes) == 1 else ""
    return printable_line(
        f"Next: run ./inv check{named}, look through each file, then delete its line `Status: draft` to publish it"
    )


def table_rows(outcomes: Sequence[ImportOutcome], codes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """One row a page: its name, the article, the words in each language, how much there is to do, and its state; first
    those with the most to do."""
    ordered = sorted(outcomes, key=lambda outcome: -len(outcome.result.questions) if outcome.result else -1000)
    for outcome in ordered:
        result = outcome.result
        words = [str(len(result.bodies.get(code, "").split())) if result else "" for code in codes]
        asked = str(len(result.questions)) if result else ""
        yield printable_line(outcome.path), result.slug if result else "", *words, asked, outcome.state
