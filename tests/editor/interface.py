"""The words of the interface in each language."""

from __future__ import annotations

import tomllib

from plugins.editor.texts import HERE, INTERFACE

STRINGS = {file.stem: tomllib.loads(file.read_text("utf-8"))[INTERFACE] for file in sorted(HERE.glob("*.toml"))}
