"""What can go wrong on the way out of the door, in the reader's words."""


class PublishError(Exception):
    """A publish that cannot go on: what happened, and what to do about it."""

    def __init__(self, cause: str, cure: str) -> None:
        super().__init__(f"{cause}: {cure}")
        self.cause = cause
        self.cure = cure


class TargetSettingsError(ValueError):
    """A fault in ``TARGETS``: the setting, what was expected and what came."""
