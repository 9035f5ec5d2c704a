"""A video is in both languages of a story, as pictures and links are; each may have its own."""

from __future__ import annotations

import pytest

from tests.checker.checking import EN, ENGLISH, SERBIAN, SR, check

FILMS = {"news/2026/bridge.en.mp4": b"film", "news/2026/bridge.sr.mp4": b"film", "news/2026/other.mp4": b"film"}
YOUTUBE, SHORT = "https://www.youtube.com/watch?v=QBb-VfMFPdc", "https://youtu.be/AAAAAAAAAAA"


def errors(make_library, english: str, serbian: str) -> list[str]:
    """The errors of a pair with these words at its end."""
    documents = {ENGLISH: f"{EN}Carts.\n\n{english}\n", SERBIAN: f"{SR}Kola su stigla.\n\n{serbian}\n"}
    named = {name: film for name, film in FILMS.items() if name.rpartition("/")[2] in english + serbian}
    return [str(one) for one in check(make_library({**documents, **named})) if one.severity != "advice"]


@pytest.mark.parametrize(
    ("english", "serbian"),
    [
        (YOUTUBE, SHORT),
        (f"![The first carts]({YOUTUBE})", f"<{SHORT}>"),
        (
            f"[![The first carts](../../images/bridge.jpg)]({YOUTUBE})",
            f"[![Prva kola](../../images/bridge.jpg)]({SHORT})",
        ),
        ("bridge.en.mp4", "bridge.sr.mp4"),
        ("![The first carts](other.mp4)", "![Prva kola](other.mp4)"),
        ("https://vimeo.com/76979871", "https://vimeo.com/76979871"),
    ],
)
def test_the_same_video_however_it_is_written(make_library, english: str, serbian: str) -> None:
    """A video on the same site, or a file, is in each language; neither needs a title."""
    assert errors(make_library, english, serbian) == []


@pytest.mark.parametrize(
    ("english", "serbian", "message"),
    [
        (YOUTUBE, "", "bridge.en.md:8: the video on YouTube is not in the other text"),
        ("", "other.mp4", "bridge.sr.md:6: the video in a file is not in the other text"),
        (YOUTUBE, "https://vimeo.com/76979871", "bridge.en.md:8: the video on YouTube is not in"),
    ],
)
def test_a_video_in_one_language_only_is_found(make_library, english: str, serbian: str, message: str) -> None:
    """With the place in the file that has it."""
    found = errors(make_library, english, serbian)
    assert any(message in one and "(image-parity)" in one for one in found), found
