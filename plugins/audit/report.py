"""What a check finds, and the report of all checks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from plugins.diagnostics import Diagnostic


def problem(what: str, correction: str, path: str = "") -> Diagnostic:
    """What a check finds in the file that it is given, or at another path: what is wrong, and how to correct it, in a
    sentence each."""
    return Diagnostic(path, 1, 1, f"{what} {correction}", "")


@dataclass(frozen=True)
class Unreadable:
    """A file that does not parse: what is wrong, and how to correct it."""

    what: str
    correction: str


@dataclass(frozen=True)
class Report:
    """All diagnostics, `path` a page's path below the site's root and `line` always 1; `checks` are the codes of all
    checks that ran, in order; `seconds` is how long they took."""

    findings: tuple[Diagnostic, ...]
    checks: tuple[str, ...]
    pages: int
    files: int
    seconds: float

    @property
    def is_ok(self) -> bool:
        """Whether the site may be published."""
        return not any(finding.severity == "error" for finding in self.findings)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The number of findings of each check, zeros included."""
        counted = Counter(finding.code for finding in self.findings)
        return {check: counted[check] for check in self.checks}

    @property
    def headline(self) -> str:
        """The result in one line, such as `Audit: 120 pages, 340 files, 1.2 s, nothing wrong`."""
        number = len(self.findings)
        verdict = "nothing wrong" if not number else f"{number} finding{'' if number == 1 else 's'}"
        return f"Audit: {self.pages} pages, {self.files} files, {self.seconds:.1f} s, {verdict}"

    def as_json(self) -> str:
        """The report as JSON: `ok`, `pages`, `files`, `seconds`, `counts` by check, and `findings` as objects."""
        fields = ("path", "line", "code", "message", "severity")
        rows = [{field: getattr(finding, field) for field in fields} for finding in self.findings]
        head = {"ok": self.is_ok, "pages": self.pages, "files": self.files, "seconds": round(self.seconds, 2)}
        return json.dumps({**head, "counts": dict(self.counts), "findings": rows}, ensure_ascii=False, indent=2)
