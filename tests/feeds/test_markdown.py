"""Stories as Markdown, and `llms.txt`."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from plugins.diagnostics import SettingError
from plugins.feeds.markdown_files import markdown_of, plain_line
from tests.feeds.stories import EDITIONS, HOST, write_stories
from tests.small_site import SmallSite, small_site


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _header(text: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return found


def test_each_page_names_its_own_markdown_file(site: SmallSite) -> None:
    """A story and a fixed page name one Markdown file beside their page, in every edition that has their words."""
    for prefix in EDITIONS.values():
        for address in (f"{prefix}/news/fresh/", f"{prefix}/about/"):
            links = site.page(address).select('head link[rel="alternate"][type="text/markdown"]')
            assert [link["href"] for link in links] == [f"{address}index.md"]
            assert site.text(f"{address}index.md").startswith("---\n")


def test_a_markdown_file_has_the_words_of_its_page(site: SmallSite) -> None:
    """Title and text are those of the page, in the language and the script of the edition."""
    for prefix, title, words in (
        ("", "Fresh & <new>", "The first paragraph of the story, with a"),
        ("/sr", "Sveže i novo", "Prvi pasus priče, sa"),
        ("/sr-cyrl", "Свеже и ново", "Први пасус приче, са"),
    ):
        text = site.text(f"{prefix}/news/fresh/index.md")
        assert _header(text)["title"] == title
        assert words in text
        body = BeautifulSoup(site.text(f"{prefix}/news/fresh/"), "lxml").select_one(".prose")
        assert body is not None
        assert _words(text)[-len(_words(body.text)) :] != []
        assert set(_words(body.text)) <= set(_words(text))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), min_size=1))
def test_a_title_is_read_as_it_is(title: str) -> None:
    """Markdown gives back a title that is written by `plain_line`, whatever signs are in it."""
    read = BeautifulSoup(MarkdownIt().render(f"# x {plain_line(title)} x"), "lxml").get_text()
    assert read.split() == f"x {title} x".split()


SIGNS = st.text("ab1 []()*_`\\<>&;#!-+.=~|:", min_size=1)
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), min_size=1)
PLACES = (
    "<p>x {}</p><p>{}</p>",
    "<p>x<br>\n{}</p>",
    '<p>x <a href="https://example.org/">x {} x</a></p>',
    "<p>x <em>x {} x</em></p>",
    "<ul><li>{}</li><li>x {}</li></ul>",
    "<blockquote><p>{}</p></blockquote>",
    "<h2>{}</h2>",
    "<table><thead><tr><th>{}</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>",
)


@example(PLACES[0], "[a](b)")
@given(place=st.sampled_from(PLACES), text=(SIGNS | LETTERS).filter(str.strip))
def test_a_text_is_read_as_it_is(place: str, text: str) -> None:
    """Markdown gives back what was typed as text wherever it stands in a page, and makes no link or code of it."""
    page = place.replace("{}", escape(text, quote=False))
    read = BeautifulSoup(MarkdownIt().enable("table").render(markdown_of(page)), "lxml")
    typed = BeautifulSoup(page, "lxml")
    assert "".join(read.text.split()) == "".join(typed.text.split())
    assert len(read.select("a, code, img")) == len(typed.select("a"))


def test_code_in_a_text_is_not_escaped() -> None:
    """Signs in code, within a line or alone, are as they are typed."""
    code = "<pre dir='ltr'><code>[not](a-link) &amp;amp; *x*\n</code></pre>"
    written = markdown_of(f"<p>See <code lang='en'>a[0] * b_c</code>.</p>{code}")
    assert "`a[0] * b_c`" in written
    assert "[not](a-link) &amp; *x*" in written


def test_words_after_the_way_back_from_a_note_stay() -> None:
    """The link from a note to its mark goes, and no word beside it does."""
    link = '<a class="footnote-backref" href="#fnref:1">↩</a>'
    assert markdown_of(f"<p>The note.&nbsp;{link} And more.</p>") == "The note. And more."


def test_a_summary_is_read_as_it_is(site: SmallSite) -> None:
    """Signs of Markdown in a summary make no link, no stress and no HTML, in the story's file and in the list."""
    for address in ("/news/alone/index.md", "/llms.txt"):
        read = BeautifulSoup(MarkdownIt().render(site.text(address)), "lxml").get_text()
        assert "It is [x], *not* <z>." in read, address


def test_the_header_of_a_markdown_file_is_yaml(site: SmallSite) -> None:
    """It says language, canonical address, dates, author, category, goals and where the translations are."""
    names = "title language canonical published author category goals translations".split()
    assert list(_header(site.text("/news/fresh/index.md"))) == names
    header = _header(site.text("/sr-cyrl/news/old/index.md"))
    assert header["language"] == "sr-Cyrl"
    assert header["canonical"] == f"{HOST}/sr-cyrl/news/old/"
    assert header["published"] == "2025-06-01T10:00:00+02:00"
    assert header["goals"] == ["16: Мир, правда и снажне институције"]
    assert header["translations"] == {"en": f"{HOST}/news/old/index.md", "sr-Latn": f"{HOST}/sr/news/old/index.md"}
    assert _header(site.text("/news/old/index.md"))["modified"] == "2025-06-09T08:00:00+02:00"


def test_a_story_in_another_language_has_no_markdown_file(site: SmallSite) -> None:
    """Where an edition shows the original with a notice, it has no Markdown file, and its page names none."""
    assert site.page("/sr/news/alone/")
    assert not (site.output / "sr/news/alone/index.md").exists()
    assert not site.page("/sr/news/alone/").select('link[type="text/markdown"]')
    assert "/news/alone/" not in site.text("/sr/llms.txt")


def test_links_in_markdown_are_whole(site: SmallSite) -> None:
    """Every link in a Markdown file and in `llms.txt` is absolute, and leads to a file of this site that is there."""
    files = [*site.output.rglob("*.md"), *site.output.rglob("llms.txt")]
    assert len(files) == 3 * (2 + 1) + 1 + 3
    for file in files:
        for address in re.findall(r"\]\(([^)]+)\)", file.read_text("utf-8")):
            assert address.startswith("https://"), address
            if address.startswith(HOST):
                assert site.text(address.removeprefix(HOST).partition("#")[0]), address


def test_llms_txt_lists_an_edition(site: SmallSite) -> None:
    """It has the edition's name and newest stories, links to the other editions' lists, and names no draft."""
    text = site.text("/sr-cyrl/llms.txt")
    assert text.startswith("# Вести УН у Србији\n\n> ")
    assert f"- [Свеже и ново]({HOST}/sr-cyrl/news/fresh/index.md): Први пасус" in text
    assert text.index("Свеже") < text.index("Старо")
    assert f"- [English]({HOST}/llms.txt)" in text
    assert "draft" not in site.text("/llms.txt")


def test_markdown_is_no_matter_of_search_engines(site: SmallSite) -> None:
    """Neither sitemap nor robots.txt names a Markdown file or `llms.txt`."""
    for name in ("/sitemap.xml", "/news-sitemap.xml", "/robots.txt"):
        assert ".md" not in site.text(name)
        assert "llms" not in site.text(name)


def test_markdown_files_can_be_switched_off(site: SmallSite, tmp_path: Path) -> None:
    """With `MARKDOWN_ALTERNATES = False` there is no such file and no page names one; all else is as before."""
    plain = small_site(tmp_path, **site.settings)
    write_stories(plain)
    plain.build(MARKDOWN_ALTERNATES=False)
    there = site.files()
    machines = {name for name in there if name.endswith((".md", "llms.txt"))}
    assert plain.files().keys() == there.keys() - machines
    line = re.compile(rb'<link rel="alternate" type="text/markdown"[^>]*>\n')
    assert {name: line.sub(b"", data) for name, data in there.items() if name not in machines} == plain.files()


def test_a_wrong_switch_is_refused(tmp_path: Path) -> None:
    """A value that is neither True nor False stops the build with the setting's name."""
    with pytest.raises(SettingError, match="MARKDOWN_ALTERNATES"):
        small_site(tmp_path).build(MARKDOWN_ALTERNATES="no")


def test_footnotes_pictures_and_odd_titles(tmp_path: Path) -> None:
    """A footnote keeps its number, a picture is a JPEG with its description, and no title breaks the header."""
    from PIL import Image

    site = small_site(tmp_path)
    site.write("images/x.jpg", b"")
    Image.new("RGB", (40, 30)).save(site.content / "images/x.jpg")
    title = 'He said: "so" --- [x] \\ #1'
    body = "Text.[^1]\n\n![A view](images/x.jpg)\n\n```\n[not](a-link)\n```\n\n[^1]: The note."
    site.article("odd", title=title, image="images/x.jpg", image_alt="A bridge", image_credit="Photo: A", body=body)
    site.build()
    text = site.text("/news/odd/index.md")
    assert _header(text)["title"] == title
    assert "Text.[1]" in text
    assert "1. The note." in text
    assert "#fn" not in text
    assert re.search(rf"!\[A bridge\]\({HOST}/pictures/x-40\.\w+\.jpg\)\n\nPhoto: A\n", text)
    assert re.search(rf"!\[A view\]\({HOST}/pictures/x-40\.\w+\.jpg\)", text)
    assert json.dumps(title) in text
