"""What is said while the content folder is away."""

from __future__ import annotations

from plugins.diagnostics import Message


def no_content_message(folder: str) -> Message:
    """The message while the content folder, which has this name, is missing."""
    return Message("the folder {folder}/ is not there: bring it back; what you write is kept meanwhile", folder=folder)
