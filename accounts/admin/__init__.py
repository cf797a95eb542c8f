"""What operators see of people, and how they log in."""

from accounts.admin import api_keys, audit, logins, users

__all__ = ["api_keys", "audit", "logins", "users"]
