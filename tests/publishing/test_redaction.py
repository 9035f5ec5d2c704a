"""Secrets never appear in errors, results or progress."""

import pytest

from plugins.diagnostics import Message
from plugins.publishing import PublishError, TargetSettingsError
from plugins.publishing.failures import Failure
from plugins.publishing.redaction import redact

ENVIRONMENT = {
    "AWS_SECRET_ACCESS_KEY": "s3cr3t-value",
    "GITHUB_TOKEN": "tok-123456",
    "PREVIEW_KEY": "a-long-secret-word",
    "PUBLISH_KEY": "-----BEGIN\nb3BlbnNzaC1rZXk\n",
    "HOME": "/home/anna",
    "GIT_AUTHOR_NAME": "Anna Author",
    "SSH_AUTH_SOCK": "/tmp/ssh-agent",
    "A_TOKEN": "x",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("key s3cr3t-value with tok-123456 in /home/anna x", "key ••• with ••• in /home/anna x"),
        ("at https://me:pw@example.org/x.git", "at https://•••@example.org/x.git"),
        ("fatal: https://x-access-token:ghs_unknown@github.com/a/b", "fatal: https://•••@github.com/a/b"),
        ("> Authorization: Basic Zm9vOmJhcg==", "> Authorization: Basic •••"),
        ("AUTHORIZATION: bearer abc'", "AUTHORIZATION: bearer •••'"),
        ("GET /x?private_token=abc&y=1", "GET /x?private_token=•••&y=1"),
        ("by Anna Author over /tmp/ssh-agent", "by Anna Author over /tmp/ssh-agent"),
        ("git@example.org:site.git", "git@example.org:site.git"),
        # In the form in which Git sends a token, and one line of a key that has several.
        ("header eC1hY2Nlc3MtdG9rZW46dG9rLTEyMzQ1Ng==", "header •••"),
        ("invalid line: b3BlbnNzaC1rZXk", "invalid line: •••"),
    ],
)
def test_secrets_are_hidden(text: str, expected: str) -> None:
    """Values of variables with secret-sounding names, users and passwords in addresses, headers and parameters."""
    assert redact(text, ENVIRONMENT) == expected


def test_errors_hide_secrets_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever an error is printed or logged, its text and its details have no secret."""
    monkeypatch.setenv("PREVIEW_KEY", secret := "a-long-secret-word")
    details = [f"detail {secret}", Message("{path} is odd", path=secret)]
    values = {"release": secret, "state": "https://a:b@c/", "manifest": "x"}
    error = PublishError(Failure.BUCKET_MANIFEST_UNREADABLE, details, output=f"said {secret}", **values)
    parts = [getattr(one, "values", {}) for one in (error.cause, error.correction, *error.details)]
    text = f"{error} {error!r} {error.cause} {error.correction} {error.details} {error.output} {parts}"
    assert secret not in text + str(TargetSettingsError(f"got '{secret}'"))
    assert "a:b" not in text
