"""The command line: reads arguments, calls the tools, prints their results and sets the exit status."""
