"""The commands: each function takes values, calls a tool, prints its result, gives the exit status."""
