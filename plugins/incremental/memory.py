"""Bodies read once: each Markdown file is rendered once for all editions and builds, and derived once for each
script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from plugins.incremental.texts import Texts
from plugins.incremental.versions import digest
from plugins.incremental.workers import progress, shared_out


class Memory:
    """What was rendered and derived."""

    def __init__(self, texts: Texts, workers: int) -> None:
        self.texts, self.workers = texts, workers

    def remembered(self, name: str, convert: Callable[[str], str]) -> Callable[[str], str]:
        """The same conversion of bodies with a memory; `name` stands for what else it depends on."""

        def convert_once(text: str) -> str:
            key = f"{name}:{digest([text])}"
            found = self.texts.get(key)
            return self.texts.put(key, convert(text)) if found is None else found

        return convert_once

    def remember_scripts(self, desk: Any) -> None:
        """Give each script of the desk a memory of bodies."""
        for name, script in list(desk.scripts.items()):
            desk.scripts[name] = replace(script, html=self.remembered(_label(script), script.html))


def _label(script: Any) -> str:
    """Stands for all that a script is: which functions do it for which edition, and the glossary."""
    return digest([script.edition.name, repr(script.edition.script), script.digest])


class RememberingReader:
    """Stands in for a Pelican reader of Markdown; asked to learn, it reads all the newsroom's files."""

    def __init__(self, reader: Any, memory: Memory, settings: Any) -> None:
        self.reader, self.memory, self.settings = reader, memory, settings
        self.keys: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reader, name)

    def learn(self) -> None:
        """Render at once, on all processors, every body that is not known yet, and derive it where an edition is
        derived from its language."""
        newsroom, texts, reader = (
            self.settings["NEWSROOM"],
            self.memory.texts,
            digest([repr(self.settings["MARKDOWN"])]),
        )
        scripts = [(_label(script), script) for script in newsroom.desk.scripts.values()]
        missing: dict[str, list[tuple[str, Any]]] = {}
        for text in newsroom.texts():
            path = f"{newsroom.desk.content}/{text.source.name}"
            self.keys[path] = f"{reader}:{text.source.digest}"
            derived = [(label, script) for label, script in scripts if script.edition.language == text.language]
            if not texts.holds(self.keys[path], *(label for label, _ in derived)):
                missing[path] = derived

        def work(path: str) -> tuple[str, list[str]]:
            html = self.reader.read(path)[0]
            return html, [script.html(html) for _, script in missing[path]]

        results = shared_out(list(missing), work, self.memory.workers, progress(self.settings, "texts"))
        for (path, derived), (html, converted) in zip(missing.items(), results, strict=True):
            texts.put(self.keys[path], html)
            for (label, _), result in zip(derived, converted, strict=True):
                texts.put(f"{label}:{digest([html])}", result)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body's HTML, from memory where its file is as it was."""
        found = self.memory.texts.get(self.keys.get(source_path, ""))
        return (found, {}) if found is not None else self.reader.read(source_path)
