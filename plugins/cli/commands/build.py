"""`build`: prints one line about the result, or every error."""

from __future__ import annotations

from plugins.cli.terminal import count_files, print_error, print_line, run_safely
from plugins.diagnostics import format_diagnostics


def build(settings_file: str) -> int:
    """Build the site and return the exit status."""

    def work() -> int:
        from plugins.cli.progress import ProgressBar
        from plugins.project.build import build_site

        with ProgressBar() as bar:
            result = build_site(settings_file, progress=bar, notice=print_error)
        if result.warnings:
            print_error(format_diagnostics(result.warnings))
        for path, address in result.previews:
            print_preview(path, address)
        print_result(result.pages, result.files_changed, result.seconds, is_unchanged=result.is_unchanged)
        return 0

    return run_safely(work)


def print_preview(path: str, address: str) -> None:
    """Print where a text that is not published can be read, "" where it cannot."""
    print_line(f"preview of {path}: {address or 'none, for PREVIEW_KEY is not set'}")


def print_result(pages: int, files: int, seconds: float, *, is_unchanged: bool) -> None:
    """Print the line about a build."""
    print_line(f"{pages} pages: {'nothing changed' if is_unchanged else count_files(files)}, {seconds:.1f} s")
