"""Real servers on loopback, each in a folder of its own, ended with its block."""

import http.client
import os
import re
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from plugins.content.links.attachments import TYPES
from plugins.publishing.web_servers import ServedSite, server_configuration
from tests.needs import need
from tests.ports import free_port
from tests.publishing.readers import PATIENCE, eventually

NGINX = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{modules}
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/tmp1; proxy_temp_path {folder}/tmp2; fastcgi_temp_path {folder}/tmp3;
    uwsgi_temp_path {folder}/tmp4; scgi_temp_path {folder}/tmp5;
    include {folder}/site.conf;
}}
"""
BEFORE_BUCKET = """
server {{
    listen 127.0.0.1:{port};
    rewrite ^(.*/)$ $1index.html;
    location / {{
        proxy_pass http://127.0.0.1:{behind}/{bucket}/;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_intercept_errors on;
        error_page 404 /404.html;
    }}
}}
"""


def answers(port: int) -> bool:
    """Whether a server listens there."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[int]:
    """A server process, from when it answers until the end of the block."""
    with log.open("ab") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        try:
            eventually(lambda: answers(port) or process.poll() is not None)
            assert process.poll() is None, log.read_text("utf-8", errors="replace")
            yield port
        finally:
            process.terminate()


EDITIONS = {"en": "", "sr-Latn": "sr", "sr-Cyrl": "sr-cyrl"}


def served_site(published: Path, *, editions: Mapping[str, str] = EDITIONS, by_language: bool = False) -> ServedSite:
    """A site in a published folder, as `deploy` describes it."""
    return ServedSite("www.example.org", str(published), editions, TYPES, by_language)


def site_conf(site: ServedSite, port: int, snippets: Path, keys: Path | None) -> str:
    """The deployed configuration on another port; without `keys` it is plain HTTP."""
    text = server_configuration("nginx", site)
    start, end = text.index("server {\n    listen 80;"), text.index("server {\n    listen 443")
    text = text[:start] + text[end:]
    text = text.replace("    listen [::]:443 ssl;\n", "").replace("listen 443", f"listen 127.0.0.1:{port}")
    if keys:
        text = text.replace("/etc/ssl/dvoglas", str(keys))
    else:
        text = re.sub(r" +(?:ssl_|http2).*\n", "", text).replace(f":{port} ssl", f":{port}")
    return text.replace("include snippets/", f"include {snippets}/")


@contextmanager
def nginx(folder: Path, conf: str, port: int) -> Iterator[int]:
    """nginx with one site's configuration."""
    program = need("nginx")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.conf").write_text(conf, "utf-8")
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    facts = {
        "user": "user root;" if os.geteuid() == 0 else "",
        "folder": folder,
        "modules": f"load_module {module};" if module.exists() else "",
    }
    (folder / "nginx.conf").write_text(NGINX.format(**facts), "utf-8")
    with running([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder / "out.log"):
        yield port


@contextmanager
def nginx_for(site: ServedSite, folder: Path, *, brotli: bool = False, keys: Path | None = None) -> Iterator[int]:
    """nginx with our configuration of a site."""
    (folder / "snippets").mkdir(parents=True, exist_ok=True)
    if brotli:
        (folder / "snippets" / "dvoglas-brotli.conf").write_text("brotli_static on;\n")
    port = free_port()
    with nginx(folder, site_conf(site, port, folder / "snippets", keys), port):
        yield port


@contextmanager
def nginx_before_bucket(behind: int, bucket: str, folder: Path) -> Iterator[int]:
    """A simple delivery network: serves the index page of folders, and the 404 page for missing objects."""
    port = free_port()
    with nginx(folder, BEFORE_BUCKET.format(port=port, behind=behind, bucket=bucket), port):
        yield port


SSHD = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PermitRootLogin yes
MaxStartups 100
LogLevel ERROR
SetEnv HOME={folder}
"""


@contextmanager
def sshd(folder: Path, port: int) -> Iterator[dict[str, object]]:
    """An SSH server with keys of its own; yields the settings of a target on it, without its path."""
    program, _ = need("sshd"), need("rsync")
    folder.mkdir(parents=True)
    for name in ("host_key", "reader_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized_keys").write_bytes((folder / "reader_key.pub").read_bytes())
    host_key = (folder / "host_key.pub").read_text().split()[:2]
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {' '.join(host_key)}\n")
    (folder / "sshd_config").write_text(SSHD.format(port=port, folder=folder))
    (folder / "ssh_config").write_text("Host *\nGlobalKnownHostsFile /dev/null\n")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with running([program, "-D", "-e", "-f", str(folder / "sshd_config")], port, folder / "sshd.log"):
        yield {
            "kind": "ssh",
            "host": "127.0.0.1",
            "port": port,
            "key": str(folder / "reader_key"),
            "known_hosts": str(folder / "known_hosts"),
            "config": str(folder / "ssh_config"),
        }


def get(port: int, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
