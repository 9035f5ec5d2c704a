"""A Git server over HTTP that wants a token, as Pages hosts have it."""

import base64
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TOKEN = "ghs_0123456789abcdef"


class GitServer(ThreadingHTTPServer):
    """Serves the repositories below `root` with `git http-backend`; `refused` counts requests without the token."""

    root: Path
    refused = 0


class GitRequests(BaseHTTPRequestHandler):
    """One request, given to `git http-backend` as CGI."""

    server: GitServer

    def handle_request(self) -> None:
        """Check the token, run the program, send its answer."""
        headers = self.headers.get_all("Authorization") or []
        scheme, _, value = (headers[0] if len(headers) == 1 else "").partition(" ")
        if scheme.lower() != "basic" or base64.b64decode(value).decode().partition(":")[2] != TOKEN:
            self.server.refused += 1
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, _, query = self.path.partition("?")
        body = self.read_body()
        environment = {
            **os.environ,
            "GIT_PROJECT_ROOT": str(self.server.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "publisher",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(["git", "http-backend"], input=body, env=environment, capture_output=True, check=True)
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        status = next((int(value.split()[0]) for name, value in lines if name == "Status"), 200)
        self.send_response(status)
        for name, value in lines:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = handle_request

    def read_body(self) -> bytes:
        """The body, of the length that is given or in chunks."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def git_server(root: Path) -> Iterator[GitServer]:
    """A server over an empty repository `site.git`."""
    subprocess.run(["git", "init", "-q", "--bare", str(root / "site.git")], check=True)
    subprocess.run(["git", "-C", str(root / "site.git"), "config", "http.receivepack", "true"], check=True)
    with GitServer(("127.0.0.1", 0), GitRequests) as server:
        server.root = root
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()
