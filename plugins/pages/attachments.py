"""The files that texts link to, put where readers find them, byte for byte as their editors left them."""

from __future__ import annotations

from plugins.editions.build_context import BuildContext


def publish_attachments(build: BuildContext) -> None:
    """Put each file in its place; raises OSError."""
    for attached in build.library.attachments.values():
        build.place(build.config.content / attached.name, attached.address)
