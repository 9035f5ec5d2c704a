"""Errors in templates: one line with the template, its line, the page, and the file of the story."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from plugins.project.error_messages import failure_of
from tests.small_site import LIGHT, ROOT, SmallSite, small_site

FILE = "content/news/2026/fair.en.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A site of one story in one language, with templates of its own; its folder is the working folder."""
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    (theme / "site" / "templates").mkdir(parents=True)
    site = small_site(tmp_path, **LIGHT, THEME=str(theme),
                      THEME_TEMPLATES_OVERRIDES=[str(theme / "site" / "templates")])  # fmt: skip
    site.article("fair", category="local")
    monkeypatch.chdir(tmp_path)
    return site


def message(site: SmallSite, **settings: Any) -> str:
    """What the build's error says."""
    with pytest.raises(Exception) as caught:  # noqa: PT011
        site.build(**settings)
    return str(failure_of(caught.value) or "a traceback")


def own(site: SmallSite, name: str, text: str) -> None:
    """A template of the site's own."""
    (site.folder / "theme" / "site" / "templates" / name).write_text(text, "utf-8")


def odd(value: object) -> str:
    """A filter that fails."""
    raise LookupError(f"no such\nthing as {value}")


def test_an_error_in_a_storys_template_names_template_line_and_story(site: SmallSite) -> None:
    """Whatever a template of a story raises, by Python, Jinja or a filter, in this process or in another."""
    for workers, text, what in (
        (1, "{{ 1 // 0 }}", "ZeroDivisionError: integer division or modulo by zero"),
        (3, "{{ none + 1 }}", "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'"),
        (3, "{{ view.story.title.nope() }}", "'str object' has no attribute 'nope'; docs/architecture.md lists what a "
                                             "template may use"),
        (1, "{{ view.story.title|odd }}", "LookupError: no such thing as Story fair"),
    ):  # fmt: skip
        own(site, "article.html", f"{{% extends 'base.html' %}}\n{{% block content %}}\n{text}{{% endblock %}}\n")
        # With a filter of the site's own every template is compiled anew.
        found = message(site, WORKERS=workers, JINJA_FILTERS={"odd": odd} if "odd" in text else {})
        assert found.startswith(f"theme/site/templates/article.html:3: {what}, while the page ")
        assert found.endswith(f"/news/fair/ of {FILE} was made (template)")


def test_an_error_in_what_a_template_draws_in_names_that_template(site: SmallSite) -> None:
    """In a macro, a part or a fragment, the place is there, and the page is that which was being made."""
    footer = site.folder / "theme" / "templates" / "partials" / "footer.html"
    footer.write_text(footer.read_text("utf-8") + "\n{{ 1 // 0 }}\n", "utf-8")
    found = message(site, WORKERS=1)
    assert found.startswith("theme/templates/partials/footer.html:")
    assert "ZeroDivisionError: integer division or modulo by zero, while the page /" in found


@pytest.mark.parametrize("how", ["DIRECT_TEMPLATES", "TEMPLATE_PAGES"])
def test_an_error_in_a_template_of_the_sites_own_is_named(site: SmallSite, how: str) -> None:
    """A template that Pelican writes is named with its page."""
    own(site, "extra.html", "{% extends 'base.html' %}\n{% block content %}{{ 1 // 0 }}{% endblock %}")
    settings: dict[str, Any] = {"DIRECT_TEMPLATES": ["extra"]}
    if how == "TEMPLATE_PAGES":
        settings = {"TEMPLATE_PAGES": {"extra.html": "extra/index.html"}}
    found = message(site, **settings)
    assert found.startswith("theme/site/templates/extra.html:2: ZeroDivisionError")
    assert "extra" in found.partition("while the page ")[2]


def test_a_direct_template_that_is_not_there_is_named(site: SmallSite) -> None:
    """The error names the setting and the template."""
    found = message(site, DIRECT_TEMPLATES=["nowhere"])
    assert found.startswith("DIRECT_TEMPLATES: [templates] unable to load nowhere")


def test_a_template_that_does_not_parse_is_named(site: SmallSite) -> None:
    """The error has the folder in which the template lies."""
    own(site, "article.html", "\n\n{% if %}")
    assert message(site).startswith("theme/site/templates/article.html:3: Expected an expression")


def test_an_error_outside_of_a_template_is_one_of_the_program(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails while a story's page is put together names its file, which is not at fault, and leaves its
    traceback."""

    def fail(*_: object) -> None:
        raise ArithmeticError("of another kind")

    monkeypatch.setattr("plugins.pages.kinds.articles.article_head", fail)
    found = message(site, WORKERS=1)
    assert found.startswith("The program has failed")
    assert f"{FILE}:1: the program has an error of its own" in found
    assert "(ArithmeticError: of another kind); the file is not at fault" in found
    assert "in fail" in (site.folder / ".cache" / "last-error.txt").read_text("utf-8")


def test_a_template_that_may_be_missing_is_left_out(site: SmallSite) -> None:
    """A part of a page that a template draws in where it is there may be missing, and is drawn in once it is there."""
    part = "{% block footer %}{% include 'x.html' ignore missing %}{% endblock %}"
    own(site, "article.html", f"{{% extends '!theme/article.html' %}}{part}")
    site.build()
    assert "It is there" not in site.text("/news/fair/")
    own(site, "x.html", "It is there")
    site.build()
    assert "It is there" in site.text("/news/fair/")
