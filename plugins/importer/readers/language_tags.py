"""Texts with tags of translation plugins, such as `[:en]Title[:sr]Naslov[:]` and `[lang_en]Title[/lang_en]`: each tag
begins another line."""

from __future__ import annotations

import re

TAG = re.compile(
    r"\[:(?P<square>[a-z]{2,3})?\]|\{:(?P<curly>[a-z]{2,3})?\}|<!--:(?P<comment>[a-z]{2,3})?-->"
    r"|\[/?lang[_ =-](?P<named>[a-z]{2,3})\]"
)
TITLE = re.compile(r"<title[^>]*>.*?</title>", re.IGNORECASE | re.DOTALL)
EDGE_JOINTS = re.compile(r"(?<=>)\s*/\s*|\s*/\s*(?=</)|/\s+(?=/)")


def part_languages(text: str, is_html: bool) -> str:
    """The text with a break in place of each tag; as it is if its tags do not name two languages."""
    codes = {match[match.lastgroup] for match in TAG.finditer(text) if match.lastgroup}
    if len(codes) < 2:
        return text
    if not is_html:
        return TAG.sub("\n\n", text)
    titled = TITLE.sub(lambda match: EDGE_JOINTS.sub("", TAG.sub(" / ", match[0])), text)
    return TAG.sub("<br><br>", titled)
