"""What operators see of the money."""

from finance.admin import alerts, engine, ledger, loans, mappings, nights, reviews, transfers, work

__all__ = ["alerts", "engine", "ledger", "loans", "mappings", "nights", "reviews", "transfers", "work"]
