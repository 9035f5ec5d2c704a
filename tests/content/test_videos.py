"""Addresses of videos are known by their form, and what only follows readers is left out of them."""

from __future__ import annotations

import pytest

from plugins.content.links.named_files import find_poster
from plugins.content.markup.markdown import MarkdownRenderer
from plugins.content.markup.rendered import Kind
from plugins.content.markup.videos import Video, video_at, video_lines
from plugins.content.settings.table import DEFAULTS

RENDERER = MarkdownRenderer(DEFAULTS["MARKDOWN"])
ID = "QBb-VfMFP_c"
WATCH = f"https://www.youtube.com/watch?v={ID}"


@pytest.mark.parametrize(
    ("target", "site", "address"),
    [
        (WATCH, "YouTube", WATCH),
        (f"http://youtube.com/watch?feature=share&v={ID}&list=PL1", "YouTube", WATCH),
        (f"https://m.youtube.com/watch?v={ID}&t=1m30s", "YouTube", f"{WATCH}&t=1m30s"),
        (f"https://youtu.be/{ID}?si=follows-me&t=42", "YouTube", f"{WATCH}&t=42"),
        (f"https://www.youtube.com/live/{ID}?feature=shared", "YouTube", WATCH),
        (f"https://www.youtube.com/shorts/{ID}", "YouTube", f"https://www.youtube.com/shorts/{ID}"),
        (f"https://www.youtube-nocookie.com/embed/{ID}?start=7&rel=0", "YouTube", f"{WATCH}&t=7"),
        (f"//www.youtube.com/embed/{ID}", "YouTube", WATCH),
        ("https://vimeo.com/76979871", "Vimeo", "https://vimeo.com/76979871"),
        ("https://vimeo.com/76979871/0a1b2c3d4e?share=copy", "Vimeo", "https://vimeo.com/76979871/0a1b2c3d4e"),
        ("https://player.vimeo.com/video/76979871?h=0a1b2c3d4e", "Vimeo", "https://vimeo.com/76979871/0a1b2c3d4e"),
        ("https://vimeo.com/channels/staffpicks/76979871", "Vimeo", "https://vimeo.com/76979871"),
        ("bridge.mp4", "", ""),
        ("{static}/videos/Most-1.WEBM", "", ""),
    ],
)
def test_a_video_is_known_by_its_address(target: str, site: str, address: str) -> None:
    """Each way in which the sites write an address, and files of the content folder."""
    video = video_at(target)
    assert video is not None
    assert (video.site, video.address) == (site, address)


@pytest.mark.parametrize(
    "target",
    [
        "https://www.youtube.com/@UNSerbia",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/watch?v=short",
        f"https://youtube.com.evil.example/watch?v={ID}",
        f"https://evil.example/?https://youtu.be/{ID}",
        "https://vimeo.com/about",
        "https://example.org/film.mp4",
        "/files/film.mp4",
        "film.mov",
        "javascript:alert(1)//youtu.be",
        "https://[",
        "",
    ],
)
def test_other_addresses_are_no_videos(target: str) -> None:
    """Channels and lists, other hosts that look alike, films of other sites, and what is no address."""
    assert video_at(target) is None


def test_only_a_line_of_its_own_is_a_video() -> None:
    """An address within a sentence, in a list, in a quotation or in code is none; one among other lines is."""
    text = f"See https://youtu.be/{ID}\n\n- https://youtu.be/{ID}\n\n> https://youtu.be/{ID}\n\n    {WATCH}\n\n"
    assert video_lines(text) == []
    assert [found["target"] for found in video_lines(f"Above\n<{WATCH}>\nbelow\n\n bridge.mp4  \n")] == [
        WATCH,
        "bridge.mp4",
    ]


def test_a_video_is_a_reference() -> None:
    """As a picture is, once, whether it is written as one or stands alone."""
    body = f"Text\n\n{WATCH}\n\n![Title](bridge.mp4)\n\n`bridge.mp4`\n\n```\nbridge.mp4\n```\n"
    found = [(one.target, one.kind) for one in RENDERER.references_in(body)]
    assert found == [(WATCH, Kind.VIDEO), ("bridge.mp4", Kind.VIDEO)]


@pytest.mark.parametrize(
    ("video", "files", "expected"),
    [
        (Video("YouTube", ID, WATCH), {f"images/{ID}.jpg"}, f"images/{ID}.jpg"),
        (Video("YouTube", ID, WATCH), {f"images/{ID}.jpg", f"news/2026/{ID}.png"}, f"news/2026/{ID}.png"),
        (Video("", "bridge.mp4"), {"news/2026/bridge.mp4", "news/2026/bridge.webp"}, "news/2026/bridge.webp"),
        (Video("", "images/bridge.mp4"), {"images/bridge.mp4", "images/bridge.jpg"}, "images/bridge.jpg"),
        (Video("", "bridge.mp4"), {"news/2026/bridge.mp4", "images/bridge.jpg"}, ""),
    ],
)
def test_a_picture_of_the_same_name_stands_for_a_video(video: Video, files: set[str], expected: str) -> None:
    """Beside its file; for a video of another site beside the text, or else in `images/`, under the video's id."""
    assert find_poster(video, "news/2026/story.en.md", files) == expected
