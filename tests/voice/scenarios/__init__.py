"""Calls as they go, written down in YAML: what the caller does, what they hear, and what they must not."""
