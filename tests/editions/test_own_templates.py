"""Templates of a site's own, and pages of plugins, can be published: alternates, switch and sitemap know them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.audit import EditionSpec, SiteSpec, audit
from plugins.diagnostics import SettingError
from tests.newsdesk import write_newsdesk
from tests.small_site import ROOT, SmallSite, small_site

PAGE = (
    '{% extends "base.html" %}{% block content %}<h1>All</h1><ul>'
    "{% for a in (articles_page.object_list if articles_page is defined else articles) %}"
    '<li><a href="/{{ a.url }}">{{ a.title }}</a></li>{% endfor %}</ul>{% endblock %}'
)
PARTS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/p{number}/", "{base_name}/p{number}/index.html"),
]


def theme_with(site: SmallSite, **templates: str) -> dict[str, Any]:
    """A copy of the theme by links, with templates of the site's own; returns the settings with which they are
    pages."""
    theme = site.folder / "theme"
    own = theme / "site" / "templates"
    own.mkdir(parents=True)
    for name in ("templates", "static", "strings"):
        (theme / name).symlink_to(ROOT / "theme" / name)
    for name, text in templates.items():
        (own / f"{name}.html").write_text(text, "utf-8")
    addresses = {f"{name.upper()}_URL": f"{name}/" for name in templates}
    files = {f"{name.upper()}_SAVE_AS": f"{name}/index.html" for name in templates}
    return {"THEME": str(theme), "DIRECT_TEMPLATES": list(templates), **addresses, **files}


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A small site in three editions."""
    found = small_site(tmp_path, SOCIAL_CARDS=False, SEARCH=False)
    write_newsdesk(found, many=2)
    return found


def findings(site: SmallSite, settings: dict[str, Any]) -> list[str]:
    """What stops a publish."""
    editions = tuple(
        EditionSpec(one.name, one.tag, one.prefix, one.label, one.direction)
        for one in settings["BUILD"].config.editions
    )
    return [str(one) for one in audit(site.output, SiteSpec(settings["SITEURL"], editions)).findings]


def test_a_page_of_ones_own_template_can_be_published(site: SmallSite) -> None:
    """In `theme/site/templates`, which no setting names, or in the content; paginated in one edition more than in
    another: the audit finds nothing, and the sitemap lists each with its alternates."""
    settings = theme_with(site, everything=PAGE)
    site.write("templates/hello.html", PAGE)
    site.article("only-english", title="Only here", category="local", sdgs="5")
    more = {"PAGINATED_TEMPLATES": {"everything": 7}, "PAGINATION_PATTERNS": PARTS}
    built = site.build(**settings, **more, TEMPLATE_PAGES={"templates/hello.html": "hello/index.html"})
    assert findings(site, built) == []
    sitemap = site.text("/sitemap.xml")
    for address in ("everything/", "everything/p2/", "hello/"):
        assert f"<loc>https://news.example.org/sr/{address}</loc>" in sitemap
        alternates = {link["hreflang"] for link in site.page(f"/{address}").select("link[hreflang]")}
        assert alternates == {"en", "sr-Latn", "sr-Cyrl", "x-default"}


def test_a_page_without_the_frame_is_left_out_of_the_sitemap(site: SmallSite) -> None:
    """A search engine's proof of ownership is no page for readers."""
    settings = theme_with(site, proof="google-site-verification: x")
    site.build(**settings)
    assert site.text("/proof/") == "google-site-verification: x"
    assert "proof" not in site.text("/sitemap.xml")


def test_a_theme_of_anothers_is_refused(site: SmallSite) -> None:
    """Its templates read what no page here has; the sentence says where templates of one's own lie."""
    theme = site.folder / "other"
    (theme / "templates").mkdir(parents=True)
    (theme / "templates" / "base.html").write_text("{{ article.title }}", "utf-8")
    with pytest.raises(SettingError, match=r"^THEME: expected Dvoglas.s own theme; templates of your own lie "):
        site.build(THEME=str(theme))
