"""The built site out of the door: compressed, uploaded, switched to at once, checked as a reader, and back if need be.

Not a Pelican plugin: it registers nothing and is called by tasks, after the build.

Settings (``publishconf.py``): ``TARGETS``, a dictionary from a name to a target. Every target has ``kind`` (``folder``,
``ssh``, ``s3`` or ``git``) and may have ``url`` (the public address; what is published is then fetched and compared),
``keep`` (releases to keep, 5), ``withdrawn`` (patterns of addresses that may die), ``verify_seconds`` (20, for
``git`` 300) and ``wait_seconds`` (for another publish to end, 60). Of its own

- ``folder`` has ``path`` (``published``),
- ``ssh`` has ``host``, ``path``, ``user``, ``port``, ``key``, ``config``, ``known_hosts``, ``reload``,
- ``s3`` has ``bucket``, ``prefix``, ``endpoint``, ``region``, ``profile``, ``threads``, ``page_seconds``,
- ``git`` has ``remote`` (``origin``), ``branch`` (``gh-pages``), ``cname``.
"""

from .compression import compress
from .publication import publish, rollback

__all__ = ["compress", "publish", "rollback"]
