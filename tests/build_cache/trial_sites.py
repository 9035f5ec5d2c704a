"""The trial sites, each of which may be edited."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.build_cache.edited_site import EditedSite, edited_site
from tests.build_cache.full_site import full_site
from tests.editions.arabic_site import arabic_site
from tests.small_site import ROOT, SmallSite, small_site
from tests.synthetic import write_site

# What takes long, and is in the sites with everything.
FEW_PAGES = {"SEARCH": False, "SOCIAL_CARDS": False}


def right_to_left(folder: Path) -> EditedSite:
    """English and Arabic, with strings of its own."""
    site = arabic_site(folder)
    for name in ("templates", "static"):
        (folder / "theme" / name).unlink()
        shutil.copytree(ROOT / "theme" / name, folder / "theme" / name)
    return EditedSite(SmallSite(folder, {**site.settings, **FEW_PAGES}))


def generated(folder: Path) -> EditedSite:
    """Pairs of articles alone, some of them in the same month."""
    site = small_site(folder, **FEW_PAGES)
    write_site(site.content, 8, 60)
    shutil.copytree(ROOT / "theme", folder / "theme")
    return EditedSite(site)


def shipped(folder: Path) -> EditedSite:
    """The project's own site."""
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, folder / name)
    return EditedSite(small_site(folder, SOCIAL_CARDS=False))


TRIAL_SITES = {
    "everything": full_site,
    "small": edited_site,
    "right to left": right_to_left,
    "generated": generated,
    "shipped": shipped,
}
