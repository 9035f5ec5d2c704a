"""Checking: every rule over every text, and the faults of the build among the findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from plugins.checker.catalogue import rules, rules_of
from plugins.checker.dismissals import is_dismissed, read_dismissals
from plugins.checker.findings import Finding, from_fault
from plugins.checker.manuscripts import Manuscript, Shelf, Twins, read_shelf
from plugins.languages.newsroom import Newsroom
from plugins.languages.pairs import Pair
from plugins.languages.sources import shown


def check(newsroom: Newsroom, paths: Sequence[Path | str] = ()) -> list[Finding]:
    """All findings, by place; with `paths` (files or folders), those in the pairs that lie there."""
    wanted = [named(path, newsroom.desk.root) for path in paths]
    shelf = read_shelf(newsroom.desk)
    found = {from_fault(fault) for fault in newsroom.faults}
    pairs = _pairs(newsroom, wanted)
    for pair in pairs:
        found.update(_of_pair(newsroom, pair, shelf))
    for rule in rules_of("newsroom"):
        found.update(rule(newsroom))
    for speller in shelf.spellers.values():
        speller.save()
    asked = {text.source.path for pair in pairs for text in pair.texts.values()}
    found = set(without_dismissed(newsroom, found))
    return sorted(finding for finding in found if not wanted or finding.path in asked or _within(finding.path, wanted))


def without_dismissed(newsroom: Newsroom, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings but for those that editors have dismissed; faults of the build stay."""
    content = newsroom.desk.content
    lines = read_dismissals(content)
    own = frozenset(rule.name for _, rule in rules() if rule.scope != "build")
    root = shown(content, newsroom.desk.root)
    return (finding for finding in found if not lines or not is_dismissed(finding, root, lines, own))


def _pairs(newsroom: Newsroom, wanted: Sequence[str]) -> list[Pair]:
    unique = {(pair.kind, pair.slug): pair for pair in newsroom.by_name.values()}
    return [
        pair
        for _, pair in sorted(unique.items())
        if not wanted or any(_within(text.source.path, wanted) for text in pair.texts.values())
    ]


def _of_pair(newsroom: Newsroom, pair: Pair, shelf: Shelf) -> Iterator[Finding]:
    scripts = {language: Manuscript(newsroom, pair, text, shelf) for language, text in pair.texts.items()}
    for script in scripts.values():
        for rule in rules_of("manuscript"):
            yield from rule(script)
    for language, script in scripts.items():
        if language != pair.original and _is_compared(pair, script):
            for rule in rules_of("twins"):
                yield from rule(Twins(scripts[pair.original], script))


def _is_compared(pair: Pair, translation: Manuscript) -> bool:
    """A draft translation is still being written; its original says more than it does, and may. Where the whole pair is
    a draft, both are read together before they go out, from the translation's first word on."""
    if translation.text.draft:
        return pair.facts.draft and any(translation.body.words())
    return bool(translation.source.body.strip())


def named(path: Path | str, root: Path) -> str:
    """A path as findings name it."""
    file = Path(path)
    absolute = file if file.is_absolute() else Path.cwd() / file
    return PurePosixPath(shown(absolute.resolve(), root.resolve())).as_posix()


def _within(path: str, wanted: Sequence[str]) -> bool:
    return any(path == name or path.startswith(name.rstrip("/") + "/") or name == "." for name in wanted)
