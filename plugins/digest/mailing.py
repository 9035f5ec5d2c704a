"""One e-mail for each edition, from the stories since a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from plugins.content.addresses import ARCHIVE
from plugins.content.headers.fields import FieldError, read_date
from plugins.content.library import ContentLibrary
from plugins.diagnostics import ContentErrors, SettingError, UserError
from plugins.digest.rendering import MailView, render_html, render_text
from plugins.digest.stories import EditionWords, MailStory, own_stories, put_lead_first
from plugins.images.album import Album
from plugins.images.colours import read_colours
from plugins.locales.dates import moment
from plugins.system.atomic_files import write_atomically

WEEK = dt.timedelta(days=7)
# Plain ASCII passes every server as it is.
POLICY = SMTP.clone(cte_type="7bit")
BOUNDARY = "=_dvoglas_digest_{edition}"


@dataclass(frozen=True)
class Mailing:
    """The digest of one edition: its subject, the number of its stories, the two forms of its text, and the whole
    message as a mail program opens it. `addresses` are the absolute addresses of this site that the HTML names."""

    edition: str
    label: str
    day: dt.date
    subject: str
    stories: int
    html: str
    text: str
    message: bytes
    addresses: tuple[str, ...]


def read_since(value: str, is_week: bool, library: ContentLibrary) -> dt.datetime:
    """The moment from which stories are taken: the beginning of a day, or a week before now, which is what is meant
    where nothing is said. Raises UserError."""
    if value and is_week:
        raise UserError("--since and --week say two different things: give one of them")
    if not value:
        return library.clock.now - WEEK
    try:
        since = read_date(value, library.config.zone, "--since")
    except FieldError as error:
        raise UserError(str(error)) from None
    if not library.clock.has_come(since):
        raise UserError(f"--since {value!r} is still to come: give a day that has passed")
    return since


def make_mailings(
    library: ContentLibrary, album: Album, settings: Mapping[str, Any], since: dt.datetime
) -> list[Mailing]:
    """A digest for each edition that has stories of its own since then; raises UserError where none has, and
    ContentErrors where the site could not be built."""
    if errors := [diagnostic for diagnostic in library.diagnostics if diagnostic.severity == "error"]:
        raise ContentErrors(errors)
    unsubscribe = settings.get("DIGEST_UNSUBSCRIBE", "")
    if not isinstance(unsubscribe, str) or any(sign in unsubscribe for sign in "\r\n"):
        raise SettingError("DIGEST_UNSUBSCRIBE", "an address, a mark of your mailing service, or ''", unsubscribe)
    pairs = [pair for pair in library.news if pair.shared.date and pair.shared.date >= since]
    mailings = []
    for edition in library.config.editions:
        words = EditionWords(library, edition, settings["SITEURL"])
        stories = list(own_stories(pairs, words, album))
        if stories:
            mailings.append(_mailing(words, put_lead_first(stories), settings, unsubscribe))
    if not mailings:
        raise UserError(_no_stories_message(library, since))
    return mailings


def write_mailings(mailings: Iterable[Mailing], folder: Path, replace: bool = False) -> dict[Path, bool]:
    """Write `<day>/<edition>.eml`, `.html` and `.txt` below the folder, which no build or publish takes for its own;
    the path of each, and whether it was not yet there as it should be.

    Raises UserError, before anything is written, where another file would be replaced, unless `replace` says so.
    """
    wanted = {path: data for mailing in mailings for path, data in _files(mailing, folder)}
    there = {path: path.read_bytes() for path in wanted if path.is_file()}
    others = [path for path, data in there.items() if data != wanted[path]]
    if others and not replace:
        what = f"{others[0]} is already there with other words"
        raise UserError(f"{what}: move the folder away, or add --force to replace it")
    is_new = {path: there.get(path) != data for path, data in wanted.items()}
    for path, data in wanted.items():
        if is_new[path]:
            write_atomically(path, data)
    return is_new


def _files(mailing: Mailing, folder: Path) -> Iterator[tuple[Path, bytes]]:
    stem = folder / mailing.day.isoformat() / mailing.edition
    yield stem.with_suffix(".eml"), mailing.message
    yield stem.with_suffix(".html"), mailing.html.encode()
    yield stem.with_suffix(".txt"), mailing.text.encode()


def find_missing(mailings: Iterable[Mailing], output: Path, site_url: str) -> list[str]:
    """The addresses in the e-mails that the built site does not have: readers would find nothing there."""
    named = dict.fromkeys(address for mailing in mailings for address in mailing.addresses)
    paths = {address: address.removeprefix(f"{site_url}/") for address in named}
    files = {a: f"{path}index.html" if path.endswith("/") or not path else path for a, path in paths.items()}
    return [address for address, file in files.items() if not (output / file).is_file()]


def _no_stories_message(library: ContentLibrary, since: dt.datetime) -> str:
    day = since.astimezone(library.config.zone).date()
    newest = next((pair.shared.date for pair in library.news if pair.shared.date), None)
    if newest is None:
        return "no story has been published yet, so there is nothing to send"
    last = newest.astimezone(library.config.zone).date()
    return f"no story has been published since {day}; the newest is of {last}: run ./inv digest --since {last}"


def _mailing(words: EditionWords, stories: list[MailStory], settings: Mapping[str, Any], unsubscribe: str) -> Mailing:
    config, edition = words.config, words.edition
    now, t = words.library.clock.now.astimezone(config.zone), config.strings[edition.name]
    language = config.languages[edition.language]
    site_name, tagline = map(words.convert, (language.site_name, language.tagline))
    subject = t("digest_subject", title=stories[0].title, name=site_name)
    view = MailView(
        t=t,
        subject=subject,
        preview=stories[0].summary,
        site_name=site_name,
        tagline=tagline,
        date=moment(now, edition.cldr).text,
        home=words.absolute(""),
        archive=words.absolute(ARCHIVE),
        tag=edition.tag,
        direction=edition.direction,
        others=tuple(
            (other.label, other.tag, other.direction, words.site_url + other.path("")) for other in config.editions
        ),
        unsubscribe=unsubscribe,
        colours=read_colours(Path(settings["THEME"], "static")),
        stories=tuple(stories),
    )
    html, text = render_html(view, settings), render_text(view)
    message = _message(subject, text, html, edition.name, edition.tag, unsubscribe)
    addresses = [view.home, *(story.address for story in stories)]
    pictures = [picture.address for story in stories for picture in (story.lead_picture, story.thumb) if picture]
    named = tuple(dict.fromkeys(address for address in (*addresses, *pictures) if address in html))
    return Mailing(edition.name, edition.label, now.date(), subject, len(stories), html, text, message, named)


def _message(subject: str, text: str, html: str, edition: str, tag: str, unsubscribe: str) -> bytes:
    """The message as a draft: Outlook and other programs open a file that is `X-Unsent` for writing. It has no sender,
    date or number, which the program gives it, so the same stories make the same bytes."""
    message = EmailMessage(policy=POLICY)
    message["Subject"] = " ".join(subject.split())
    message["X-Unsent"] = "1"
    if unsubscribe.startswith(("https://", "mailto:")):
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message["Content-Language"] = tag
    message.set_boundary(BOUNDARY.format(edition=edition))
    return message.as_bytes()
