"""Tests of starting a site, adding a language, and taking a new version."""
