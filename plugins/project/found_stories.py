"""Which stories the findings of an audit are about: these are held back, and all others go out.

A finding is about the story below whose address it was found, in any edition, if that story has changed since readers
got it. Any other is about the changed stories without whose new texts the audit does not find it, which is found out by
building the site without them. What is found without any new text is about the site as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from plugins.audit import Report
from plugins.diagnostics import Diagnostic, Message
from plugins.project.holding import Holding, UnheldErrors
from plugins.project.outgoing import Outgoing


class UnheldFindings(Exception):
    """The audit finds something for which no story can be held back: what happened, and what to do."""


@dataclass(frozen=True)
class Trial:
    """A site that was built and audited."""

    going: Holding
    report: Report

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What may not be published."""
        return tuple(finding for finding in self.report.findings if finding.severity == "error")


@dataclass
class Search:
    """Finds the stories to hold back: `build` builds and audits a site."""

    outgoing: Outgoing
    build: Callable[[Holding], Report]

    def settle(self, first: Trial) -> Trial:
        """What goes out without the stories that the findings of the first audit are about; it was built last. Raises
        UnheldFindings."""
        try:
            trial, held = self._settle(first)
        except UnheldErrors:
            trial, held = first, {}
        if not trial.report.is_ok:
            raise UnheldFindings(
                Message("the site as a whole is wrong, and no new text is the reason"),
                Message(
                    "send all that stands here to the maintainer of the site; readers keep what they have until then, "
                    "and your texts need no change"
                ),
            )
        if self.outgoing.alone and held.keys() >= {*self.outgoing.alone}:
            raise UnheldFindings(
                Message("the story was not published, because its text makes the site wrong"),
                Message(
                    "correct what the audit found, then publish again; if the text is right, send all that stands here "
                    "to the maintainer of the site"
                ),
            )
        return trial

    def _settle(self, first: Trial) -> tuple[Trial, Mapping[str, Diagnostic]]:
        suspects = self.outgoing.suspects()
        trial, held = first, dict[str, Diagnostic]()
        # Most findings are where the story is that they are about.
        while new := {story: found for story, found in _by_address(trial, suspects).items() if story not in held}:
            held |= new
            trial = self._try(held)
        if not trial.report.is_ok:
            held = dict.fromkeys(suspects, first.errors[0]) | _by_address(first, suspects)
            trial = self._try(held)
        elif len(held) == 1 or all(_stories_at(finding, first, suspects) for finding in first.errors):
            return trial, held
        if not held or not trial.report.is_ok:
            return trial, held
        held = {story: held[story] for story in self._find([*held], ())}
        return self._try(held), held

    def _find(self, suspects: list[str], held: Collection[str]) -> Collection[str]:
        """Those of the suspects without which nothing is found, where some are held already."""
        if len(suspects) == 1:
            return suspects
        halves = suspects[: len(suspects) // 2], suspects[len(suspects) // 2 :]
        for half in halves:
            if self._try(dict.fromkeys((*held, *half))).report.is_ok:
                return self._find(half, held)
        first = self._find(halves[0], (*held, *halves[1]))
        return (*first, *self._find(halves[1], (*held, *first)))

    def _try(self, held: Mapping[str, Diagnostic | None]) -> Trial:
        """Build and audit what goes out without some stories. Raises UnheldErrors."""
        going = self.outgoing.hold(held)
        return Trial(going, self.build(going))


def _by_address(trial: Trial, suspects: Mapping[str, str]) -> dict[str, Diagnostic]:
    """The first finding below the address of each suspect, in any edition."""
    found: dict[str, Diagnostic] = {}
    for finding in trial.errors:
        for story in _stories_at(finding, trial, suspects):
            found.setdefault(story, finding)
    return found


def _stories_at(finding: Diagnostic, trial: Trial, suspects: Mapping[str, str]) -> list[str]:
    """The suspects below whose address a finding is."""
    homes = (edition.path("") for edition in trial.going.library.config.editions)
    places = [finding.path.removeprefix(home) for home in homes if finding.path.startswith(home)]
    return [story for story, address in suspects.items() if any(place.startswith(address) for place in places)]
