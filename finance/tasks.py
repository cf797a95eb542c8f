"""Thin tasks: each takes an id, looks at the row, may run twice."""
