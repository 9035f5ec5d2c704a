"""The fonts: light, complete for their script, with Serbian letter forms, under their own name."""

import re
import shutil
import string
import tomllib

import pytest
from fontTools.ttLib import TTFont

from plugins.pages.assets import gather_assets, join_sheets, minify_css, unused_properties
from tests.theme.sample_edition import THEME, SampleEdition

FONTS = THEME / "static" / "fonts"
LATIN = "ABCČĆDĐEFGHIJKLMNOPRSŠTUVZŽabcčćdđefghijklmnoprsštuvzž0123456789.,:;!?„”“’–—…"
CYRILLIC = "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШабвгдђежзијклљмнњопрстћуфхцчџш„”–"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("serif-latin", LATIN),
        ("serif-latin-italic", LATIN),
        ("serif-cyrillic", CYRILLIC + string.printable[:95]),
        ("serif-cyrillic-italic", CYRILLIC + string.printable[:95]),
    ],
)
def test_a_font_has_the_letters_of_its_script(name, letters):
    """Every letter, digit and mark that an edition's text is set in is in its file."""
    assert set(map(ord, letters)) <= TTFont(FONTS / f"{name}.woff2").getBestCmap().keys()


@pytest.mark.parametrize(("name", "letters"), [("serif-cyrillic", "б"), ("serif-cyrillic-italic", "бгдпт")])
def test_serbian_has_its_own_letter_forms(name, letters):
    """The Cyrillic files carry the Serbian forms, chosen by the language of the text."""
    font = TTFont(FONTS / f"{name}.woff2")
    table, glyphs = font["GSUB"].table, font.getBestCmap()
    systems = [system for script in table.ScriptList.ScriptRecord for system in script.Script.LangSysRecord]
    serbian = next(system.LangSys for system in systems if system.LangSysTag == "SRB ")
    features = [table.FeatureList.FeatureRecord[at] for at in serbian.FeatureIndex]
    local = next(feature.Feature for feature in features if feature.FeatureTag == "locl")
    parts = [part for at in local.LookupListIndex for part in table.LookupList.Lookup[at].SubTable]
    forms = {glyph for part in parts for glyph in getattr(part, "ExtSubTable", part).mapping}
    assert forms == {glyphs[ord(letter)] for letter in letters}


def test_a_page_loads_little_type():
    """The upright and the italic of a script weigh at most 46 KB together."""
    for script in ("latin", "cyrillic"):
        assert sum((FONTS / f"serif-{script}{style}.woff2").stat().st_size for style in ("", "-italic")) <= 46 * 1024


def test_the_reserved_name_is_not_used():
    """The licence reserves the name of the unchanged fonts: the subsets' family is called otherwise."""
    for file in FONTS.glob("*.woff2"):
        names = TTFont(file)["name"]
        assert not any("source" in names.getDebugName(record).lower() for record in (1, 4, 6))
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")


def test_preloaded_files_exist():
    """What a page asks for early is a file of the theme and one that the style sheet uses."""
    sheet = (THEME / "static" / "css" / "fonts.css").read_text("utf-8")
    for names in tomllib.loads((FONTS / "fonts.toml").read_text("utf-8"))["preload"].values():
        for name in names:
            assert (FONTS / name).exists()
            assert name in sheet


def test_the_voices_are_set_in_the_fonts():
    """The sample sentences of each Serbian edition need no letter that its fonts lack."""
    for edition, script in (("sr", "latin"), ("sr-cyrl", "cyrillic")):
        known = TTFont(FONTS / f"serif-{script}.woff2").getBestCmap()
        assert {
            letter for title in SampleEdition(edition).sentences.titles for letter in title if ord(letter) not in known
        } == set()


def test_a_site_has_fonts_of_its_own(tmp_path):
    """What the site's own sheet names is beside it in theme/site, and its own table says what pages ask for early."""
    theme = tmp_path / "theme"
    shutil.copytree(THEME / "static", theme / "static")
    (theme / "site").mkdir()
    shutil.copyfile(THEME / "static" / "fonts" / "serif-latin.woff2", theme / "site" / "own.woff2")
    (theme / "site" / "colours.css").write_text('@font-face { font-family: "Own"; src: url("own.woff2"); }')
    (theme / "site" / "fonts.toml").write_text('[preload]\nGeor = ["own.woff2"]\n')
    found = gather_assets(theme / "static", "https://example.org")
    ((path,),) = found.preloads.values()
    assert found.copies[path.strip("/")] == theme / "site" / "own.woff2"
    assert f"url({path})" in found.texts[found.css.strip("/")]


def test_the_type_of_a_site_holds_in_every_script():
    """The families are set by `:root` alone, so that what a site sets there is not undone in one of its editions."""
    sheet = minify_css(join_sheets(THEME / "static" / "css" / "site.css"))
    for family in ("--serif", "--sans", "--mono"):
        assert re.findall(rf"([^{{}};]*)\{{[^{{}}]*{family}:", sheet) == [":root"], family


@pytest.mark.parametrize(("look", "count"), [(":root { --accent: #123456 }", 1), (":root { --serif: Georgia }", 0)])
def test_a_page_asks_early_for_what_it_uses(tmp_path, look, count):
    """Where a site has another family, and no table of its own, pages ask for none of the theme's files."""
    theme = tmp_path / "theme"
    shutil.copytree(THEME / "static", theme / "static")
    (theme / "site").mkdir()
    (theme / "site" / "colours.css").write_text(look)
    assert len(gather_assets(theme / "static", "https://example.org").preloads.get("Latn", ())) == count


def test_lines_are_as_high_before_the_file_has_come():
    """Each fallback has the ascent and the descent of the file that takes its place, whatever its size is."""
    own = TTFont(FONTS / "serif-latin.woff2")
    ascent, descent = (100 * value / own["head"].unitsPerEm for value in (own["hhea"].ascent, -own["hhea"].descent))
    sheet = (THEME / "static" / "css" / "fonts.css").read_text("utf-8")
    found = re.findall(r"ascent-override: ([\d.]+)%;\s*descent-override: ([\d.]+)%;[^}]*size-adjust: ([\d.]+)%", sheet)
    assert len(found) == sheet.count("size-adjust:") > 5
    for over, under, size in found:
        assert float(over) * float(size) / 100 == pytest.approx(ascent, abs=0.2)
        assert float(under) * float(size) / 100 == pytest.approx(descent, abs=0.2)


@pytest.mark.parametrize(
    ("look", "unused"),
    [
        (":root { --accent-2: #123456; --own: 4px } p { margin: var(--own) }", {}),
        (":root { --acent: #123456 }", {"--acent": "--accent"}),
        ("@media (prefers-color-scheme: dark) { :root { --second: #123456; } }", {"--second": ""}),
    ],
)
def test_a_property_of_a_site_that_nothing_reads_is_found(look: str, unused: dict[str, str]) -> None:
    """A custom property that the theme does not have, and no rule reads, is misspelt: the nearest one is named."""
    css = join_sheets(THEME / "static" / "css" / "site.css")
    assert unused_properties(minify_css(look), css) == unused
