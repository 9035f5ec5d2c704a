"""The words of the interface in each language."""

from __future__ import annotations

import tomllib

from plugins.editor.http.application import HERE

STRINGS = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted((HERE / "strings").glob("*.toml"))}
