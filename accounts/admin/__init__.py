"""What operators see of people, and how they log in."""

from accounts.admin import api_keys, audit, logins, spending, users

__all__ = ["api_keys", "audit", "logins", "spending", "users"]
