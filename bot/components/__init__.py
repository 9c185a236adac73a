"""Rasa graph components of 이음: tokens, entities, intent, and the store of conversations."""
