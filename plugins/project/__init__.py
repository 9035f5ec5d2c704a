"""Builds a site: settings, lock, strict Pelican run, and the check whether anything has changed."""
