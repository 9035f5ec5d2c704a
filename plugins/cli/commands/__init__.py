"""The commands: each function takes values, calls a tool, prints its result and returns the exit status."""
