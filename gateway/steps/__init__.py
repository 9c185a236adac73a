"""The steps of a turn, one per file, each with one public call ``step(turn, house)``."""
