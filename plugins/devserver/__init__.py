"""The preview server: builds, serves, watches and reloads."""
