"""The server of the editor: its requests, its access control, how it starts and ends."""

# The address below which the editor is served.
EDITOR = "/~editor"
