"""What operators see of the money."""

from finance.admin import engine, ledger, reviews

__all__ = ["engine", "ledger", "reviews"]
