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
        ("Title: Bad\r\n\r\nČaj.\r\n".encode("utf-16"), "the file is saved as “Unicode” (UTF-16): save it again with"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff", "this is a Word document, whatever its name says: let `./inv import`"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Word document, whatever its name says: save it as .docx"),
        (
            b"{\\rtf1\\ansi Title: Bad}",
            "this is a text with a word processor's marks (RTF): save it again as plain text",
        ),
    ],
)
def test_no_plain_text(site: SmallSite, raw: bytes, message: str) -> None:
    """What word processors and Notepad save under a text's name is reported as what it is, with the way to a text."""
    site.write("news/2026/bad.en.md", raw)
    (diagnostic,) = build_errors(site)
    assert diagnostic.startswith(f"content/news/2026/bad.en.md:1: {message}")
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


def test_not_utf_8(site: SmallSite) -> None:
    """A file in another encoding is named with the line of the first byte that is not UTF-8."""
    site.write("news/2026/bad.en.md", "Title: Bad\nDate: 2026-03-01\n\nČaj.\n".encode("cp1250"))
    assert build_errors(site) == [
        "content/news/2026/bad.en.md:4: the file is not UTF-8: save it again with the encoding UTF-8 (not-utf-8)"
    ]


def test_linked_file_outside_content(site: SmallSite) -> None:
    """A symbolic link to a file outside the content folder is refused, whatever is in the file."""
    secret = site.folder / "secret.md"
    secret.write_text("Title: Secret\nDate: 2026-03-01\n\nText.\n")
    (site.content / "news" / "2026" / "bad.en.md").symlink_to(secret)
    fix = "this is a link to a file outside content/: put a copy of the file here instead (outside-content)"
    assert build_errors(site) == [f"content/news/2026/bad.en.md:1: {fix}"]


def test_attachment_outside_content(site: SmallSite, tmp_path: Path) -> None:
    """A file to be attached that is a link out of the content folder is refused; one within it is not."""
    (tmp_path / "private.pdf").write_bytes(b"%PDF-1.4")
    folder = site.content / "news" / "2026"
    (folder / "bad.pdf").symlink_to(tmp_path / "private.pdf")
    site.write("images/good.pdf", "%PDF-1.4")
    (folder / "good.pdf").symlink_to(site.content / "images" / "good.pdf")
    site.article("bad", body="Read [one](bad.pdf) and [the other](good.pdf).")
    assert build_errors(site) == [
        "content/news/2026/bad.en.md:4: 'news/2026/bad.pdf' is a link to a file outside content/: "
        "put a copy of the file there instead (outside-content)"
    ]


def test_attachment_that_is_too_large(site: SmallSite) -> None:
    """The error says how large the file is and how large it may be."""
    with site.write("news/2026/plan.pdf", "%PDF-1.4").open("r+b") as file:
        file.truncate(50_100_000)
    site.article("bad", body="Read [the plan](plan.pdf).")
    assert build_errors(site) == [
        "content/news/2026/bad.en.md:4: the link to 'plan.pdf' leads to a file that weighs 50.1 MB, over the limit of "
        "50 MB: save a smaller one, or put it on the web and link it (bad-file)"
    ]


def test_attachment_that_is_no_file(site: SmallSite) -> None:
    """A pipe, for which a build would wait for ever, is reported."""
    os.mkfifo(site.content / "news" / "2026" / "plan.pdf")
    site.article("bad", body="Read [the plan](plan.pdf).")
    try:
        assert build_errors(site) == [
            "content/news/2026/bad.en.md:4: the link to 'plan.pdf' leads to a file that is no file: "
            "put a file of that name in its place (bad-file)"
        ]
    finally:
        (site.content / "news" / "2026" / "plan.pdf").unlink()


def test_linked_folder_outside_content(site: SmallSite, tmp_path: Path) -> None:
    """A symbolic link to a folder outside the content folder is refused for each text in it."""
    (tmp_path / "far.en.md").write_text("Title: Far\nDate: 2026-03-01\n\nText.\n")
    (site.content / "news" / "far").symlink_to(tmp_path)
    fix = "this is a link to a file outside content/: put a copy of the file here instead (outside-content)"
    assert build_errors(site) == [f"content/news/far/far.en.md:1: {fix}"]


def test_linked_picture_outside_content(site: SmallSite, tmp_path: Path) -> None:
    """A picture that is a link out of the content folder is refused where a header names it and where a text does."""
    Image.new("RGB", (60, 40), "red").save(tmp_path / "private.png")
    (site.content / "images" / "bad.png").symlink_to(tmp_path / "private.png")
    site.article("bad", image="images/bad.png", image_alt="Red.", body="![Red.](../../images/bad.png)")
    fix = (
        "'images/bad.png' is a link to a file outside content/: put a copy of the file there instead (outside-content)"
    )
    assert build_errors(site) == [f"content/news/2026/bad.en.md:3: {fix}", f"content/news/2026/bad.en.md:6: {fix}"]


def test_folder_that_holds_itself(site: SmallSite) -> None:
    """A link to a folder that holds it does not keep the build from ending."""
    (site.content / "news" / "again").symlink_to(site.content)
    site.build(show_drafts=True)


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
