"""The checker: editorial rules over the texts of a site, before a build or while writing.

`check_content` returns the diagnostics of a content library, `fix_content` applies those fixes that are certain. Each
rule is a generator function in the module of its subject, below `rules/`; its code, severity and examples are in
`plugins/diagnostics/codes.toml`. Errors that stop a build are among the results. Data particular to one language
is in `plugins/locales/data/<code>.toml` and in CLDR. Nothing is printed, no signal is used, nothing is registered.

Files of the content folder: `words.txt`, correct words that no dictionary has; `glossary.txt`, words whose script is
decided; `dismissed.txt`, diagnostics that were dismissed.
`.cache/checker/` keeps the words that were looked up in dictionaries, and what a publish found in each pair.
"""

from __future__ import annotations

from plugins.checker.engine.checking import CheckResult, check_content, fix_content
from plugins.checker.engine.kept_findings import KeptFindings

__all__ = ["CheckResult", "KeptFindings", "check_content", "fix_content"]
