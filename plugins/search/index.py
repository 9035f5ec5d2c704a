"""The index of one edition: the stories of each word, in parts that a search loads as needed. That of a small site is
one part, which comes with the summary: two requests more would take a reader longer than its bytes.

Stories are numbered from the oldest, so that a new one changes no other's number. Under the key of a word stands each
spelling of it, followed by its stories: steps from one number to the next, each followed by a letter for the places
where the spelling stands in that story: "niš 3B1A nišu 12I". A spelling that is the key is left out: " 3B1A nišu 12I".
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby, takewhile
from math import isqrt
from pathlib import Path
from typing import Any

from plugins.build_cache.protocol import BuildCache, TextJob
from plugins.content.markup.rendered import text_lines
from plugins.content.subjects import SubjectKind
from plugins.diagnostics import ContentErrors, program_fault
from plugins.editions.edition_site import EditionSite
from plugins.editions.page_keys import EditionKeys
from plugins.editions.stories import is_rewritten
from plugins.editions.story import Story, story_html
from plugins.search.word_keys import FUNCTION_WORD, Words
from plugins.system.digests import code_digest, key_of


@dataclass(frozen=True)
class Entry:
    """One story of an edition."""

    site: EditionSite
    story: Story

    @cached_property
    def digest(self) -> str:
        """The digest of the story's index entry and search result."""
        return self.site.part(EditionKeys).words_key(self.story, self.html if self._is_rewritten else "")

    @property
    def text(self) -> str:
        """The story's summary and words, a line for each paragraph."""
        return "\n".join(dict.fromkeys((self.story.summary, *text_lines(self.html))))

    @property
    def html(self) -> str:
        """The story's text, with the changes of third-party plugins."""
        if self._is_rewritten:
            return story_html(self.story)
        return self.site.build.bodies.html(self.story.text, self.site.edition)

    @cached_property
    def _is_rewritten(self) -> bool:
        return self.site.build.has_plugins and is_rewritten(self.site, self.story)

    def result_json(self) -> str:
        """The data of a search result, as JSON."""
        names = self.site.strings.section("categories")
        return json.dumps(
            {
                "title": self.story.title,
                "path": self.story.page_path,
                "date": self.site.moment(self.story.date).text,
                "category": names[self.story.category_slug] if self.story.category_slug else "",
                "text": self.text,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


@dataclass(frozen=True)
class NamedPage:
    """A page of the site that a search leads to by its names: `keys` has the keys of each name's words. Its stories
    are those whose `facet` (goal, category, month or kind of subject) is `value`; a fixed page has none."""

    title: str
    path: str
    keys: tuple[tuple[str, ...], ...]
    facet: str = ""
    value: str = ""

    def data(self) -> dict[str, Any]:
        """The place as JSON has it."""
        return {name: value for name, value in vars(self).items() if value}


# What a site with so many stories has of words takes a slow network less time than one more request.
STORIES_A_PART = 40
PART_LETTERS = 3
# The letters of a word that a reader may have meant by another one.
MEANT = range(3, 30)
MOST_PARTS = 256
IN_TITLE, IN_SUMMARY, MOST_OFTEN = 8, 4, 3
BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"
PLACES = "ABCDEFGHIJKLMNOP"
# Packages whose code the index depends on.
CODE = [Path(__file__).parents[1] / name for name in "search editions content locales cyrillic sdg".split()]


@dataclass(frozen=True)
class Index:
    """`entries` from the oldest; `categories` are slugs in the menu's order; `places` are the pages that a query may
    name, and `labels` the keys of the words before a goal's number."""

    entries: tuple[Entry, ...]
    words: Words
    categories: tuple[str, ...]
    places: tuple[NamedPage, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def digest(self) -> str:
        """The version of the index, of which browsers may cache parts for a year: the digests of its entries, and its
        code."""
        return key_of(
            code_digest(*CODE),
            self.words.rules,
            self.categories,
            self.places,
            self.labels,
            *(entry.digest for entry in self.entries),
        )[:12]

    @property
    def parts(self) -> int:
        """The number of parts, which keeps each of them small: the number of words grows as the root of the number of
        stories, and what stands under the words as that number. A single one is in the summary."""
        stories = len(self.entries)
        return 1 if stories <= STORIES_A_PART else min(MOST_PARTS, isqrt(stories) + stories // STORIES_A_PART)

    def prepare(self, cache: BuildCache) -> None:
        """Begin to find the words of the stories that are not in the cache, in other processes."""
        cache.prepare_texts(TextJob(*self._places_of(entry), {}) for entry in self.entries)

    def _places_of(self, entry: Entry) -> tuple[str, Callable[[], str]]:
        """The key of a story's words in the cache, and what finds them."""
        return f"{self._rules} {entry.digest}", partial(places_json, entry, self.words)

    @cached_property
    def _rules(self) -> str:
        return key_of("words of a story", self.words.rules)

    def summary(self) -> str:
        """The file that every search loads first: the language's rules, the filters of each story and, where they are
        one part, the words."""
        stories = [entry.story for entry in self.entries]
        months = [(month, len(list(group))) for month, group in groupby(f"{story.date:%Y-%m}" for story in stories)]
        places = {slug: at for at, slug in enumerate(self.categories)}
        subjects = tuple(dict.fromkeys(name for story in stories for name in story.subjects))
        numbers = {name: at for at, name in enumerate(subjects)}
        return _json(
            {
                "version": self.digest,
                "parts": self.parts,
                "months": months,
                "days": [story.date.day for story in stories],
                "categories": self.categories,
                "category": [places.get(story.category_slug, -1) for story in stories],
                "kinds": [kind.value for kind in SubjectKind],
                "subjects": [(name.kind.value, name.slug) for name in subjects],
                "subject": [[numbers[name] for name in story.subjects] for story in stories],
                "goals": [sum(1 << number for number in {tag.number for tag in story.goals}) for story in stories],
                "rules": self.words.rules.data(),
                "meant": [MEANT[0], MEANT[-1]],
                "places": [place.data() for place in self.places],
                "labels": self.labels,
                "words": self._parts[0] if self.parts == 1 else None,
            }
        )

    def part(self, number: int) -> str:
        """One part of the index: the stories of each of its words."""
        return _json(self._parts.get(number, {}))

    def dictionary(self, letters: int) -> str:
        """The words with so many letters that a reader may have meant, in plain letters and in order, with a space
        between them: each begins with the number of letters that it shares with the one before it, in base 36."""
        last, written = "", []
        for word in sorted(self._plain_words.get(letters, ())):
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(last, word, strict=False)))
            written.append(f"{BASE_36[shared]}{word[shared:]}")
            last = word
        return _json(" ".join(written))

    @cached_property
    def _plain_words(self) -> dict[int, set[str]]:
        """The words of all stories in plain letters, but for function words and numbers, by their number of letters."""
        words_by_length: dict[int, set[str]] = defaultdict(set)
        for key, spellings in self._words.items():
            if not key.startswith(FUNCTION_WORD):
                for word in map(self.words.fold, spellings):
                    if len(word) in MEANT and not any(map(str.isdigit, word)):
                        words_by_length[len(word)].add(word)
        return words_by_length

    @cached_property
    def _parts(self) -> dict[int, dict[str, str]]:
        parts: dict[int, dict[str, str]] = defaultdict(dict)
        for key, spellings in sorted(self._words.items()):
            written = (
                f"{'' if spelling == key else spelling} {stories}" for spelling, stories in sorted(spellings.items())
            )
            parts[part_of(key, self.parts)][key] = " ".join(written)
        return parts

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        """The stories of each spelling of each key."""
        steps_by_form: dict[tuple[str, str], list[str]] = defaultdict(list)
        last: dict[tuple[str, str], int] = {}
        for number, entry in enumerate(self.entries):
            for key, spelling, where in json.loads(entry.site.build.cache.text(*self._places_of(entry))):
                form = key, spelling
                steps_by_form[form].append(f"{number - last.get(form, 0)}{PLACES[where]}")
                last[form] = number
        words: dict[str, dict[str, str]] = defaultdict(dict)
        for (key, spelling), steps in steps_by_form.items():
            words[key][spelling] = "".join(steps)
        return words


def places(entry: Entry, words: Words) -> dict[tuple[str, str], int]:
    """The weight of each word (key, spelling) in a story: 8 if in the title, plus 4 if in the summary, plus the number
    of times in summary and text, at most 3."""
    weights = {form: min(count, MOST_OFTEN) for form, count in Counter(words.forms(entry.text)).items()}
    for text, place in ((entry.story.summary, IN_SUMMARY), (entry.story.title, IN_TITLE)):
        for form in set(words.forms(text)):
            weights[form] = weights.get(form, 0) + place
    return weights


def places_json(entry: Entry, words: Words) -> str:
    """The key, spelling and weight of each word of a story, as JSON; raises ContentErrors, with the story's file, where
    they cannot be found."""
    try:
        return _json([(*form, where) for form, where in places(entry, words).items()])
    except ContentErrors:
        raise
    except Exception as error:
        source = entry.story.text.source
        raise ContentErrors([program_fault(source.path, source.body_line, error)]) from None


def part_of(key: str, parts: int) -> int:
    """The part of a word; words with the same beginning are in the same part, for searches by prefix."""
    sum_ = 0
    for letter in key[:PART_LETTERS]:
        sum_ = (sum_ * 31 + ord(letter)) % 65521
    return sum_ % parts


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
