"""One publish from beginning to end, and the way back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from .diagnosis import explain
from .errors import PublishError, TargetSettingsError
from .kinds import is_feed
from .manifest import Changes, Manifest, carry_over, differences
from .progress import Reporter
from .redirects import lost_addresses, settled
from .releases import Release, find, next_name, outlived
from .staging import describe, desk, lay_out
from .target import Place, Target
from .targets import choose
from .verification import checks, mismatches
from .websub import ping
from .wording import counted, show, summary, tell


@dataclass(frozen=True)
class Job:
    """What one publish is about; ``hub`` is the WebSub hub, if any."""

    output: Path
    target: Target
    redirects: Mapping[str, str]
    hub: str
    dry_run: bool
    reporter: Reporter


def publish(
    output: Path,
    targets: Mapping[str, Mapping[str, Any]],
    name: str | None,
    *,
    dry_run: bool,
    console: Console,
    redirects: Mapping[str, str] | None = None,
    hub: str | None = None,
) -> int:
    """Bring a built site to a target and check it there; 0 if readers get it now, else 1 and they get the old one.

    ``name`` is a key of ``targets``, the first if ``None``; ``redirects`` leads from old to new addresses.
    """
    reporter = Reporter(console)
    try:
        job = Job(output, choose(targets, name), settled(redirects or {}), hub or "", dry_run, reporter)
        return carry_out(job)
    except (PublishError, TargetSettingsError) as error:
        reporter.say(f"publish: {error}")
        return 1


def rollback(targets: Mapping[str, Mapping[str, Any]], name: str | None, *, to: str | None, console: Console) -> int:
    """Give readers an earlier release: ``to``, its name or number, or the one that was live before this one."""
    reporter = Reporter(console)
    started = time.monotonic()
    try:
        target = choose(targets, name)
        with target.open(reporter, locked=True) as place:
            names, live = place.names(), place.standing()
            goal = find(names, to) if to else before(place, names, live)
            place.activate(goal, reporter)
    except (PublishError, TargetSettingsError) as error:
        reporter.say(f"rollback: {error}")
        return 1
    except OSError as error:
        reporter.say(f"rollback: {explain(str(error), 'this machine could not do its part')}")
        return 1
    reporter.say(f"{target.facts.name} is back at release {goal} ({time.monotonic() - started:.1f} s)")
    return 0


def before(place: Place, names: tuple[str, ...], live: tuple[str, ...]) -> str:
    """The release that was live before this one, or the newest older one; the settled one after a broken switch."""
    if len(live) > 1:
        return live[0]
    if live:
        previous = place.manifest(live[0]).previous
        older = [name for name in names if name < live[0]]
        if previous in names or older:
            return previous if previous in names else older[-1]
    raise PublishError("there is no earlier release at the target", "publish at least twice")


def carry_out(job: Job) -> int:
    """Make ready, reach the target, and do it."""
    started = time.monotonic()
    facts, reporter = job.target.facts, job.reporter
    with desk(job.output, reporter, facts.wait_seconds) as folder:
        entries = lay_out(job.output, folder, job.redirects, facts.url, precompressed=job.target.precompressed)
        with job.target.open(reporter, locked=not job.dry_run) as place:
            standing = [place.manifest(name) for name in place.standing()]
            live = standing[0] if standing else None
            whole = carry_over(entries, standing, facts.keep)
            manifest = Manifest(next_name(place.names(), whole), live.name if live else "", whole)
            refuse_losses(job, live, manifest)
            changes = differences(live, whole)
            if job.dry_run:
                show(changes, facts.name, reporter)
                return 0
            release = describe(folder, manifest, job.redirects)
            if not touches(live, changes) and len(standing) <= 1:
                confirm(job, release, changes)
                reporter.say(f"{facts.name} has this site already; nothing to publish")
                return 0
            put_live(job, place, release, changes, live)
            announce(job, changes)
    reporter.say(summary(facts.name, manifest, changes, time.monotonic() - started))
    return 0


def touches(live: Manifest | None, changes: Changes) -> bool:
    """Whether readers would notice; parts that merely end their time do not count."""
    return bool(
        live is None or changes.added or changes.changed or any(not live.entries[path].kept for path in changes.removed)
    )


def confirm(job: Job, release: Release, changes: Changes) -> None:
    """Stop if readers do not get what the target has; the publish that put it there may have been broken off."""
    facts = job.target.facts
    faults = mismatches(facts.url, checks(facts.url, release, changes), facts.verify_seconds) if facts.url else ()
    if faults:
        tell(faults, job.reporter)
        raise PublishError(
            f"{facts.name} has this site already, but readers do not get it",
            "see the addresses above, and what stands between the target and its readers",
        )


def refuse_losses(job: Job, live: Manifest | None, new: Manifest) -> None:
    """Stop if an address that readers have would die."""
    lost = lost_addresses(live, new, job.redirects, job.target.facts.withdrawn)
    if lost:
        raise PublishError(
            f"{counted(len(lost), 'address', 'addresses')} would die: {', '.join(lost)}",
            'name each in "Aliases" of the page that takes its place, or in "withdrawn" if it is meant to go',
        )


def put_live(job: Job, place: Place, release: Release, changes: Changes, live: Manifest | None) -> None:
    """Upload, switch, verify; go back if what readers get is not what was built; forget what is old."""
    facts = job.target.facts
    wanted = checks(facts.url, release, changes) if facts.url else ()
    place.upload(release, job.reporter)
    place.activate(release.name, job.reporter)
    faults = mismatches(facts.url, wanted, facts.verify_seconds)
    if faults:
        take_back(job, place, release, live, faults)
    place.remove(outlived(place.names(), facts.keep, {release.name, release.manifest.previous}))


def take_back(job: Job, place: Place, release: Release, live: Manifest | None, faults: tuple[str, ...]) -> None:
    """Return to the release before, and say why."""
    tell(faults, job.reporter)
    if live is None:
        raise PublishError(
            "what was published is not what was built", "see above; there is no earlier release to go back to"
        )
    place.activate(live.name, job.reporter)
    place.remove([release.name])
    raise PublishError(
        f"what was published is not what was built, so {job.target.facts.name} is back at release {live.name}",
        "see the addresses above, and what stands between the target and its readers",
    )


def announce(job: Job, changes: Changes) -> None:
    """Tell the hub of each feed that is new or changed, once."""
    url = job.target.facts.url
    feeds = [f"{url}/{path}" for path in (*changes.added, *changes.changed) if is_feed(path)]
    if job.hub and url:
        for trouble in ping(job.hub, feeds):
            job.reporter.say(f"WebSub: {trouble}")
