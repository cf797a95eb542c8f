"""What operators see of the money."""

from finance.admin import engine, ledger, mappings, reviews

__all__ = ["engine", "ledger", "mappings", "reviews"]
