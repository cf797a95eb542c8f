"""What follows when the ledger changes: snapshots at once, forecasts, scores and advice after commit."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from finance import forecasts, snapshots
from finance.models import Forecast, LinkedAccount
from finance.nights import books
from finance.work import payout_audit


def after_import(*, account: LinkedAccount, first_on: date | None = None) -> None:
    """Bring everything in line after a statement was read into (or taken out of) an account."""
    payout_audit.audit(account)
    if account.currency:
        after_change(user=account.user, currency=account.currency, trigger=Forecast.Trigger.IMPORT)


def after_change(*, user: User, currency: str, trigger: Forecast.Trigger = Forecast.Trigger.USER) -> None:
    """Bring everything in line after transactions or balances of a currency changed."""
    books.changed(user, currency)
    if not snapshots.rebuild(user=user, currency=currency):
        return
    for period in snapshots.PERIODS:
        forecasts.request(user=user, period=period, currency=currency, trigger=trigger, now=timezone.now())
