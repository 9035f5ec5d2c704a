"""Checking content: every rule over every text, and the build's errors among the diagnostics."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from plugins.checker.dismissals import read_dismissals
from plugins.checker.engine.check_context import (
    CheckContext,
    LanguageResources,
    begun_part,
    contexts_of,
    read_resources,
)
from plugins.checker.engine.kept_findings import KeptFindings
from plugins.checker.engine.segments import WORD
from plugins.checker.engine.translation_pair import TranslationPair
from plugins.checker.rules import RULES, rules_of
from plugins.content.draft_diagnostics import tell_drafts
from plugins.content.library import ContentLibrary
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import SiteConfig
from plugins.content.sources import Source, display_path
from plugins.diagnostics import Diagnostic, Severity, UserError, program_fault
from plugins.diagnostics.diagnostic import SEVERITIES
from plugins.diagnostics.fixes import apply_fixes
from plugins.diagnostics.overrides import Level, apply_overrides, override
from plugins.system.file_changes import writing
from plugins.system.workers import start_jobs

# Rounds of fixing: a fix may reveal another diagnostic.
ROUNDS = 10
# So many pairs are worth another process.
PAIRS_A_PROCESS = 24


@dataclass(frozen=True)
class CheckResult:
    """The diagnostics in order of place, and the number of checked files; `fixed` are the diagnostics that were fixed
    before, each with its fix; `known` is the number of others, by severity, which are no errors and were found before
    in pairs that are as they were then."""

    diagnostics: tuple[Diagnostic, ...]
    files: int
    fixed: tuple[Diagnostic, ...] = ()
    known: Mapping[Severity, int] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """How many diagnostics have that severity."""
        return sum(diagnostic.severity == severity for diagnostic in self.diagnostics) + self.known.get(severity, 0)

    def has_failed(self, strict: bool = False) -> bool:
        """Whether there is an error; with `strict`, whether there is any diagnostic of a published text."""
        if strict:
            return not all(diagnostic.of_draft for diagnostic in self.diagnostics)
        return bool(self.count("error"))


def check_content(
    library: ContentLibrary,
    paths: Sequence[Path | str] = (),
    overrides: Mapping[str, Level] | None = None,
    kept: KeptFindings | None = None,
    processes: int = 1,
) -> CheckResult:
    """Check all content or, with `paths` (files or folders), the pairs that lie there; what rules found in pairs that
    have not changed is counted by `kept`. Many pairs are shared between `processes`, which are forks of this one.
    `overrides` are the levels of the setting DIAGNOSTICS."""
    wanted = [relative_path(path, library.config.root) for path in paths]
    resources = read_resources(library.config, library.links.extract)
    pairs, levels = _pairs(library, wanted), overrides or {}

    def complete(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        return tell_drafts(drop_dismissed(library, diagnostics), library.draft_paths)

    def check(some: Sequence[Pair]) -> list[Iterator[Diagnostic]]:
        return list(map(complete, check_pairs(library.config, resources, processes, some)))

    # First, since the extracts of all texts are made for it, which other processes then have too.
    diagnostics = set(complete(library.diagnostics))
    in_texts, counts = kept.find(pairs, check) if kept else (chain.from_iterable(check(pairs)), Counter())
    diagnostics.update(in_texts)
    for rule in rules_of("library"):
        diagnostics.update(complete(rule(library)))
    for speller in resources.spellers.values():
        speller.save()
    known = Counter[Severity]()
    for (code, severity), number in counts.items():
        if level := override(code, severity, levels):
            known[level] += number
    in_pairs = {text.source.path for pair in pairs for text in pair.texts.values()}
    chosen = sorted(
        diagnostic
        for diagnostic in diagnostics
        if not wanted or diagnostic.path in in_pairs or _is_within(diagnostic.path, wanted)
    )
    # A file whose header cannot be read belongs to no pair.
    with_diagnostics = {diagnostic.path for diagnostic in chosen if diagnostic.path.endswith(".md")}
    return CheckResult(apply_overrides(chosen, levels), len(in_pairs | with_diagnostics), known=known)


def fix_content(
    load: Callable[[], ContentLibrary], paths: Sequence[Path | str] = (), overrides: Mapping[str, Level] | None = None
) -> CheckResult:
    """Check content and apply every fix that is certain, until none is left; the result is that of the last check.

    `load` reads the content folder again. Raises OSError where a file cannot be written.
    """
    fixed: list[Diagnostic] = []
    for _ in range(ROUNDS):
        library = load()
        result = check_content(library, paths, overrides)
        with writing(library.config.content):
            applied = apply_fixes(result.diagnostics, library.config.root)
        if not applied:
            break
        fixed += applied
    else:
        result = check_content(load(), paths, overrides)
    return CheckResult(result.diagnostics, result.files, tuple(fixed))


def drop_dismissed(library: ContentLibrary, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out the diagnostics that editors have dismissed; errors of the build stay."""
    lines, own = read_dismissals(library.config.content), dismissible_codes()
    root = display_path(library.config.content, library.config.root)
    for diagnostic in diagnostics:
        name = diagnostic.path.removeprefix(f"{root}/")
        covers = (line.covers(name, diagnostic.code, diagnostic.message) for line in lines)
        if not any(covers) or diagnostic.code not in own:
            yield diagnostic


def dismissible_codes() -> frozenset[str]:
    """The codes of diagnostics that an editor may dismiss: those without which the site is built all the same."""
    return frozenset(rule.code.name for rule in RULES if not rule.code.required)


def _pairs(library: ContentLibrary, wanted: Sequence[str]) -> list[Pair]:
    return [
        pair
        for pair in sorted(library.pairs, key=lambda pair: pair.name)
        if not wanted or any(_is_within(text.source.path, wanted) for text in pair.texts.values())
    ]


def check_pairs(
    config: SiteConfig, resources: LanguageResources, processes: int, pairs: Sequence[Pair]
) -> list[tuple[Diagnostic, ...]]:
    """What the rules find in each of several pairs, some of them checked by other processes."""

    def check(pair: Pair) -> tuple[tuple[Diagnostic, ...], list[tuple[str, dict[str, Any]]]]:
        diagnostics = tuple(check_pair(config, pair, resources))
        return diagnostics, [(code, new) for code, speller in resources.spellers.items() if (new := speller.take_new())]

    # The dictionaries and tables that the first pair needs are loaded before the other processes fork.
    results = list(map(check, pairs[:1]))
    results += start_jobs(pairs[1:], check, processes, jobs_a_process=PAIRS_A_PROCESS)()
    for _, words in results:
        for code, new in words:
            resources.spellers[code].learn(new)
    return [diagnostics for diagnostics, _ in results]


def check_pair(config: SiteConfig, pair: Pair, resources: LanguageResources) -> Iterator[Diagnostic]:
    """What the rules find in the texts of one pair and between them, each once in each place: what one text says wrong
    hides nothing of what it says otherwise than another."""
    contexts = contexts_of(config, pair, resources)
    in_texts = (_apply_rules("text", text, text.source) for text in contexts.values())
    yield from _one_in_each_place(chain.from_iterable(in_texts))
    yield from _one_in_each_place(_find_between_texts(pair, contexts))


def _apply_rules(scope: str, subject: object, source: Source) -> Iterator[Diagnostic]:
    """What the rules of a scope find in a subject; where one fails, that is an error of the program, at work on a file,
    and the other rules go on."""
    for rule in rules_of(scope):
        try:
            yield from rule(subject)
        except (UserError, MemoryError):
            raise
        except Exception as error:
            yield program_fault(source.path, 1, error)


def _one_in_each_place(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Of diagnostics of the same word, each of which one correction mends, the gravest, or else the first, with the
    changes that any of them offers."""
    places: dict[tuple[str, int, int], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        places.setdefault((diagnostic.path, diagnostic.line, diagnostic.column), []).append(diagnostic)
    for same in places.values():
        first = min(same, key=lambda diagnostic: SEVERITIES.index(diagnostic.severity))
        offered = [
            first.suggestions,
            *(
                (diagnostic.fix,) if diagnostic.fix else diagnostic.suggestions
                for diagnostic in same
                if diagnostic is not first
            ),
        ]
        yield first if first.fix else replace(first, suggestions=next(filter(None, offered), ()))


def _find_between_texts(pair: Pair, contexts: Mapping[str, CheckContext]) -> Iterator[Diagnostic]:
    for language, context in contexts.items():
        if language != pair.original and _is_compared(pair, context):
            original = contexts[pair.original]
            compared = begun_part(original, context) if context.text.draft else original
            both = TranslationPair(compared, context)
            yield from _apply_rules("translation", both, context.source)


def _is_compared(pair: Pair, translation: CheckContext) -> bool:
    """Whether a translation is compared with its original.

    A draft translation is still being written and may lack what the original says. Where the whole pair is a draft,
    both are compared from the translation's first word on, before they are published, each paragraph as it is begun.
    """
    if translation.text.draft:
        return pair.shared.draft and WORD.search(translation.body.text) is not None
    return bool(translation.source.body.strip())


def relative_path(path: Path | str, root: Path) -> str:
    """A path as diagnostics name it: relative to the site's folder, with forward slashes."""
    # Not by Path.resolve, which before Python 3.13 raises RuntimeError for a link to itself.
    return PurePosixPath(display_path(Path(os.path.realpath(path)), Path(os.path.realpath(root)))).as_posix()


def _is_within(path: str, wanted: Sequence[str]) -> bool:
    return any(path == name or path.startswith(name.rstrip("/") + "/") or name == "." for name in wanted)
