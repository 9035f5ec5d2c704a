"""What is said, and what never is."""

import io

from rich.console import Console

from plugins.publishing.progress import Reporter, redacted


def test_secrets_are_not_said() -> None:
    """Values of variables that sound secret, and user names in addresses, are blotted out."""
    environment = {
        "AWS_SECRET_ACCESS_KEY": "s3cr3t-value",
        "GITHUB_TOKEN": "tok-123456",
        "HOME": "/home/anna",
        "A_TOKEN": "x",
    }

    said = redacted("key s3cr3t-value at https://me:pw@example.org with tok-123456 in /home/anna x", environment)

    assert said == "key ••• at https://•••@example.org with ••• in /home/anna x"


def test_plain_lines_off_a_terminal() -> None:
    """Where nobody watches, long work is one line, and markup is only text."""
    console = Console(file=io.StringIO(), width=40)
    reporter = Reporter(console)
    with reporter.track("Files", 3) as done:
        done(3)
    reporter.say("[bold]" + "x" * 100)

    assert console.file.getvalue() == "Files: 3\n[bold]" + "x" * 100 + "\n"


def test_bar_on_a_terminal() -> None:
    """On a terminal long work has a bar, which is gone afterwards."""
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    with Reporter(console).track("Files", 3) as done:
        done(2)

    assert "2/3" in console.file.getvalue()
