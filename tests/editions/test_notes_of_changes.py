"""What readers are told of changes: notes of corrections and updates, and what a translation has not seen."""

from __future__ import annotations

import json
from pathlib import Path

from tests.small_site import small_site


def test_notes_and_changes_for_readers(tmp_path: Path) -> None:
    """A note stands above the text with its date, in the script of each edition. Readers of a pair that was translated
    until the day of its publication are told of no change of its original; later ones they are told of."""
    site = small_site(tmp_path, SOCIAL_CARDS=False, SEARCH=False)
    note = {"modified": "2026-03-05 10:00"}
    site.article("fixed", category="local", date="2026-03-01", correction="The sum was wrong.", **note)
    site.article("fixed", "sr", title="Most", correction="Iznos je bio pogrešan.", **note)
    site.article("plain", category="local", date="2026-03-01")
    for slug, since in (("new", "2026-03-01T09:00:00+00:00"), ("old", "2026-03-03T09:00:00+00:00")):
        site.article(slug, category="local", date="2026-03-01")
        site.article(slug, "sr", title="Par")
        basis = {"original": "en", "recorded": since, "paragraphs": [["0" * 16, "Old words"]]}
        site.write(f"news/2026/{slug}.sr.basis", json.dumps(basis))
    site.build()
    (english,) = site.page("/news/fixed/").select(".story-note")
    assert " ".join(english.get_text().split()) == "Correction (5 March 2026): The sum was wrong."
    (cyrillic,) = site.page("/sr-cyrl/news/fixed/").select(".story-note")
    assert "Исправка" in cyrillic.get_text()
    assert "Износ је био погрешан." in cyrillic.get_text()
    assert not site.page("/news/plain/").select(".story-note")
    assert "prevod" not in str(site.page("/sr/news/new/").select(".notice"))
    assert "prevod" in str(site.page("/sr/news/old/").select(".notice"))
