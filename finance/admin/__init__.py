"""What operators see of the money."""

from finance.admin import engine, ledger, mappings, nights, reviews, transfers

__all__ = ["engine", "ledger", "mappings", "nights", "reviews", "transfers"]
