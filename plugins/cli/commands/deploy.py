"""`deploy`: the configuration of a web server for this site."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from plugins.cli.terminal import command, print_error, print_line
from plugins.project.settings import PUBLISH_SETTINGS, settings_of

# Where the configuration of each server is copied to.
PLACES = {"nginx": "/etc/nginx/conf.d/dvoglas.conf", "caddy": "/etc/caddy/Caddyfile"}


@command
def deploy(server: str, target: str, by_language: bool) -> int:
    """Write the configuration of `server` for a target, the first of `TARGETS` by default, to `deploy/`."""
    from plugins.content.settings.site_config import read_site_config
    from plugins.publishing.backends import choose_target
    from plugins.publishing.web_servers import TEMPLATES, ServedSite, server_configuration
    from plugins.system.atomic_files import write_atomically

    if server not in TEMPLATES:
        print_error(f"deploy: expected the name of a server, {' or '.join(TEMPLATES)}, got {server!r}")
        return 1
    settings = settings_of(PUBLISH_SETTINGS)
    chosen = choose_target(settings.get("TARGETS", {}), target or None)
    if not chosen.server_folder:
        print_error(
            f"deploy: {chosen.settings.name} is {chosen.location}, which its host serves: name a target of the kind "
            f"folder or ssh, such as  ./inv deploy {server} live"
        )
        return 1
    config = read_site_config(settings)
    site = ServedSite(
        urlsplit(str(settings["SITEURL"])).hostname or "",
        chosen.server_folder,
        {edition.tag: edition.prefix for edition in config.editions},
        config.attachable.types,
        by_language,
    )
    file = Path("deploy", TEMPLATES[server])
    file.parent.mkdir(exist_ok=True)
    write_atomically(file, server_configuration(server, site).encode())
    print_line(f"wrote {file.as_posix()}: {site.host} from {site.folder}")
    print_line(f"Next: copy it to {PLACES[server]} on the server (docs/deploying.md)")
    return 0
