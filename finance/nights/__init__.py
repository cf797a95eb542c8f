"""The nightly run: every picture that has changed or aged is computed again, in chunks, with nothing lost."""
