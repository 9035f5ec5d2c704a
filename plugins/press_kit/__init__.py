"""Press kits: what journalists take of a story, as one ZIP archive whose bytes depend on nothing but its contents.

    data = make_archive("fair", kit_files(kit))

A `Kit` has the story in each edition's words, its pictures and the press office; `kit_files` makes a Word document and
plain text of each, the pictures as they were handed in but for what the camera wrote into them, and their captions.
Knows no Pelican, no settings and none of the other packages.
"""

from plugins.press_kit.documents import kit_files
from plugins.press_kit.kit import Caption, Kit, KitPicture, KitText, Labels, Office, make_archive
from plugins.press_kit.pictures import portable_picture, strip_metadata

__all__ = [
    "Caption",
    "Kit",
    "KitPicture",
    "KitText",
    "Labels",
    "Office",
    "kit_files",
    "make_archive",
    "portable_picture",
    "strip_metadata",
]
