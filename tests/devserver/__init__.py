"""Tests of plugins/devserver."""
