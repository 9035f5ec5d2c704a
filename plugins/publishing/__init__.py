"""Publishing: compress, upload, switch atomically, verify, roll back on failure.

Not a Pelican plugin: it registers nothing. The command line calls it after the build. Its functions print nothing:
they return a `PublishResult`, or raise a `PublishError`, and report progress to a
callback `(stage, done, total)`.

Settings (`publishconf.py`): `TARGETS`, a dictionary from a name to a target. Every target has `kind` (`folder`, `ssh`,
`s3` or `git`) and may have `url` (the public address; what is published is then fetched and compared), `keep` (releases
to keep, 5), `withdrawn` (patterns of addresses that may disappear), `verify_seconds` (20, for `git` 300),
`wait_seconds` (for another publish to end, 60) and `timeout_seconds` (for a program or server to answer, 600). The
other settings:

- `folder`: `path` (`published`),
- `ssh`: `host`, `path`, `user`, `port`, `key`, `config`, `known_hosts`, `reload`,
- `s3`: `bucket`, `prefix`, `endpoint`, `region`, `profile`, `threads`, `page_seconds`,
- `git`: `remote` (`origin`), `branch` (`gh-pages`), `cname`, `token`.
"""

from .compression import compress
from .failures import PublishError
from .pipeline import (
    LiveRelease,
    PublishResult,
    confirm_live,
    open_live,
    publish,
)
from .rollback import rollback
from .settings import TargetSettingsError
from .verification import VerificationStatus

__all__ = [
    "LiveRelease",
    "PublishError",
    "PublishResult",
    "TargetSettingsError",
    "VerificationStatus",
    "compress",
    "confirm_live",
    "open_live",
    "publish",
    "rollback",
]
