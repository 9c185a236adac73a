"""Tests of collectors against strict fakes."""
