"""The two forms of a digest's text: HTML with its styles inside each element, and plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader

from plugins.digest.stories import MailStory
from plugins.editions.page_writer import page_errors
from plugins.images.colours import ThemeColours
from plugins.locales.strings import Strings

TEMPLATE = "digest.html"
# Gmail shows 102 KB of a message and hides the rest, the link to unsubscribe with it.
LARGEST = 100_000
# Stories with summary and picture; those that follow are titles.
WHOLE = 12
# RFC 5322 recommends lines of at most 78 characters.
LINE = 76


@dataclass(frozen=True)
class MailView:
    """What the template sees as `view`; all addresses are absolute.

    `stories` has the big one first; the HTML shows the `whole` ones with a summary, `titles` without, and says how many
    are `left_out`. `preview` is what lists of messages show beside the subject, `others` are the front pages of all
    editions as (label, tag, direction, address); `unsubscribe` may be "".
    """

    t: Strings
    subject: str
    preview: str
    site_name: str
    tagline: str
    date: str
    home: str
    archive: str
    tag: str
    direction: str
    others: tuple[tuple[str, str, str, str], ...]
    unsubscribe: str
    colours: ThemeColours
    stories: tuple[MailStory, ...]
    whole: tuple[MailStory, ...] = ()
    titles: tuple[MailStory, ...] = ()
    left_out: int = 0


def render_html(view: MailView, settings: Mapping[str, Any]) -> str:
    """The HTML, with as many stories as a mail program shows without cutting it off."""
    template = _environment(settings).get_template(TEMPLATE)
    # At-rules cannot be inline styles; programs that support them find them in the head.
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    whole, listed = min(WHOLE, len(view.stories)), len(view.stories)
    while True:
        titles, left_out = view.stories[whole:listed], len(view.stories) - listed
        with page_errors(f"/{TEMPLATE}"):
            shortened = replace(view, whole=view.stories[:whole], titles=titles, left_out=left_out)
            html = inliner.inline(template.render(view=shortened))
        if len(html.encode()) <= LARGEST or whole == 1:
            return html
        # Titles go first, then summaries.
        listed, whole = (max(whole, listed - 20), whole) if listed > whole else (whole, whole - 1)


def _environment(settings: Mapping[str, Any]) -> Environment:
    folders = [*settings.get("THEME_TEMPLATES_OVERRIDES", ()), Path(settings["THEME"], "templates")]
    return Environment(loader=FileSystemLoader(folders), **settings["JINJA_ENVIRONMENT"])


def render_text(view: MailView) -> str:
    """The same as plain text, every story with its summary and address."""
    t = view.t
    parts = [f"{view.site_name}\n{view.date}", *map(_entry, view.stories)]
    links = [f"{t('all_stories')}: {view.archive}", f"{t('home')}: {view.home}"]
    why = [_wrap(t("digest_why", name=view.site_name))]
    if view.unsubscribe:
        why.append(f"{t('digest_unsubscribe')}: {view.unsubscribe}")
    parts += ["\n".join(links), "\n".join(why)]
    return "\n\n".join(parts) + "\n"


def _entry(story: MailStory) -> str:
    facts = " · ".join(fact for fact in (story.category, story.date, story.event_note) if fact)
    return "\n".join(("-" * 30, "", _wrap(story.title), facts, "", _wrap(story.summary), "", story.address))


def _wrap(text: str) -> str:
    return textwrap.fill(text, LINE, break_long_words=False, break_on_hyphens=False)
