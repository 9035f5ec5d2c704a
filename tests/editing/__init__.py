"""Tests of plugins/editing."""
