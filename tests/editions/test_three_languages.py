"""A story in two of three languages: what the third edition lacks, no page and no old address leads to."""

from pathlib import Path

import pytest

from plugins.content.links.redirects import redirects
from tests.editions.three_languages import three_languages


@pytest.mark.parametrize("policy", ["hide", "link", "notice"])
def test_what_is_named_is_there(tmp_path: Path, policy: str):
    """Each alias leads to a page, and so does each switch of the page with two languages side by side."""
    site = three_languages(tmp_path, policy)
    site.article("fair", category="local", aliases="/old/fair/, /sr/stari-sajam/, /news/big-fair/")
    site.article("fair", "sr")
    site.article("alone", category="local", aliases="/news/lone/")
    found = redirects(site.build()["BUILD"].library)
    assert found["/sr/stari-sajam/"] == "/sr/news/fair/"
    assert found["/ar/old/fair/"] == ("/ar/news/fair/" if policy == "notice" else "/news/fair/")
    assert found["/news/big-fair/parallel/"] == "/news/fair/parallel/"
    assert found["/sr-cyrl/news/big-fair/parallel/"] == "/sr-cyrl/news/fair/parallel/"
    assert found["/ar/news/big-fair/parallel/"] == found["/ar/news/big-fair/"]
    assert found["/news/lone/parallel/"] == "/news/alone/"
    assert "/old/fair/parallel/" not in found
    switched = {
        link["href"]
        for prefix in ("", "/sr", "/sr-cyrl")
        for link in site.page(f"{prefix}/news/fair/parallel/").select("[data-switch] a")
    }
    assert {"/news/fair/parallel/", "/sr/news/fair/parallel/", "/ar/"} <= switched
    assert all(site.text(address) for address in {*found.values(), *switched})
