"""Checks of structured data: JSON-LD parses, and two translations refer to each other."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.audit.built_site import PAGE, Site
from plugins.audit.json_ld import Work
from plugins.audit.pages import Page
from plugins.audit.report import problem
from plugins.diagnostics import Diagnostic
from plugins.diagnostics.rule import rule


@rule(PAGE)
def structured_data(site: Site, page: Page) -> Iterator[Diagnostic]:
    """Every JSON-LD script parses; an article's is of an article, in the language of its page."""
    for error in page.json_ld_errors:
        yield problem(f"The JSON-LD does not parse: {error}.", "Write it with a JSON encoder, not by hand.")
    # Lists and fixed pages need none; news engines look for articles
    if page.og_type == "article" and site.is_indexable(page.path) and not page.json_ld_errors:
        yield from _check_article(site, page)


def _check_article(site: Site, page: Page) -> Iterator[Diagnostic]:
    works = site.facts[page.path].works
    if not any(work.type.endswith("Article") for work in works):
        yield problem("The article has no JSON-LD with its own @id.", "Describe it as a NewsArticle.")
    for work in works:
        if work.language and work.language != page.lang:
            yield problem(f"The JSON-LD says inLanguage «{work.language}».", f"The page is in «{page.lang}»: say that.")


@rule(PAGE)
def translations(site: Site, page: Page) -> Iterator[Diagnostic]:
    """workTranslation and translationOfWork agree: two pages name each other."""
    for work in site.facts[page.path].works:
        yield from _check_agreement(site, work, work.translations, "workTranslation", "translationOfWork")
        yield from _check_agreement(site, work, work.originals, "translationOfWork", "workTranslation")
        if _has_versions(site, page, work) and not (work.translations or work.originals):
            yield problem(
                "The JSON-LD names no translation although the page has other versions.",
                "Add workTranslation to the original and translationOfWork to the others.",
            )


def _check_agreement(site: Site, work: Work, named: tuple[str, ...], here: str, there: str) -> Iterator[Diagnostic]:
    for name in named:
        path = site.spec.local(name.partition("#")[0])
        described = site.page(path) if path else None
        other = next((candidate for candidate in described.works if candidate.id == name), None) if described else None
        if other is None:
            yield problem(f"{here} names «{name}», which no page describes.", "Use the @id of the other page.")
        elif work.id not in (other.originals if there == "translationOfWork" else other.translations):
            yield problem(
                f"{here} names {path}, which has no {there} in return.", "Write both from the same pair, by @id."
            )


def _has_versions(site: Site, page: Page, work: Work) -> bool:
    others = {url for tag, url in page.alternates if tag != "x-default"}
    return work.type.endswith("Article") and site.is_indexable(page.path) and len(others) > 1
