"""HTML and text that leave the site."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.feeds.xml import absolute_html, xml_text

PAGE = "https://example.org/sr/news/x/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/sr/about/">o</a>', '<a href="https://example.org/sr/about/">o</a>'),
        ('<a class="a" href="../y/#z">y</a>', '<a class="a" href="https://example.org/sr/news/y/#z">y</a>'),
        ('<a href="#fn:1">1</a>', '<a href="https://example.org/sr/news/x/#fn:1">1</a>'),
        ("<a href='mailto:a@example.org'>a</a>", '<a href="mailto:a@example.org">a</a>'),
        ('<a href="https://un.org/?a=1&amp;b=2">u</a>', '<a href="https://un.org/?a=1&amp;b=2">u</a>'),
        ('<img alt="a > b" src="/pictures/p.jpg">', '<img alt="a > b" src="https://example.org/pictures/p.jpg">'),
        ('<source srcset="/p-1.jpg 480w, /p-2.jpg 960w">',
         '<source srcset="https://example.org/p-1.jpg 480w, https://example.org/p-2.jpg 960w">'),
        ("<code>&lt;a href=\"/x/\"&gt;</code>", "<code>&lt;a href=\"/x/\"&gt;</code>"),
        ('<a data-href="/x/" hreflang="en">x</a>', '<a data-href="/x/" hreflang="en">x</a>'),
        ('<a href="http://[x">broken</a>', '<a href="http://[x">broken</a>'),
    ],
)  # fmt: skip
def test_addresses_become_absolute(html: str, expected: str) -> None:
    """Every address that a tag names is absolute; text that only looks like one is left alone."""
    assert absolute_html(html, PAGE) == expected


@given(st.text() | st.text(alphabet="<a href=\"'/ >srcset,&;"))
def test_any_html_is_taken(html: str) -> None:
    """No input breaks it, and nothing outside of tags is changed."""
    out = absolute_html(html, PAGE)
    if "<" not in html:
        assert out == html


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_xml_takes_what_is_left(text: str) -> None:
    """After cleaning, any text is valid in an XML file."""
    element = etree.Element("x")
    element.text = xml_text(text)
    assert etree.tostring(element)


def test_only_forbidden_characters_are_dropped() -> None:
    """Line breaks, Cyrillic and emoji stay; control characters go."""
    assert xml_text("a\x00\x0b\ufffeб\n😀") == "aб\n😀"
    assert re.fullmatch(r"\S+", xml_text("ok"))
