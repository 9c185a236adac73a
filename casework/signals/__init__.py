"""Crisis signals: what agencies know of a household, joined by a keyed hash of its address and scored with reasons."""
