"""Whatever the sanitiser takes out of a text is said, with its line and what to do instead."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.content.markup.allowed_html import clean_html
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.removed_markup import find_removed_markup
from plugins.content.settings.table import DEFAULTS
from plugins.content.sources import PairKind, Source, parse_source
from plugins.diagnostics import Diagnostic
from plugins.project.build_warnings import build_warnings
from tests.checkout import checkout
from tests.loops import times
from tests.small_site import LIGHT, SmallSite, small_site

RENDERER = MarkdownRenderer(DEFAULTS["MARKDOWN"])
FIRST_LINE = 5


def found(body: str) -> list[Diagnostic]:
    """The warnings of a text that begins on line 5 of its file."""
    raw = ("Title: T" + "\n" * (FIRST_LINE - 1) + body).encode()
    source = parse_source("", "content/x.en.md", "x.en.md", PairKind.NEWS, "x", "en", raw)
    assert isinstance(source, Source)
    return list(find_removed_markup(source, RENDERER, RENDERER.extract(source)))


@pytest.mark.parametrize(
    ("body", "line", "code", "words"),
    [
        ('Text.\n\n<iframe src="https://maps.example/1"></iframe>', 7, "removed-markup", ("<iframe>", "put a link")),
        (
            'Text.\n\n<iframe width="560" src="https://www.youtube-nocookie.com/embed/QBb-VfMFPdc?rel=0"></iframe>',
            7,
            "removed-markup",
            ("<iframe>", "alone on a line, https://www.youtube.com/watch?v=QBb-VfMFPdc"),
        ),
        ("a\n\nb\n<script>\nlet x = 1;\n</script>", 8, "removed-markup", ("<script>", "nothing runs")),
        ("<style>p { color: red }</style>", 5, "removed-markup", ("<style>", "belongs to the theme")),
        ('<form action="/x">words</form>', 5, "removed-markup", ("<form>", "page with the form")),
        ('One.\n\nTwo <p onclick="x()" style="color: red">three</p>', 7, "removed-markup", ("onclick, style of <p>",)),
        ('<a href="https://un.org" target="_blank">UN</a>', 5, "removed-markup", ("target of <a> is taken out",)),
        ('<p class="lead">Text</p>', 5, "removed-markup", ("class of <p> is taken out", "belongs to the theme")),
        ("One.\n\nTwo.\n{: .lead }", 8, "removed-markup", ("class of <p>",)),
        ("Dear <name>, come.", 5, "removed-markup", ("<name>", "write &lt; for <")),
        ("One.\n\n[x](javascript:alert(1))", 7, "unsafe-link", ("javascript:", "link a story")),
        ("[x](JAVASCRIPT:alert(1))", 5, "unsafe-link", ("JAVASCRIPT:",)),
        ("[x][odd]\n\n[odd]: data:text/html;base64,AAAA", 7, "unsafe-link", ("data:",)),
        ("One.\n\n![A dot](data:image/png;base64,AAAA)", 7, "unsafe-link", ("data:",)),
        ('One.\n\n<a href="java&#115;cript:alert(1)">x</a>', 7, "unsafe-link", ("javascript:",)),
    ],
)
def test_what_is_removed_is_said_with_its_line(body: str, line: int, code: str, words: tuple[str, ...]) -> None:
    """One warning for each element, in the line where it begins, with what to write in its place."""
    (warning,) = found(body)
    assert (warning.line, warning.code, warning.severity) == (line, code, "warning"), warning
    assert all(part in warning.message for part in words), warning.message


def test_the_second_of_its_kind_has_its_own_line() -> None:
    """Elements of one name are found one after the other."""
    parts = '<iframe src="a"></iframe>', "Text `<iframe>`.", '<iframe src="b"></iframe>', *["<p onclick=x>y</p>"] * 2
    body = "\n\n".join(parts)
    assert [one.line for one in found(body)] == [5, 9, 11, 13]


@pytest.mark.parametrize(
    "body",
    [
        "Plain text with [a link](https://un.org), a < b and c > d, and <https://un.org> or <desk@un.org>.",
        "`<script>` and\n\n    <iframe></iframe>\n\nin code",
        '```python\nprint("<b onclick>")\n```',
        "<!-- <iframe></iframe> --> text",
        '<span lang="fr" dir="ltr">bonjour</span> <abbr title="x">UN</abbr> <a href="tel:+381">call</a>',
        "| a | b |\n| :-- | --: |\n| 1 | 2 |\n\nNote[^1]\n\n[^1]: below\n\n## Head {: #place }",
        "The UN.\n\n*[UN]: United Nations",
        '<div lang="en" markdown="1">\n\n**Words**\n\n</div>',
        "[file]({static}/x.pdf) and [mail](mailto:a@b.rs)",
    ],
)
def test_what_is_kept_is_not_warned_of(body: str) -> None:
    """Markdown's own HTML, code, comments and what the list of allowed HTML has."""
    assert found(body) == []


class Names(HTMLParser):
    """The elements of HTML and their attributes, without the words of both."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, tuple(sorted(name for name, _ in attrs))))


PIECES = st.sampled_from(
    [
        '<iframe src="x"></iframe>', '<p onclick="x">a</p>', "<b>bold</b>", '<a href="javascript:x">b</a>',
        '<a href="/x" rel="y">c</a>', "[d](vbscript:x)", "[e](https://un.org)", "*f*", "<u>g</u>", "`<script>`",
        "<font color=red>h</font>", "<script>i</script>", "words", "\n\n", '<img src="x.jpg" alt="j" onerror="k">',
        '<span lang="fr">l</span>', '<video src="m.mp4"></video>', "&lt;n&gt;",
    ]
)  # fmt: skip


@settings(max_examples=times(60, 150), deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8).map(" ".join))
def test_nothing_is_removed_in_silence(body: str) -> None:
    """There is a warning exactly where cleaning changes an element or an attribute."""
    before = RENDERER.convert(body)
    assert bool(found(body)) == (Names(before).elements != Names(clean_html(before)).elements)


def test_a_build_warns_of_what_it_removes(tmp_path: Path) -> None:
    """The first build after a text has changed prints a line for each; the page is published without it."""
    place = checkout(tmp_path / "site")
    place.site.article("odd", body='Text.\n\n<iframe src="https://maps.example/1"></iframe>\n', category="local")
    done = place.run()
    assert done.returncode == 0, done.stderr
    assert "content/news/2026/odd.en.md:7: <iframe> is taken out" in done.stderr
    assert "(removed-markup) – warning" in done.stderr
    assert "iframe" not in place.site.text("/news/odd/")


def test_a_build_warns_again_when_a_text_is_published(tmp_path: Path) -> None:
    """What is removed is reported while the pair is a draft, and again once it is published, although the file it is in
    has not changed; after that no more."""
    site = small_site(tmp_path, **LIGHT)
    site.article("fair")
    site.article("odd", status="draft")
    site.article("odd", "sr", body='Tekst.\n\n<iframe src="https://maps.example/1"></iframe>\n')
    drafts = removed(site)
    site.article("odd")
    published, later = removed(site), removed(site)
    assert drafts[0].startswith("draft: <iframe> is taken out: ")
    assert published == [drafts[0].removeprefix("draft: ")]
    assert later == []


def removed(site: SmallSite) -> list[str]:
    """What a build says of HTML that it removes."""
    return [one.said for one in build_warnings(site.build()) if one.code == "removed-markup"]
