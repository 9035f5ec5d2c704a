"""The look of a site, which is changed in one place: docs/theme.md says how. A site of other colours reads as well."""

import re

import pytest

from tests.theme.sample_edition import THEME
from tests.theme.sheets import CSS, PROPERTY, contrast

OTHER = (THEME.parent / "tests" / "theme" / "other_look.css").read_text("utf-8")
OWN = (CSS / "tokens.css").read_text("utf-8")
LOOKS = {"own": OWN, "other": OTHER}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
# Colours that are no site's own: those of the goals are the United Nations', paper is black on white, and what lies
# behind an open menu is dimmed.
NOT_OF_THE_SITE = {"goal-colours.css", "print.css", "tokens.css", "main-nav.css"}
# Each text with its contrast to what is behind it, where that is one colour.
TEXTS = """() => {
  const parsed = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map(v => linear(v / 255))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = element => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parsed(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const element = node.parentElement;
    const unseen = !element.checkVisibility() || element.closest('script, noscript, template, option');
    if (!node.data.trim() || unseen) continue;
    const [one, other] = [light(parsed(getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a);
    found.push([(one + 0.05) / (other + 0.05), node.data.trim().slice(0, 40)]);
  }
  return found;
}"""


def schemes(sheet):
    """The colours of the light and the dark scheme by role."""
    light, dark = sheet.split("prefers-color-scheme: dark")
    return {"light": dict(PROPERTY.findall(light)), "dark": dict(PROPERTY.findall(dark))}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_read_well(look, scheme):
    """In this site's colours and in another's, text reaches 4.5 on every surface and the edge of a control 3."""
    colours = schemes(LOOKS[look])[scheme]
    for surface in ("page", "surface", "raised"):
        for ink in ("ink", "ink-soft", "accent", "accent-2"):
            assert contrast(colours[ink], colours[surface]) >= 4.5, (ink, surface)
        for edge in ("edge", "focus"):
            assert contrast(colours[edge], colours[surface]) >= 3, (edge, surface)
    assert contrast(colours["ink"], colours["selection"]) >= 4.5


def test_the_other_look_changes_every_colour():
    """The other site has each role of this one, in each scheme."""
    own, other = schemes(OWN), schemes(OTHER)
    for scheme in own:
        assert own[scheme].keys() == other[scheme].keys()
        assert all(own[scheme][role] != other[scheme][role] for role in own[scheme])


def test_no_colour_of_the_site_stands_elsewhere():
    """A colour is written in tokens.css alone: no other sheet and no template has one."""
    sheets = [path for path in CSS.rglob("*.css") if path.name not in NOT_OF_THE_SITE]
    for path in (*sheets, *(THEME / "templates").rglob("*.html")):
        assert not COLOUR.findall(re.sub(r"&#\w+;|{#.*?#}", "", path.read_text("utf-8"))), path.name


def test_every_text_of_a_page_reads_well(frame, theme_site):
    """In Chromium each text has a contrast of 4.5 with what is behind it, by day and by night, whichever look the site
    has."""
    frame.page.emulate_media(reduced_motion="reduce")
    for name in ("front", "article", "noted", "list", "archive", "goals", "goal", "search", "404", "parallel"):
        frame.goto(f"{theme_site}/sr/{name}.html")
        for look in LOOKS:
            if look == "other":
                frame.add_style_tag(content=OTHER)
            for scheme in ("light", "dark"):
                frame.page.emulate_media(color_scheme=scheme)
                texts = frame.evaluate(TEXTS)
                assert len(texts) > 10, name
                assert [text for text in texts if text[0] < 4.5] == [], (name, look, scheme)


def test_the_logo_of_the_header_is_the_icon(visit, theme_site):
    """The header's logo is the file icon.svg itself, and no template draws another."""
    page = visit("sr", "front")
    image = page.evaluate("getComputedStyle(document.querySelector('.site-header .logo')).backgroundImage")
    assert image == f'url("{theme_site}/icon.svg")'
    assert not [path.name for path in (THEME / "templates").rglob("*.html") if "<svg" in path.read_text("utf-8")]
