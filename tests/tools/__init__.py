"""Tools of the developers, and their tests."""
