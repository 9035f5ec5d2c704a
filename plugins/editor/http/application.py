"""The editor's pages and their requests, as a Starlette application."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from plugins.content.headers.table import MORE_WORDS
from plugins.devserver.preview import PreviewState, file_below
from plugins.devserver.server import PREFIX, preview_app
from plugins.diagnostics import ContentErrors, Message, message_of
from plugins.editor.files.document import DocumentError
from plugins.editor.files.revisions import Revisions
from plugins.editor.files.store import Conflict, Store, StoreError
from plugins.editor.http.addresses import EDITOR
from plugins.editor.http.entrance import Entrance, Session
from plugins.editor.http.interface_language import sort_by_preference
from plugins.editor.http.limits import NotANumber, check_length, check_marks, number_of, whole_number
from plugins.editor.http.security import LARGEST_REQUEST, Guard, Refusal, allowed_hosts, frame_policy, origins
from plugins.editor.import_page import Imports, read_paste
from plugins.editor.listing import Filters, Listing
from plugins.editor.messages import Messages, read_messages
from plugins.editor.publisher import Publisher
from plugins.editor.site import GOALS, Decision, FieldError, Site, UserError, first_error, place_message
from plugins.editor.story import Stories
from plugins.editor.thumbnails import thumbnail
from plugins.editor.translation_memory import data as match_data
from plugins.editor.uploads import add_upload, picture_words, pictures, remove_upload

HERE = Path(__file__).parents[1]
INTERFACE_COOKIE = "editor-interface"
# Seconds after which a silent connection shows that it is still there.
HEARTBEAT = 15.0
LARGEST_SEARCH = 200
MOST_PARAGRAPHS = 400
NO_PAGE = "<!doctype html><title>Preview</title><body></body>"
# Scripts of a page that is shown while it is written; data in JSON is none.
SCRIPTS = re.compile(r"<script\b(?![^>]*\bapplication/(?:ld\+)?json)[^>]*>.*?</script\b[^>]*>", re.S | re.I)
NOT_UNDERSTOOD = Message("the request was not understood: open the page again")
WENT_WRONG = Message("something went wrong; the terminal says what. Your text is kept.")
# The escape of one half of a character; two halves may stand for one.
HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
WITHIN = re.compile(r"\d{1,5}")
# The module that a line of a script imports.
IMPORTED = re.compile(r'^(?:import|\}) .*?from "\./([\w./-]+)";$', re.MULTILINE)
# Seconds without typing after which work in the background goes on, and for which it waits at most; and between looks.
PAUSE, LONGEST_WAIT, STEP = 1.5, 12.0, 0.1
# Seconds in which a page that was asked for asks for what it shows.
OPENING = 0.5
# Seconds that requests under way have when the server has ended.
LAST_MOMENT = 1.0
# What is typed is kept whatever else is asked for, and a build process that stands still holds up no other work: each
# has threads of its own.
KEEPING, RENDERING = ("journal", "drop-journal", "save"), ("render",)
THREADS = 8


Report = Callable[[BaseException], None]


@cache
def imported_modules(folder: Path, script: str) -> tuple[str, ...]:
    """The modules that a page's script imports, also those that these import: a page names them at once, so that the
    browser need not read one to find the next."""
    found: dict[str, None] = {}
    waiting = [script] if (folder / script).is_file() else []
    for name in waiting:
        for path in IMPORTED.findall((folder / name).read_text("utf-8")):
            if path not in found:
                found[path] = None
                waiting.append(path)
    return tuple(found)


class Events:
    """Notifies the open pages: a number that grows with each reading of the content and each build."""

    def __init__(self) -> None:
        self.version = 0
        self._ended = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def notify(self) -> None:
        """Notify every page that waits; may be called from any thread."""
        self.version += 1
        for loop, event in tuple(self._waiting):
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    def end(self) -> None:
        """Answer every page that waits, so that its request ends."""
        self._ended = True
        self.notify()

    async def versions(self, gone: Callable[[], Awaitable[Any]]) -> AsyncIterator[int]:
        """The version now and whenever it grows, or after some seconds without; ends when `gone` does."""
        event = asyncio.Event()
        entry = (asyncio.get_running_loop(), event)
        left = asyncio.ensure_future(gone())
        left.add_done_callback(lambda _: event.set())
        self._waiting.add(entry)
        try:
            while not (left.done() or self._ended):
                yield self.version
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), HEARTBEAT)
                event.clear()
        finally:
            left.cancel()
            self._waiting.discard(entry)


class Editor:
    """Answers the pages of one session."""

    def __init__(self, site: Site, *, may_publish: bool) -> None:
        self.site = site
        self.store = Store(site.content, site.work, site.config.languages)
        self.stories = Stories(site, self.store, Revisions(site.content))
        self.listing = Listing(site, self.store)
        self.publisher = Publisher(site, may_publish, self.listing)
        self.imports = Imports(site, self.store)
        self.events = Events()
        self._typed = self._opened = 0.0
        self._under_way: set[object] = set()
        self._threads = {names: ThreadPoolExecutor(THREADS) for names in (KEEPING, RENDERING)}
        self.windows: dict[str, str] = {}
        self.rendered: dict[str, str] = {}
        # The stream of each window.
        self._streams: dict[str, object] = {}
        # The ports of the editor and of the site, which is an origin of its own.
        self.port = self.site_port = 0
        # Files that this editor has put into the content folder.
        self.added: set[str] = set()
        self.strings = site.interface_strings(HERE / "strings")
        self.messages = read_messages(site, self.strings)
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.listing.refresh()
        self.stories.follow_renames((), self.listing.rows)

    def start(self) -> None:
        """Begin to watch files, build, and look for errors, beside the server."""
        self.site.builder.start()
        self.store.prune()
        # Pages that wait for the server come first.
        self._typed = time.monotonic()
        for work, *arguments in (
            (self.site.watch, self._on_change, self.events.notify, self.wait_for_pause),
            (self.listing.look_for_errors, self.events.notify, self.wait_for_page),
        ):
            threading.Thread(target=work, args=arguments, daemon=True).start()

    def end(self) -> None:
        """Answer the pages that wait, and begin to end the threads and processes beside the server."""
        self.events.end()
        self.site.end()

    def close(self) -> bool:
        """End what works beside the server, and give requests under way a moment; whether one goes on, such as that of
        a large page which is read for an import."""
        end = time.monotonic() + LAST_MOMENT
        self.site.close()
        while self._under_way and time.monotonic() < end:
            time.sleep(STEP)
        return bool(self._under_way)

    def count_work(self, work: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Wrap the work of a request so that `close` waits for its end."""

        def counting(given: Any) -> Any:
            mark = object()
            self._under_way.add(mark)
            try:
                return work(given)
            finally:
                self._under_way.discard(mark)

        return counting

    def threads_for(self, request: str) -> ThreadPoolExecutor | None:
        """The threads of a request by its name; None for those that most requests share."""
        return next((threads for names, threads in self._threads.items() if request in names), None)

    def report(self, error: BaseException) -> None:
        """Report an error of the program itself."""
        self.site.report(error)

    def wait_for_pause(self) -> None:
        """Return when nobody has typed for a moment, or has typed on for long: what is typed is kept first."""
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < min(self._typed + PAUSE, end):
            time.sleep(STEP)

    def wait_for_page(self) -> None:
        """Return when nobody types, as `wait_for_pause`, and no page is being opened: it comes before what is only
        looked for in the background."""
        self.wait_for_pause()
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < min(self._opened + OPENING, end):
            time.sleep(STEP / 10)

    def _on_change(self) -> None:
        """Make the list anew and notify pages, after something has been written or read: whatever fails here, that has
        been done."""
        before = self.listing.rows.keys()
        try:
            self.listing.refresh()
            self.stories.follow_renames(tuple(self.windows.values()), self.listing.rows.keys() - before)
        except Exception as error:
            self.report(error)
        self.events.notify()

    # Pages

    def strings_for(self, request: Request) -> Any:
        """The strings of the interface for the page of a request."""
        return self.strings[self._edition(request)]

    def page(self, request: Request, template: str, **context: Any) -> Response:
        """A page of the editor in the language of its interface."""
        self._opened = time.monotonic()
        strings = self.strings_for(request)
        edition = self.site.config.edition(strings.name)
        settings = self._settings(edition.name, strings)
        html = self.templates.get_template(template).render(
            t=strings,
            edition=edition,
            editor=EDITOR,
            nonce=request.state.nonce,
            interface_link=lambda name: str(
                request.url.include_query_params(interface=name).replace(scheme="", netloc="")
            ),
            goals=settings["goals"],
            languages=settings["languages"],
            site_name=self.site.name(edition.name),
            interfaces=[self.site.config.edition(one) for one in self.strings],
            may_publish=self.publisher.may_publish,
            modules=imported_modules(HERE / "static", template.replace(".html", ".js")),
            data=json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c"),
            **context,
        )
        answer = HTMLResponse(html)
        if request.query_params.get("interface") in self.strings:
            answer.set_cookie(
                INTERFACE_COOKIE, edition.name, samesite="strict", httponly=True, path="/", max_age=31_536_000
            )
        return answer

    def _settings(self, edition: str, strings: Any) -> dict[str, Any]:
        """What the scripts of a page are given."""
        config = self.site.config
        targets = {goal.number: list(goal.targets) for goal in GOALS}
        names = self.site.goal_names(edition)
        return {
            "editor": EDITOR,
            "strings": strings.entries,
            "locale": config.edition(edition).cldr.replace("_", "-"),
            "languages": [
                {"code": one.code, "name": name, "label": name[:1].upper() + name[1:], "direction": one.direction,
                 "tag": config.home_of(one.code).tag}
                for one in config.languages.values()
                for name in [self.site.language_name(one.code, edition)]
            ],
            "editions": [
                {"name": one.name, "label": one.label, "language": one.language, "tag": one.tag}
                for one in config.editions
            ],
            "goals": [
                {"number": one.number, "name": names[one.number], "colour": one.colour, "ink": one.ink,
                 "targets": targets[one.number]}
                for one in GOALS
            ],
            "categories": self.site.categories(edition),
            "categoryValues": {slug: self.site.category_value(slug) for slug in config.categories},
            "zone": str(config.zone),
            "place": self.site.zone_name(edition),
            "largest": LARGEST_REQUEST // 1_000_000,
            "sitePort": self.site_port,
            "mayPublish": self.publisher.may_publish,
        }  # fmt: skip

    def list_page(self, request: Request) -> Response:
        """The list of all stories, whose rows its script asks for: a page that a cookie opens has no text in it."""
        categories = self.site.categories(self._edition(request))
        return self.page(request, "list.html", authors=self.site.authors(), categories=categories)

    def messages_for(self, request: Request) -> Messages:
        """The `Messages` in the language of the page that a request comes from."""
        return self.messages[self._edition(request)]

    def _edition(self, request: Request) -> str:
        name = request.query_params.get("interface") or request.cookies.get(INTERFACE_COOKIE, "")
        if name in self.strings:
            return name
        tags = {self.site.config.edition(one).tag: one for one in self.strings}
        return tags[sort_by_preference(list(tags), request.headers.get("accept-language", ""))[0]]

    def story_page(self, request: Request) -> Response:
        """One story."""
        stem = self.store.present_stem(request.query_params.get("stem", ""))
        if not self.stories.has_unsaved(stem):
            self.site.pair(stem)
        return self.page(request, "story.html", stem=stem)

    def import_page(self, request: Request) -> Response:
        """The import page."""
        return self.page(request, "import.html", categories=self.site.categories(self._edition(request)))

    # Requests for data

    def list_rows(self, request: Request) -> Any:
        """A page of the list."""
        query = request.query_params
        goal, start = query.get("goal", ""), query.get("start", "0")
        filters = Filters(
            text=query.get("text", "")[:LARGEST_SEARCH],
            language=query.get("language", ""),
            state=query.get("state", ""),
            category=query.get("category", ""),
            author=query.get("author", ""),
            goal=whole_number(goal),
            kind=query.get("kind", ""),
            order=query.get("order", "work"),
        )
        return self.listing.find(filters, whole_number(start))

    def open_story(self, request: Request) -> Any:
        """A story for its page; `live` are the windows that have it open now."""
        stem = self.store.present_stem(request.query_params.get("stem", ""))
        return {
            **self.stories.open(stem),
            # Windows come and go meanwhile.
            "live": [one for one, other in tuple(self.windows.items()) if self.store.present_stem(other) == stem],
            "authors": self.site.authors(),
            "credits": self.site.credits(),
            "words": MORE_WORDS,
            "problem": self.site.problem,
        }

    def versions(self, request: Request) -> Any:
        """The earlier states of a file, or one of them."""
        asked, id = request.query_params.get("name", ""), request.query_params.get("id", "")
        stem, dot, rest = asked.partition(".")
        name = f"{self.store.present_stem(stem)}{dot}{rest}"
        return self.stories.version(name, id) if id else {"versions": self.stories.versions(name)}

    def _stem(self, data: Mapping[str, Any]) -> str:
        """The present stem of the story that a page names."""
        return self.store.present_stem(str(data["stem"]))

    def journal(self, data: Mapping[str, Any]) -> Any:
        """Keep what is being typed."""
        self._typed = time.monotonic()
        if not isinstance(data["state"], dict):
            raise TypeError("unsaved work is a table")
        number, moment = int(number_of(data, "number")), number_of(data, "moment")
        return {"kept": self.stories.keep_journal(self._stem(data), str(data["window"]), data["state"], number, moment)}

    def drop_journal(self, data: Mapping[str, Any]) -> Any:
        """Forget unsaved work."""
        self.stories.drop_journal(self._stem(data), str(data["window"]), int(number_of(data, "number")))
        self.events.notify()
        return {}

    def merge(self, data: Mapping[str, Any]) -> Any:
        """Merge a text as it is being written with the one on disk."""
        return self.stories.merge(self._stem(data), str(data["language"]), _drafts(data))

    def save(self, data: Mapping[str, Any]) -> Any:
        """Save a story."""
        outcome = self.stories.save(
            self._stem(data), _drafts(data), str(data["window"]), int(number_of(data, "number"))
        )
        self._on_change()
        return outcome

    def check(self, data: Mapping[str, Any]) -> Any:
        """Check a story as it is being written."""
        check_length(_drafts(data))
        return self.stories.check(self._stem(data), _drafts(data))

    def recompose(self, data: Mapping[str, Any]) -> Any:
        """Change between the form and the whole text."""
        check_length(_drafts(data))
        return self.stories.recompose(self._stem(data), _drafts(data))

    def render(self, data: Mapping[str, Any]) -> Any:
        """Render a story as it is being written; the page is then at the preview's address."""
        check_length(_drafts(data))
        rendered, body_lines = self.stories.render(self._stem(data), _drafts(data), str(data["edition"]))
        self.rendered[str(data["window"])] = rendered.html
        return {"html": rendered.html, "lines": rendered.lines, "bodyLines": body_lines}

    def preview_page(self, request: Request) -> Response:
        """The page that a window rendered last, with the editor's script in place of the page's own: it says what is
        clicked and pressed, and nothing else runs beside it that could say so."""
        html = self.rendered.get(request.query_params.get("window", ""), "") or NO_PAGE
        nonce, editor = request.state.nonce, f"http://{request.url.hostname}:{self.port}"
        script = f'<script nonce="{nonce}" src="{EDITOR}/static/frame.js" data-editor="{editor}"></script>'
        before, end, after = SCRIPTS.sub("", html).rpartition("</body>")
        policy = frame_policy(nonce, origins(self.port))
        return HTMLResponse(before + script + end + after, headers={"Content-Security-Policy": policy})

    def create(self, data: Mapping[str, Any]) -> Any:
        """Begin a story."""
        stem = self.site.create(
            str(data["title"]), str(data.get("category", "")), str(data.get("goals", "")),
            str(data.get("language", "")), str(data.get("date", "")),
        )  # fmt: skip
        self._on_change()
        return {"stem": stem}

    def translate(self, data: Mapping[str, Any]) -> Any:
        """Begin a translation."""
        self.site.translate(self._stem(data), str(data["language"]))
        self._on_change()
        return {}

    def accept(self, data: Mapping[str, Any]) -> Any:
        """Record that a translation is up to date."""
        self.site.accept(self._stem(data), [str(data["language"])])
        self._on_change()
        return self.stories.story_state(self._stem(data))

    def hold_back(self, data: Mapping[str, Any]) -> Any:
        """Hold a story back until its translation is ready."""
        self.stories.hold_back(self._stem(data))
        self._on_change()
        return self.publisher.plan(0)

    def rename(self, data: Mapping[str, Any]) -> Any:
        """Give a story another address."""
        stem = self.stories.rename(self._stem(data), str(data["slug"]))
        self._on_change()
        return {"stem": stem}

    def duplicate(self, data: Mapping[str, Any]) -> Any:
        """Begin a story with the text of another."""
        stem = self.stories.duplicate(self._stem(data), str(data["title"]))
        self._on_change()
        return {"stem": stem}

    def delete(self, data: Mapping[str, Any]) -> Any:
        """Delete a story or a translation; what a page had not saved of it is kept as versions."""
        if isinstance(unsaved := data.get("unsaved"), dict):
            self.stories.keep_aside(self._stem(data), unsaved)
            self.stories.keep(self._stem(data), unsaved)
        key = self.stories.delete(self._stem(data), str(data.get("language", "")))
        self._on_change()
        return {"key": key}

    def list_deleted(self, request: Request) -> Any:
        """What can be brought back."""
        return {"deleted": self.stories.list_deleted()}

    def restore(self, data: Mapping[str, Any]) -> Any:
        """Undo a deletion."""
        names = self.store.restore(str(data["key"]))
        self.site.reload()
        self._on_change()
        return {"names": names}

    def dismiss(self, data: Mapping[str, Any]) -> Any:
        """Dismiss a diagnostic for good."""
        return vars(self.site.dismiss(str(data["name"]), str(data["rule"]), str(data["message"])))

    def show_again(self, data: Mapping[str, Any]) -> Any:
        """Show a finding again that was dismissed."""
        self.site.show_again(str(data["name"]), str(data["rule"]), str(data["message"]))
        return {}

    def take_back(self, data: Mapping[str, Any]) -> Any:
        """Undo a decision about a finding."""
        self.site.take_back(Decision(str(data["name"]), str(data["line"]), str(data["before"])))
        return {"problem": self.site.problem}

    def decorative(self, data: Mapping[str, Any]) -> Any:
        """Mark a picture of a story as decoration."""
        pair = self.site.pair(self._stem(data))
        names = [text.source.name for text in pair.texts.values()]
        self.site.mark_decorative(names, str(data["picture"]))
        return {}

    def glossary(self, data: Mapping[str, Any]) -> Any:
        """Decide a word of the derived edition."""
        decision = self.site.add_to_glossary(str(data["key"]), str(data["value"]))
        return {**vars(decision), "problem": self.site.problem}

    def word(self, data: Mapping[str, Any]) -> Any:
        """Add a word to the site's list of correct words."""
        decision = self.site.add_word(str(data["word"]))
        return {**vars(decision), "problem": self.site.problem}

    def find_used_translations(self, data: Mapping[str, Any]) -> Any:
        """Find the translations that paragraphs had in other stories, with the glossary's words in them, in order of
        the paragraphs."""
        source, target, stem = str(data["source"]), str(data["target"]), self._stem(data)
        texts = [str(text) for text in data["paragraphs"][:MOST_PARAGRAPHS]]
        found = [self.listing.memory.find(source, target, text, stem) for text in texts]
        return {
            "found": [match_data(one) for one in found],
            "terms": [self.site.glossary_terms(text) for text in texts],
        }

    def paste(self, data: Mapping[str, Any]) -> Any:
        """Markdown of what is pasted, and what was taken out of it."""
        html = str(data.get("html", ""))
        check_marks(html)
        return read_paste(html, str(data.get("plain", "")))

    def picture_names(self, request: Request) -> Any:
        """The pictures of the content folder."""
        return {"pictures": pictures(self.site)}

    def picture_words(self, request: Request) -> Any:
        """What the stories say of a picture already."""
        return picture_words(self.site, request.query_params.get("name", ""))

    def publish_plan(self, request: Request) -> Any:
        """The plan of a publish: what would change for readers. Stories are checked for `within` milliseconds, else to
        the end."""
        within = request.query_params.get("within", "")
        return self.publisher.plan(int(within) / 1000) if WITHIN.fullmatch(within) else self.publisher.plan()

    def publish(self, data: Mapping[str, Any]) -> Any:
        """Begin to publish."""
        self.publisher.start(self.events.notify)
        return {}

    def undo_publish(self, data: Mapping[str, Any]) -> Any:
        """Go back to the release before."""
        self.publisher.undo(self.events.notify)
        return {}

    def publish_state(self, request: Request) -> Any:
        """How far a publish is."""
        return self.publisher.state()

    # Files

    def content_file(self, request: Request) -> Response:
        """A picture of the content folder."""
        name = request.path_params["name"]
        if name not in self.site.config.files or name not in pictures(self.site):
            return Response("There is no such picture.", HTTPStatus.NOT_FOUND)
        file = file_below(self.site.content, name)
        if file is None:
            return Response("There is no such picture.", HTTPStatus.NOT_FOUND)
        return FileResponse(file)

    def thumbnail(self, request: Request) -> Response:
        """A small picture of one of the content folder, which the browser may keep while the file is as it was."""
        name = request.path_params["name"]
        file = file_below(self.site.content, name) if name in pictures(self.site) else None
        if file is None:
            return Response("There is no such picture.", HTTPStatus.NOT_FOUND)
        data, tag = thumbnail(file, self.site.cache)
        headers = {"Cache-Control": "private, max-age=60", "ETag": f'"{tag}"'}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(data, media_type="image/jpeg", headers=headers)

    def error_page(self, request: Request, message: str, status: HTTPStatus) -> Response:
        """A page of the editor that says what is wrong, with the way back to the list."""
        answer = self.page(request, "error.html", message=self.messages_for(request)(message), status=int(status))
        answer.status_code = status
        return answer

    def refusals(self) -> list[Refusal]:
        """What a browser without the session's key is shown, in each language of the interface."""
        return [
            Refusal(self.site.config.edition(name).tag, strings("address_refused_title"), strings("address_refused"))
            for name, strings in self.strings.items()
        ]

    def content_errors(self, request: Request, state: PreviewState) -> list[dict[str, str]]:
        """The errors of texts that stop the build, in the interface's language, each with its story; none where
        something else stops it."""
        say = self.messages_for(request)
        errors = self.site.content_errors() if state.error_kind == "content" else []
        return [{"text": say(place_message(one)), "stem": self.site.stem_at(one.path)} for one in errors]

    def translated_error(self, request: Request, state: PreviewState) -> str:
        """What stopped a build, in the interface's language; "" where it is in English already, or is known in English
        only."""
        said = self.messages_for(request)(state.error)
        return said if said != state.error else ""

    def describe_error(self, request: Request, state: PreviewState) -> str:
        """What stands above the site after a build that failed, as HTML in the interface's language."""
        strings = self.strings_for(request)
        errors = self.content_errors(request, state)
        rows = "".join(f"<li>{escape(one['text'])}</li>" for one in errors)
        said = self.translated_error(request, state)
        technical = (f"<p>{escape(said)}</p>" if said else "") + f'<pre lang="en">{escape(state.error)}</pre>'
        more = f"<ul>{rows}</ul>" if rows else technical
        tag = self.site.config.edition(strings.name).tag
        return f'<div lang="{tag}"><p>{escape(strings(f"not_built_{state.error_kind}"))}</p>{more}</div>'

    def waiting_page(self, request: Request) -> Response:
        """What stands for the site until its first build has ended; it loads the site by itself then."""
        state = self.site.preview.state
        errors = self.content_errors(request, state)
        answer = self.page(
            request,
            "building.html",
            preview=PREFIX,
            version=state.version,
            error=state.error,
            kind=state.error_kind,
            errors=errors,
            said=self.translated_error(request, state),
        )
        answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return answer

    async def upload(self, request: Request) -> Response:
        """A dropped picture or file."""
        stem, name = request.query_params.get("stem", ""), request.query_params.get("name", "")
        data = await request.body()

        def work(_: Any) -> Any:
            # Another program may have renamed its files meanwhile.
            present = self.store.present_stem(stem)
            if not self.stories.has_unsaved(present):
                self.site.pair(present)
            added = add_upload(self.site, present, name, data)
            if not added["known"]:
                self.added.add(added["name"])
            return added

        return await answer_json(self.count_work(work), None, self.report, self.messages_for(request))

    def drop_upload(self, data: Mapping[str, Any]) -> Any:
        """Remove a file that this editor has added, since the person does not want it after all."""
        name = str(data["name"])
        return {"removed": name in self.added and remove_upload(self.site, name)}

    async def read_import(self, request: Request) -> Response:
        """A page that is to be imported."""
        name, data = request.query_params.get("name", "") or "page.txt", await request.body()

        def read(_: Any) -> Any:
            check_marks(data)
            return self.imports.read(data, name)

        work = self.count_work(read)
        return await answer_json(work, None, self.report, self.messages_for(request))

    def import_attachment(self, request: Request) -> Response:
        """A file that is attached to an imported message, to be saved and never to be shown."""
        key, number = request.query_params.get("id", ""), request.query_params.get("n", "")
        name, data = self.imports.attachment(key, whole_number(number, -1))
        headers = {"content-disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    def write_import(self, data: Mapping[str, Any]) -> Any:
        """Write the pair of an imported page; says "gone" of one that is no longer kept, which is to be read again."""
        if not self.imports.keeps(str(data["id"])):
            return {"gone": True}
        stem = self.imports.write(str(data["id"]), data["rows"], data["fields"], str(data["slug"]))
        self._on_change()
        return {"stem": stem}

    def import_again(self, data: Mapping[str, Any]) -> Any:
        """Decide the blocks of an imported page again that a person did not settle; says "gone" as `write_import`."""
        if not self.imports.keeps(str(data["id"])):
            return {"gone": True}
        return self.imports.decide_again(str(data["id"]), data["rows"])

    async def event_stream(self, request: Request) -> Response:
        """Lines for the windows of a browser: the version of the content and the builds, whenever it grows."""
        query, stream = request.query_params, object()
        windows = dict(zip(query.getlist("window"), query.getlist("stem") or [""], strict=False))

        async def wait_until_gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        async def lines() -> AsyncIterator[str]:
            self.windows |= windows
            self._streams |= dict.fromkeys(windows, stream)
            try:
                async for version in self.events.versions(wait_until_gone):
                    yield f"data: {version}\n\n"
            finally:
                # Those that another stream has taken over by now are still there.
                for window in [one for one in windows if self._streams.get(one) is stream]:
                    for table in (self.windows, self.rendered, self._streams):
                        table.pop(window, None)

        return StreamingResponse(lines(), media_type="text/event-stream")


class JsonResponse(JSONResponse):
    """JSON, in which half a character is written as an escape: no encoding has it, and kept text may."""

    def render(self, content: Any) -> bytes:
        """The bytes."""
        try:
            return super().render(content)
        except UnicodeEncodeError:
            return json.dumps(content, allow_nan=False).encode()


def read_json(body: bytes) -> Any:
    """Read what a page sends. Half a character, which is left where a program has cut a text in the middle of one,
    becomes the sign for what cannot be read: no file can hold it. Raises ValueError, RecursionError."""
    data = json.loads(body)
    if HALF_CHARACTER.search(body):
        text = json.dumps(data, ensure_ascii=False)
        data = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return data


def _drafts(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The drafts that a page sent. Raises TypeError for what is none."""
    drafts = data["drafts"]
    if not isinstance(drafts, dict):
        raise TypeError("drafts are a table")
    texts, shared = drafts.get("texts", {}), drafts.get("shared", {})
    if not all(isinstance(one, dict) for one in (texts, shared, *(texts.values() if isinstance(texts, dict) else ()))):
        raise TypeError("texts and shared fields are tables")
    if not all(isinstance(text.get("fields", {}), dict) for text in texts.values()):
        raise TypeError("fields are a table")
    return drafts


async def answer_json(
    work: Callable[[Any], Any],
    given: Any,
    report: Report,
    messages: Messages,
    threads: ThreadPoolExecutor | None = None,
) -> Response:
    """Run some work, in threads of its own if it has any, and answer with its result as JSON, in the interface's
    language; an error says what the editor can do, and nothing of this computer."""
    message: str
    try:
        if threads is None:
            found = await run_in_threadpool(work, given)
        else:
            found = await asyncio.get_running_loop().run_in_executor(threads, work, given)
        return JsonResponse(messages.speak(found))
    except ContentErrors as error:
        # Of a list of the whole site, such as the glossary: texts are checked, whatever is wrong in them.
        message, status = first_error(error), HTTPStatus.UNPROCESSABLE_ENTITY
    except (UserError, StoreError, DocumentError, FieldError) as error:
        message, status = message_of(error), HTTPStatus.UNPROCESSABLE_ENTITY
    except Conflict:
        message, status = Message("the file has changed meanwhile: try again"), HTTPStatus.CONFLICT
    except NotANumber:
        message, status = NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST
    except (KeyError, TypeError) as error:
        report(error)
        message, status = NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST
    except Exception as error:
        report(error)
        message, status = WENT_WRONG, HTTPStatus.INTERNAL_SERVER_ERROR
    return JsonResponse({"error": messages(message)}, status)


Speaker = Callable[[Request], Messages]


def _get(work: Callable[[Request], Any], report: Report, speaker: Speaker) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await answer_json(work, request, report, speaker(request))

    return endpoint


def _post(
    work: Callable[[Mapping[str, Any]], Any], report: Report, speaker: Speaker, threads: ThreadPoolExecutor | None
) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            data = read_json(await request.body())
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            return JsonResponse({"error": speaker(request)(NOT_UNDERSTOOD)}, HTTPStatus.BAD_REQUEST)
        return await answer_json(work, data, report, speaker(request), threads)

    return endpoint


def _page(work: Callable[[Request], Response], editor: Editor) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(work, request)
        except UserError as error:
            message, status = message_of(error), HTTPStatus.NOT_FOUND
        except NotANumber:
            message, status = NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST
        except Exception as error:
            editor.report(error)
            message, status = WENT_WRONG, HTTPStatus.INTERNAL_SERVER_ERROR
        return editor.error_page(request, message, status)

    return endpoint


def _static(folder: Path, editor: Editor) -> Callable[[Request], Any]:
    def file(request: Request) -> Response:
        wanted = file_below(folder, request.path_params["name"])
        if wanted is None:
            return Response("There is no such file.", HTTPStatus.NOT_FOUND)
        kind = {".js": "text/javascript", ".woff2": "font/woff2"}.get(wanted.suffix)
        return FileResponse(wanted, media_type=kind)

    return _page(file, editor)


def _site(editor: Editor, port: int) -> ASGIApp:
    """The built site, by the server of `serve`; until there is one, the page that waits for it. `port` is the site's
    own."""
    preview = preview_app(editor.site.preview, allowed_hosts(port), editor.describe_error)
    waiting = Route("/{path:path}", _page(editor.waiting_page, editor))

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        built = editor.site.preview.state.output is not None or scope["path"].startswith(f"{PREFIX}/")
        await (preview if built else waiting.app)(scope, receive, send)

    return site


def _redirect_to_port(port: int) -> Callable[[Request], Response]:
    """Leads on to the same address at another port of this computer."""
    return lambda request: RedirectResponse(str(request.url.replace(port=port)), HTTPStatus.TEMPORARY_REDIRECT)


def _by_origin(editor: ASGIApp, site: ASGIApp) -> ASGIApp:
    """The application of the origin that the guard found a request to be for."""

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        is_site = scope["type"] == "http" and scope["state"]["is_site"]
        await (site if is_site else editor)(scope, receive, send)

    return choose


def make_application(editor: Editor, session: Session, entrance: Entrance) -> Starlette:
    """The application of a session, behind its guard: the editor at one port, the site and the page of the preview's
    frame at another."""
    editor.port, editor.site_port = session.port, session.site_port
    by_origin = _by_origin(Router(editor_routes(editor, session)), Router(site_routes(editor, session)))
    guard = Middleware(Guard, session=session, entrance=entrance, refusals=editor.refusals())
    return Starlette(routes=[Mount("/", app=by_origin)], middleware=[guard])


def static_routes(editor: Editor) -> list[BaseRoute]:
    """Scripts and styles of the editor, and those of the theme that it uses."""
    theme = Path(editor.site.settings["THEME"], "static")
    return [
        Route(f"{EDITOR}/static/{{name:path}}", _static(HERE / "static", editor)),
        Route(f"{EDITOR}/theme/{{name:path}}", _static(theme, editor)),
    ]


def site_routes(editor: Editor, session: Session) -> list[BaseRoute]:
    """The site, and what is shown while it is written."""
    return [
        *static_routes(editor),
        Route(f"{EDITOR}/preview", _page(editor.preview_page, editor)),
        Route(f"{EDITOR}/{{path:path}}", _redirect_to_port(session.port)),
        Mount("/", app=_site(editor, session.site_port)),
    ]


def editor_routes(editor: Editor, session: Session) -> list[BaseRoute]:
    """The editor's pages and their requests."""
    api, report, speaker = f"{EDITOR}/api", editor.report, editor.messages_for
    reads = {
        "list": editor.list_rows,
        "story": editor.open_story,
        "versions": editor.versions,
        "deleted": editor.list_deleted,
        "pictures": editor.picture_names,
        "picture-words": editor.picture_words,
        "publish-plan": editor.publish_plan,
        "publish-state": editor.publish_state,
    }
    writes = {
        "journal": editor.journal,
        "drop-journal": editor.drop_journal,
        "save": editor.save,
        "check": editor.check,
        "recompose": editor.recompose,
        "merge": editor.merge,
        "render": editor.render,
        "create": editor.create,
        "translate": editor.translate,
        "accept": editor.accept,
        "hold-back": editor.hold_back,
        "rename": editor.rename,
        "duplicate": editor.duplicate,
        "delete": editor.delete,
        "restore": editor.restore,
        "dismiss": editor.dismiss,
        "show-again": editor.show_again,
        "take-back": editor.take_back,
        "decorative": editor.decorative,
        "glossary": editor.glossary,
        "word": editor.word,
        "used-before": editor.find_used_translations,
        "paste": editor.paste,
        "drop-upload": editor.drop_upload,
        "import-again": editor.import_again,
        "import-write": editor.write_import,
        "publish": editor.publish,
        "undo-publish": editor.undo_publish,
    }
    return [
        Route(f"{EDITOR}/", _page(editor.list_page, editor)),
        Route(f"{EDITOR}/story", _page(editor.story_page, editor)),
        Route(f"{EDITOR}/import", _page(editor.import_page, editor)),
        *static_routes(editor),
        Route(f"{EDITOR}/content/{{name:path}}", _page(editor.content_file, editor)),
        Route(f"{EDITOR}/thumbnail/{{name:path}}", _page(editor.thumbnail, editor)),
        *(Route(f"{api}/{name}", _get(editor.count_work(work), report, speaker)) for name, work in reads.items()),
        *(
            Route(
                f"{api}/{name}",
                _post(editor.count_work(work), report, speaker, editor.threads_for(name)),
                methods=["POST"],
            )
            for name, work in writes.items()
        ),
        Route(f"{api}/upload", editor.upload, methods=["POST"]),
        Route(f"{api}/import-attachment", _page(editor.import_attachment, editor)),
        Route(f"{api}/import-read", editor.read_import, methods=["POST"]),
        Route(f"{api}/events", editor.event_stream),
        # What is none of the editor's pages ends here: the site's port would lead back.
        Route(f"{EDITOR}/preview", _redirect_to_port(session.site_port)),
        Route(f"{EDITOR}/{{path:path}}", lambda _: Response("There is no such page.", HTTPStatus.NOT_FOUND)),
        Route("/{path:path}", _redirect_to_port(session.site_port)),
    ]
