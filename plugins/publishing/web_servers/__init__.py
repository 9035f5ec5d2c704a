"""The configuration of nginx or Caddy for one site, made from its settings: its name, its folder, its editions, and the
media types that the publisher knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from ..media_types import ATTACHMENTS, content_type

TEMPLATES = {"nginx": "nginx.conf", "caddy": "Caddyfile"}


@dataclass(frozen=True)
class ServedSite:
    """What a web server must know of a site.

    `host` is its name, `folder` the absolute path that `publish` fills on the server, `editions` the folder of the
    addresses of each, "" at the root, by its BCP 47 tag, and `attachment_types` the endings of the files that stories
    may link to. With `by_language` the bare front page sends newcomers to an edition
    in the first language that their browser asks for.
    """

    host: str
    folder: str
    editions: Mapping[str, str]
    attachment_types: tuple[str, ...]
    by_language: bool = False


@dataclass(frozen=True)
class LanguageRedirect:
    """Sends whoever asks for `language`, a tag or the beginning of one, to `path`, unless one of `more_exact`, which
    have redirects of their own or are the root's, is asked for."""

    language: str
    path: str
    more_exact: tuple[str, ...]


def server_configuration(server: str, site: ServedSite) -> str:
    """The configuration of `server`, a key of `TEMPLATES`, as the text of its file."""
    template = (Path(__file__).parent / TEMPLATES[server]).read_text("utf-8")
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    return environment.from_string(template).render(
        site=site,
        attachments={ending: content_type(f"{ATTACHMENTS}x.{ending}") for ending in site.attachment_types},
        redirects=language_redirects(site.editions) if site.by_language else (),
    )


def language_redirects(editions: Mapping[str, str]) -> tuple[LanguageRedirect, ...]:
    """The redirects from the bare front page, of which each request fits at most one.

    An edition answers its own tag, and each beginning of it (RFC 4647, lookup) that no edition before it answers; the
    edition at the root comes first, and needs no redirect.
    """
    ordered = sorted(editions.items(), key=lambda edition: bool(edition[1]))
    owners = {tag.lower(): prefix for tag, prefix in reversed(ordered)}
    for tag, prefix in ordered:
        parts = tag.lower().split("-")
        for length in range(1, len(parts)):
            owners.setdefault("-".join(parts[:length]), prefix)
    return tuple(
        LanguageRedirect(
            language,
            f"/{prefix}/",
            tuple(sorted(other for other in owners if other.startswith(f"{language}-"))),
        )
        for language, prefix in sorted(owners.items())
        if prefix
    )
