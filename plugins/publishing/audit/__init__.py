"""The audit of the built site: the last pair of eyes before readers.

It reads the output folder as a browser, a feed reader and a search engine would, and knows nothing of how it was made.

    report = audit(Path("output"), SiteFacts("https://example.org", (EditionFacts("en", "en", "", "English"),)))

Each check is a generator function that takes the `Site` and yields a `Finding` with the page, the fault and the cure;
its docstring is its rule, its name is the name in the report. `docs/audit.md` lists them all.
"""

from plugins.publishing.audit.auditing import audit
from plugins.publishing.audit.facts import EditionFacts, SiteFacts
from plugins.publishing.audit.findings import Finding
from plugins.publishing.audit.report import Report

__all__ = ["EditionFacts", "Finding", "Report", "SiteFacts", "audit"]
