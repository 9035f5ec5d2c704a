"""Sites of one's own: `start_site` makes one, `upgrade_site` takes it to a new version. Both work in a copy of the
engine: sites do not carry this package.

`ownership.py` lists which files belong to the site: `content/`, `theme/site/`, `plugins/site/`, `pelicanconf.py`,
`publishconf.py` and `README.md` are the site's; everything else is the engine's, and an upgrade replaces it.

All functions take values, return results and print nothing. No signal is used, nothing registered.
"""
