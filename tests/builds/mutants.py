"""Generates content files as an attacker or a broken program would write them."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.small_site import SmallSite, small_site

SECRET = "sesame-5b1c-do-not-print"
VICTIMS = ("news/2026/victim.en.md", "news/2026/victim.sr.md", "pages/victim-page.en.md")
LIGHT = {"SEARCH": False, "SOCIAL_CARDS": False, "WORKERS": 1}
PARTS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
LINKS = ("![x]({})", "[x]({})", "[x](<{}>)", "[x][y]\n\n[y]: {}", '<img src="{}">', "<a href='{}'>x</a>")
NESTING = ("> ", "- ", "<div>", "<b>", "[", "*", "  ", "1. ", "a\n", "\n", "<table><tr><td>")


def yaml_bomb() -> str:
    """A short YAML file whose aliases expand to a billion words."""
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    lines = [f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]" for before, name in pairs]
    return "\n".join(["a: &a [x,x,x,x,x,x,x,x,x]", *lines, ""])


DEEP = ("title: " + "[" * 900 + "]" * 900 + "\n", "{" * 300 + "}" * 300 + "\n", "a: " * 300 + "\n")

repeated = st.sampled_from([text * times for text, times in PARTS["repeated"]])
strange = st.text(st.characters(categories=("Cc", "Cf", "Co", "Zs", "Lo", "Mn")), max_size=30)
words = st.one_of(st.sampled_from(PARTS["snippets"]), repeated, st.text(max_size=60), strange)
values = st.one_of(st.sampled_from([*PARTS["values"], *PARTS["places"]]), repeated, st.text(max_size=40))
names = st.sampled_from(PARTS["names"])
plain = st.lists(st.builds("{}{}{}".format, names, st.sampled_from((": ", ":", " : ", "")), values), max_size=8)
yaml = st.builds(
    "---\n{}{}---\n".format,
    st.sampled_from([*PARTS["yaml"], yaml_bomb(), *DEEP]),
    st.sampled_from(("", "title: x\n", "date: 2026-01-05\n")),
)
quoted = st.lists(st.builds("{}: '{}'".format, names, values), max_size=5)
headers = st.one_of(plain.map("\n".join), yaml, quoted.map(lambda lines: "\n".join(("---", *lines, "---"))))
# Such a header is at least half right, so that the text below it is read.
sound = st.builds(
    "Title: {}\nDate: 2026-01-0{}\n{}".format,
    st.one_of(st.just("A story"), values),
    st.integers(1, 9),
    st.just("") | headers,
)
bodies = st.one_of(
    st.lists(words, max_size=8).map("\n\n".join),
    st.lists(words, max_size=8).map("".join),
    st.builds(str.format, st.sampled_from(LINKS), st.sampled_from(PARTS["places"])),
    st.builds(str.__mul__, st.sampled_from(NESTING), st.integers(1, 3000)),
)
breaks = st.sampled_from(("\n\n", "\n\n", "\n\n", "\n", "\r\n\r\n", "\r", ""))
texts = st.builds("{}{}{}".format, st.one_of(sound, sound, headers), breaks, bodies).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)


def insert_junk(raw: bytes, place: int, junk: bytes) -> bytes:
    """A file with other bytes inserted."""
    at = place % (len(raw) + 1)
    return raw[:at] + junk + raw[at:]


contents = st.one_of(
    texts,
    texts,
    st.builds(insert_junk, texts, st.integers(0, 10_000), st.binary(max_size=6)),
    st.binary(max_size=200),
)


def adversarial_site(folder: Path) -> SmallSite:
    """A site with two stories that no mutation may change, and files outside it with a secret that no page may show."""
    site = small_site(folder / "a" / "b" / "site", **LIGHT)
    dot = Path(__file__).parent.parent / "build_cache" / "dot.png"
    for slug in ("steady", "second"):
        site.article(slug, date="2026-05-20", category="press-releases", sdgs="14")
        site.article(slug, "sr", title=f"Priča {slug}")
    site.write("images/dot.png", dot.read_bytes())
    for up in (site.folder, site.folder.parent, site.folder.parent.parent):
        (up / "outside.txt").write_text(f"outside {SECRET}", "utf-8")
        (up / "outside.png").write_bytes(dot.read_bytes() + SECRET.encode())
        (up / "outside.pdf").write_bytes(b"%PDF-1.4" + SECRET.encode())
    os.symlink("../../outside.png", site.content / "images/out.png")
    os.symlink("../../outside.pdf", site.content / "images/out.pdf")
    site.write("images/plan 1.pdf", b"%PDF-1.4")
    site.write("images/plan.html", "<script>alert(1)</script>")
    os.symlink("../..", site.content / "images/out")
    os.symlink(".", site.content / "images/loop")
    return site
