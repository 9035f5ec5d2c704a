"""The row under a story with which readers pass it on."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.small_site import small_site


def test_links_carry_title_and_address(tmp_path: Path) -> None:
    """Each service gets the story's title and address; nothing of a service is loaded, and the setting says which."""
    site = small_site(tmp_path)
    site.article("bridge", title="A & B: 50% more?")
    site.build()
    page = site.page("/news/bridge/")
    links = [str(link["href"]) for link in page.select(".share a")]
    assert [link.partition(":")[0] for link in links] == ["https", "viber", "https", "mailto"]
    for link in links:
        said = "\n".join(value for values in parse_qs(urlsplit(link).query).values() for value in values)
        assert "A & B: 50% more?" in said
        assert "https://example.org/news/bridge/" in said or "/news/bridge/" in said
    assert page.select_one(".share button[hidden]")
    site.build(SHARE=["mail"])
    page = site.page("/news/bridge/")
    assert len(page.select(".share a")) == 1
    assert not page.select("button[data-share], script[src]")
    site.build(SHARE=())
    assert not site.page("/news/bridge/").select(".share")
