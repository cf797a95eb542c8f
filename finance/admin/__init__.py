"""What operators see of the money."""

from finance.admin import engine, ledger

__all__ = ["engine", "ledger"]
