"""`build`: prints one line about the result, or every error."""

from __future__ import annotations

from plugins.cli.build_text import BuildText
from plugins.cli.terminal import command


@command
def build(settings_file: str, *, hold: bool = False) -> int:
    """Build the site, with `hold` without the stories that have errors, and return the exit status."""
    if hold:
        from plugins.cli.commands.publish import PublishText, print_events
        from plugins.project.publish import build_outgoing

        return print_events("text", lambda: PublishText("build"), lambda emit: build_outgoing(settings_file, emit))

    from plugins.project.build import build_site

    with BuildText() as text:
        text(build_site(settings_file, text))
    return 0
