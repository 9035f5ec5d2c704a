"""`check`: the content, the built site, or the list of codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.cli.commands.audit import audit_site
from plugins.cli.terminal import command, count, print_line
from plugins.diagnostics import FORMATS, Format, SettingError, format_diagnostics, keep_faults
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
) -> int:
    """Check content, or the built site, or accept a translation as up to date."""
    if list_rules:
        print_line(format_codes())
        return 0
    if site:
        return audit_site(SETTINGS, format, verbose)
    if accept:
        return accept_translations(accept)
    return check_paths(settings_of(SETTINGS), paths, format, strict=strict, fix=fix)


def check_paths(
    settings: Mapping[str, Any], paths: Sequence[str], format: str = "text", *, strict: bool = False, fix: bool = False
) -> int:
    """Check content, print the diagnostics, and return 1 where there is an error or, with `strict`, anything that is
    not said of a draft."""
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
    for line in report(result, format):
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


def report(result: CheckResult, format: Format) -> list[str]:
    """The output of `check`: the diagnostics and, as text, the fixed ones before them and a summary after them."""
    text = format_diagnostics(result.diagnostics, format)
    if format != "text":
        return [text] if text else []
    fixed = [
        f"{diagnostic.path}:{diagnostic.line}: fixed: {diagnostic.fix} ({diagnostic.code})"
        for diagnostic in result.fixed
    ]
    return [*fixed, *([text] if text else []), summarize(result)]


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
