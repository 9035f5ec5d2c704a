"""What the lines of a page that are facts have said, kept while they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.sdg.tagging import GoalTag


@dataclass
class Taken:
    """What the lines said, and the lines themselves."""

    dates: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    goals: list[GoalTag] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    date_questions: list[str] = field(default_factory=list)
    goal_questions: list[str] = field(default_factory=list)

    def take(self, line: str, use: str) -> bool:
        """Record a line as used."""
        self.lines.append(f"“{' '.join(line.split())}” ({use})")
        return True
