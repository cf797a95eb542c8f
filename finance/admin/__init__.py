"""What operators see of the money."""

from finance.admin import alerts, engine, ledger, mappings, nights, reviews, transfers, work

__all__ = ["alerts", "engine", "ledger", "mappings", "nights", "reviews", "transfers", "work"]
