"""Sentences as a model words them, with a place for each figure: one module a language."""
