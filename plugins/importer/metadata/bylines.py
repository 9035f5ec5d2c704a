"""Lines that a content management system prints about who put a page in, such as "Written by Super User"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.cyrillic import to_latin
from plugins.importer.language.data import ImportLanguage, either, fold, words_in

LONGEST_ACCOUNT = 4
# The other gender's ending, as systems print it: "Objavio/la", "Autor(ka)", "Napisao/napisala".
OTHER_GENDER = r"(?:\s?(?:/\s?-?[^\W\d_]{1,12}|\(-?[^\W\d_]{1,4}\)))?"
# A name that only a system gives: "editor_2", "@office", "unct.serbia", "ana-web"; a person has initials and capitals.
HANDLE = re.compile(r"@[\w.-]+|(?=[^\W\d]*[\d_])[^\W\d_][\w.-]*|[a-z][\w-]+(?:[.-][a-z0-9][\w-]+)+")
# What a system adds behind a name, as in "Anonymous (not verified)".
REMARK = re.compile(r"\s*\([^()]*\)\s*$")


def byline_pattern(own: Sequence[ImportLanguage]) -> re.Pattern[str]:
    """The pattern of a line with words for an author and, as group `name`, what follows them."""
    return re.compile(rf"(?i:{either(map(to_latin, words_in(own, 'by')))}){OTHER_GENDER}\s*:?\s+(?P<name>\S.*)")


@dataclass(frozen=True)
class AccountNames:
    """Tells the names of accounts from those of people; `words` are those that the former are made of, such as
    "super" and "user"."""

    words: frozenset[str]

    def is_account(self, name: str) -> bool:
        """Whether a name is one that nobody bears: made of words for accounts, or spelt as only a system does."""
        parts = [part for part in REMARK.sub("", to_latin(name)).strip(" .,;:|–—-").split() if fold(part)]
        if not 0 < len(parts) <= LONGEST_ACCOUNT:
            return False
        if all(fold(part) in self.words for part in parts):
            return True
        return len(parts) == 1 and HANDLE.fullmatch(parts[0]) is not None


def account_names(languages: Sequence[ImportLanguage]) -> AccountNames:
    """The words of accounts' names in some languages; a system prints them in its own, whatever the site's are."""
    return AccountNames(frozenset(fold(word) for phrase in words_in(languages, "accounts") for word in phrase.split()))
