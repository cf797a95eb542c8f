"""A made-up user with years of several accounts, read in as statements and brought in line as the worker does it."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from accounts.models import User

CURRENCY = "USD"
DAYS = 3 * 365
SHARES = {"Bank": 0.3, "Card": 0.35, "Savings": 0.05, "Wallet": 0.3}
SHOPS = ("market", "bakery", "fuel station", "pharmacy", "coffee", "parking", "stationery", "car wash")
BILLS = (
    ("rent", 1, 95_000),
    ("phone", 5, 4_500),
    ("insurance", 9, 13_900),
    ("internet", 14, 3_999),
    ("gym", 20, 2_999),
)
Row = tuple[date, str, int]


def make(rows: int) -> "User":
    """Make the user, read the statements in, compute what waits; returns the user."""
    from django.utils import timezone

    from accounts.models import User
    from finance import engine
    from finance.intake import imports
    from finance.models import Forecast

    user = User.objects.create_user("bench@example.org", home_currency=CURRENCY)
    today = timezone.now().date()
    for name, content in statements(rows, today).items():
        account = imports.account_named(user, name, currency=CURRENCY)
        imports.import_statement(account=account, file_name=f"{name}.csv", content=content)
    for pk in Forecast.objects.filter(status=Forecast.Status.REQUESTED).values_list("pk", flat=True):
        engine.run(pk, now=timezone.now())
    return user


def statements(rows: int, today: date) -> dict[str, bytes]:
    """Return one CSV file an account: bills, pay, purchases, and transfers that two of them tell of."""
    rng = np.random.default_rng(3)
    first = today - timedelta(days=DAYS)
    found: dict[str, list[Row]] = {name: [] for name in SHARES}
    for name, on, memo, amount in _regular(first):
        found[name].append((on, memo, amount))
    for name, share in SHARES.items():
        for number in range(round(rows * share) - len(found[name])):
            found[name].append(_purchase(rng, name, first, number))
    return {name: _csv(sorted(told)) for name, told in found.items()}


def _regular(first: date) -> Iterator[tuple[str, date, str, int]]:
    """Bills by the month, platform pay by the week, money put aside, the card paid off."""
    for offset in range(DAYS):
        on = first + timedelta(days=offset)
        for memo, day, amount in BILLS:
            if on.day == day:
                yield "Bank", on, memo, -amount
        if on.isoweekday() == 2:
            yield "Bank", on, "UBER weekly payout", 60_000 + 137 * (offset % 90)
        if on.day == 3:
            yield "Bank", on, "transfer to savings", -20_000
            yield "Savings", on + timedelta(days=1), "transfer from bank", 20_000
        if on.day == 25:
            yield "Bank", on, "card payment", -(50_000 + offset)
            yield "Card", on + timedelta(days=1), "payment received", 50_000 + offset


def _purchase(rng: np.random.Generator, account: str, first: date, number: int) -> Row:
    on = first + timedelta(days=int(rng.integers(DAYS)))
    if account == "Wallet":
        return on, f"DOORDASH order {number}", int(rng.integers(300, 2_500))
    if account == "Savings":
        return on, f"interest {number}", int(rng.integers(1, 40))
    return on, f"{rng.choice(SHOPS)} {rng.integers(400)}", -int(rng.integers(150, 6_000))


def _csv(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["Date", "Description", "Amount", "Balance"])
    balance = 1_000_000
    for on, memo, amount in rows:
        balance += amount
        writer.writerow([on.isoformat(), memo, f"{amount / 100:.2f}", f"{balance / 100:.2f}"])
    return out.getvalue().encode()
