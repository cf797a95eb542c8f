"""Scenarios of conversations, and what has to come of them: `python -m tests.evals`, and pytest in CI."""
