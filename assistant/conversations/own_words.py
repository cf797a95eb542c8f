"""The words that are a user's own: their platforms and categories, kept ready for some minutes."""

import redis
from django.core.cache import cache

from accounts.models import User
from assistant.understanding import Known
from finance.flows import main_currency
from finance.models import Transaction

KEPT_S = 300
MOST = 200


def known_of(user: User) -> Known:
    """Return what somebody may name in a question."""
    key = f"assistant:known:{user.pk}"
    try:
        found: tuple[tuple[str, ...], dict[str, str], str] | None = cache.get(key)
        if found is None:
            found = _look(user)
            cache.set(key, found, KEPT_S)
    except redis.RedisError:
        found = _look(user)
    platforms, categories, currency = found
    return Known(platforms=platforms, categories=categories, currency=currency, time_zone=user.time_zone)


def _look(user: User) -> tuple[tuple[str, ...], dict[str, str], str]:
    rows = Transaction.objects.for_user(user).order_by()
    platforms = rows.exclude(platform="").values_list("platform", flat=True).distinct()[:MOST]
    categories = rows.exclude(category="").values_list("category", flat=True).distinct()[:MOST]
    named = {name.replace("_", " "): name for name in sorted(categories)}
    return tuple(sorted(platforms)), named, main_currency(user) or user.home_currency
