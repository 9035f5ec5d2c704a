"""What the importer uses of the project's other packages; nothing else here imports from them.

`to_latin(text)` writes Serbian Cyrillic in Latin letters; `MISREAD` finds letters that were decoded wrongly;
`parse_goals(text)` reads goals and raises ValueError; `looks_like_goal_line(line)` says whether a line tries to name
some; `language_tables()` has a table for each language in which the goals' titles are known; `UserError` is the base
of errors whose message is for people; `encode_snapshot(source, time)` is what a translation was made from, as the
file beside it."""

from __future__ import annotations

from plugins.content.headers.fields import ISO, FieldError, read_category, read_date
from plugins.content.outdated import encode_snapshot, snapshot_name
from plugins.content.regular_files import FileTooLarge, NotRegularFile, read_regular_file
from plugins.content.settings.site_config import SiteLanguage
from plugins.content.sources import PairKind, Source, parse_source
from plugins.cyrillic import to_latin
from plugins.cyrillic.letters import ETH, SLIPS, normalize
from plugins.detection import WORD, Detector
from plugins.diagnostics import UserError
from plugins.locales.dictionaries import dictionary_path, open_dictionary
from plugins.locales.language import Language, known_codes, load_language
from plugins.locales.plain_letters import fold as plain_letters
from plugins.locales.plain_letters import slug_of
from plugins.locales.unicode_scripts import MISREAD
from plugins.sdg.goals import FIRST_GOAL, LAST_GOAL
from plugins.sdg.phrases import spellings, words_of
from plugins.sdg.tagging import GoalTag, looks_like_goal_line, parse_goals
from plugins.sdg.titles import language_tables

__all__ = [
    "ETH",
    "FIRST_GOAL",
    "ISO",
    "LAST_GOAL",
    "MISREAD",
    "SLIPS",
    "WORD",
    "Detector",
    "FieldError",
    "FileTooLarge",
    "GoalTag",
    "Language",
    "NotRegularFile",
    "PairKind",
    "SiteLanguage",
    "Source",
    "UserError",
    "dictionary_path",
    "encode_snapshot",
    "known_codes",
    "language_tables",
    "load_language",
    "looks_like_goal_line",
    "normalize",
    "open_dictionary",
    "parse_goals",
    "parse_source",
    "plain_letters",
    "read_category",
    "read_date",
    "read_regular_file",
    "slug_of",
    "snapshot_name",
    "spellings",
    "to_latin",
    "words_of",
]
