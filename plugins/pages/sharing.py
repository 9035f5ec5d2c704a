"""Links under a story with which a reader passes it on: plain links, and nothing of the services that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from plugins.locales.strings import Strings
from plugins.pages.views import Link

COPY = "copy"
# A service's own name, or the key of a string, and its address for a text; by the names of the setting `SHARE`.
SERVICES = {
    "whatsapp": ("WhatsApp", "https://wa.me/?text={title}%0A{address}"),
    "viber": ("Viber", "viber://forward?text={title}%0A{address}"),
    "telegram": ("Telegram", "https://t.me/share/url?url={address}&text={title}"),
    "mail": ("share_mail", "mailto:?subject={title}&body={address}"),
}


def share_links(names: Iterable[str], title: str, address: str, t: Strings) -> Iterator[Link]:
    """The links for a page, in the order of `names`; the button that copies the address is not among them."""
    for name in names:
        if name != COPY:
            label, pattern = SERVICES[name]
            target = pattern.format(title=quote(title, safe=""), address=quote(address, safe=""))
            yield Link(t(label) if label.islower() else label, target)
