"""A rollback: readers are switched to an earlier release, which is then fetched as a reader would fetch it.

How a target switches is the `activate` of its session, in `backends/`. A publish that readers do not get right is
reverted in the same way, by `revert` in `pipeline.py`.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .backends import Session, Target, choose_target
from .errors import PublishError, redact
from .failures import Failure
from .manifest import differences
from .pipeline import VerificationStatus, fetch_and_compare, system_errors
from .progress import Progress, ignore_progress
from .releases import find_release
from .summary import StoryChanges, story_changes
from .verification import Verification


@dataclass(frozen=True)
class RollbackResult:
    """An earlier release that is live again in place of `previous`; `stories` are those that it changes, `problems`
    responses of the site that differ from it."""

    target: str
    url: str
    release: str
    previous: str
    verification: VerificationStatus
    seconds: float
    problems: tuple[str, ...] = ()
    stories: StoryChanges = field(default_factory=StoryChanges)


def rollback(
    targets: Mapping[str, Mapping[str, Any]],
    name: str | None = None,
    *,
    to: str | None = None,
    check_site: bool = True,
    progress: Progress = ignore_progress,
) -> RollbackResult:
    """Switch readers to an earlier release: `to`, its name or number, or the one that was live before this one."""
    target, started = choose_target(targets, name), time.monotonic()
    with system_errors(), target.open(progress, locked=True) as session:
        live = session.current_release()
        chosen = find_release(session.list_releases(), to) if to else release_before(session, live)
        session.activate(chosen, progress)
        verification, found = verify_rollback(target, session, chosen, live, check_site, progress)
        stories = stories_of_rollback(session, chosen, live)
    return RollbackResult(
        target=target.settings.name,
        url=redact(target.settings.url),
        release=chosen,
        previous=live[0] if live else "",
        verification=verification,
        seconds=time.monotonic() - started,
        problems=tuple(problem.message for problem in found.problems),
        stories=stories,
    )


def stories_of_rollback(session: Session, chosen: str, live: tuple[str, ...]) -> StoryChanges:
    """The stories that differ between the release that was live and the chosen one; none where a manifest is damaged,
    because a rollback must succeed without it."""
    try:
        old = session.manifest(live[0]) if live else None
        return story_changes(old, session.manifest(chosen).entries)
    except PublishError:
        return StoryChanges()


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
    target: Target, session: Session, name: str, live: tuple[str, ...], check_site: bool, progress: Progress
) -> tuple[VerificationStatus, Verification]:
    """Fetch the release as a reader would; wrong responses are reported, not reverted: the previous release was
    unwanted."""
    if not target.settings.url or not check_site:
        return (VerificationStatus.SKIPPED if target.settings.url else VerificationStatus.NO_URL), Verification()
    manifest = session.manifest(name)
    try:
        changes = differences(session.manifest(live[0]), manifest.entries) if live else differences(None, {})
    except PublishError:
        # The release that is rolled back may have a damaged manifest.
        changes = differences(None, {})
    found = fetch_and_compare(target, manifest, changes, partial(session.read_file, name), progress)
    if found.wrong_answers:
        return VerificationStatus.NO, found
    return (VerificationStatus.UNREACHABLE if found.problems else VerificationStatus.YES), found
