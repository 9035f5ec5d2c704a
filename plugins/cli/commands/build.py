"""`build`: prints one line about the result, or every error."""

from __future__ import annotations

from plugins.cli.terminal import count_files, print_error, print_line, run_safely
from plugins.diagnostics import format_diagnostics


def build(settings_file: str, *, locked: bool = False) -> int:
    """Build the site and return the exit status. `locked` is True if the caller holds the lock."""

    def work() -> int:
        from plugins.cli.progress import ProgressBar
        from plugins.project.build import build_site

        with ProgressBar() as bar:
            result = build_site(settings_file, progress=bar, locked=locked, notice=print_error)
        if result.is_unchanged:
            print_line(f"{result.pages} pages: nothing changed, {result.seconds:.1f} s")
            return 0
        if result.warnings:
            print_error(format_diagnostics(result.warnings))
        for path, address in result.previews:
            print_line(f"preview of {path}: {address or 'none, for PREVIEW_KEY is not set'}")
        print_line(f"{result.pages} pages: {count_files(result.files_changed)}, {result.seconds:.1f} s")
        return 0

    return run_safely(work)
