"""Tests of plugins/content."""
