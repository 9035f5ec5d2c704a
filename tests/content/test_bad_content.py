"""Invalid content: all errors are reported with place and fix, and the last good output stays unchanged."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from plugins.content.sources import parse_name, read_source
from plugins.diagnostics import ContentErrors, Diagnostic
from plugins.diagnostics.rule import codes
from tests.forked import run_module, run_python
from tests.small_site import CONF, ROOT, SmallSite

CASES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("bad_content.toml").read_text("utf-8"))


def file_states(folder: Path) -> dict[str, tuple[int, ...]]:
    """Every file below a folder with its inode, its size and its times: whoever writes to a file changes one."""
    states = {}
    for place, _, names in os.walk(folder):
        for file in (os.path.join(place, name) for name in names):
            stat = os.stat(file)
            states[file] = stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
    return states


@pytest.fixture
def site(built_site: SmallSite) -> Iterator[SmallSite]:
    """The built site, whose output must not have changed."""
    before = file_states(built_site.output)
    yield built_site
    assert file_states(built_site.output) == before


def build_errors(site: SmallSite) -> list[str]:
    """The errors that stop the build."""
    with pytest.raises(ContentErrors) as caught:
        site.build(CATEGORIES=CONF["CATEGORIES"])
    assert {diagnostic.code for diagnostic in caught.value.diagnostics} <= codes().keys()
    heading, *diagnostics = str(caught.value).split("\n")
    assert (
        heading == f"{len(diagnostics)} error{'s' if len(diagnostics) > 1 else ''} in the content; nothing was built:"
    )
    return diagnostics


@pytest.mark.parametrize("case", CASES)
def test_fault_is_reported_with_place_and_fix(site: SmallSite, case: str) -> None:
    """The build stops with exactly the error's message, and the output keeps its bytes and times."""
    for name, text in CASES[case]["files"].items():
        site.write(name, text)
    assert build_errors(site) == CASES[case]["errors"]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("Title: Bad\nDate: 2026-03-01\n\nČaj.\n".encode("cp1250"), "4: the file is not UTF-8: save it again with the"),
        (
            "Title: Bad\r\n\r\nČaj.\r\n".encode("utf-16"),
            "1: the file is saved as “Unicode” (UTF-16): save it again with",
        ),
        (b"PK\x03\x04\x14\x00\x06\x00\xff", "1: this is a Word document, whatever its name says: let `./inv import`"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "1: this is an old Word document, whatever its name says: save it as .docx",
        ),
        (
            b"{\\rtf1\\ansi Title: Bad}",
            "1: this is a text with a word processor's marks (RTF): save it again as plain text",
        ),
    ],
)
def test_no_plain_text(site: SmallSite, raw: bytes, message: str) -> None:
    """What word processors and Notepad save under a text's name is reported as what it is, with the way to a text."""
    site.write("news/2026/bad.en.md", raw)
    (diagnostic,) = build_errors(site)
    assert diagnostic.startswith(f"content/news/2026/bad.en.md:{message}")
    assert diagnostic.endswith("(not-utf-8)")


@given(
    at=st.integers(0, len("bridge.en.md")),
    mark=st.text(st.sampled_from("Aa1 -_()čЖ.'"), min_size=1, max_size=12),
    is_copy=st.booleans(),
)
def test_a_copy_is_told_by_its_name_and_its_lines(at: int, mark: str, is_copy: bool) -> None:
    """Whatever a program puts into the name, wherever; another text of such a name has a bad name alone."""
    written, other = "Title: The bridge\nDate: 2026-03-01\n\nText.\n", "Title: Other\n\nNo word of it.\n"
    base = f"{'bridge.en.md'[:at]}{mark}{'bridge.en.md'[at:]}"
    name = f"news/2026/{base}"
    assume(isinstance(parse_name(name, name, ["en", "sr"]), Diagnostic))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bridge.en.md").write_text(written, "utf-8")
        Path(folder, base).write_text(written if is_copy else other, "utf-8")
        found = read_source(f"{folder}/{base}", name, name, ["en", "sr"], {})
    assert isinstance(found, Diagnostic)
    assert ("this is a copy of bridge.en.md" in found.message) == is_copy


def test_what_leads_out_of_the_content_is_refused(site: SmallSite, tmp_path: Path) -> None:
    """A text, a folder of texts, a picture in a header and in a text, and a file to be attached; a link within the
    content folder is none of it, and a folder that holds itself ends."""
    folder = site.content / "news" / "2026"
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "far.en.md").write_text("Title: Far\nDate: 2026-03-01\n\nText.\n")
    Image.new("RGB", (60, 40), "red").save(tmp_path / "private.png")
    (tmp_path / "private.pdf").write_bytes(b"%PDF-1.4")
    site.write("images/good.pdf", "%PDF-1.4")
    for link, target in (
        (folder / "text.en.md", tmp_path / "far" / "far.en.md"),
        (site.content / "news" / "far", tmp_path / "far"),
        (site.content / "news" / "again", site.content),
        (site.content / "images" / "bad.png", tmp_path / "private.png"),
        (folder / "bad.pdf", tmp_path / "private.pdf"),
        (folder / "good.pdf", site.content / "images" / "good.pdf"),
    ):
        link.symlink_to(target)
    body = "![Red.](../../images/bad.png)\n\nRead [one](bad.pdf) and [the other](good.pdf)."
    site.article("bad", image="images/bad.png", image_alt="Red.", body=body)
    cure = "is a link to a file outside content/: put a copy of the file"
    bad = "content/news/2026/bad.en.md"
    assert build_errors(site) == [
        f"{bad}:3: 'images/bad.png' {cure} there instead (outside-content)",
        f"{bad}:6: 'images/bad.png' {cure} there instead (outside-content)",
        f"{bad}:8: 'news/2026/bad.pdf' {cure} there instead (outside-content)",
        f"content/news/2026/text.en.md:1: this {cure} here instead (outside-content)",
        f"content/news/far/far.en.md:1: this {cure} here instead (outside-content)",
    ]


def test_all_errors_at_once(site: SmallSite) -> None:
    """Errors of many files and kinds are reported in one go, in order of place."""
    wanted = {"no-title": "a1", "bad-date": "a2", "unknown-goal": "a3", "link-to-nothing": "a4"}
    for case, slug in wanted.items():
        site.write(f"news/2026/{slug}.en.md", CASES[case]["files"]["news/2026/bad.en.md"])
    assert build_errors(site) == [
        CASES[case]["errors"][0].replace("bad.en.md", f"{slug}.en.md") for case, slug in wanted.items()
    ]


def test_exit_status(site: SmallSite) -> None:
    """The command ends with 1, prints every error on standard error and nothing but its progress elsewhere, and leaves
    the output alone."""
    for name in ("pelicanconf.py", "theme", "tasks.py"):
        (site.folder / name).symlink_to(ROOT / name)
    site.write("news/2026/bad.en.md", CASES["unknown-category"]["files"]["news/2026/bad.en.md"])
    site.write("news/2026/worse.hu.md", "Title: Rossz\n")
    done = run_python(run_module("invoke"), site.folder, {**os.environ, "PYTHONPATH": str(ROOT)}, ["build"])
    heading, *diagnostics = done.stderr.splitlines()
    assert (done.returncode, heading) == (1, "2 errors in the content; nothing was built:")
    assert all(line.startswith("Texts: ") for line in done.stdout.splitlines())
    assert diagnostics[0] == CASES["unknown-category"]["errors"][0]
    assert diagnostics[1].startswith("content/news/2026/worse.hu.md:1: 'hu' is not a language of this site")
