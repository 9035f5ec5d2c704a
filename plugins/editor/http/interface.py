"""The editor's pages, in the languages that its texts have."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from http import HTTPStatus
from pathlib import Path

from babel.dates import get_timezone_location
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from plugins.content.settings.site_config import Edition
from plugins.editor.http import EDITOR
from plugins.editor.http.security import LARGEST_REQUEST
from plugins.editor.site import Site
from plugins.editor.texts import Texts, language_name, read_texts
from plugins.locales.strings import Strings
from plugins.project.up_to_date import digest_path
from plugins.sdg.goals import GOALS

HERE = Path(__file__).parents[1]
COOKIE = "editor-interface"
# The module that a line of a script imports.
IMPORTED = re.compile(r'^(?:import|\}) .*?from "\./([\w./-]+)";$', re.MULTILINE)


@cache
def imported_modules(folder: Path, script: str) -> tuple[str, ...]:
    """The modules that a page's script imports, also those that these import: a page names them at once, so that the
    browser need not read one to find the next."""
    modules: dict[str, None] = {}
    waiting = [script] if (folder / script).is_file() else []
    for name in waiting:
        for path in IMPORTED.findall((folder / name).read_text("utf-8")):
            if path not in modules:
                modules[path] = None
                waiting.append(path)
    return tuple(modules)


class Interface:
    """Makes pages in the language that a request asks for: by `interface` in its address, which is remembered, else by
    the language that was chosen before, else by those of the browser."""

    def __init__(self, site: Site, may_publish: bool, opened: Callable[[], None]) -> None:
        """`opened` is called whenever a page is opened."""
        self._site, self._may_publish, self._opened = site, may_publish, opened
        self.file_folders = {"static": HERE / "static", "theme": Path(site.settings["THEME"]) / "static"}
        self.texts = read_texts(site.config)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def files_version(self) -> str:
        """What changes whenever a script or a style does that pages load."""
        return digest_path(os.fspath(self.file_folders["static"])) + digest_path(os.fspath(self.file_folders["theme"]))

    def files_address(self) -> str:
        """Where scripts and styles are now, below which the folders are named as in `file_folders`."""
        return f"{EDITOR}/files/{self.files_version()}"

    def edition_of(self, request: Request) -> str:
        """The edition in whose language a request is answered."""
        name = request.query_params.get("interface") or request.cookies.get(COOKIE, "")
        if name in self.texts:
            return name
        tags = {self._site.config.edition(name).tag: name for name in self.texts}
        return tags[preferred_tag(tags, request.headers.get("accept-language", ""))]

    def say(self, request: Request) -> Texts:
        """The texts in the language of a request, which say messages."""
        return self.texts[self.edition_of(request)]

    def _subjects(self, edition: Edition) -> dict[str, list[dict[str, object]]]:
        """The topics and places by the header's field: the name of each in an edition, what a header has of it, and all
        that it may be called."""
        config, language = self._site.config, edition.language
        convert, first = config.converter(edition), next(iter(config.languages))
        return {
            kind.plural: [
                {
                    "label": convert(subject.words[language].name),
                    "value": subject.words[first].name,
                    "names": [subject.name.slug, *(words.name for words in subject.words.values())],
                }
                for subject in config.subjects.of_kind(kind)
            ]
            for kind in config.subjects.kinds
        }

    def page(self, request: Request, template: str, status: int = HTTPStatus.OK, **context: object) -> Response:
        """A page by its template."""
        self._opened()
        strings = self.say(request).strings
        config = self._site.config
        edition = config.edition(strings.name)
        settings = self._settings(edition, strings, request.state.session.site_port)
        html = self._templates.get_template(template).render(
            t=strings,
            edition=edition,
            editor=EDITOR,
            files=self.files_address(),
            nonce=request.state.nonce,
            interface_link=lambda name: str(
                request.url.include_query_params(interface=name).replace(scheme="", netloc="")
            ),
            goals=settings["goals"],
            categories=settings["categories"],
            languages=settings["languages"],
            site_name=config.converter(edition)(config.languages[edition.language].site_name),
            interfaces=[config.edition(name) for name in self.texts],
            may_publish=self._may_publish,
            modules=imported_modules(HERE / "static", template.replace(".html", ".js")),
            data=json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c"),
            status=int(status),
            **context,
        )
        answer = HTMLResponse(html, status)
        if request.query_params.get("interface") in self.texts:
            answer.set_cookie(COOKIE, edition.name, samesite="strict", httponly=True, path="/", max_age=31_536_000)
        return answer

    def error_page(self, request: Request, message: str, status: HTTPStatus) -> Response:
        """A page that says what is wrong, with the way back to the list."""
        return self.page(request, "error.html", status, message=self.say(request)(message))

    def refuse(self, request: Request) -> Response:
        """What a browser is shown that is in no session, in all languages of the interface, its own first."""
        first = self.edition_of(request)
        names = sorted(self.texts, key=lambda name: name != first)
        texts = [{"tag": self._site.config.edition(name).tag, "t": self.texts[name].strings} for name in names]
        html = self._templates.get_template("refused.html").render(texts=texts, nonce=request.state.nonce)
        return HTMLResponse(html, HTTPStatus.FORBIDDEN)

    def _settings(self, edition: Edition, strings: Strings, site_port: int) -> dict[str, object]:
        """What the scripts of a page are given."""
        config = self._site.config
        names, categories = (config.strings[edition.name].section(name) for name in ("goals", "categories"))
        # Of the site's languages and editions, those of the interface come first in every list.
        cldr, spoken = edition.cldr, edition.language
        languages = sorted(config.languages.values(), key=lambda language: language.code != spoken)
        editions = sorted(config.editions, key=lambda listed: (listed.name != edition.name, listed.language != spoken))
        return {
            "editor": EDITOR,
            "strings": strings.entries,
            "locale": cldr.replace("_", "-"),
            "languages": [
                {"code": language.code, "name": name, "label": name[:1].upper() + name[1:],
                 "direction": language.direction, "tag": config.home_of(language.code).tag}
                for language in languages
                for name in [language_name(config, language.code, edition.name)]
            ],
            "editions": [
                {"name": listed.name, "label": listed.label, "language": listed.language, "tag": listed.tag}
                for listed in editions
            ],
            "goals": [
                {"number": goal.number, "name": names[str(goal.number)], "colour": goal.colour, "ink": goal.ink,
                 "targets": list(goal.targets)}
                for goal in GOALS
            ],
            "categories": {slug: categories[slug] for slug in config.categories},
            "categoryValues": {slug: next(iter(values), slug) for slug, values in config.categories.items()},
            "subjects": self._subjects(edition),
            "yes": [word for word, is_yes in config.answers.items() if is_yes],
            "zone": str(config.zone),
            "place": str(get_timezone_location(config.zone, locale=cldr, return_city=True) or config.zone),
            "largest": LARGEST_REQUEST // 1_000_000,
            "sitePort": site_port,
        }  # fmt: skip


def preferred_tag(tags: Iterable[str], header: str) -> str:
    """The first of some language tags that an `Accept-Language` header asks for by name, else that has the same
    language in another script, else the first of all.

    >>> preferred_tag(["en", "sr-Latn", "sr-Cyrl"], "sr-Cyrl-RS,sr;q=0.8,en;q=0.5")
    'sr-Cyrl'
    """
    wanted = _read_header(header)

    def rank(tag: str) -> tuple[int, int]:
        own = tag.lower()
        for at, asked in enumerate(wanted):
            if f"{asked}-".startswith(f"{own}-") or f"{own}-".startswith(f"{asked}-"):
                return at, 0
            if asked.partition("-")[0] == own.partition("-")[0]:
                return at, 1
        return len(wanted), 0

    return min(tags, key=rank)


def _read_header(header: str) -> list[str]:
    """The tags that a browser asks for, the most wanted first."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        try:
            value = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and value > 0:
            weighed.append((-value, tag.strip().lower()))
    return [tag for _, tag in sorted(weighed, key=lambda row: row[0])]
