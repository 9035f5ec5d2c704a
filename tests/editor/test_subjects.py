"""Topics and places in the editor's form: buttons of the site's tables, in each interface."""

from __future__ import annotations

import pytest

from tests.editor.running import EditorStarter, Running
from tests.editor.windows import STORY, opened, rest, state, written

TABLE = '[{slug}.en]\nname = "{en}"\ntext = "What it is."\n\n[{slug}.sr]\nname = "{sr}"\ntext = "Šta je to."\n\n'
TOPICS = (("water", "Water", "Voda"), ("food", "Food", "Hrana"))


@pytest.fixture
def running(editors: EditorStarter) -> Running:
    """An editor on a site with two topics and a place."""
    content = editors.site() / "content"
    tables = [TABLE.format(slug=slug, en=en, sr=sr) for slug, en, sr in TOPICS]
    (content / "topics.toml").write_text("".join(tables), "utf-8")
    (content / "places.toml").write_text(TABLE.format(slug="nis", en="Nish", sr="Niš"), "utf-8")
    return editors.start(content.parent, editors.port)


def test_topics_and_places_are_chosen_by_buttons(visit, running):
    """A button puts its topic or place into the header and takes it out again; it is named in the language of the
    interface, and pressed where the header has any of its names."""
    page = opened(visit)
    page.click("#shared > summary")
    for name, label in (("topics", "Water"), ("topics", "Food"), ("places", "Nish")):
        page.click(f"#field-{name} .subject-button:text-is('{label}')")
    page.click("#save")
    state(page, "saved")
    assert "Topics: Water, Food\n" in written(running)
    assert "Places: Nish\n" in written(running)
    page.goto(f"{running.root}{STORY}&interface=sr-cyrl")
    state(page, "saved")
    page.click("#shared > summary")
    pressed = page.locator(".subject-button[aria-pressed=true]")
    assert pressed.all_text_contents() == ["Вода", "Храна", "Ниш"]
    page.click(".subject-button:text-is('Вода')")
    rest(page)
    assert pressed.all_text_contents() == ["Храна", "Ниш"]
    page.click("#save")
    state(page, "saved")
    assert "Topics: Food\n" in written(running)
