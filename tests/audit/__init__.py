"""Tests of the audit of the built site."""
