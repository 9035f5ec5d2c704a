"""`build`: prints one line about the result, or every error."""

from __future__ import annotations

from plugins.cli.terminal import command, print_error, print_preview, print_result
from plugins.diagnostics import format_diagnostics


@command
def build(settings_file: str, *, hold: bool = False) -> int:
    """Build the site, with `hold` without the stories that have errors, and return the exit status."""
    if hold:
        from plugins.cli.commands.publish import PublishText, print_events
        from plugins.project.publish import build_outgoing

        return print_events("text", lambda: PublishText("build"), lambda emit: build_outgoing(settings_file, emit))

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
