"""Firefox as Debian has it, driven over WebDriver BiDi: just enough of the protocol for the editor's tests."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

# Keys that WebDriver names by private characters.
KEYS = {"Control": "\ue009", "Alt": "\ue00a", "Shift": "\ue008", "Enter": "\ue007", "End": "\ue010", "Home": "\ue011",
        "ArrowDown": "\ue015", "Escape": "\ue00c", "F8": "\ue038", "F1": "\ue031", "Tab": "\ue004"}  # fmt: skip
QUIET = """
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.startup.page", 0);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.aboutwelcome.enabled", false);
"""


class Firefox:
    """One Firefox without a window, with one page."""

    def __init__(self, program: str, profile: Path) -> None:
        profile.mkdir(parents=True, exist_ok=True)
        (profile / "user.js").write_text(QUIET, "utf-8")
        self.process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "HOME": str(profile), "MOZ_HEADLESS_WIDTH": "1440", "MOZ_HEADLESS_HEIGHT": "900"},
            start_new_session=True,
        )
        assert self.process.stderr is not None
        address = ""
        for line in self.process.stderr:
            if match := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                address = match[1]
                break
        self.socket = connect(f"{address}/session", max_size=None, open_timeout=30)
        self.numbers = itertools.count(1)
        self.send("session.new", capabilities={})
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **parameters: Any) -> Any:
        """Send a command; gives its result, or raises with Firefox's words."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv(timeout=60))
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise AssertionError(f"{method}: {answer['error']}: {answer['message']}")
                return answer["result"]

    def goto(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, a promise's once it is settled; texts, numbers and truths only."""
        return self._evaluate_in(self.context, expression)

    def frame_evaluate(self, selector: str, expression: str) -> Any:
        """The value of an expression in the only frame of the page, which `selector` names, of whatever origin; None
        where there is no frame yet."""
        if not self.evaluate(f"Boolean(document.querySelector({json.dumps(selector)}))"):
            return None
        frames = self.send("browsingContext.getTree", root=self.context)["contexts"][0]["children"]
        return self._evaluate_in(frames[0]["context"], expression) if frames else None

    def _evaluate_in(self, context: str, expression: str) -> Any:
        result = self.send("script.evaluate", expression=expression, target={"context": context}, awaitPromise=True)
        if result["type"] == "exception":
            raise AssertionError(result["exceptionDetails"]["text"])
        return result["result"].get("value")

    def until(self, claim: str, seconds: float = 60) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.evaluate(f"Boolean({claim})"):
            assert time.monotonic() < end, claim
            time.sleep(0.05)

    def keys(self, *actions: dict[str, str]) -> None:
        """Send key actions."""
        source = {"type": "key", "id": "keyboard", "actions": list(actions)}
        self.send("input.performActions", context=self.context, actions=[source])

    def press(self, combination: str) -> None:
        """Press keys together: "Control+s"."""
        names = [KEYS.get(name, name) for name in combination.split("+")]
        down = [{"type": "keyDown", "value": name} for name in names]
        up = [{"type": "keyUp", "value": name} for name in reversed(names)]
        self.keys(*down, *up)

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        self.keys(
            *(
                step
                for letter in text
                for step in ({"type": "keyDown", "value": letter}, {"type": "keyUp", "value": letter})
            )
        )

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window, in pixels."""
        steps = [{"type": "pointerMove", "x": round(x), "y": round(y)}]
        steps += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        source = {"type": "pointer", "id": "mouse", "actions": steps}
        self.send("input.performActions", context=self.context, actions=[source])

    def close(self) -> None:
        """End it."""
        self.socket.close()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
