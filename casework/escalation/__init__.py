"""Until a person answers: who is told, when, by which route, and what happens when nobody does."""
