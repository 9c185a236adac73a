"""Revisions: what editors change in the console, laid over the guide files and exported back to them."""
