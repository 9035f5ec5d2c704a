"""The rule that a translation has seen the newest text of its original."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.checker.engine.context import Manuscript
from plugins.checker.engine.rule import Note, rule
from plugins.content.outdated import behind


@rule("advice")
def behind_original(script: Manuscript) -> Iterator[Note]:
    """A translation follows its original; where the original has changed, the paragraphs are named.

    Bad: a sentence is added to bridge.en.md and bridge.sr.md stays as it was
    Good: the sentence is translated too, then `./inv check --accept bridge`
    """
    found = behind(script.pair, script.text.language, script.library.config.content)
    if found:
        count = len(found.changes)
        message = (
            f"the original has changed in {count} place{'s' if count > 1 else ''} since this was translated: "
            f"see `./inv status`, then say `./inv check --accept {script.pair.slug}`"
        )
        yield Note(script.source.path, 1, 1, message)
