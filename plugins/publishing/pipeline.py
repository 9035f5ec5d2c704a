"""The steps of a publish and of its dry run; those of a rollback are in `rollback.py`.

A publish prepares the release, uploads it, switches readers to it, and fetches it as a reader would. If what readers
get is wrong, it switches back. Then changed feeds are announced and old releases deleted: if one of these fails, the
site stays published, and the result says what failed.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from plugins.diagnostics import Message
from plugins.system.digests import FileDigests
from plugins.system.progress import OnProgress, no_progress

from .backends import Session, Target, choose_target
from .failures import Failure, PublishError, error_from_output
from .manifest import NO_CHANGES, Changes, Manifest, keep_assets, read_entries
from .media_types import file_of, is_feed, is_shared_asset
from .redaction import redact, redact_message
from .redirects import grouped, lost_addresses, resolve_redirects
from .releases import (
    SOURCES,
    Release,
    next_name,
    releases_to_prune,
    stage_site,
    stage_sources,
    working_folder,
    write_beside,
)
from .summary import StoryChange, count_pages, story_changes
from .verification import ReadFile, Verification, VerificationStatus, fetch, front_checks, make_checks, verify


@dataclass(frozen=True)
class PublishResult:
    """What a publish or a rollback made live or, of a dry run, would change.

    `changes` are by file, `stories` by story; `release` is the name of what is live, `previous` that of the release
    before, empty for the first, and `key` the release's own, by which `confirm_live` knows it. `deployed` is False if
    the target had this site already. `problems` say what could not be verified, `warnings` what else failed: neither
    reverts the release. `location` is where the files are, `url` where readers find them.
    """

    target: str
    location: str
    changes: Changes = NO_CHANGES
    stories: tuple[StoryChange, ...] = ()
    url: str = ""
    release: str = ""
    previous: str = ""
    key: str = ""
    deployed: bool = False
    verification: VerificationStatus = VerificationStatus.SKIPPED
    pages: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@contextmanager
def system_errors() -> Iterator[None]:
    """Turn errors of this machine, such as a missing program, into a `PublishError`."""
    try:
        yield
    except OSError as error:
        raise error_from_output(str(error), Failure.MACHINE_FAILED) from error


def publish(
    output: Path,
    targets: Mapping[str, Mapping[str, Any]],
    name: str | None = None,
    *,
    redirects: Mapping[str, str] | None = None,
    sources: Mapping[str, Path] | None = None,
    base: str | None = None,
    hub: str = "",
    check_site: bool = True,
    dry_run: bool = False,
    digests: FileDigests | None = None,
    progress: OnProgress = no_progress,
) -> PublishResult:
    """Publish the built site in `output` and verify it; with `dry_run` only find what that would change.

    `name` is a key of `targets`, the first by default; `redirects` leads from old to new addresses; `sources` are the
    files that the site was made from, by their path in the content folder, kept with the release; `base` is the release
    that some of them were taken from, refused where readers have another by now; `hub` is a WebSub hub; without
    `check_site` what readers get is not fetched; `digests` know what was read before. Raises `PublishError` if readers
    keep what they had before, and `TargetSettingsError` if the target's settings are wrong.
    """
    target, started = choose_target(targets, name), time.monotonic()
    kept = None if dry_run else sources or {}
    digests = digests or FileDigests()
    with (
        system_errors(),
        prepare(output, target, redirects or {}, kept, digests, progress, locked=not dry_run) as (release, session),
    ):
        if dry_run:
            stories = story_changes(release.live, release.manifest.entries)
            return PublishResult(target.settings.name, target.location, release.changes, stories)
        live, deployed = release.live, release.differs
        if base is not None and base != (live.name if live else ""):
            raise PublishError(Failure.BASE_MOVED)
        if deployed:
            checked = deploy(target, session, release, check_site, progress)
            failed = (*announce_feeds(target, release, hub), *tidy_up(target, session, release))
        else:
            read_file = file_reader(release, session)
            checked = confirm(target, release.manifest, release.changes, read_file, check_site, progress)
            failed = ()
        failed = (*failed, *session.warnings())
        result = result_of(target, release.manifest if deployed or live is None else live, checked, check_site, started)
    stories = story_changes(live, release.manifest.entries)
    warnings = (*failed, *result.warnings)
    return replace(result, changes=release.changes, stories=stories, deployed=deployed, warnings=warnings)


def confirm_live(
    targets: Mapping[str, Mapping[str, Any]],
    name: str | None,
    key: str,
    *,
    check_site: bool = True,
    progress: OnProgress = no_progress,
) -> PublishResult | None:
    """The result of a publish of the site that the target has, where that is the release with this key: nothing is
    deployed, and what readers get is verified. None where it is another. Raises as `publish` does."""
    target, started = choose_target(targets, name), time.monotonic()
    with system_errors(), target.open(progress, locked=True) as session:
        names = session.current_release()
        live = session.manifest(names[0]) if len(names) == 1 else None
        if live is None or live.key != key:
            return None
        read_file = partial(session.read, live.name)
        checked = confirm(target, live, NO_CHANGES, read_file, check_site, progress)
        return result_of(target, live, checked, check_site, started)


def result_of(
    target: Target, manifest: Manifest, checked: Verification, check_site: bool, started: float
) -> PublishResult:
    """The result where a release is live."""
    return PublishResult(
        target=target.settings.name,
        location=target.location,
        url=redact(target.settings.url),
        release=manifest.name,
        previous=manifest.previous,
        key=manifest.key,
        verification=checked.status,
        pages=count_pages(manifest),
        seconds=time.monotonic() - started,
        problems=checked.messages,
        warnings=(*private_warnings(target, check_site), *rewriting_warnings(checked)),
    )


@contextmanager
def prepare(
    output: Path,
    target: Target,
    redirects: Mapping[str, str],
    sources: Mapping[str, Path] | None,
    digests: FileDigests,
    progress: OnProgress,
    *,
    locked: bool,
) -> Iterator[tuple[Release, Session]]:
    """Prepare a release on this machine, open the target and compare; `PublishError` if an address would be lost."""
    settings, moved = target.settings, resolve_redirects(redirects)
    with working_folder(output, settings.wait_seconds, progress) as folder:
        files = stage_site(output, folder, moved, settings.url, own_server=bool(target.server_folder))
        with target.open(progress, locked=locked) as session:
            manifests = [session.manifest(name) for name in session.current_release()]
            live = manifests[0] if manifests else None
            entries = read_entries(files, digests, {file_of(old): new for old, new in moved.items()}, live)
            kept = keep_assets(entries, manifests, settings.keep)
            name, previous = next_name(session.list_releases(), kept), live.name if live else ""
            copies = folder.with_name(SOURCES)
            sealed = {} if sources is None else stage_sources(sources, copies, digests)
            manifest = Manifest(name, previous, kept, sealed)
            if lost := lost_addresses(live, manifest, moved, settings.withdrawn):
                es, addresses = "" if len(lost) == 1 else "es", ", ".join(grouped(lost, manifest))
                raise PublishError(Failure.ADDRESSES_LOST, n=len(lost), es=es, addresses=addresses)
            write_beside(folder, manifest, moved)
            yield Release(manifest, folder, output, copies, live, was_interrupted=len(manifests) > 1), session


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
        return self.session.read(self.name, path, SOURCES)


@contextmanager
def open_live(
    targets: Mapping[str, Mapping[str, Any]], name: str | None = None, progress: OnProgress = no_progress
) -> Iterator[LiveRelease]:
    """The release that readers have now, and its sources. Raises as `publish` does."""
    with system_errors(), choose_target(targets, name).open(progress, locked=False) as session:
        live = session.current_release()[:1]
        if not live:
            yield LiveRelease("", frozenset(), {})
            return
        manifest = session.manifest(live[0])
        yield LiveRelease(live[0], frozenset(manifest.entries), manifest.sources, session)


def deploy(target: Target, session: Session, release: Release, check_site: bool, progress: OnProgress) -> Verification:
    """Upload, switch and verify; revert if readers do not get what was built."""
    url, live, before = target.settings.url, release.live, frozenset[str]()
    # The same problems afterwards are not caused by the new release, and reverting would not help: a wrong `url`, a
    # gateway that refuses this computer, a network that rewrites pages.
    if live and url and check_site:
        before = verify(url, live, front_checks(live), 0, partial(session.read, live.name)).wrong_answers
    session.upload(release, progress)
    session.activate(release.name, progress)
    read_file = file_reader(release, session)
    checked = check_release(target, release.manifest, release.changes, read_file, check_site, progress)
    if checked.status is not VerificationStatus.NO:
        return checked
    if checked.wrong_answers <= before:
        return replace(checked, status=VerificationStatus.UNCLEAR)
    raise revert(target, session, release, checked, progress)


def file_reader(release: Release, session: Session) -> ReadFile:
    """A function that reads a file of the release, from this machine or, for a kept asset, from the target."""

    def read_file(path: str) -> bytes:
        file = release.file(path)
        return file.read_bytes() if file.exists() else session.read(release.name, path)

    return read_file


def check_release(
    target: Target, manifest: Manifest, changes: Changes, read_file: ReadFile, check_site: bool, progress: OnProgress
) -> Verification:
    """Fetch what readers get and compare it with a release, for as long as the target's settings allow."""
    settings = target.settings
    if not settings.url or not check_site:
        return Verification(VerificationStatus.SKIPPED if settings.url else VerificationStatus.NO_URL)
    progress(redact_message(Message("Fetching {address}", address=settings.url)), 0, 0)
    checks = make_checks(settings.url, manifest, changes, read_file)
    return verify(settings.url, manifest, checks, settings.verify_seconds, read_file)


def revert(
    target: Target, session: Session, release: Release, checked: Verification, progress: OnProgress
) -> PublishError:
    """Switch back to the previous release, or to none if there was none; returns the error that says so."""
    live, values = release.live, {"target": target.settings.name}
    if live is None:
        session.deactivate()
        error = PublishError(Failure.EMPTIED_AGAIN, checked.messages, **values)
    else:
        switch_back(session, live.name, [release.name], progress)
        error = PublishError(Failure.REVERTED, checked.messages, **values, release=live.name)
    # A later publish deletes it; the reason for the revert is more important.
    with suppress(PublishError, OSError):
        session.remove([release.name])
    return error


def switch_back(session: Session, name: str, left: Iterable[str], progress: OnProgress) -> None:
    """Switch to an earlier release. Pages of the releases that readers leave may be open: their assets stay."""
    try:
        others = [path for other in left for path in session.manifest(other).entries]
    except PublishError:
        # A rollback must succeed without a manifest that is damaged.
        others = []
    session.activate(name, progress, set(filter(is_shared_asset, others)))


def confirm(
    target: Target, manifest: Manifest, changes: Changes, read_file: ReadFile, check_site: bool, progress: OnProgress
) -> Verification:
    """`PublishError` if readers do not get what the target has: the publish before may have been interrupted."""
    checked = check_release(target, manifest, changes, read_file, check_site, progress)
    if checked.status is VerificationStatus.NO:
        raise PublishError(Failure.NOT_RECEIVED, checked.messages, target=target.settings.name)
    return checked


def announce_feeds(target: Target, release: Release, hub: str) -> tuple[str, ...]:
    """Announce each new or changed feed to the WebSub hub, so that its subscribers get it at once; returns what failed,
    one sentence each."""
    url, changes = target.settings.url, release.changes
    feeds = [f"{url}/{path}" for path in (*changes.added, *changes.changed) if is_feed(path)] if hub and url else []
    failures = []
    for feed in feeds:
        notice = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
        try:
            with urlopen(Request(hub, data=notice, headers={"User-Agent": "Dvoglas-publish"}), timeout=15):
                pass
        except (HTTPException, OSError, ValueError) as error:
            said = Message("WebSub: the hub did not accept {feed} ({error})", feed=feed, error=str(error))
            failures.append(redact_message(said))
    return tuple(failures)


def tidy_up(target: Target, session: Session, release: Release) -> tuple[str, ...]:
    """Delete the releases beyond `keep`; returns what failed, which the next publish tries again."""
    try:
        needed = {release.name, release.manifest.previous}
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


def rewriting_warnings(verification: Verification) -> tuple[str, ...]:
    """A warning if a delivery network rewrites pages."""
    if not verification.rewritten:
        return ()
    n = len(verification.rewritten)
    return (
        Message(
            "{n:,} {pages} with other bytes than were built, though with the same text: a network in between rewrites "
            "HTML",
            n=n,
            pages="page comes" if n == 1 else "pages come",
        ),
    )
