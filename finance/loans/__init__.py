"""Loans: what was paid out and what is paid back, tied to one, found in what happened and judged by the user."""
