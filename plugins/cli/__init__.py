"""What the verbs of `tasks.py` do on a terminal: they call the plugins and say what came of it, with an exit status."""
