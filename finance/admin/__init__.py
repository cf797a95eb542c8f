"""What operators see of the money."""

from finance.admin import engine

__all__ = ["engine"]
