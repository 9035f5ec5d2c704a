"""Tests of plugins/editions."""
