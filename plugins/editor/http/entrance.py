"""How a browser comes into a session: by an address that works once, or by a file that only the user can read.

Other users of a computer read the arguments of a browser's process, so these name a file, which leads on to an address
of its own.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from plugins.editor.http import EDITOR


def new_secret() -> str:
    """256 random bits as text that can stand in an address."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Session:
    """The ports and secrets of one run. The editor and the site have an origin each, by their ports.

    `cookie` opens the editor's pages, which hold nothing of the site's texts; `key`, which only these pages have, is
    needed beside it for every request that reads or writes. `site_cookie` shows the site, and opens nothing else.
    """

    port: int
    site_port: int
    cookie: str = field(default_factory=new_secret, repr=False)
    key: str = field(default_factory=new_secret, repr=False)
    site_cookie: str = field(default_factory=new_secret, repr=False)

    @property
    def cookie_name(self) -> str:
        """The name of the editor's cookie: browsers send cookies to every port of a computer."""
        return f"editor-{self.port}"

    @property
    def site_cookie_name(self) -> str:
        """The name of the site's cookie."""
        return f"site-{self.site_port}"


class Entrance:
    """The tokens that let a browser in, each once: one for the address that is printed, and one for the file."""

    def __init__(self, file: Path, origin: str, on_used: Callable[[str], None] = lambda _: None) -> None:
        """`origin` is the editor's; `on_used` gets the next address when the printed one has been used."""
        self.file, self._origin, self._on_used = file, origin, on_used
        self._lock = threading.Lock()
        self._printed = self._in_file = ""
        self.print_next()

    @property
    def address(self) -> str:
        """The address that lets the next browser in."""
        return self._address(self._printed)

    def print_next(self) -> None:
        """Make the address anew."""
        self._printed = new_secret()

    def write_file(self) -> None:
        """Write the file anew, whose address is another than the printed one. Raises OSError."""
        self._in_file = new_secret()
        address = escape(self._address(self._in_file), quote=True)
        part = self.file.with_name(f"{self.file.name}.{secrets.token_hex(4)}.part")
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as writing:
            writing.write(forwarding_page(address))
        part.replace(self.file)

    def redeem(self, token: str) -> bool:
        """Whether a token lets a browser in; it does so once."""
        with self._lock:
            if is_secret(token, self._printed):
                self.print_next()
                self._on_used(self.address)
                return True
            if is_secret(token, self._in_file):
                self._in_file = ""
                with contextlib.suppress(OSError):
                    self.write_file()
                return True
            return False

    def close(self) -> None:
        """Let nobody in any more."""
        self._printed = self._in_file = ""
        self.file.unlink(missing_ok=True)

    def _address(self, token: str) -> str:
        return f"{self._origin}{EDITOR}/?token={token}"


def forwarding_page(address: str) -> str:
    """A page without scripts that leads on to an address, which is escaped for HTML already."""
    return (
        '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>…</title>'
        f'<meta http-equiv="refresh" content="0;url={address}">'
    )


def is_secret(text: str, secret: str) -> bool:
    """Whether a text is a secret that there is, found in the same time whatever it begins with."""
    return bool(secret) and hmac.compare_digest(text.encode(), secret.encode())
