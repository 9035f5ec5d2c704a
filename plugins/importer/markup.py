"""The names of HTML in `markup.toml` beside this file."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_TABLE: dict[str, str] = tomllib.loads(files("plugins.importer").joinpath("markup.toml").read_text("utf-8"))


def _names(key: str) -> frozenset[str]:
    return frozenset(_TABLE[key].split())


BLOCKS, INLINE = _names("blocks"), _names("inline")
CONTAINERS, KEPT = _names("containers"), _names("kept")
ALLOWED, DROPPED = _names("allowed"), _names("dropped")
NOISE, NOISE_ROLES, NOISE_NAMES = _names("noise"), _names("noise_roles"), _names("noise_names")
HIDDEN_NAMES, SITE_NAMES = _names("hidden_names"), _names("site_names")
