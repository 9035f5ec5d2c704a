"""The steps of a publish and of its dry run; those of a rollback are in `rollback.py`.

A publish prepares the release, uploads it, switches readers to it, and fetches it as a reader would. If what readers
get is wrong, it switches back. Then changed feeds are announced and old releases deleted: if one of these fails, the
site stays published, and the result says what failed.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from plugins.diagnostics import Message

from .backends import Session, Target, choose_target
from .error_hints import error_from_output
from .errors import PublishError, redact, redact_message
from .failures import Failure
from .manifest import Changes, Manifest, differences, keep_assets
from .media_types import is_feed
from .progress import Progress, ignore_progress
from .redirects import lost_addresses, resolve_redirects
from .releases import Release, next_name, releases_to_prune, stage_site, stage_sources, working_folder, write_release
from .summary import StoryChanges, count_pages, story_changes
from .verification import ReadFile, Verification, fetch, front_checks, make_checks, verify
from .websub import announce


class VerificationStatus(Enum):
    """Whether readers get what was published."""

    YES = "readers get what was built"
    NO_URL = "the target has no url to fetch from"
    SKIPPED = "verification was switched off"
    UNREACHABLE = "the site could not be fetched from this computer"
    UNCLEAR = "the site answered wrongly before this publish too"
    NO = "readers get something else"

    @property
    def is_doubtful(self) -> bool:
        """Whether the site should have been verified and was not."""
        return self in (VerificationStatus.UNREACHABLE, VerificationStatus.UNCLEAR, VerificationStatus.NO)


@dataclass(frozen=True)
class PublishPlan:
    """The plan of a publish: `changes` by file, `stories` by story."""

    target: str
    location: str
    changes: Changes
    stories: StoryChanges


@dataclass(frozen=True)
class PublishResult:
    """A site that is live. `release` is its name, `previous` that of the release before, empty for the first.

    `deployed` is False if the target had this site already. `problems` say what could not be verified, `warnings`
    what else failed: neither reverts the release. `location` is where the files are, `url` where readers find them.
    """

    target: str
    url: str
    location: str
    release: str
    previous: str
    deployed: bool
    verification: VerificationStatus
    changes: Changes
    stories: StoryChanges
    pages: int
    seconds: float
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preparation:
    """A release ready to upload, and what the target has now; `live` is None before the first release."""

    session: Session
    folder: Path
    manifest: Manifest
    live: Manifest | None
    interrupted: bool
    changes: Changes
    redirects: Mapping[str, str]


@contextmanager
def system_errors() -> Iterator[None]:
    """Turn errors of this machine, such as a missing program, into a `PublishError`."""
    try:
        yield
    except OSError as error:
        raise error_from_output(str(error), Failure.MACHINE_FAILED) from error


def plan_publish(
    output: Path,
    targets: Mapping[str, Mapping[str, Any]],
    name: str | None = None,
    *,
    redirects: Mapping[str, str] | None = None,
    progress: Progress = ignore_progress,
) -> PublishPlan:
    """Compute what `publish` would change at the target, without changing anything. Raises as `publish` does."""
    target = choose_target(targets, name)
    with system_errors(), prepare(output, target, redirects or {}, progress, locked=False) as ready:
        stories = story_changes(ready.live, ready.manifest.entries)
        return PublishPlan(target.settings.name, target.location, ready.changes, stories)


def publish(
    output: Path,
    targets: Mapping[str, Mapping[str, Any]],
    name: str | None = None,
    *,
    redirects: Mapping[str, str] | None = None,
    sources: Mapping[str, Path] | None = None,
    hub: str = "",
    check_site: bool = True,
    progress: Progress = ignore_progress,
) -> PublishResult:
    """Publish the built site in `output` and verify it.

    `name` is a key of `targets`, the first by default; `redirects` leads from old to new addresses; `sources` are the
    files that the site was made from, by their path in the content folder, kept with the release; `hub` is a WebSub
    hub; without `check_site` what readers get is not fetched. Raises `PublishError` if readers keep what they had
    before, and `TargetSettingsError` if the target's settings are wrong.
    """
    target, started = choose_target(targets, name), time.monotonic()
    with system_errors(), prepare(output, target, redirects or {}, progress, sources or {}, locked=True) as ready:
        release = write_release(ready.folder, ready.manifest, ready.redirects)
        deployed = needs_deployment(ready)
        if deployed:
            verification, found = deploy(target, ready, release, check_site, progress)
            warnings = (*announce_feeds(target, ready, hub), *tidy_up(target, ready))
        else:
            verification, found = confirm(target, ready, release, check_site, progress)
            warnings = ()
        warnings = (*warnings, *private_warnings(target, check_site), *rewriting_warnings(found))
    settings, live = target.settings, ready.live
    return PublishResult(
        target=settings.name,
        url=redact(settings.url),
        location=target.location,
        release=ready.manifest.name if deployed or live is None else live.name,
        previous=live.name if live else "",
        deployed=deployed,
        verification=verification,
        changes=ready.changes,
        stories=story_changes(live, ready.manifest.entries),
        pages=count_pages(ready.manifest),
        seconds=time.monotonic() - started,
        problems=tuple(problem.message for problem in found.problems),
        warnings=warnings,
    )


@contextmanager
def prepare(
    output: Path,
    target: Target,
    redirects: Mapping[str, str],
    progress: Progress,
    sources: Mapping[str, Path] | None = None,
    *,
    locked: bool,
) -> Iterator[Preparation]:
    """Prepare a release on this machine, open the target and compare; `PublishError` if an address would be lost."""
    settings, moved = target.settings, resolve_redirects(redirects)
    with working_folder(output, settings.wait_seconds, progress) as folder:
        entries = stage_site(output, folder, moved, settings.url, own_server=bool(target.server_folder))
        with target.open(progress, locked=locked) as session:
            manifests = [session.manifest(name) for name in session.current_release()]
            live = manifests[0] if manifests else None
            kept = keep_assets(entries, manifests, settings.keep)
            name, previous = next_name(session.list_releases(), kept), live.name if live else ""
            manifest = Manifest(name, previous, kept, stage_sources(sources or {}, folder))
            refuse_lost_addresses(live, manifest, moved, settings.withdrawn)
            changes = differences(live, kept)
            yield Preparation(session, folder, manifest, live, len(manifests) > 1, changes, moved)


@dataclass(frozen=True)
class LiveRelease:
    """What readers have at a target: the release's pages and files, and the sources that it was made from; each is
    read when it is asked for. `name` is "" before the first release."""

    name: str
    files: frozenset[str]
    sources: Mapping[str, str]
    session: Session | None = None

    def read_source(self, path: str) -> bytes:
        """The content of a source. Raises PublishError."""
        assert self.session is not None
        return self.session.read_source(self.name, path)


@contextmanager
def open_live(
    targets: Mapping[str, Mapping[str, Any]], name: str | None = None, progress: Progress = ignore_progress
) -> Iterator[LiveRelease]:
    """The release that readers have now, and its sources. Raises as `publish` does."""
    with system_errors(), choose_target(targets, name).open(progress, locked=False) as session:
        live = session.current_release()[:1]
        if not live:
            yield LiveRelease("", frozenset(), {})
            return
        manifest = session.manifest(live[0])
        yield LiveRelease(live[0], frozenset(manifest.entries), manifest.sources, session)


def refuse_lost_addresses(
    live: Manifest | None, new: Manifest, redirects: Mapping[str, str], withdrawn: tuple[str, ...]
) -> None:
    """`PublishError` if an address that readers have would be lost."""
    if lost := lost_addresses(live, new, redirects, withdrawn):
        raise PublishError(
            Failure.ADDRESSES_LOST, n=len(lost), es="" if len(lost) == 1 else "es", addresses=", ".join(lost)
        )


def needs_deployment(ready: Preparation) -> bool:
    """Whether readers would notice a change; the removal of kept assets does not count."""
    live, changes = ready.live, ready.changes
    return bool(
        live is None
        or ready.interrupted
        or changes.added
        or changes.changed
        or any(not live.entries[path].kept for path in changes.removed)
    )


def deploy(
    target: Target, ready: Preparation, release: Release, check_site: bool, progress: Progress
) -> tuple[VerificationStatus, Verification]:
    """Upload, switch and verify; revert if readers do not get what was built."""
    session, url = ready.session, target.settings.url
    before = baseline(url, ready.live, session) if url and check_site else Verification()
    session.upload(release, progress)
    session.activate(release.name, progress)
    if not url or not check_site:
        return (VerificationStatus.SKIPPED if url else VerificationStatus.NO_URL), Verification()
    found = fetch_and_compare(target, release.manifest, ready.changes, file_reader(release, session), progress)
    wrong = {problem.kind for problem in found.wrong_answers}
    if not wrong:
        return (VerificationStatus.UNREACHABLE if found.problems else VerificationStatus.YES), found
    if wrong <= {problem.kind for problem in before.wrong_answers}:
        return VerificationStatus.UNCLEAR, found
    revert(target, ready, found, progress)
    raise AssertionError("revert raises")


def file_reader(release: Release, session: Session) -> ReadFile:
    """A function that reads a file of the release, from this machine or, for a kept asset, from the target."""

    def read_file(path: str) -> bytes:
        file = release.file(path)
        return file.read_bytes() if file.exists() else session.read_file(release.name, path)

    return read_file


def baseline(url: str, live: Manifest | None, session: Session) -> Verification:
    """The problems before the switch. The same problems afterwards are not caused by the new release, and reverting
    would not help: a wrong `url`, a gateway that refuses this computer, a network that rewrites pages."""
    if live is None:
        return Verification()
    return verify(url, live, front_checks(live), 0, partial(session.read_file, live.name))


def fetch_and_compare(
    target: Target, manifest: Manifest, changes: Changes, read_file: ReadFile, progress: Progress
) -> Verification:
    """Fetch and compare, for as long as the target's settings allow."""
    settings = target.settings
    progress(redact_message(Message("Fetching {address}", address=settings.url)), 0, 0)
    checks = make_checks(settings.url, manifest, changes, read_file)
    return verify(settings.url, manifest, checks, settings.verify_seconds, read_file)


def revert(target: Target, ready: Preparation, found: Verification, progress: Progress) -> None:
    """Switch back to the previous release, or to none if there was none, and raise a `PublishError` with the reason."""
    session, live, name = ready.session, ready.live, ready.manifest.name
    details = tuple(problem.message for problem in found.problems)
    if live is None:
        session.deactivate(progress)
        error = PublishError(Failure.EMPTIED_AGAIN, details, target=target.settings.name)
    else:
        session.activate(live.name, progress)
        error = PublishError(Failure.REVERTED, details, target=target.settings.name, release=live.name)
    try:
        session.remove([name])
    except (PublishError, OSError):
        # A later publish deletes it; the reason for the revert is more important.
        raise error from None
    raise error


def confirm(
    target: Target, ready: Preparation, release: Release, check_site: bool, progress: Progress
) -> tuple[VerificationStatus, Verification]:
    """`PublishError` if readers do not get what the target has: the publish before may have been interrupted."""
    settings = target.settings
    if not settings.url or not check_site:
        return (VerificationStatus.SKIPPED if settings.url else VerificationStatus.NO_URL), Verification()
    found = fetch_and_compare(target, ready.manifest, ready.changes, file_reader(release, ready.session), progress)
    if found.wrong_answers:
        raise PublishError(
            Failure.NOT_RECEIVED, tuple(problem.message for problem in found.problems), target=settings.name
        )
    return (VerificationStatus.UNREACHABLE if found.problems else VerificationStatus.YES), found


def announce_feeds(target: Target, ready: Preparation, hub: str) -> tuple[str, ...]:
    """Announce each new or changed feed to the hub, once; returns what failed."""
    url, changes = target.settings.url, ready.changes
    feeds = [f"{url}/{path}" for path in (*changes.added, *changes.changed) if is_feed(path)]
    return tuple(map(redact_message, announce(hub, feeds))) if hub and url else ()


def tidy_up(target: Target, ready: Preparation) -> tuple[str, ...]:
    """Delete the releases beyond `keep`; returns what failed, which the next publish tries again."""
    session, manifest = ready.session, ready.manifest
    try:
        needed = {manifest.name, manifest.previous}
        session.remove(releases_to_prune(session.list_releases(), target.settings.keep, needed))
    except (PublishError, OSError) as error:
        said = Message("old releases could not be deleted ({error}); the next publish tries again", error=str(error))
        return (redact_message(said),)
    return ()


def private_warnings(target: Target, check_site: bool) -> tuple[str, ...]:
    """Warnings for internal files that readers can fetch; they contain the addresses of previews."""
    if not target.settings.url or not check_site:
        return ()
    exposed = []
    for path in target.private:
        try:
            status, _ = fetch(target.settings.url + path)
        except (OSError, ValueError):
            continue
        exposed += [path] if status == 200 else []
    return tuple(
        Message(
            "anybody can read {path}, and with it the addresses of previews: deny readers that folder "
            "(docs/deploying.md)",
            path=path,
        )
        for path in exposed
    )


def rewriting_warnings(found: Verification) -> tuple[str, ...]:
    """A warning if a delivery network rewrites pages."""
    if not found.rewritten:
        return ()
    n = len(found.rewritten)
    return (
        Message(
            "{n:,} {pages} with other bytes than were built, though with the same text: a network in between rewrites "
            "HTML",
            n=n,
            pages="page comes" if n == 1 else "pages come",
        ),
    )
