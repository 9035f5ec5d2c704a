"""`check`: the content, the built site, or the list of codes."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.cli.commands.audit import audit_site
from plugins.cli.terminal import command, count, print_line
from plugins.diagnostics import FORMATS, Diagnostic, Format, SettingError, format_diagnostics, keep_faults
from plugins.diagnostics.printable import printable_line
from plugins.project.settings import SETTINGS, read_library, settings_of

if TYPE_CHECKING:
    from plugins.checker import CheckResult
    from plugins.content.library import ContentLibrary


@command
def check(
    paths: Sequence[str],
    format: str,
    *,
    strict: bool = False,
    fix: bool = False,
    accept: str = "",
    site: bool = False,
    list_rules: bool = False,
    verbose: bool = False,
    everything: bool = False,
) -> int:
    """Check content, or the built site, or accept a translation as up to date."""
    if list_rules:
        print_line(format_codes())
        return 0
    if site:
        return audit_site(SETTINGS, format, verbose)
    if accept:
        return accept_translations(accept)
    return check_paths(settings_of(SETTINGS), paths, format, strict=strict, fix=fix, everything=everything)


def check_paths(
    settings: Mapping[str, Any],
    paths: Sequence[str],
    format: str = "text",
    *,
    strict: bool = False,
    fix: bool = False,
    everything: bool = False,
) -> int:
    """Check content, print the diagnostics, and return 1 where there is an error or, with `strict`, anything that is
    not said of a draft. As text, advice is counted, unless some paths are asked about, and a terminal gets a screen at
    most; with `everything` all is printed."""
    from plugins.checker import check_content, fix_content
    from plugins.diagnostics.overrides import read_overrides
    from plugins.system.workers import count_processors

    if format not in FORMATS:
        raise SettingError("--format", f"one of {', '.join(FORMATS)}", format)
    overrides, library = read_overrides(settings), read_library(settings)
    files = list(find_files(library, paths))
    if fix:
        result = fix_content(lambda: read_library(settings), files, overrides)
    else:
        result = check_content(library, files, overrides, processes=settings.get("WORKERS") or count_processors())
    keep_faults(result.diagnostics, Path(settings["CACHE_PATH"]))
    lines = report(result, format, lists_advice=everything or strict or bool(paths))
    if format == "text" and sys.stdout.isatty() and not everything:
        lines = last_screen(lines, *shutil.get_terminal_size())
    for line in lines:
        # JSON has escapes of its own.
        (print if format == "json" else print_line)(line)
    return int(result.has_failed(strict))


def find_files(library: ContentLibrary, names: Sequence[str]) -> Iterator[Path]:
    """The files and folders of these names, and all files of the stories with these slugs. Raises UserError with the
    nearest names."""
    from plugins.editing.lookup import find_pair

    for name in names:
        if Path(name).exists():
            yield Path(name)
        else:
            pair = find_pair(library, name)
            yield from (library.config.root / text.source.path for text in pair.texts.values())


def report(result: CheckResult, format: Format, *, lists_advice: bool = True) -> list[str]:
    """The output of `check`. As text, what matters most stands last, where a terminal shows it: what was fixed, advice,
    which is counted by file and code unless `lists_advice`, warnings, errors, and a summary."""
    if format != "text":
        text = format_diagnostics(result.diagnostics, format)
        return [text] if text else []
    lines = [
        f"{diagnostic.path}:{diagnostic.line}: fixed: {diagnostic.fix} ({diagnostic.code})"
        for diagnostic in result.fixed
    ]
    for severity in ("advice", "warning", "error"):
        found = [diagnostic for diagnostic in result.diagnostics if diagnostic.severity == severity]
        if severity == "advice" and not lists_advice:
            lines += count_advice(found)
        else:
            lines += format_diagnostics(found).split("\n") if found else []
    return [*lines, summarize(result)]


def count_advice(advice: Sequence[Diagnostic]) -> list[str]:
    """A line for each file: how many pieces of advice of each code it has."""
    counts: dict[str, Counter[str]] = {}
    for diagnostic in advice:
        counts.setdefault(diagnostic.path, Counter())[diagnostic.code] += 1
    return [
        f"{printable_line(path)}: advice: {', '.join(f'{number:,} {code}' for code, number in codes.most_common())}"
        for path, codes in counts.items()
    ]


def last_screen(lines: Sequence[str], columns: int, rows: int) -> list[str]:
    """The last of some lines that a terminal of this size shows together, with a line above them that says how many
    there are before, and how they are listed; the last one always."""
    # The command, and where the next one is typed.
    room, first = rows - 2, len(lines)
    while first and (first == len(lines) or room - height_of(lines[first - 1], columns) >= (1 if first > 1 else 0)):
        first -= 1
        room -= height_of(lines[first], columns)
    if not first:
        return list(lines)
    more = f"… {count(first, 'line')} more, less urgent: ./inv check --all lists all, ./inv check NAME one story's"
    return [more, *lines[first:]]


def height_of(line: str, columns: int) -> int:
    """How many rows of a terminal a line takes."""
    return max(1, -(-len(line) // columns))


def summarize(result: CheckResult) -> str:
    """One line: how many files were checked and what was found."""
    counts = [count(result.count("error"), "error")]
    if warnings := result.count("warning"):
        counts.append(count(warnings, "warning"))
    counts.append(count(result.count("advice"), "piece") + " of advice")
    if result.fixed:
        counts.append(f"{len(result.fixed)} fixed")
    return f"{count(result.files, 'file')} checked: {', '.join(counts)}."


def format_codes() -> str:
    """Every code with its severity, its sentence and its examples, by subject."""
    from plugins.diagnostics.rule import codes

    lines, subject = [], ""
    for code in codes().values():
        if code.subject != subject:
            lines += ["", code.subject]
        subject = code.subject
        fixable = ", fixable" if code.fixable else ""
        lines.append(f"  {code.name} ({code.severity}{fixable}): {code.sentence}")
        lines += [f"    Bad:  {code.bad}", f"    Good: {code.good}"]
    return "\n".join(lines)


def accept_translations(slug: str) -> int:
    """Record that the translations of a story are up to date, and print which."""
    from plugins.editing.translation import accept_translation
    from plugins.project.settings import open_library

    for path in accept_translation(slug, library=open_library()):
        print_line(f"{path} is up to date with its original.")
    return 0
