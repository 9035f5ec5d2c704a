"""What the editor reads: for each page what was written, what is asked, what was done and why, and what was left
out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from plugins.importer.model import AROUND, Draft


@dataclass(frozen=True)
class Outcome:
    """One page: its draft and the files written, or the fault that kept it from being imported."""

    path: str
    draft: Draft | None = None
    files: tuple[Path, ...] = ()
    fault: str = ""

    @property
    def state(self) -> str:
        """One word for the table."""
        if self.fault:
            return "failed"
        return "draft" if self.draft and self.draft.questions else "ready"


def print_details(outcomes: Sequence[Outcome], console: Console, content: Path) -> None:
    """Print everything that is to be said of the pages; every word that is in no file is here."""
    told: set[str] = set()
    for outcome in outcomes:
        for style, line in lines(outcome, content, frozenset(told)):
            console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
        told |= {left.text for left in (outcome.draft.left_out if outcome.draft else ()) if left.reason == AROUND}


def lines(outcome: Outcome, content: Path, told: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The lines of one page's report, each with its style; menus in `told` were said of a page before."""
    yield "bold", outcome.path
    if outcome.fault:
        yield "red", f"  not imported: {outcome.fault}"
    draft = outcome.draft
    if draft is None:
        return
    for file in outcome.files:
        yield (
            "green",
            f"  wrote {file.relative_to(content.parent).as_posix() if file.is_relative_to(content.parent) else file}",
        )
    for question in draft.questions:
        yield "yellow", f"  to do: {question}"
    for note in draft.notes:
        yield "", f"  note: {note}"
    for line in draft.taken:
        yield "", f"  read as a fact: {line}"
    for language, text in draft.aside:
        yield "yellow", f"  kept aside, in {language}: this text is in no file; keep it if you need it"
        for row in text.rstrip().split("\n"):
            yield "", f"    {row}"
    for left in draft.left_out:
        text = "the same as on a page before" if left.text in told else " ".join(left.text.split())
        yield "dim", f"  left out ({left.reason}): {text}"


def print_table(outcomes: Sequence[Outcome], console: Console, codes: Sequence[str]) -> None:
    """Print one row a page, and the counts."""
    table = Table("page", "article", *(f"words {code}" for code in codes), "to do", "state", title="Imported")
    for outcome in outcomes:
        draft = outcome.draft
        words = [str(len(draft.bodies.get(code, "").split())) if draft else "" for code in codes]
        table.add_row(
            outcome.path, draft.slug if draft else "", *words, str(len(draft.questions)) if draft else "", outcome.state
        )
    console.print(table)
    counts = {state: sum(outcome.state == state for outcome in outcomes) for state in ("ready", "draft", "failed")}
    console.print(
        f"{len(outcomes)} pages: {counts['ready']} ready, {counts['draft']} drafts with something to do, "
        f"{counts['failed']} failed",
        highlight=False,
    )
