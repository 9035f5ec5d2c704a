"""Tests of plugins/diagnostics."""
