"""The parts of Python-Markdown that a text is read with."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.settings.table import DEFAULTS
from tests.loops import times

RENDERER = MarkdownRenderer(DEFAULTS["MARKDOWN"])
# With options of an extension, texts are read with all parts.
WHOLE = MarkdownRenderer({**DEFAULTS["MARKDOWN"], "extension_configs": {"markdown.extensions.sane_lists": {}}})
PIECES = (
    *("word", "Term", " ", "  ", "    ", "\n", "\n\n", "  \n", "\t\n", "# ", "#", "=", "---", "- ", "* ", "_", "**"),
    *("1. ", "> ", ": ", "|", "|-|", "[", "](https://x.example)", "]: https://x.example", "[^1]", "[^1]: ", "*[", "!["),
    *("!", "`", "```", "~~~", "\\", "&", "&amp;", "{#name}", "{: .kind}", "a@b.example", "+381 11 123 456", "[TOC]"),
    *("https://youtu.be/QBb-VfMFPdc", "film.mp4"),
)


@settings(max_examples=times(200, 5000))
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
@example(["Term", "\n", "    ", ": ", "word"])
@example(["- ", "word", "\n\n", "    ", "word", "\n", "    ", "---", " "])
@example(["> ", "word", "\n", "> ", "="])
@example(["[^1]", "\n\n", "[^1]: ", "Term", "\n\n", "    ", ": ", "word"])
def test_parts_that_are_left_out_would_find_nothing(pieces: list[str]) -> None:
    """The HTML is that of an engine with all parts."""
    text = "".join(pieces)
    assert RENDERER.convert(text) == WHOLE.convert(text)
