"""The tests, a folder for each plugin."""
