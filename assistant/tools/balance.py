"""What is on the accounts."""

from datetime import date

from assistant.facts import Fact, Source
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance.balances import balances_of
from finance.models.forecasts import STALE_AFTER

SOURCE = Source("account", "", "/settings")
Known = tuple[int, date]


def balance(asked: Question, *, currency: str | None = None) -> Found:
    """Tell how much money is on the user's accounts right now, all accounts of one currency together.

    Args:
        currency: ISO 4217 code; the user's main currency without one.
    """
    if asked.currency is None:
        return Found("no_statements")
    known = _known(asked, asked.currency)
    if known is None:
        return Found("no_balance")
    minor, on = known
    facts = (_fact("balance", known, asked.currency), figures.day("as_of", on, on, SOURCE))
    found = Found("balance.overdrawn" if minor < 0 else "balance.ok", facts)
    if not currency and (other := _other(asked)):
        found = found.noting("other_balance", other)
    if asked.today - on > STALE_AFTER:
        return found.noting("newer_statement")
    return found


def _known(asked: Question, currency: str) -> Known | None:
    """Return the total on the last day of which anything is known; None as soon as one account is not known."""
    found = balances_of(asked.user, currency)
    days = [account.last_on for account in found.accounts.values() if account.last_on]
    minor = found.on(max(days)) if days else None
    return None if minor is None else (minor, max(days))


def _other(asked: Question) -> Fact | None:
    """Return what is there in the next currency of the ledger: two queries, whatever the number of currencies."""
    other = next((one for one in asked.currencies if one != asked.currency), None)
    known = _known(asked, other) if other else None
    return _fact("other_balance", known, other) if known and other else None


def _fact(name: str, known: Known, currency: str) -> Fact:
    return figures.money(name, known[0], currency, known[1], SOURCE)
