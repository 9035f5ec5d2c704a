"""The parts of Python-Markdown that a text is read with, by one thread at a time."""

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
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


@pytest.fixture
def often_switched():
    """Threads take turns after each few steps."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


TEXTS = [
    f"# Title {n}\n\nSee [the file {n}][f{n}] and ![p](p{n}.png).[^1]\n\n[f{n}]: f{n}.csv\n[^1]: N{n}" for n in range(8)
]


def test_threads_do_not_mix_their_texts(often_switched: None) -> None:
    """As those of the editor, which checks the list's stories while one is written."""
    alone = [MarkdownRenderer(DEFAULTS["MARKDOWN"]).convert(text) for text in TEXTS]
    with ThreadPoolExecutor(len(TEXTS)) as threads:
        assert list(threads.map(RENDERER.convert, TEXTS * 5)) == alone * 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_process_renders_while_a_thread_did(often_switched: None) -> None:
    """As the processes of a build that begins while a page is previewed."""
    done = threading.Event()

    def render_on() -> None:
        while not done.is_set():
            RENDERER.convert(TEXTS[0])

    thread = threading.Thread(target=render_on)
    thread.start()
    try:
        for _ in range(10):
            if not (child := os.fork()):
                signal.alarm(10)
                RENDERER.convert(TEXTS[1])
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        done.set()
        thread.join()
