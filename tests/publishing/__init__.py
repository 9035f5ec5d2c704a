"""Tests of publishing and of the audit."""
