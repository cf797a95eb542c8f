"""What operators see of the money."""

from finance.admin import engine, ledger, mappings, reviews, transfers

__all__ = ["engine", "ledger", "mappings", "reviews", "transfers"]
