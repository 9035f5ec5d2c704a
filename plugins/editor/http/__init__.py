"""The editor as a server: its application, who may call it, and how it is started."""
