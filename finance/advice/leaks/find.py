"""Every search for a leak, one after another."""

from datetime import date, timedelta

from finance.advice.facts import Advice
from finance.advice.leaks.fees import bank_fees, fee_spikes
from finance.advice.leaks.fuel import fuel_over_norm
from finance.advice.leaks.idle import idle_platforms
from finance.advice.leaks.prices import price_rises
from finance.advice.leaks.spending import Spending
from finance.advice.leaks.twice import paid_twice

SEARCHES = (price_rises, paid_twice, fee_spikes, bank_fees, fuel_over_norm, idle_platforms)
TOO_OLD = timedelta(days=90)  # a leak of a statement this old can no longer be acted upon


def find_leaks(spending: Spending, *, today: date) -> list[Advice]:
    """Return advice on what leaks; nothing from a ledger that ended long ago."""
    if today - spending.as_of > TOO_OLD:
        return []
    return [advice for search in SEARCHES for advice in search(spending)]
