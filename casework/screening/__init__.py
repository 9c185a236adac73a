"""Screening: hear, in any message, that somebody may be at risk; offline, pure and fast."""
