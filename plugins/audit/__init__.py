"""Audit of the built site: reads the output folder as browsers, feed readers and search engines do.

    report = audit(Path("output"), SiteSpec("https://example.org", (EditionSpec("en", "en", "", "English"),)))

It reads no settings, no sources and nothing of the other packages: `SiteSpec` holds all that it needs to know.
Each check is a generator function in `checks/` that takes the `Site` and yields findings; its name is the code of its
findings, its docstring is the rule. `docs/audit.md` lists all checks.
"""

from plugins.audit.checks import audit
from plugins.audit.report import Finding, Report
from plugins.audit.spec import EditionSpec, SiteSpec

__all__ = ["EditionSpec", "Finding", "Report", "SiteSpec", "audit"]
