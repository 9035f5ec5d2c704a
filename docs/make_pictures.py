"""Draw the demonstration's pictures into content/images: `python docs/make_pictures.py [name …]`.

Deterministic: each picture's chance is seeded with its own name, so the same Pillow gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pictures import land, sky, things, town, water

FOLDER = Path(__file__).parent.parent / "content" / "images"
SCENES = {**land.SCENES, **water.SCENES, **sky.SCENES, **town.SCENES, **things.SCENES}
HEAVIEST = 250_000


def draw(name: str) -> int:
    """Draw one picture and save it under 250 KB; returns its size in bytes."""
    picture = SCENES[name]().finished()
    target = FOLDER / f"{name}.jpg"
    for quality in (86, 82, 76, 70):
        picture.save(target, quality=quality, optimize=True, progressive=True)
        if target.stat().st_size <= HEAVIEST:
            break
    return target.stat().st_size


def main(names: list[str]) -> None:
    """Draw the named pictures, or all of them."""
    unknown = [name for name in names if name not in SCENES]
    if unknown:
        raise SystemExit(f"no such picture: {', '.join(unknown)}; there are {', '.join(sorted(SCENES))}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(SCENES):
        print(f"{name}.jpg  {draw(name) / 1000:.0f} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
