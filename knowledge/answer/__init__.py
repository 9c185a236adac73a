"""Answers: cited text composed from guides, or a typed refusal with a next step."""
