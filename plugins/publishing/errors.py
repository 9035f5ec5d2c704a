"""Errors of publishing. Their texts never contain a secret, so they may be printed and logged."""

import base64
import os
import re
from collections.abc import Mapping, Sequence

from plugins.diagnostics.message import Message, fill

from .failures import Failure

SECRET_NAME = re.compile(r"SECRET|TOKEN|PASS|PWD$|CREDENTIAL|PRIVATE|AUTH(?!OR)|(?:^|_)KEY(?:_|$)|APIKEY", re.I)
# Shorter values occur in ordinary text.
SHORTEST_SECRET = 6
# The user names that Git hosts expect beside a token, in the base64 form of an HTTP header.
TOKEN_USERS = ("x-access-token", "oauth2", "gitlab-ci-token")
USERINFO = re.compile(r"(?<=://)[^/@\s]+@")
HEADER = re.compile(r"(authorization:\s*\w+\s+)[^\s\"']+", re.I)
QUERY = re.compile(r"([?&](?:[\w-]*token|[\w-]*key|signature|x-amz-[\w-]+|password)=)[^&\s\"']+", re.I)
HIDDEN = "•••"


def redact(text: str, environment: Mapping[str, str] | None = None) -> str:
    """The text without secrets: values of environment variables with secret-sounding names, also as base64 beside a
    user name, user names and passwords in addresses, and values of authorization headers and token parameters."""
    for name, value in (os.environ if environment is None else environment).items():
        # A path or a number of such a variable, as in SSH_AUTH_SOCK, is no secret.
        if len(value) >= SHORTEST_SECRET and SECRET_NAME.search(name) and not value.startswith("/"):
            encoded = (base64.b64encode(f"{user}:{value}".encode()).decode() for user in TOKEN_USERS)
            # A private key has several lines, of which programs print single ones.
            lines = (line for line in value.splitlines() if len(line) >= SHORTEST_SECRET)
            for secret in (value, *encoded, *lines):
                text = text.replace(secret, HIDDEN)
    text = USERINFO.sub(f"{HIDDEN}@", text)
    return QUERY.sub(rf"\1{HIDDEN}", HEADER.sub(rf"\1{HIDDEN}", text))


def redact_message(message: Message) -> str:
    """The message without secrets; as a plain text where one is spread over its template and its values."""
    values = {name: redact(value) if type(value) is str else value for name, value in message.values.items()}
    hidden = fill(message.template, values)
    return hidden if redact(hidden) == hidden else redact(hidden)


class PublishError(Exception):
    """A publish or rollback that cannot continue: `failure` says which kind, `cause` what happened, `correction` what
    to do, `details` further lines; `output` what a program or a server said of it, "" where that is nothing."""

    def __init__(self, failure: Failure, details: Sequence[str] = (), *, output: str = "", **values: object) -> None:
        """`values` stand in the places of the failure's sentences."""
        self.failure, self.output = failure, redact(output)
        self.cause = redact_message(fill(failure.cause, values))
        self.correction = redact_message(fill(failure.correction, values))
        self.details = tuple(redact_message(one) if isinstance(one, Message) else redact(one) for one in details)
        super().__init__(describe_failure(self.cause, self.correction, self.output))


def describe_failure(cause: str, correction: str, output: str) -> str:
    """A failure in one line: what happened, what to do, and what a program said; all but the first may be ""."""
    if correction and output:
        return f"{cause}: {correction} ({output})"
    return ": ".join(filter(None, (cause, correction or output)))


class TargetSettingsError(ValueError):
    """An error in `TARGETS`: the setting, the expected value and the given one."""

    def __init__(self, text: str) -> None:
        super().__init__(redact(text))
