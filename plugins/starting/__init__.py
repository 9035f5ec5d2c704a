"""Sites of one's own: `start_site` makes one, `make_language` adds a language, `upgrade_site` takes a new version.

`ownership.py` lists which files belong to the site: `content/`, `theme/site/`, `plugins/site/`, `pelicanconf.py`,
`publishconf.py` and `README.md` are the site's; everything else is the engine's, and an upgrade replaces it.

All functions take values, return results and print nothing. No signal is used, nothing registered.
"""

from plugins.starting.language_kit import LanguageKit, make_language
from plugins.starting.new_site import StartError, StartResult, start_site
from plugins.starting.upgrade import UpgradeResult, upgrade_site

__all__ = [
    "LanguageKit",
    "StartError",
    "StartResult",
    "UpgradeResult",
    "make_language",
    "start_site",
    "upgrade_site",
]
