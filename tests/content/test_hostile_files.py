"""Files that would keep a build waiting, take it minutes or end it with a traceback are errors with the file's name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from plugins.checker import check_content
from plugins.content import sources
from plugins.content.markup import markdown, parsing_cost
from plugins.content.markup.parsing_cost import TooMuchMarkup, check_markup
from plugins.content.regular_files import FileTooLarge, NotRegularFile, read_regular_file
from plugins.content.sources import markdown_files
from plugins.diagnostics import ContentErrors
from tests.build_cache.full_site import full_site
from tests.builds.write_recorder import record_opened
from tests.small_site import CONF, SmallSite

HEADER = "Title: Odd\nDate: 2026-03-01\n\n"
ODD = "news/2026/odd.en.md"


@pytest.fixture
def site(built_site: SmallSite) -> SmallSite:
    """A site without a fault, whose content is good again afterwards."""
    return built_site


def errors(site: SmallSite, **settings: Any) -> list[tuple[str, str]]:
    """The path and code of each error that stops the build."""
    with pytest.raises(ContentErrors) as caught:
        site.build(**settings)
    return [(one.path, one.code) for one in caught.value.diagnostics]


def pipe(file: Path) -> None:
    """A pipe that nobody writes to."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(file)


def device(file: Path) -> None:
    """A link to a device without end."""
    file.symlink_to("/dev/zero")


def loop(file: Path) -> None:
    """A link that leads to itself."""
    file.symlink_to(file.name)


MAKERS = [pipe, device, loop, Path.mkdir]


@pytest.mark.parametrize("make", MAKERS)
def test_only_regular_files_are_read(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe, a device, a folder and a link to itself are refused at once."""
    make(tmp_path / "file")
    with pytest.raises(OSError, match=r"no file|symbolic links"):
        read_regular_file(tmp_path / "file", 100)


def test_a_regular_file_has_a_limit(tmp_path: Path) -> None:
    """A file is read whole up to the limit, and refused beyond it, also where the system gives no size."""
    (tmp_path / "file").write_bytes(b"x" * 100)
    assert read_regular_file(tmp_path / "file", 100) == b"x" * 100
    with pytest.raises(FileTooLarge):
        read_regular_file(tmp_path / "file", 99)
    with pytest.raises(FileTooLarge):
        read_regular_file("/proc/self/smaps", 10)
    with pytest.raises(NotRegularFile):
        read_regular_file(tmp_path, 10)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00A", b"A = \xd0\x90\n" * 10_001])
def test_a_glossary_that_cannot_be_used_is_an_error(site: SmallSite, raw: bytes) -> None:
    """A glossary in another encoding, or of more lines than a conversion can use, ends the build with its name."""
    site.write("glossary.txt", raw)
    assert errors(site, EDITIONS=CONF["EDITIONS"]) == [("content/glossary.txt", "bad-glossary")]


def test_nothing_of_the_content_is_opened_so_that_it_can_keep_a_command_waiting(tmp_path: Path) -> None:
    """Whatever a build and a check read of a site with everything in it is opened without waiting for somebody to write
    there. Pictures, films and files to read are opened again once they are known to be files."""
    site = full_site(tmp_path / "site").site
    site.write("words.txt", "Gamma\n")
    site.write("dismissed.txt", "news/2026/alpha.en.md double-space\n")
    site.write("glossary.txt", "Story = Прича\n")
    site.write("misplaced.en.md", f"Status: draft\n{HEADER}")
    with record_opened() as opened:
        result = check_content(site.build()["BUILD"].library)
    assert "program-error" not in {diagnostic.code for diagnostic in result.diagnostics}
    content = site.content.resolve()
    read = {Path(path).relative_to(content): flags for path, flags in opened if Path(path).is_relative_to(content)}
    assert {file.name for file in content.rglob("*.t*t")} <= {file.name for file in read}
    waiting = {file.as_posix() for file, flags in read.items() if not flags & os.O_NONBLOCK}
    assert {name for name in waiting if not name.startswith(("images/", "films/", "files/"))} == set()


def test_links_to_folders_end(tmp_path: Path) -> None:
    """Folders that link to each other, to themselves and to what holds them are each read once; the work does not grow
    with the ways to get there."""
    for name in "abcdefgh":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.en.md").write_text("x")
        for other in "abcdefgh":
            (tmp_path / name / f"to-{other}").symlink_to(f"../{other}")
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "up").symlink_to("..")
    found = [name for name, _ in markdown_files(str(tmp_path))]
    assert {name.rpartition("/")[2] for name in found} == {f"{name}.en.md" for name in "abcdefgh"}
    assert len(found) <= 16


@pytest.mark.parametrize("length", [151, 240])
def test_a_name_that_is_too_long_is_an_error(site: SmallSite, length: int) -> None:
    """A name of which no address can be made is an error."""
    site.write(f"news/2026/{'a' * length}.en.md", HEADER + "Text.")
    assert errors(site) == [(f"content/news/2026/{'a' * length}.en.md", "bad-name")]


@pytest.mark.parametrize(
    "header",
    [
        "title: " + "[" * 500,
        "title: " + "[" * 5000 + "]" * 5000,
        "title: " + "{a: " * 1000,
        "".join(" " * depth + "a:\n" for depth in range(500)),
        "- " * 5000,
        'title: "\\UFFFFFFFF"',
        "title: " + "x" * 300_000,
        'title: "a\\0b"',
        'title: "a\\e[31mb"',
        'title: "a\\x9bb"',
        'title: "a\\uFFFEb"',
        '"ti\\etle": b',
    ],
    ids=lambda header: header[:20],
)
def test_a_yaml_header_of_any_kind_is_an_error(site: SmallSite, header: str) -> None:
    """Brackets without end, escapes that name no character and control characters are errors of the header."""
    site.write(ODD, f"---\n{header}\ndate: 2026-03-01\n---\n\nText.\n")
    assert errors(site) == [(f"content/{ODD}", "bad-yaml")]


def test_control_characters_reach_no_page(site: SmallSite) -> None:
    """NUL, ESC and the like, as they are or as HTML writes them, are shown as a sign for what cannot be shown."""
    site.write(ODD, "Title: a\x1b[31mb\0c\x9bd\nDate: 2026-03-01\n\nText \x07\x1b]0;x and &#27;[0m and &#155; &#1;.\n")
    site.build()
    for name, raw in site.files().items():
        if name.endswith((".html", ".xml", ".json", ".txt")):
            text = raw.decode()
            assert not set(text) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))}, name
    assert "a\ufffd[31mb\ufffdc\ufffdd" in site.page("/news/odd/").h1.text


TOO_MUCH = {
    "brackets": "[" * 10_000,
    "pictures": "![" * 10_000,
    "brackets in one another": "[" * 10_000 + "]" * 10_000,
    "links without an end": "[a](" * 10_000,
    "guards": "[[a" * 10_000,
    "tags": "<a " * 20_000,
    "tags with one end": "<a " * 20_000 + ">",
    "addresses": "<http://" * 20_000,
    "comments": "<!--" * 20_000,
    "abbreviations": "*[A]: x\n" * 10_000,
    "abbreviations in a row": "".join(f"*[A{number}]: x\n" for number in range(10_000)),
    "abbreviations apart": "".join(f"*[A{number}]: x\n\n" for number in range(10_000)),
    "code": "`" * 20_000 + "a" * 20_000,
    "code of all lengths": "".join("`" * number + "a" for number in range(1, 1000)),
    "headings": "a\n===\n" * 20_000,
    "rules": "---\n" * 30_000,
    "backslashes": "\\" * 200_000,
    "elements": "<b>" * 100_000,
    "footnotes": "a[^1] " * 20_000 + "\n\n[^1]: x",
    "notes": "".join(f"[^{number}]: x\n" for number in range(10_000)),
    "columns": "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|a|\n" * 2_000,
    "code in a table": "a|b\n-|-\n" + "`|" * 20_000,
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_text_that_takes_minutes_is_refused(name: str) -> None:
    """Markup for which Python-Markdown's work grows with the square of its length is refused before it is read; a
    hundredth of it, still far more than a text has, is left to Python-Markdown."""
    with pytest.raises(TooMuchMarkup):
        check_markup(TOO_MUCH[name])
    check_markup(TOO_MUCH[name][: len(TOO_MUCH[name]) // 100])


def test_a_long_report_is_read() -> None:
    """A report of 400 pages, with a link, a footnote and a sign < in each paragraph, is below all limits."""
    paragraph = "The *river* rose by < 2 m, see [the report](https://un.org/r_1) and `a`, **b**, R&D[^{0}]. " * 3
    notes = "".join(f"[^{number}]: A source with a [link](https://un.org).\n" for number in range(1000))
    table = "| a | b |\n| --- | --- |\n" + "| `x` | [y](https://un.org) |\n" * 500
    check_markup("\n\n".join([*(paragraph.format(number) for number in range(1500)), table, notes]))


def fail(*_: object, **__: object) -> None:
    """What a library does with a text that nobody has foreseen."""
    raise ArithmeticError("of another kind")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (sources, "read_header"),
        (markdown, "clean_html"),
        ("plugins.content.pair_reader", "Text"),
        (markdown, "references_of"),
        ("plugins.search.index", "places"),
        ("plugins.images.album", "write_card"),
        ("plugins.cyrillic", "html_to_cyrillic"),
    ],
)
def test_whatever_fails_in_one_file_is_an_error_of_the_program_there(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    """An exception while a file is read, rendered, listed for the search, drawn or converted names the file, says that
    the program is at fault, and leaves its traceback."""
    module = __import__(place, fromlist=[name]) if isinstance(place, str) else place
    monkeypatch.setattr(module, name, fail)
    cache = site.folder / f".cache-{name}"
    with pytest.raises(ContentErrors, match=r"The program has failed.*\n.*ArithmeticError: of another kind") as caught:
        site.build(SEARCH=True, SOCIAL_CARDS=True, EDITIONS=CONF["EDITIONS"], CACHE_PATH=str(cache))
    assert {one.path for one in caught.value.diagnostics} & {
        "content/news/2026/fair.en.md", "content/news/2026/fair.sr.md", "theme/static",
    }  # fmt: skip
    assert "in fail" in (cache / "last-error.txt").read_text("utf-8")


@pytest.mark.parametrize("size", [(1, 60_000), (2, 32_768), (1700, 20_000)])
def test_a_picture_that_no_page_can_show_is_an_error(site: SmallSite, size: tuple[int, int]) -> None:
    """A picture that is higher than formats allow, in the width that pages show, is an error where it is named."""
    Image.new("L", size).save(site.content / "images" / "odd.png")
    site.article("odd", image="images/odd.png", image_alt="Odd.")
    assert errors(site) == [(f"content/{ODD}", "bad-image")]


def test_pictures_that_unpack_to_too_much_are_refused(site: SmallSite) -> None:
    """A small WebP, a small AVIF and a PNG of more pixels than Pillow opens are errors, and are not unpacked."""
    Image.new("1", (13_200, 13_200)).save(site.content / "images" / "bomb.png")
    Image.new("RGB", (2_000, 2_000)).save(site.content / "images" / "bomb.webp", lossless=True, method=0, quality=0)
    Image.new("RGB", (800, 900)).save(site.content / "images" / "odd.jpg", "AVIF", speed=10)
    for name in ("bomb.png", "bomb.webp", "odd.jpg"):
        site.article(name.replace(".", "-"), image=f"images/{name}", image_alt="Odd.")
        assert (site.content / "images" / name).stat().st_size < 300_000
    assert [code for _, code in errors(site, PICTURE_MEGAPIXELS=3)] == ["bad-image"] * 3


@given(st.text("[]()`#*\\<& \na-:", max_size=parsing_cost.SHORT - 1))
@example("[" * (parsing_cost.SHORT - 1))
@example("".join("`" * length + "a" for length in range(1, 44)))
@example("#\n" * (parsing_cost.SHORT // 2 - 1))
def test_no_short_block_is_too_much(text: str) -> None:
    """A block that is not looked at, since it is short, would pass each limit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing_cost, "SHORT", 0)
        check_markup(text)


def test_what_is_published_as_it_is_lies_in_the_content_folder(site: SmallSite, tmp_path: Path) -> None:
    """Of `STATIC_PATHS` no link leads outside, by file or folder, nothing is a pipe, and no name is broken: whoever
    writes content cannot publish another file of the computer."""
    (tmp_path / "secret.txt").write_text("secret")
    extra = site.content / "extra"
    extra.mkdir()
    (extra / "good.txt").write_text("good")
    (extra / "also.txt").symlink_to("good.txt")
    site.build(STATIC_PATHS=["extra"])
    assert (site.output / "extra" / "also.txt").read_text() == "good"
    (extra / "a.txt").symlink_to(tmp_path / "secret.txt")
    (extra / "b").symlink_to(tmp_path)
    pipe(extra / "c")
    (Path(os.fsdecode(bytes(extra) + b"/d\xff.txt"))).write_text("broken")
    found = errors(site, STATIC_PATHS=["extra"])
    assert [(path.encode(errors="replace").decode(), code) for path, code in found] == [
        ("content/extra/a.txt", "outside-content"),
        ("content/extra/b/secret.txt", "outside-content"),
        ("content/extra/c", "unreadable"),
        ("content/extra/d?.txt", "bad-name"),
    ]
    assert not (site.output / "extra" / "a.txt").exists()
