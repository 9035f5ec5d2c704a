"""Bodies read once: each Markdown file is rendered once for all editions and builds, and derived once for each
script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from plugins.incremental.texts import Texts, named_by
from plugins.incremental.workers import Told, progress, shared_out


class Memory:
    """What was rendered and derived."""

    def __init__(self, texts: Texts, workers: int) -> None:
        self.texts, self.workers = texts, workers

    def remembered(self, name: str, convert: Callable[[str], str]) -> Callable[[str], str]:
        """The same conversion of bodies with a memory; `name` stands for what else it depends on."""

        def convert_once(text: str) -> str:
            key = f"{name}:{named_by(text)}"
            found = self.texts.get(key)
            return self.texts.put(key, convert(text)) if found is None else found

        return convert_once

    def learn(self, newsroom: Any, read: Callable[[str], Any], reader: str, told: Told) -> dict[str, str]:
        """Render every body that is not known yet, and derive it where an edition is derived from its language; gives
        the key of each file."""
        content, scripts = newsroom.desk.content, newsroom.desk.scripts.values()
        keys, missing = {}, {}
        for text in newsroom.texts():
            path, key = f"{content}/{text.source.name}", f"{reader}:{text.source.digest}"
            keys[path] = key
            derived = [script for script in scripts if script.edition.language == text.language]
            if not self.texts.holds(key, *(_label(script) for script in derived)):
                missing[path] = derived

        def work(path: str) -> tuple[str, list[str]]:
            html = read(path)[0]
            return html, [script.html(html) for script in missing[path]]

        results = shared_out(list(missing), work, self.workers, told)
        for (path, derived), (html, converted) in zip(missing.items(), results, strict=True):
            self.texts.put(keys[path], html)
            for script, result in zip(derived, converted, strict=True):
                self.texts.put(f"{_label(script)}:{named_by(html)}", result)
        return keys

    def remember_scripts(self, desk: Any) -> None:
        """Give each script of the desk a memory of bodies."""
        for name, script in list(desk.scripts.items()):
            desk.scripts[name] = replace(script, html=self.remembered(_label(script), script.html))


def _label(script: Any) -> str:
    return f"{script.edition.name}:{script.digest}"


class RememberingReader:
    """Stands in for a Pelican reader of Markdown; asked to learn, it reads all the newsroom's files."""

    def __init__(self, reader: Any, memory: Memory, settings: Any) -> None:
        self.reader, self.memory, self.settings = reader, memory, settings
        self.keys: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reader, name)

    def learn(self) -> None:
        """Read at once, on all processors, what is not known."""
        version = named_by(repr(self.settings["MARKDOWN"]))
        told = progress(self.settings, "texts")
        self.keys = self.memory.learn(self.settings["NEWSROOM"], self.reader.read, version, told)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body's HTML, from memory where its file is as it was."""
        found = self.memory.texts.get(self.keys.get(source_path, ""))
        return (found, {}) if found is not None else self.reader.read(source_path)
