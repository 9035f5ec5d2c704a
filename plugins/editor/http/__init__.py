"""The server of the editor: its requests, its access control, how it starts and ends."""
