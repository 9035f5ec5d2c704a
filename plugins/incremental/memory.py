"""Bodies read once: each Markdown file is rendered once for all editions and builds, and derived once for each
script."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from plugins.incremental.workers import Told, progress, shared_out


class Memory:
    """What was rendered: `kept` is of earlier builds, `used` of this one, so that only what is used is kept on."""

    def __init__(self, kept: dict[str, str], workers: int) -> None:
        self.kept, self.workers = kept, workers
        self.used: dict[str, str] = {}
        self.digests: dict[str, str] = {}

    def recall(self, key: str) -> str | None:
        """The text of that key, from this build or an earlier one."""
        text = self.used.get(key)
        if text is None and key in self.kept:
            text = self.used[key] = self.kept[key]
        return text

    def converter(self, name: str, convert: Callable[[str], str]) -> Callable[[str], str]:
        """The same conversion with a memory; `name` stands for what else it depends on."""

        def remembered(text: str) -> str:
            key = f"{name}:{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"
            found = self.recall(key)
            if found is None:
                found = self.used[key] = convert(text)
            return found

        return remembered

    def learn(self, newsroom: Any, read: Callable[[str], Any], reader: str, told: Told) -> None:
        """Render every text that is not known yet, and derive it where an edition is derived from its language."""
        desk = newsroom.desk
        languages = {f"{desk.content}/{text.source.name}": text.language for text in newsroom.texts()}
        for text in newsroom.texts():
            self.digests[f"{desk.content}/{text.source.name}"] = f"{reader}:{text.source.digest}"
        missing = [path for path, key in self.digests.items() if path in languages and self.recall(key) is None]

        def work(path: str) -> tuple[str, list[str]]:
            html = read(path)[0]
            scripts = (script for script in desk.scripts.values() if script.edition.language == languages[path])
            return html, [script.html(html) for script in scripts]

        for path, (html, derived) in zip(missing, shared_out(missing, work, self.workers, told), strict=True):
            self.used[self.digests[path]] = html
            scripts = [script for script in desk.scripts.values() if script.edition.language == languages[path]]
            for script, result in zip(scripts, derived, strict=True):
                self.used[self.key(script, html)] = result

    @staticmethod
    def key(script: Any, html: str) -> str:
        """Under what a derived body is kept."""
        return (
            f"{script.edition.name}:{script.digest}:html:{hashlib.blake2b(html.encode(), digest_size=16).hexdigest()}"
        )

    def remember_scripts(self, desk: Any) -> None:
        """Give each script of the desk a memory."""
        for name, script in list(desk.scripts.items()):
            label = f"{name}:{script.digest}"
            html, text = self.converter(f"{label}:html", script.html), self.converter(f"{label}:text", script.text)
            desk.scripts[name] = replace(script, html=html, text=text)


class RememberingReader:
    """Stands in for a Pelican reader: the first file that it is asked for makes it learn them all."""

    def __init__(self, reader: Any, memory: Memory, settings: Any) -> None:
        self.reader, self.memory, self.settings = reader, memory, settings
        self.version = hashlib.blake2b(repr(settings["MARKDOWN"]).encode(), digest_size=8).hexdigest()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reader, name)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body's HTML, from memory where its file is as it was."""
        path = source_path
        if path not in self.memory.digests:
            self.memory.learn(
                self.settings["NEWSROOM"], self.reader.read, self.version, progress(self.settings, "texts")
            )
        found = self.memory.recall(self.memory.digests.get(path, ""))
        return (found, {}) if found is not None else self.reader.read(source_path)
