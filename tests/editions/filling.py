"""A filling of texts for tests: links alone, each by a function."""

from __future__ import annotations

from collections.abc import Callable

from plugins.content.links.attachments import FileTarget
from plugins.content.markup.rendered import Reference
from plugins.editions.text_filling import StoryTarget, TextFilling

Lead = Callable[[str], StoryTarget | FileTarget | None]


class LinkFilling(TextFilling):
    """Fills links alone; `lead` says where a file leads."""

    def __init__(self, lead: Lead) -> None:
        self.lead, self.table_label, self.back_title = lead, "Table", "Back"

    def target(self, reference: Reference) -> StoryTarget | FileTarget | None:
        """Where a link to a file leads."""
        return self.lead(reference.file) if reference.file else None

    def picture(self, reference: Reference) -> str:
        """A picture in brackets."""
        return f"[{reference.target}]"

    video = picture
