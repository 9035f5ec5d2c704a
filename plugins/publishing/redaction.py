"""Takes secrets out of texts that are printed or logged, such as errors of publishing."""

import base64
import os
import re
from collections.abc import Mapping

from plugins.diagnostics.message import Message, fill

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
