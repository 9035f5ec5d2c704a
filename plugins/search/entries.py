"""A story as a search finds and shows it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cached_property

from plugins.languages.pairs import key_of
from plugins.languages.site import EditionSite
from plugins.languages.stories import Story

NOTE = re.compile(r'<sup id="fnref.*?</sup>|<a class="footnote-backref".*?</a>', re.S)
BLOCKS = "p h. li .l dt dd table tr td th caption blockquote figure figcaption pre div hr br details summary"
BLOCK = re.compile(rf"</?(?:{BLOCKS.replace(' ', '|')})\b[^>]*>")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Entry:
    """One story of an edition; `category` is a slug, `goals` are numbers."""

    site: EditionSite
    story: Story

    @cached_property
    def key(self) -> str:
        """Stands for everything that the index and the result say of the story."""
        story = self.story
        words = (story.text.words_key, story.form, self.site.glossary)
        return key_of(words, story.path, story.date.isoformat(), self.category, self.goals)

    @property
    def category(self) -> str:
        """The slug of the story's category, or ""."""
        return self.story.facts.category

    @property
    def goals(self) -> tuple[int, ...]:
        """The numbers of the story's goals."""
        return tuple(tag.number for tag in self.story.facts.goals)

    @property
    def text(self) -> str:
        """The story's summary and words, a line for each paragraph."""
        return "\n".join(dict.fromkeys((self.story.summary, *lines(self.story.body))))

    def shown(self) -> str:
        """What a result needs, as JSON."""
        names = self.site.strings.section("categories")
        return json.dumps(
            {
                "title": self.story.title,
                "path": self.story.path,
                "date": self.site.moment(self.story.date).text,
                "category": names[self.category] if self.category else "",
                "text": self.text,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


def lines(body: str) -> list[str]:
    """The paragraphs of an HTML text as a reader sees them, without marks of footnotes."""
    plain = html.unescape(TAG.sub("", BLOCK.sub("\0", NOTE.sub("", body))))
    return [line for part in plain.split("\0") if (line := " ".join(part.split()))]
