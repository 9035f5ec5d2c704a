"""Structures that lie in one another, so many steps deep."""

from collections.abc import Callable

NESTED: dict[str, Callable[[int], str]] = {
    "quotations": lambda steps: f"{'> ' * steps}x",
    "points": lambda steps: f"{'- ' * steps}x",
    "numbers": lambda steps: f"{'1. ' * steps}x",
    "points of quotations": lambda steps: f"{'> - ' * steps}x",
    "points by indentation": lambda steps: "\n".join(f"{'    ' * step}- x" for step in range(steps)),
    "a footnote's quotations": lambda steps: f"x[^1]\n\n[^1]: {'> ' * steps}x",
    "elements": lambda steps: '<div markdown="1">\n\n' * steps + "x\n\n" + "</div>\n\n" * steps,
    "elements in one": lambda steps: f'<div markdown="1">{"<div>" * steps}x{"</div>" * steps}</div>',
    "points as elements": lambda steps: f"{'<li markdown=1>' * steps}x{'</li>' * steps}",
    "bold words": lambda steps: f"{'**' * steps}x{'**' * steps}",
}
