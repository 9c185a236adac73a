"""Rules that read facts about a person from Korean text; one module per kind of fact."""
