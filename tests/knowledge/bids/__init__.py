"""Tests of matching bid notices with firms."""
