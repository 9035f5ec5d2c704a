"""A rollback: readers are switched to an earlier release, which is then fetched as a reader would fetch it.

How a target switches is the `activate` of its session, in `backends/`. A publish that readers do not get right is
reverted in the same way, by `revert` in `pipeline.py`.
"""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from plugins.system.progress import OnProgress, no_progress

from .backends import Session, Target, choose_target
from .failures import Failure, PublishError
from .manifest import NO_CHANGES, differences
from .pipeline import PublishResult, check_release, switch_back, system_errors
from .redaction import redact
from .releases import find_release
from .summary import StoryChange, story_changes
from .verification import Verification, VerificationStatus


def rollback(
    targets: Mapping[str, Mapping[str, Any]],
    name: str | None = None,
    *,
    to: str | None = None,
    check_site: bool = True,
    progress: OnProgress = no_progress,
) -> PublishResult:
    """Switch readers to an earlier release: `to`, its name or number, or the one that was live before this one; that is
    the `previous` of the result, `changes` are not looked for, and wrong responses of the site are its `problems`."""
    target, started = choose_target(targets, name), time.monotonic()
    with system_errors(), target.open(progress, locked=True) as session:
        live = session.current_release()
        chosen = find_release(session.list_releases(), to) if to else release_before(session, live)
        switch_back(session, chosen, live, progress)
        checked = verify_rollback(target, session, chosen, live, check_site, progress)
        stories = stories_of_rollback(session, chosen, live)
    return PublishResult(
        target=target.settings.name,
        location=target.location,
        stories=stories,
        url=redact(target.settings.url),
        release=chosen,
        previous=live[0] if live else "",
        deployed=True,
        verification=checked.status,
        seconds=time.monotonic() - started,
        problems=checked.messages,
    )


def stories_of_rollback(session: Session, chosen: str, live: tuple[str, ...]) -> tuple[StoryChange, ...]:
    """The stories that differ between the release that was live and the chosen one; none where a manifest is damaged,
    because a rollback must succeed without it."""
    try:
        old = session.manifest(live[0]) if live else None
        return story_changes(old, session.manifest(chosen).entries)
    except PublishError:
        return ()


def release_before(session: Session, live: tuple[str, ...]) -> str:
    """The release that was live before this one, or the newest older one; after an interrupted switch the one
    before."""
    if len(live) > 1:
        return live[0]
    if live:
        names, previous = session.list_releases(), session.manifest(live[0]).previous
        older = [name for name in names if name < live[0]]
        if previous in names or older:
            return previous if previous in names else older[-1]
    raise PublishError(Failure.NO_EARLIER_RELEASE)


def verify_rollback(
    target: Target, session: Session, name: str, live: tuple[str, ...], check_site: bool, progress: OnProgress
) -> Verification:
    """Fetch the release as a reader would; wrong responses are reported, not reverted: the previous release was
    unwanted."""
    if not target.settings.url or not check_site:
        # A damaged manifest must not matter where nothing is compared.
        return Verification(VerificationStatus.SKIPPED if target.settings.url else VerificationStatus.NO_URL)
    manifest = session.manifest(name)
    try:
        changes = differences(session.manifest(live[0]), manifest.entries) if live else NO_CHANGES
    except PublishError:
        # The release that is rolled back may have a damaged manifest.
        changes = NO_CHANGES
    return check_release(target, manifest, changes, partial(session.read, name), check_site, progress)
