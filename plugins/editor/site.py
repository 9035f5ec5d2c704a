"""The content of the site as it was last read, and what readers have of it.

A `Site` holds the content library and reads it again when files change. Names of stories are *stems*, such as
`news/2026/bridge`: the path of a pair's files below `content/`, without language and ending.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from plugins.content.library import ContentLibrary, load_library
from plugins.content.pairs import Pair
from plugins.content.settings.site_config import SiteConfig, content_files, read_clock, read_site_config
from plugins.content.sources import display_path
from plugins.devserver.builder import format_traceback
from plugins.devserver.events import Event
from plugins.devserver.watching import WATCHED
from plugins.diagnostics import ContentErrors, Diagnostic, Message, UserError, message_of
from plugins.editing.article_status import ArticleStatus, pair_status
from plugins.editor.diagnostics import place_message
from plugins.editor.files.store import no_content_message, place_inside
from plugins.editor.published import Published
from plugins.editor.texts import ByLanguage
from plugins.project.events import Failed
from plugins.project.publish_record import live_state
from plugins.project.settings import SETTINGS, settings_of
from plugins.project.up_to_date import digest_path
from plugins.system.kept_work import kept_work

NO_STORY = Message("there is no such story any more: it may have been renamed or deleted")
BROKEN_SITE = Message("the site cannot be built yet, and only the maintainer can correct it: See the site shows why")


@dataclass(frozen=True)
class SiteLists:
    """All pairs by their stems; the authors of all stories and the credits of all pictures, in order."""

    pairs: Mapping[str, Pair]
    authors: list[str]
    credits: list[str]


class Site:
    """The site in the current folder. Methods may be called from several threads."""

    def __init__(self, on_event: Callable[[Event], None] = lambda _: None) -> None:
        """`on_event` gets what builds report, and errors of the program itself."""
        self.on_event = on_event
        self.settings = settings_of(SETTINGS)
        self.lock = threading.RLock()
        # What is watched, as it was before anything was read: what changes meanwhile is read again by the watch.
        self.before_reading = list(map(digest_path, WATCHED))
        self.config: SiteConfig = read_site_config(self.settings)
        self.library: ContentLibrary = load_library(self.config, read_clock(self.settings))
        # What is wrong with a list of the whole site.
        self._unreadable: UserError | None = None
        self._made: tuple[ContentLibrary | None, SiteLists] = (None, SiteLists({}, [], []))
        self.published = Published(self.settings, self.work)

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
        self.on_event(Failed(None, "program", format_traceback(error)))

    def reload(self) -> None:
        """Read the content again; files whose bytes are known are not parsed again. Where a list of the whole site
        cannot be read, such as the authors', or the content folder is away, what it gave stays as it was, and
        `content_errors` and `problem` say what is wrong."""
        with self.lock:
            before = self.library
            self._unreadable = None
            if not self.content.is_dir():
                self._unreadable = UserError(no_content_message(self.root_name))
                return
            try:
                self.config = read_site_config(self.settings)
            except Exception as error:
                # Settings and theme are the maintainer's; the build that follows reports the same.
                self._unreadable = error if isinstance(error, UserError) else UserError(BROKEN_SITE)
                self.config = replace(self.config, files=content_files(self.content))
            self.library = load_library(self.config, read_clock(self.settings), before.records())

    def reload_changed(self, paths: Collection[Path]) -> None:
        """Read the content again after these files have changed on disk, unless what they hold has been read: after a
        save of the editor's own. Where there are no paths a moment has come that changes the content by itself."""
        with self.lock:
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
        problem = place_message(error.diagnostics[0]) if isinstance(error, ContentErrors) else message_of(error)
        if problem == BROKEN_SITE:
            return BROKEN_SITE
        return Message("the site cannot be built yet: {problem}", problem=problem)

    def title_of(self, pair: Pair) -> tuple[ByLanguage, ByLanguage]:
        """The title of a pair in each of its languages, and the tag of that language; its slug where it has none."""
        titles = {code: text.title for code, text in pair.texts.items() if text.title}
        tags = {code: self.config.home_of(code).tag for code in titles}
        return ByLanguage(titles or {"": pair.slug}, pair.original), ByLanguage(tags or {"": ""}, pair.original)

    def pairs(self) -> Mapping[str, Pair]:
        """All pairs by their stems."""
        return self.lists().pairs

    def lists(self) -> SiteLists:
        """The lists of the library's newest reading; made once."""
        library = self.library
        if self._made[0] is not library:
            pairs = {stem_of(pair): pair for pair in library.pairs}
            authors = {pair.shared.author for pair in pairs.values()}
            credits = {text.image_credit for pair in pairs.values() for text in pair.texts.values()}
            self._made = (library, SiteLists(pairs, sorted(authors - {""}), sorted(credits - {""})))
        return self._made[1]

    def pair(self, stem: str) -> Pair:
        """The pair of a stem; raises UserError."""
        for language in self.config.languages:
            if (pair := self.library.by_name.get(f"{stem}.{language}.md")) is not None:
                return pair
        raise self.no_story()

    def no_story(self) -> UserError:
        """Why there is no such story."""
        return UserError(NO_STORY if self.content.is_dir() else no_content_message(self.root_name))

    def names(self, stem: str) -> dict[str, str]:
        """The names of the files that a story has or may have, by language."""
        return {language: f"{stem}.{language}.md" for language in self.config.languages}

    def live_status(self, pair: Pair) -> ArticleStatus:
        """A pair's state in each language with what readers have of it, as far as this computer has published it, and
        what its translations have not seen of the original."""
        return pair_status(pair, library=self.library, live=live_state(self.published.record(), pair.name, pair.digest))

    def pair_inside(self, stem: str) -> Pair:
        """The pair of a stem, whose files are to be written. Raises UserError."""
        pair = self.pair(stem)
        place_inside(self.content, stem)
        return pair

    def content_errors(self) -> list[Diagnostic]:
        """The errors that stop a build, also those in files of the content folder that are no text of a story."""
        own = self._unreadable.diagnostics if isinstance(self._unreadable, ContentErrors) else ()
        return [diagnostic for diagnostic in (*own, *self.library.diagnostics) if diagnostic.severity == "error"]

    def stray_files(self) -> list[Message]:
        """What is said of files that belong to no story, such as a copy that Dropbox has made, each with its path."""
        strays = [diagnostic for diagnostic in self.library.diagnostics if not self.stem_at(diagnostic.path)]
        strays.sort(key=lambda diagnostic: diagnostic.severity != "error")
        return [Message("{path}: {problem}", path=diagnostic.path, problem=diagnostic.said) for diagnostic in strays]

    def stem_at(self, path: str) -> str:
        """The story that a file with the path of a diagnostic belongs to; "" where it is of none."""
        pair = self.library.by_name.get(path.removeprefix(f"{self.root_name}/"))
        return stem_of(pair) if pair else ""


def stem_of(pair: Pair) -> str:
    """The path of a pair's files below the content folder, without language and ending."""
    return pair.main_text.source.name.removesuffix(f".{pair.main_text.language}.md")
