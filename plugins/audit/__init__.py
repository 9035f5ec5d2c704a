"""Audit of the built site: reads the output folder as browsers, feed readers and search engines do.

    report = audit(Path("output"), SiteSpec("https://example.org", (EditionSpec("en", "en", "", "English"),)))

It reads no settings and no sources: `SiteSpec` contains all that it needs. Given a `KeptResults`, it keeps what it
found for the next audit. Each check is a generator function in `checks/` that takes the `Site`, most of them with one
parsed file, and yields findings, of which `audit` makes diagnostics; its docstring is the rule. `docs/audit.md` lists
all codes.
"""

from plugins.audit.checks import audit
from plugins.audit.kept_results import KeptResults
from plugins.audit.report import Report
from plugins.audit.spec import EditionSpec, SiteSpec

__all__ = ["EditionSpec", "KeptResults", "Report", "SiteSpec", "audit"]
