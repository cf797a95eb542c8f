"""Benchmarks. Each measures its floor in the same run, prints a table and, as its last line, one JSON object."""
