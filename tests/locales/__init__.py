"""Tests of plugins/locales."""
