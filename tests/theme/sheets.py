"""The style sheets, and the contrast of two colours."""

import re

from tests.theme.sample_edition import THEME

CSS = THEME / "static" / "css"
PROPERTY = re.compile(r"--([\w-]+): (#\w+);")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, of #rgb or #rrggbb."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
