"""Readers of statement files: bytes in, rows out, no database."""
