"""What differs in production: everything else is in pelicanconf.py."""

import os
import sys

sys.path.insert(0, os.curdir)

from pelicanconf import *  # noqa: F403

# Where `./inv publish NAME` puts the site; docs/deploying.md shows each kind. The first is the default.
TARGETS = {
    "local": {"kind": "folder", "path": "published", "keep": 5},
}
# Drafts that say `Preview: yes` get addresses made from this secret word, which belongs in the environment.
PREVIEW_KEY = os.environ.get("PREVIEW_KEY", "")
# The hub that is told of changed feeds (WebSub), such as "https://hub.example.org/"; "" for none.
WEBSUB_HUB = ""
