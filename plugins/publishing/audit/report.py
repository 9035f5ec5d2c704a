"""What the audit found, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from rich.markup import escape
from rich.table import Column, Table

from plugins.publishing.audit.findings import Finding

EXAMPLES = 5


@dataclass(frozen=True)
class Report:
    """All findings; `checks` are the names of all that were run, in order; `seconds` is how long it took."""

    findings: tuple[Finding, ...]
    checks: tuple[str, ...]
    pages: int
    files: int
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether the site may be published."""
        return not self.findings

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many findings each check has, zeros included."""
        counted = Counter(finding.check for finding in self.findings)
        return {check: counted[check] for check in self.checks}

    def table(self, examples: int = EXAMPLES) -> Table:
        """One row for each finding, at most `examples` of a check, as one fault in a template is one on every page."""
        verdict = "nothing wrong" if self.ok else f"{len(self.findings)} findings"
        title = f"Audit: {self.pages} pages, {self.files} files, {self.seconds:.1f} s, {verdict}"
        # An address is copied from here: it may be broken into lines, and not cut short.
        columns = (Column(name, overflow="fold") for name in ("check", "page", "what is wrong, and the cure"))
        table = Table(*columns, title=title, title_justify="left")
        for check, page, message in self._rows(examples):
            # A bracket in an address or a title is markup to Rich
            table.add_row(check, escape(page), escape(message))
        return table

    def _rows(self, examples: int) -> Iterator[tuple[str, str, str]]:
        for check, count in self.counts.items():
            found = (finding for finding in self.findings if finding.check == check)
            for finding in islice(found, examples):
                yield check, finding.page, finding.message
            if count > examples:
                yield check, "…", f"and {count - examples} more"
            elif not count:
                yield check, "", "✓"

    def as_json(self) -> str:
        """Everything: `ok`, `pages`, `files`, `seconds`, `counts` by check, and `findings` as objects."""
        rows = [
            {"page": one.page, "check": one.check, "what": one.what, "cure": one.cure, "message": one.message}
            for one in self.findings
        ]
        head = {"ok": self.ok, "pages": self.pages, "files": self.files, "seconds": round(self.seconds, 2)}
        return json.dumps({**head, "counts": dict(self.counts), "findings": rows}, ensure_ascii=False, indent=2)
