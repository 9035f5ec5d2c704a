"""Makes the four font files of the theme from Adobe's Source Serif 4.

    npm pack source-serif@4.5.1 && tar xzf source-serif-4.5.1.tgz
    python docs/make_fonts.py package/WOFF2/VAR theme/static/fonts

The licence reserves the name "Source" for the unchanged fonts, so the subsets are called Dvoglas Serif.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import ValueRecord
from fontTools.ttLib.tables.otTables import PairPos
from fontTools.varLib.instancer import instantiateVariableFont

ASCII = {chr(code) for code in range(0x20, 0x7F)}
PUNCTUATION = set("\u00a0§©«°·»½×–—‘’‚“”„•…€−\u202f")
SERBIAN_LATIN = set("ČĆĐŠŽčćđšž")
NEIGHBOURS = set("ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜÝßàáâäåæçèéêëíîïñóôöøúüýŁłŃńŐőŚśŰűŻżĂăȘșȚțĞğİıŞş")
SERBIAN_CYRILLIC = set("АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШабвгдђежзијклљмнњопрстћуфхцчџш")

# One size for all text: the optical axis would double every file.
SIZE = 18
WEIGHTS = (400, 400, 700)
FILES = {
    "serif-latin": ("Roman", ASCII | PUNCTUATION | SERBIAN_LATIN | NEIGHBOURS, WEIGHTS),
    "serif-latin-italic": ("Italic", ASCII | PUNCTUATION | SERBIAN_LATIN, 400),
    "serif-cyrillic": ("Roman", ASCII | PUNCTUATION | SERBIAN_CYRILLIC, WEIGHTS),
    "serif-cyrillic-italic": ("Italic", ASCII | PUNCTUATION | SERBIAN_CYRILLIC, 400),
}


def options() -> Options:
    """Keep kerning and the Serbian letter forms; leave out what a browser does not use."""
    chosen = Options()
    chosen.layout_features = ["kern", "locl", "liga"]
    chosen.layout_scripts = ["DFLT.dflt", "latn.dflt", "cyrl.dflt", "cyrl.SRB"]
    chosen.hinting = False
    chosen.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    chosen.drop_tables += ["STAT", "DSIG", "meta"]
    return chosen


def hold_kerning(font: TTFont) -> None:
    """The kerning of weight 400 for all weights: its variations weigh 3 KB and move letters by less than one sees."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for part in (getattr(subtable, "ExtSubTable", subtable) for subtable in lookup.SubTable):
            if isinstance(part, PairPos):
                for value in pair_values(part):
                    value.__dict__.pop("XAdvDevice", None)
                part.ValueFormat1 &= ~0x40


def pair_values(part: PairPos) -> Iterator[ValueRecord]:
    """The values of all pairs, by glyphs (format 1) or by classes (format 2)."""
    rows = part.PairSet if part.Format == 1 else part.Class1Record
    for row in rows:
        yield from (
            pair.Value1 for pair in (row.PairValueRecord if part.Format == 1 else row.Class2Record) if pair.Value1
        )


def rename(font: TTFont, name: str) -> None:
    """The family's new name in every record that carries the reserved one."""
    family = "Dvoglas Serif"
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = {1: family, 4: f"{family} {name}", 6: f"DvoglasSerif-{name}"}[record.nameID]


def subset(source: Path, letters: set[str], weights: tuple[int, int, int] | int) -> TTFont:
    """The font of `source` with only `letters`, at one optical size."""
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options())
    subsetter.populate(text="".join(letters))
    subsetter.subset(font)
    return instantiateVariableFont(font, {"wght": weights, "opsz": SIZE})


def main(sources: Path, target: Path) -> None:
    """Write every file of FILES into `target` and print its size in bytes."""
    for name, (style, letters, weights) in FILES.items():
        font = subset(sources / f"SourceSerif4Variable-{style}.ttf.woff2", letters, weights)
        hold_kerning(font)
        rename(font, name)
        font.flavor = "woff2"
        font.save(target / f"{name}.woff2")
        print(f"{name}.woff2: {(target / f'{name}.woff2').stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
