"""The engine gives the same HTML as the library's own, whatever the text and the extensions."""

import tomllib
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from pelicanconf import MARKDOWN
from plugins.content.engine import Engine

PIECES: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("markdown_pieces.toml").read_text("utf-8"))
CONTENT = Path(__file__).parents[2] / "content"
OURS = {"extensions": MARKDOWN["extensions"]}
OTHERS = {
    "extensions": [
        f"markdown.extensions.{name}" for name in ("extra", "nl2br", "smarty", "wikilinks", "admonition", "toc")
    ],
    "extension_configs": {
        # Marks that no text of the document holds.
        "markdown.extensions.extra": {"footnotes": {"SUPERSCRIPT_TEXT": "*[{}](b)*", "USE_DEFINITION_ORDER": False}},
        "markdown.extensions.toc": {"permalink": True, "anchorlink": True, "title": "*Here*"},
    },
}
BARE = {"extensions": [], "tab_length": 2}
PAIRS = [
    (Engine(**options, output_format="html"), Markdown(**options, output_format="html"))
    for options in (OURS, OTHERS, BARE)
]

pieces = st.one_of(
    *(st.sampled_from(PIECES[name]) for name in ("words", "words", "marks", "marks", "breaks")), st.text(max_size=3)
)
lines = st.one_of(st.lists(pieces, max_size=12).map("".join), st.sampled_from(PIECES["blocks"]))
gaps = st.one_of(st.just("\n\n"), st.sampled_from(PIECES["breaks"]))
short = st.lists(pieces, max_size=3).map("".join)
long = st.lists(st.builds(str.__add__, lines, gaps), min_size=1, max_size=8).map("".join)
texts = st.one_of(long, long, short)


def outcome(engine: Markdown, text: str) -> str:
    """The HTML, or how the engine failed. The library's own keeps what it was doing when a text failed."""
    engine.parser.state.clear()
    try:
        return engine.reset().convert(text)
    except Exception as error:
        return repr(error)


@settings(max_examples=600, deadline=None)
@given(texts)
def test_any_text_becomes_the_same_html(text: str):
    """With our extensions, with others whose marks stand in their settings, and with none."""
    for ours, plain in PAIRS:
        assert outcome(ours, text) == outcome(plain, text)


def test_all_content_becomes_the_same_html():
    """Headers are read as text too: the more marks, the better."""
    ours, plain = PAIRS[0]
    for path in CONTENT.rglob("*.md"):
        text = path.read_text("utf-8")
        assert outcome(ours, text) == outcome(plain, text), path


@pytest.mark.parametrize("mark", ["> ", "- ", "> - ", "*", "[", "<div>"])
@pytest.mark.parametrize("times", [30, *range(430, 480, 8), 2000])
def test_what_lies_too_deep_fails_alike(mark: str, times: int):
    """Python's limit on recursion is met at the same depth."""
    ours, plain = PAIRS[0]
    assert outcome(ours, mark * times + "x") == outcome(plain, mark * times + "x")


class LoudHeader(HashHeaderProcessor):
    """Makes a heading of what has no mark of one."""

    def test(self, parent: Element, block: str) -> bool:
        """Another condition than that of the class below."""
        return block.isupper()

    def run(self, parent: Element, blocks: list[str]) -> None:
        """The whole block is the heading."""
        parent.append(heading := Element("h3"))
        heading.text = blocks.pop(0)


class Unknown(Extension):
    """An extension that the engine has never heard of."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Words become marks."""
        md.parser.blockprocessors.register(LoudHeader(md.parser), "loud", 200)
        md.inlinePatterns.register(SimpleTagInlineProcessor("()(word)", "b"), "word", 5)


def test_an_unknown_extension_is_always_asked():
    """Neither the pattern nor the class that inherits from a known one is in the tables."""
    options = {"extensions": [*OURS["extensions"], Unknown()]}
    assert Engine(**options).convert("a word\n\nLOUD") == '<p>a <b>word</b></p>\n<h3 id="loud">LOUD</h3>'


def test_a_text_without_marks_is_left_alone():
    """A new version of the library whose names differ would make the engine slow, not wrong."""
    engine = Engine(**OURS)
    engine.convert("*A* text")
    processors = [engine.parser.row[place] for place in engine.parser.asked.of("Plain words, 2026.")]
    assert [type(processor).__name__.removesuffix("Processor") for processor in processors] == [
        "EmptyBlock",
        "ListIndent",
        "DefListIndent",
        "CodeBlock",
        "SaneOList",
        "Paragraph",
    ]
    assert engine.treeprocessors["inline"].asked.of("Plain words, 2026.") == ()
