"""Tests of plugins/project."""
