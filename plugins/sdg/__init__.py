"""The Sustainable Development Goals: 17 goals as data, and the SDGs field."""


def register() -> None:
    """There is nothing to connect yet."""
