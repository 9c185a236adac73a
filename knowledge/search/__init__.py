"""Search: from a citizen's words to ranked documents with their best passage."""
