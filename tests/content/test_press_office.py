"""The file of the press office: what is wrong with it is reported, and nothing outside the content folder is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.content.settings.press_office import read_press_offices

NAME = "press-office.en.txt"
OFFICE = "Name: Office\nContact: Ana\nPhone: 1\nE-mail: a@b.example\n\nAbout us.\n\nMore.\n"


def read(content: Path) -> tuple[dict[str, object], list[tuple[int, str]]]:
    """The offices in English and Serbian, and the lines and codes of what is wrong."""
    offices, diagnostics = read_press_offices(content, ("en", "sr"), [file.name for file in content.iterdir()])
    assert all(one.path == f"{content.name}/{NAME}" for one in diagnostics)
    return dict(offices), [(one.line, one.code) for one in diagnostics]


def test_an_office_is_read(tmp_path: Path) -> None:
    """Its fields and paragraphs; the language without a file has none."""
    (tmp_path / NAME).write_bytes(b"\xef\xbb\xbf" + OFFICE.replace("\n", "\r\n").encode())
    offices, problems = read(tmp_path)
    assert (list(offices), problems) == (["en"], [])
    office = offices["en"]
    assert [getattr(office, name) for name in ("name", "contact", "phone", "email", "about")] == [
        "Office",
        "Ana",
        "1",
        "a@b.example",
        "About us.\n\nMore.",
    ]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ("Name: Ured Š\n\nO nama.\n".encode("cp1250"), [(1, "not-utf-8")]),
        (OFFICE.encode("utf-16"), [(1, "not-utf-8")]),
        (b"---\nname: [\n---\n\nAbout us.\n", [(2, "bad-yaml")]),
        (OFFICE.replace("Contact", "Fax").encode(), [(2, "bad-press-office")]),
        (b"Contact: Ana\n", [(1, "bad-press-office")] * 2 + [(2, "bad-press-office")]),
    ],
)
def test_what_is_wrong_is_reported_with_its_line(tmp_path: Path, data: bytes, problems: list[tuple[int, str]]) -> None:
    """Bytes in another encoding, a line that is no field, an unknown field, and what is missing."""
    (tmp_path / NAME).write_bytes(data)
    assert read(tmp_path) == ({}, problems)


def test_a_link_out_of_the_content_folder_is_not_followed(tmp_path: Path) -> None:
    """Whatever it leads to would be published."""
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "secret.txt").write_text(OFFICE, "utf-8")
    (content / NAME).symlink_to(tmp_path / "secret.txt")
    assert read(content) == ({}, [(1, "outside-content")])


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda file: file.symlink_to(file.name)])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, make) -> None:
    """A pipe, a folder and a link to itself are reported as unreadable."""
    make(tmp_path / NAME)
    offices, problems = read(tmp_path)
    assert (offices, [code for _, code in problems]) == ({}, ["unreadable"])
