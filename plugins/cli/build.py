"""The command `build`: one line about what was done, or every error."""

from __future__ import annotations

from collections.abc import Callable

from plugins.project.terminal import count_files, errors


def build(settings_file: str, *, locked: bool = False) -> int:
    """Build the site; the exit status. `locked` where the caller holds the lock already."""
    from plugins.project.build import build_site
    from plugins.project.progress import Progress

    try:
        # The bar is gone before an error is printed.
        with Progress() as progress:
            result = build_site(settings_file, progress=progress, locked=locked)
    except Exception as error:
        from plugins.project.errors import told

        if not told(error):
            raise
        return 1
    if result.is_unchanged:
        print(f"{result.pages} pages: nothing changed, {result.seconds:.1f} s")
        return 0
    for one in result.warnings:
        errors(f"{one.path}:{one.line}: warning: {one.message} ({one.code})")
    for path, address in result.previews:
        print(f"preview of {path}: {address or 'none, for PREVIEW_KEY is not set'}")
    print(f"{result.pages} pages: {count_files(result.files_changed)}, {result.seconds:.1f} s")
    return 0


def run_safely(work: Callable[[], int]) -> int:
    """The exit status of a command's work; an error is printed in the words of whoever can mend it."""
    from plugins.project.errors import told

    try:
        return work()
    except Exception as error:
        if not told(error):
            raise
        return 1
