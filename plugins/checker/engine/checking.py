"""Checking: every rule over every text, and the faults of the build among the diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from plugins.checker.dismissals import is_dismissed, read_dismissals
from plugins.checker.engine.catalogue import rules, rules_of
from plugins.checker.engine.context import Manuscript, Shelf, Twins, read_shelf
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair
from plugins.content.sources import shown
from plugins.diagnostics import Diagnostic


def check(library: ContentLibrary, paths: Sequence[Path | str] = ()) -> list[Diagnostic]:
    """All diagnostics, by place; with `paths` (files or folders), those in the pairs that lie there."""
    wanted = [named(path, library.config.root) for path in paths]
    shelf = read_shelf(library.config)
    found = set(library.diagnostics)
    pairs = _pairs(library, wanted)
    for pair in pairs:
        found.update(_of_pair(library, pair, shelf))
    for rule in rules_of("newsroom"):
        found.update(rule(library))
    for speller in shelf.spellers.values():
        speller.save()
    asked = {text.source.path for pair in pairs for text in pair.texts.values()}
    found = set(without_dismissed(library, found))
    return sorted(
        diagnostic for diagnostic in found if not wanted or diagnostic.path in asked or _within(diagnostic.path, wanted)
    )


def without_dismissed(library: ContentLibrary, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics but for those that editors have dismissed; errors of the build stay."""
    content = library.config.content
    lines = read_dismissals(content)
    own = frozenset(rule.name for _, rule in rules() if rule.scope != "build")
    root = shown(content, library.config.root)
    return (diagnostic for diagnostic in found if not lines or not is_dismissed(diagnostic, root, lines, own))


def _pairs(library: ContentLibrary, wanted: Sequence[str]) -> list[Pair]:
    unique = {(pair.kind, pair.slug): pair for pair in library.by_name.values()}
    return [
        pair
        for _, pair in sorted(unique.items())
        if not wanted or any(_within(text.source.path, wanted) for text in pair.texts.values())
    ]


def _of_pair(library: ContentLibrary, pair: Pair, shelf: Shelf) -> Iterator[Diagnostic]:
    scripts = {language: Manuscript(library, pair, text, shelf) for language, text in pair.texts.items()}
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
        return pair.shared.draft and any(translation.body.words())
    return bool(translation.source.body.strip())


def named(path: Path | str, root: Path) -> str:
    """A path as diagnostics name it."""
    file = Path(path)
    absolute = file if file.is_absolute() else Path.cwd() / file
    return PurePosixPath(shown(absolute.resolve(), root.resolve())).as_posix()


def _within(path: str, wanted: Sequence[str]) -> bool:
    return any(path == name or path.startswith(name.rstrip("/") + "/") or name == "." for name in wanted)
