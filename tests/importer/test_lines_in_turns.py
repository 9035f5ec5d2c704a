"""A line that only one text has, in a page whose languages take turns."""

from __future__ import annotations

import pytest

from plugins.importer import import_document
from tests.importer.stories import SITE, STORY

LINES = ["Voices of the river", "A note on the ropes", "Read the full report", "Harbour Office", "Zapis sa reke"]
TAGS = {STORY["a"]: "h1", STORY["b"]: "h1"}
LINES += ["Red vožnje", "From the pier", "Ropes and planks", "Slike sa reke", "Novo na pristaništu"]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_line_of_one_text_in_turns_is_asked_about(line: str, name: str) -> None:
    """It is in a file or left out, but not in silence."""
    for at in (4, 5, 6):
        lines = [STORY[key] for key in ("a", "b", "a1", "b1", "a2", "b2", "a3", "b3")]
        lines.insert(at, line)
        marked = "".join(f"<{tag}>{text}</{tag}>" for text in lines for tag in (TAGS.get(text, "p"),))
        pages = {
            "page.txt": "\n\n".join(["Local", "3 May 2024", *lines]),
            "page.html": f"<html><body><div><p>Local</p><p>3 May 2024</p>{marked}</div></body></html>",
        }
        result = import_document(pages[name].encode(), name, SITE)
        assert line in " ".join(map(str, result.questions)), at
        assert result.titles == {"en": STORY["a"], "sr": STORY["b"]}
