"""Publishes and rollbacks whose outcome a test asks for in one word, with all that was said in a log."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins import publishing
from plugins.publishing import PublishError, PublishResult, TargetSettingsError


@dataclass
class Log:
    """A progress callback that keeps its calls; `results` and `errors` are those of all attempts."""

    lines: list[str] = field(default_factory=list)
    results: list[Any] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    counted: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Keep each stage once, and how far it came."""
        self.counted[stage] = done, total
        if f"{stage} {total}" not in self.lines[-1:]:
            self.lines.append(f"{stage} {total}")

    @property
    def text(self) -> str:
        """Everything so far."""
        return "\n".join(self.lines)

    @property
    def result(self) -> Any:
        """The last result."""
        return self.results[-1]

    def add(self, result: PublishResult) -> None:
        """Record a result with its warnings."""
        self.results.append(result)
        self.lines += [f"release {result.release or 'planned'}", *result.problems, *result.warnings]

    def fail(self, error: PublishError | TargetSettingsError) -> None:
        """Record an error."""
        self.errors.append(error)
        self.lines += [*getattr(error, "details", ()), str(error)]


def publishes(output: Path, targets: Any, log: Log, name: str | None = None, **options: Any) -> bool:
    """Publish; whether that went well."""
    return _goes_well(log, publishing.publish, output, targets, name, **options)


def plans(output: Path, targets: Any, log: Log, name: str | None = None, **options: Any) -> bool:
    """Make a dry run; whether that went well."""
    return _goes_well(log, publishing.publish, output, targets, name, dry_run=True, **options)


def rolls_back(targets: Any, log: Log, name: str | None = None, **options: Any) -> bool:
    """Roll back; whether that went well."""
    return _goes_well(log, publishing.rollback, targets, name, **options)


def _goes_well(log: Log, action: Callable[..., PublishResult], *arguments: Any, **options: Any) -> bool:
    log.counted.clear()
    try:
        log.add(action(*arguments, progress=log, **options))
    except (PublishError, TargetSettingsError) as error:
        log.fail(error)
        return False
    assert all(done == total for done, total in log.counted.values()), log.counted
    return True
