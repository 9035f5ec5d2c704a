"""The site as the editor uses it: every function of other packages that the editor calls is called here, or in
`rendering`, which runs where the last build is.

A `Site` holds the content library and reads it again when files change. Names of stories are *stems*, such as
`news/2026/bridge`: the path of a pair's files below `content/`, without language and ending.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, cast

from babel import Locale
from babel.dates import get_timezone_location

from plugins.atomic_files import write_atomically
from plugins.checker.dismissals import DISMISSED, Dismissal, add_dismissal, read_dismissals
from plugins.checker.engine.check_context import WORDS, LanguageResources, read_resources
from plugins.checker.engine.checking import KnownFindings, check_pair, dismissible_codes, drop_dismissed
from plugins.content.draft_diagnostics import as_draft
from plugins.content.headers.fields import LANGUAGE_FIELDS, PUBLISHING_FIELDS, SHARED_FIELDS, FieldError
from plugins.content.library import ContentLibrary, load_library
from plugins.content.links.attachments import BadAttachment, attachment
from plugins.content.links.link_check import LinkCheck
from plugins.content.markup.paragraphs import paragraphs
from plugins.content.outdated import Outdated
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import GLOSSARY, SiteConfig, content_files, now_of, read_site_config
from plugins.content.sources import display_path
from plugins.devserver.build_process import BuildProcessError
from plugins.devserver.builder import (
    WATCHED,
    Builder,
    Event,
    Failed,
    MakeBuilder,
    Notice,
    PreviewBuilder,
    format_traceback,
)
from plugins.devserver.preview import Preview, resolve
from plugins.devserver.serve import read_places, watch_files
from plugins.diagnostics import ContentErrors, Diagnostic, Message, UserError, message_of
from plugins.diagnostics.overrides import apply_overrides, read_overrides
from plugins.editing import (
    ArticleStatus,
    accept_translation,
    new_article,
    pair_status,
    rename_article,
    start_translation,
)
from plugins.editing.differences import runs
from plugins.editor.files.content_folder import no_content_message
from plugins.editor.rendering import NotBuiltError, RenderedPage, read_pair, render_page
from plugins.images import album_of
from plugins.images.album import Album
from plugins.images.image_check import check_images
from plugins.images.validation import InvalidPicture, check_weight, examine_picture
from plugins.kept_work import kept_work
from plugins.locales.strings import Strings, convert_strings
from plugins.project.publish_events import Emit, from_line
from plugins.project.publish_record import PublishRecord, published_stories, read_record, record_name
from plugins.project.settings import settings_of
from plugins.project.up_to_date import digest_path
from plugins.sdg.goals import GOALS
from plugins.search.stemming import Words, read_rules

__all__ = [
    "GOALS",
    "BadAttachment",
    "Decision",
    "Diagnostic",
    "FieldError",
    "InvalidPicture",
    "PublishRecord",
    "RenderedPage",
    "Site",
    "UserError",
    "first_error",
    "place_message",
    "published_stories",
    "record_name",
    "resolve",
    "word_differences",
]  # fmt: skip

SETTINGS = "pelicanconf.py"
PUBLISH_SETTINGS = "publishconf.py"
# The fields of each language's form, and of the form for the pair: two fields of the pair are about the text in which
# they stand.
LANGUAGE_FORM = (*LANGUAGE_FIELDS, "status", "original")
SHARED_FORM = tuple(name for name in (*SHARED_FIELDS, *PUBLISHING_FIELDS) if name not in LANGUAGE_FORM)
NO_STORY = Message("there is no such story any more: it may have been renamed or deleted")
BROKEN_SITE = Message("the site cannot be built yet, and only the maintainer can correct it: See the site shows why")
INTERRUPTED = "The publish that was under way has been stopped. Run ./inv publish to publish."
# Seconds in which a command that is interrupted ends.
MOMENT = 1.0
LETTERS = re.compile(r"[^\W_]+")
# What Python takes for the end of a line, and other signs that no list has.
LINE_ENDS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
LONGEST_LINE = 400
# The lists in which a person decides about diagnostics.
DECIDED = (WORDS, GLOSSARY, DISMISSED)


@dataclass(frozen=True)
class SiteLists:
    """All pairs by their stems; the authors of all stories and the credits of all pictures, in order."""

    pairs: Mapping[str, Pair]
    authors: list[str]
    credits: list[str]


@dataclass(frozen=True)
class Decision:
    """What a decision of a person wrote: the `line` of a list of the site, by its name, in place of the line `before`;
    "" where there was none, and where nothing had to be written."""

    name: str
    line: str
    before: str


class Site:
    """The site in the current folder. Methods may be called from several threads."""

    def __init__(
        self, on_event: Callable[[Event], None] = lambda _: None, make_builder: MakeBuilder = PreviewBuilder
    ) -> None:
        """`on_event` gets what builds report; `make_builder` gives what builds, in this process or in another."""
        self.on_event = on_event
        self.settings = settings_of(SETTINGS)
        self.preview = Preview()
        output = Path(self.settings["OUTPUT_PATH"])
        if (output / "index.html").is_file():
            # The site of the last build is shown until this session's first one has ended.
            self.preview.show(output, {})
        self.builder: Builder = make_builder(self.preview, on_event)
        self._lock = threading.RLock()
        # They keep their verdicts, and are no place for two threads. A check waits for no reading of the content.
        self._dictionaries = threading.Lock()
        self._typed = KnownFindings()
        self.config: SiteConfig = site_config_of(self.settings)
        self.library: ContentLibrary = load_library(self.config, now_of({}))
        # What is wrong with a list of the whole site.
        self._unreadable: UserError | None = None
        self.album: Album = album_of(self.settings)
        self._resources: tuple[str, LanguageResources] | None = None
        self._publishing: tuple[str, dict[str, Any]] = ("", {})
        self._made: tuple[ContentLibrary | None, SiteLists] = (None, SiteLists({}, [], []))
        # The publish or rollback that is under way.
        self._command: subprocess.Popen[str] | None = None

    # The library

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.config.content

    @property
    def cache(self) -> Path:
        """The cache folder."""
        return Path(self.settings["CACHE_PATH"])

    @cached_property
    def work(self) -> Path:
        """The folder of people's work, which is nowhere else."""
        return kept_work(self.config.root, self.cache)

    @property
    def root_name(self) -> str:
        """The content folder as messages show it."""
        return display_path(self.content, self.config.root)

    def report(self, error: BaseException) -> None:
        """Report an error of the program itself."""
        self.on_event(Failed(format_traceback(error)))

    def reload(self) -> None:
        """Read the content again; files whose bytes are known are not parsed again. Where a list of the whole site
        cannot be read, such as the authors', or the content folder is away, what it gave stays as it was, and
        `content_errors` and `problem` say what is wrong."""
        with self._lock:
            before = self.library
            self._unreadable = None
            if not self.content.is_dir():
                self._unreadable = UserError(no_content_message(self.root_name))
                return
            try:
                self.config = site_config_of(self.settings)
            except Exception as error:
                # Settings and theme are the maintainer's; the build that follows reports the same.
                self._unreadable = error if isinstance(error, UserError) else UserError(BROKEN_SITE)
                self.config = replace(self.config, files=content_files(self.content))
            self.library = load_library(self.config, now_of({}), before.records())

    def reload_changed(self, paths: Collection[Path]) -> None:
        """Read the content again after these files have changed on disk, unless what they hold has been read: after a
        save of the editor's own. Where there are no paths a moment has come that changes the content by itself."""
        with self._lock:
            if self._unreadable or not paths or not all(map(self._is_read, paths)):
                self.reload()

    def _is_read(self, path: Path) -> bool:
        """Whether the library has what a file of the content holds now."""
        # Not by Path.resolve, which before Python 3.13 raises RuntimeError for a link to itself.
        name = os.path.relpath(os.path.realpath(path), os.path.realpath(self.content)).replace(os.sep, "/")
        if name.rpartition("/")[2].startswith("."):
            return not name.startswith(".")
        if name.endswith(".basis"):
            # It is read when it is needed.
            return path.is_file() == (name in self.config.files)
        pair = self.library.by_name.get(name)
        source = next((text.source for text in pair.texts.values() if text.source.name == name), None) if pair else None
        return source is not None and source.is_current

    @property
    def problem(self) -> str:
        """Why no site can be built whatever a story says: what is wrong with a list of the whole site; else ""."""
        error = self._unreadable
        if error is None:
            return ""
        problem = first_error(error) if isinstance(error, ContentErrors) else message_of(error)
        if problem == BROKEN_SITE:
            return BROKEN_SITE
        return Message("the site cannot be built yet: {problem}", problem=problem)

    def pairs(self) -> Mapping[str, Pair]:
        """All pairs by their stems."""
        return self._lists().pairs

    def _lists(self) -> SiteLists:
        """The lists of the library's newest reading; made once."""
        library = self.library
        if self._made[0] is not library:
            pairs = {stem_of(pair): pair for pair in library.by_name.values()}
            authors = {pair.shared.author for pair in pairs.values()}
            credits = {text.image_credit for pair in pairs.values() for text in pair.texts.values()}
            self._made = (library, SiteLists(pairs, sorted(authors - {""}), sorted(credits - {""})))
        return self._made[1]

    def pair(self, stem: str) -> Pair:
        """The pair of a stem; raises UserError."""
        for language in self.config.languages:
            if (found := self.library.by_name.get(f"{stem}.{language}.md")) is not None:
                return found
        raise self.no_story()

    def no_story(self) -> UserError:
        """Why there is no such story."""
        return UserError(NO_STORY if self.content.is_dir() else no_content_message(self.root_name))

    def names(self, stem: str) -> dict[str, str]:
        """The names of the files that a story has or may have, by language."""
        return {language: f"{stem}.{language}.md" for language in self.config.languages}

    def words(self, language: str) -> Words:
        """The stemming of a language, for searching the list."""
        return Words(read_rules(language))

    # Strings and choices

    def interface_strings(self, folder: Path) -> dict[str, Strings]:
        """The editor's strings by edition, from one file for each edition written by hand; a derived edition's are
        made from those of its base."""
        found: dict[str, Strings] = {}
        for edition in self.config.editions:
            file = folder / f"{edition.derived_from or edition.name}.toml"
            if not file.is_file():
                continue
            entries = _read_toml(file)
            script = self.config.scripts.get(edition.name)
            found[edition.name] = Strings(
                edition.name, edition.cldr, convert_strings(entries, script.text if script else remove_brackets)
            )
        return found

    def name(self, edition: str) -> str:
        """The site's name in an edition."""
        name = self.config.languages[self.config.edition(edition).language].site_name
        script = self.config.scripts.get(edition)
        return script.text(name) if script else name

    def language_name(self, code: str, edition: str) -> str:
        """The name of a language in that of an edition, as it stands in a sentence; else its own."""
        names = Locale.parse(self.config.edition(edition).cldr).languages
        return str(names.get(code) or self.config.languages[code].name)

    def zone_name(self, edition: str) -> str:
        """The city that the site's time zone is named after, in the language of an edition."""
        zone = self.config.zone
        return str(get_timezone_location(zone, locale=self.config.edition(edition).cldr, return_city=True) or zone)

    def goal_names(self, edition: str) -> dict[int, str]:
        """The titles of the 17 goals in an edition."""
        names = self.config.strings[edition].section("goals")
        return {goal.number: names[str(goal.number)] for goal in GOALS}

    def categories(self, edition: str) -> dict[str, str]:
        """The names of the categories in an edition, by slug."""
        names = self.config.strings[edition].section("categories")
        return {slug: names[slug] for slug in self.config.categories}

    def category_value(self, slug: str) -> str:
        """A category as a header has it."""
        return next(iter(self.config.categories.get(slug, ())), slug)

    def category_slug(self, value: str, language: str) -> str:
        """The slug of a category that a header in a language names; "" for one that the site does not have."""
        try:
            return self.config.read_category(value, language)
        except FieldError:
            return ""

    def authors(self) -> list[str]:
        """The authors of all stories, in order of their names."""
        return self._lists().authors

    def credits(self) -> list[str]:
        """The credits of all pictures, in order."""
        return self._lists().credits

    # One story, as its files are or as they are being written

    def pair_from(self, stem: str, texts: Mapping[str, bytes]) -> tuple[Pair | None, list[Diagnostic]]:
        """The pair that these bytes would make, and what is wrong with them; no pair where no text can be read."""
        return read_pair(self.config, stem, texts)

    def check(self, stem: str, texts: Mapping[str, bytes]) -> list[Diagnostic]:
        """Everything that a build or `check` would find in a story with these texts, but for what was dismissed."""
        return self.check_all(stem, texts)[0]

    def check_all(
        self, stem: str, texts: Mapping[str, bytes], is_typed: bool = False
    ) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """The same, and beside it what was dismissed; for a story that `is_typed`, and is soon checked again, what was
        found in texts that have not changed is known."""
        pair, found = self.pair_from(stem, texts)
        if pair is None:
            return found, []
        library = self.library
        own = {text.source.name: pair for text in pair.texts.values()}
        # A copy of the names of thousands of files would take as long as the checks of a text.
        by_name = ChainMap(own, cast("dict[str, Pair]", library.by_name))
        address = {(pair.kind, pair.slug)}
        live = library.published_addresses | address if pair.published_texts else library.published_addresses - address
        found += LinkCheck(self.config, by_name, live, set(), library.links.references).check([pair])
        trial = replace(library, by_name=by_name, found={})
        found += check_images(replace(trial, by_name=own), self.album.originals)
        with self._dictionaries:
            found += check_pair(trial.config, pair, self.resources, self._typed if is_typed else None)
        held = {text.source.path for text in pair.texts.values() if text.draft}
        found = [as_draft(one) if one.path in held else one for one in found]
        levels = read_overrides(self.settings)
        kept = sorted(set(apply_overrides(drop_dismissed(library, found), levels)))
        return kept, sorted(set(apply_overrides(found, levels)) - set(kept))

    @property
    def resources(self) -> LanguageResources:
        """Dictionaries, word lists and language facts; read again when the site's lists of words change."""
        key = "".join(digest_path(str(self.content / name)) for name in (WORDS, GLOSSARY))
        if self._resources is None or self._resources[0] != key:
            try:
                self._resources = (key, read_resources(self.config))
            except ContentErrors:
                # Texts are checked by the words that were known before.
                if self._resources is None:
                    raise
        return self._resources[1]

    def status(self, pair: Pair) -> ArticleStatus:
        """A pair's state in each language, and what its translations have not seen of the original."""
        return pair_status(pair, library=self.library)

    def find_outdated(self, pair: Pair, language: str) -> Outdated | None:
        """Find the changes of the original that a translation lacks; None where there are none."""
        return self.status(pair).outdated.get(language)

    def find_undecided(self, language: str, text: str) -> list[Any]:
        """Find the words of a text that are not decided for a derived edition, as its conversion gives them."""
        scripts = self.config.scripts.values()
        return [doubt for script in scripts if script.edition.language == language for doubt in script.undecided(text)]

    def glossary_terms(self, text: str) -> list[dict[str, Any]]:
        """The places of the glossary's words in a text of any language, each with its form in the derived edition."""
        return [
            {"start": match.start(), "end": match.end(), "edition": script.edition.label, "text": script.text(match[0])}
            for script in self.config.scripts.values()
            if (pattern := _pattern_of_terms(tuple(script.glossary)))
            for match in pattern.finditer(text)
        ]

    def blocks(self, text: str, first_line: int = 1) -> list[tuple[str, int]]:
        """The paragraphs of a Markdown text with their lines."""
        return [(block.text, block.line) for block in paragraphs(text, first_line)]

    # Commands

    def check_inside(self, name: str) -> None:
        """Raise UserError where a file or folder of the content is really elsewhere, by a symbolic link."""
        # Not by Path.resolve, which before Python 3.13 raises RuntimeError for a link to itself.
        if not Path(os.path.realpath(self.content / name)).is_relative_to(os.path.realpath(self.content)):
            message = Message(
                "{name} leads out of {folder}/: put a copy of the file there instead", name=name, folder=self.root_name
            )
            raise UserError(message)

    def _pair_inside(self, stem: str) -> Pair:
        """The pair of a stem, whose files are to be written. Raises UserError."""
        pair = self.pair(stem)
        self.check_inside(stem)
        return pair

    def create(self, title: str, category: str, goals: str, language: str, date: str) -> str:
        """Make the first file of a story, without the hints for the next command: the page says where to write. Gives
        its stem. Raises UserError."""
        for folder in ("news", *(f"news/{one.name}" for one in self.content.glob("news/*") if one.is_symlink())):
            self.check_inside(folder)
        with self._lock:
            article = new_article(
                title, library=self.library, category=category, goals=goals, language=language, date=date, opening=""
            )
        self.reload()
        return article.path.removeprefix(f"{self.root_name}/").removesuffix(f".{article.language}.md")

    def translate(self, stem: str, language: str) -> None:
        """Make a story's file in another language. Raises UserError."""
        pair = self._pair_inside(stem)
        with self._lock:
            start_translation(pair.slug, library=self.library, to=language)
        self.reload()

    def accept(self, stem: str, languages: Iterable[str]) -> None:
        """Record that translations of a story are up to date as they stand. Raises UserError."""
        pair = self._pair_inside(stem)
        with self._lock:
            for language in languages:
                accept_translation(pair.slug, library=self.library, language=language)

    def rename(self, stem: str, slug: str) -> str:
        """Give a story another slug; gives its new stem. Raises UserError."""
        pair = self._pair_inside(stem)
        with self._lock:
            rename_article(pair.slug, slug, library=self.library)
        self.reload()
        return f"{stem.rpartition('/')[0]}/{slug}"

    # The site's lists of words

    def add_to_glossary(self, key: str, value: str) -> Decision:
        """Decide a word of the derived edition, by a line of the glossary, in place of the line that the word has: two
        that disagree would stop every build. Raises UserError."""
        if not key.strip() or not value.strip() or "=" in key + value or not is_line(key + value):
            raise UserError(Message("the glossary needs a word on both sides"))
        line = f"{key.strip()} = {value.strip()}"
        rows = self._list(GLOSSARY).splitlines(keepends=True)
        same = [at for at, row in enumerate(rows) if row.partition("=")[0].strip() == key.strip() and "=" in row]
        if not same:
            return self._append(GLOSSARY, line)
        before = rows[same[0]].strip()
        rows[same[0]] = line + rows[same[0]][len(rows[same[0]].rstrip("\r\n")) :]
        self._write(GLOSSARY, "".join(row for at, row in enumerate(rows) if at not in same[1:]))
        return Decision(GLOSSARY, line, before)

    def add_word(self, word: str) -> Decision:
        """Say that a word is right although no dictionary has it. Raises UserError."""
        if not LETTERS.search(word) or "#" in word or not is_line(word):
            raise UserError(Message("{word!r} is not a word", word=word))
        return self._append(WORDS, word.strip())

    def dismiss(self, name: str, rule: str, message: str) -> Decision:
        """Dismiss a diagnostic for good. Raises UserError for an error that stops the build."""
        if rule not in dismissible_codes():
            raise UserError(Message("this one stops the build and cannot be dismissed"))
        if not is_line(name):
            raise self.no_story()
        text = self._list(DISMISSED)
        line = Dismissal(name, rule, " ".join(message.split()))
        self._write(DISMISSED, add_dismissal(text, line))
        return Decision(DISMISSED, str(line), "")

    def show_again(self, name: str, rule: str, message: str) -> None:
        """Remove the lines that dismiss a diagnostic."""
        lines = read_dismissals(self.content)
        gone = {str(line) for line in lines if line.covers(name, rule, message)}
        rows = self._list(DISMISSED).splitlines(keepends=True)
        kept = [row for row in rows if " | ".join(part.strip() for part in row.split("|", 2)) not in gone]
        self._write(DISMISSED, "".join(kept))

    def take_back(self, decision: Decision) -> None:
        """Remove the line that a decision wrote, or write the one again that stood in its place. Raises UserError."""
        rows = self._list(decision.name).splitlines(keepends=True) if decision.name in DECIDED else []
        places = [at for at, row in enumerate(rows) if row.strip() == decision.line]
        if not places or "\n" in decision.before:
            raise UserError(Message("the decision is not in {name} any more", name=decision.name))
        row = rows[places[-1]]
        rows[places[-1]] = decision.before + row[len(row.rstrip("\r\n")) :] if decision.before else ""
        self._write(decision.name, "".join(rows))

    def mark_decorative(self, names: Iterable[str], picture: str) -> None:
        """Mark a picture in these texts as decoration, so that it needs no description."""
        for name in names:
            self.dismiss(name, "missing-alt", f"the picture {picture!r} is not described")

    def _append(self, name: str, line: str) -> Decision:
        text = self._list(name)
        if line in {row.strip() for row in text.splitlines()}:
            return Decision(name, "", "")
        self._write(name, text + ("\n" if text and not text.endswith("\n") else "") + line + "\n")
        return Decision(name, line, "")

    def read_decided(self) -> list[str]:
        """The lines of the lists by which diagnostics are decided, each after the name of its list; none of a list that
        cannot be read."""
        found = []
        for name in DECIDED:
            with contextlib.suppress(OSError, ValueError):
                found += [f"{name}: {line.strip()}" for line in self._list(name).splitlines()]
        return found

    def _list(self, name: str) -> str:
        file = self.content / name
        return file.read_bytes().decode("utf-8") if file.exists() else ""

    def _write(self, name: str, text: str) -> None:
        with self._lock:
            write_atomically(self.content / name, text.encode(), is_durable=True)
        if name == GLOSSARY:
            self.reload()

    # The rendered page

    def render(self, stem: str, texts: Mapping[str, bytes], edition: str) -> RenderedPage:
        """A story's page in an edition as it would be published now, whether or not it is a draft, by the templates
        and settings of the last build. Raises UserError where there is no such page."""
        try:
            return self.builder.call(render_page, self.config.files, stem, dict(texts), edition)
        except NotBuiltError:
            state = self.preview.state
            if not state.error:
                raise
            if state.error_kind == "content" and (errors := self.build_errors()):
                raise UserError(Message("the site cannot be built yet: {problem}", problem=errors[0])) from None
            raise UserError(BROKEN_SITE) from None

    # Builds

    def end(self) -> None:
        """Begin to end the processes that build and publish; a publish that is interrupted leaves readers what they
        have, or what is complete."""
        self.builder.end()
        if self._command is not None and os.name != "nt":
            self._command.send_signal(signal.SIGINT)
            self.on_event(Notice(INTERRUPTED))

    def close(self) -> None:
        """End the processes that build and publish, and wait for them for a moment."""
        self.builder.close()
        if self._command is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._command.wait(MOMENT)

    def build(self) -> None:
        """Build the site, as `serve` does; the preview has its outcome."""
        self.builder.build()

    def watch(self, changed: Callable[[], None], built: Callable[[], None], quiet: Callable[[], None]) -> None:
        """Read and build again whenever files change or a story's date comes; calls `changed` when the content has been
        read, `built` after each build, and before each build `quiet`, which waits for a pause in typing. Never
        returns."""
        began = list(map(digest_path, WATCHED))
        quiet()
        self.build()
        built()
        for paths in watch_files(began, self.builder.is_due, self._places):
            read, render = partial(self.reload_changed, paths), partial(self.builder.render_stories, paths)
            for step in (read, changed, quiet, render, self.build, built):
                try:
                    step()
                except Exception as error:
                    # Whatever it is, the next change is seen.
                    self.report(error)

    def _places(self) -> tuple[str, ...]:
        """What the last build read beside the site's usual files; none while that cannot be known."""
        with contextlib.suppress(BuildProcessError):
            return self.builder.call(read_places)
        return ()

    # Publishing

    def read_publish_record(self) -> PublishRecord | None:
        """Read what this computer last made live at the site's first target; None where that is not known."""
        settings = self._publish_settings()
        targets = settings.get("TARGETS")
        target = next(iter(targets), "") if isinstance(targets, Mapping) else ""
        return read_record(self.work, target) if target else None

    def _publish_settings(self) -> dict[str, Any]:
        """The settings of a publish, read again when their files change; those from before while the files cannot be
        read, which the next build or publish reports."""
        key = digest_path(PUBLISH_SETTINGS) + digest_path(SETTINGS)
        if self._publishing[0] != key:
            try:
                found = settings_of(PUBLISH_SETTINGS) if Path(PUBLISH_SETTINGS).is_file() else dict(self.settings)
            except (Exception, SystemExit):
                found = self._publishing[1]
            self._publishing = (key, found)
        return self._publishing[1]

    def content_errors(self) -> list[Diagnostic]:
        """The errors that stop a build, also those in files of the content folder that are no text of a story."""
        own = self._unreadable.diagnostics if isinstance(self._unreadable, ContentErrors) else ()
        return [one for one in (*own, *self.library.diagnostics) if one.severity == "error"]

    def build_errors(self) -> list[Message]:
        """The errors of the content as messages, each with its place; empty where something else stops the build."""
        return [place_message(one) for one in self.content_errors()]

    def stray_files(self) -> list[Message]:
        """What is said of files that belong to no story, such as a copy that Dropbox has made, each with its path."""
        found = [one for one in self.library.diagnostics if not self.stem_at(one.path)]
        return [Message("{path}: {problem}", path=one.path, problem=one.message) for one in found]

    def stem_at(self, path: str) -> str:
        """The story that a file with the path of a diagnostic belongs to; "" where it is of none."""
        pair = self.library.by_name.get(path.removeprefix(f"{self.root_name}/"))
        return stem_of(pair) if pair else ""

    def publish(self, emit: Emit, say: Callable[[str], None]) -> None:
        """Publish to the first target, in a process of its own; `emit` gets its events, `say` all else it prints."""
        self._run_command("publish", emit, say)

    def rollback(self, emit: Emit, say: Callable[[str], None]) -> None:
        """Roll back to the release before."""
        self._run_command("rollback", emit, say)

    def _run_command(self, name: str, emit: Emit, say: Callable[[str], None]) -> None:
        """Run a command of the project in a process of its own. Ctrl+C on the terminal does not reach it: `end`
        interrupts it, once."""
        with subprocess.Popen(
            [sys.executable, "-m", "plugins.cli.main", name, "--format", "json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as process:
            assert process.stdout is not None
            self._command = process
            for line in process.stdout:
                try:
                    event = from_line(line)
                except ValueError:
                    say(line.rstrip())
                else:
                    emit(event)
        self._command = None

    # Pictures and files

    def check_picture(self, file: Path) -> tuple[int, int, bool]:
        """Width, height and transparency of a picture. Raises InvalidPicture."""
        limits = self.album.originals.limits
        check_weight(file.stat().st_size, limits)
        return examine_picture(file, limits)

    def check_attachment(self, file: Path) -> None:
        """Look at a file, wherever it is, as `bad-file` does. Raises BadAttachment."""
        attachment(file.parent, file.name, self.config.attachable)


def site_config_of(settings: Mapping[str, Any]) -> SiteConfig:
    """The site configuration from settings."""
    return read_site_config(settings)


def first_error(error: ContentErrors) -> Message:
    """The first of some errors, with its place."""
    return place_message(error.diagnostics[0])


def place_message(one: Diagnostic) -> Message:
    """A diagnostic's message with its place."""
    return Message("{path}, line {line}: {problem}", path=one.path, line=one.line, problem=one.message)


def is_line(text: str) -> bool:
    """Whether a text may be part of a line of a list: it is short, and has nothing that ends a line."""
    return len(text) <= LONGEST_LINE and not LINE_ENDS.search(text)


def remove_brackets(text: str) -> str:
    """Remove the brackets around what stays in Latin letters in every script from a text of the interface."""
    return text.replace("[[", "").replace("]]", "")


def stem_of(pair: Pair) -> str:
    """The path of a pair's files below the content folder, without language and ending."""
    text = pair.texts.get(pair.original) or next(iter(pair.texts.values()))
    return text.source.name.removesuffix(f".{text.language}.md")


def word_differences(before: str, after: str) -> list[tuple[str, str]]:
    """Two versions as one row of words: ("same", "gone" or "new", text)."""
    return [(run.kind, run.text) for run in runs(before, after)]


@lru_cache(maxsize=4)
def _pattern_of_terms(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds these words and phrases, also with the ending of a case; None where there are none."""
    words = "|".join(re.escape(term).replace("\\ ", r"\s") for term in sorted(terms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?:-?[a-zčćšžđ]{{1,3}})?(?!\w)") if terms else None


def _read_toml(file: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(file.read_text("utf-8"))
