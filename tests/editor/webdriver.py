"""WebKit as Debian's webkit2gtk-driver has it, driven over WebDriver: as much of the protocol as the tests need.

It opens windows, so that it runs on a screen of its own that nobody sees (Xvfb).
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.editor.bidi import KEYS
from tests.ports import free_port

SCREEN = "1600x1000x24"


class WebKit:
    """One WebKit browser with one page."""

    def __init__(self, driver: str, screen: str, profile: Path) -> None:
        profile.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile() as number:
            self.screen = subprocess.Popen(
                [screen, "-displayfd", str(number.fileno()), "-screen", "0", SCREEN],
                pass_fds=[number.fileno()],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            display = self._display(number)
        port = free_port()
        self.process = subprocess.Popen(
            [driver, f"--port={port}"],
            env={
                **os.environ,
                "HOME": str(profile),
                "DISPLAY": display,
                "GDK_BACKEND": "x11",
                # A container lets no process make a sandbox of its own.
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.address = f"http://127.0.0.1:{port}/session"
        self._await_port(port)
        session = self._request("POST", "", {"capabilities": {}})
        self.address += f"/{session['sessionId']}"
        self.version = session["capabilities"].get("browserVersion", "")
        self._request("POST", "/window/rect", {"x": 0, "y": 0, "width": 1440, "height": 900})

    def _display(self, number: Any) -> str:
        end = time.monotonic() + 30
        while True:
            number.seek(0)
            if found := number.read().decode().strip():
                return f":{found}"
            assert time.monotonic() < end
            assert self.screen.poll() is None
            time.sleep(0.05)

    def _await_port(self, port: int) -> None:
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)

    def _request(self, method: str, path: str, data: Any = None) -> Any:
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(self.address + path, body, {"content-type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None

    def goto(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self._request("POST", "/url", {"url": url})

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, a promise's once it is settled; texts, numbers and truths only."""
        script = f"Promise.resolve({expression}).then(arguments[0], error => arguments[0]('error: ' + error))"
        value = self._request("POST", "/execute/async", {"script": script, "args": []})
        if isinstance(value, str) and value.startswith("error: "):
            raise AssertionError(value)
        return value

    def frame_evaluate(self, selector: str, expression: str) -> Any:
        """The value of an expression in the frame that `selector` names, of whatever origin; None where there is no
        frame yet."""
        found = self._request("POST", "/elements", {"using": "css selector", "value": selector})
        if not found:
            return None
        self._request("POST", "/frame", {"id": found[0]})
        try:
            return self.evaluate(expression)
        finally:
            self._request("POST", "/frame", {"id": None})

    def until(self, claim: str, seconds: float = 60) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.evaluate(f"Promise.resolve({claim}).then(Boolean)"):
            assert time.monotonic() < end, claim
            time.sleep(0.05)

    def _keys(self, *actions: tuple[str, str]) -> None:
        steps = [{"type": kind, "value": value} for kind, value in actions]
        actions_of_keyboard = {"type": "key", "id": "keyboard", "actions": steps}
        self._request("POST", "/actions", {"actions": [actions_of_keyboard]})

    def press(self, combination: str) -> None:
        """Press keys together: "Control+s"."""
        names = [KEYS.get(name, name) for name in combination.split("+")]
        self._keys(*(("keyDown", name) for name in names), *(("keyUp", name) for name in reversed(names)))

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        self._keys(*((kind, letter) for letter in text for kind in ("keyDown", "keyUp")))

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window, in pixels."""
        steps: list[Any] = [{"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}]
        steps += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._request("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": steps}]})

    def close(self) -> None:
        """End it."""
        for process in (self.process, self.screen):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
