"""The checker: an editor's second pair of eyes, before a build or while writing.

`run(library, paths, format=…, strict=…, console=…)` prints them, `check` returns them.
One generator function a rule, in the file of its subject; the faults that stop a build are diagnostics like the others.
What is true of one language only stands in `plugins/locales/data/<code>.toml` and in CLDR. No signal is used, nothing
registered.

Files of the content folder: `words.txt`, words that are right although no dictionary has them, and `glossary.txt`.
Keeps the dictionary's verdicts in `.cache/checker/`.
"""

from __future__ import annotations

from plugins.checker.engine.checking import check
from plugins.checker.engine.reporting import FORMATS, list_rules, run

__all__ = ["FORMATS", "check", "list_rules", "run"]
