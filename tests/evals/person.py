"""The person that every scenario is about: Maya, who drives and delivers in Denver, on 20 November 2026."""

from datetime import UTC, date, datetime, timedelta

from accounts.models import User
from finance import engine, refresh
from finance.goals import keeping as goals
from finance.ml import MLClient
from finance.models import BalancePoint, Forecast, LinkedAccount, TaxProfile, Transaction, Trip
from finance.recurring import bills
from finance.recurring.cadence import Cadence

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
LAST_DAY = date(2026, 11, 19)
FIRST_DAY = date(2026, 3, 2)
Kind = Transaction.Kind
# weekday -> platform, pay in cents, jobs, minutes
WEEK = {
    0: ("uber", 14_250, 9, 380),
    2: ("uber", 13_100, 8, 350),
    3: ("doordash", 9_875, 11, 300),
    4: ("uber", 18_640, 12, 420),
    5: ("lyft", 11_430, 7, 310),
}
WEEKDAYS = {
    1: (-4_215, Kind.EXPENSE, "fuel", "SHELL OIL 5712"),
    6: (-8_730, Kind.PERSONAL, "groceries", "KING SOOPERS 44"),
}
MONTHDAYS = {
    1: (-95_000, Kind.PERSONAL, "housing", "RENT MAPLE COURT"),
    8: (-5_500, Kind.EXPENSE, "phone", "MINT MOBILE"),
    12: (-13_800, Kind.EXPENSE, "insurance", "GEICO AUTO"),
    20: (-1_599, Kind.PERSONAL, "leisure", "NETFLIX.COM"),
}


def make(*, client: MLClient) -> User:
    """Write Maya's ledger and let everything be computed as the worker would."""
    maya = User.objects.create_user("maya@example.com", "maya-password", name="Maya", home_currency="USD")
    maya.time_zone, maya.buffer_minor, maya.daily_target_minor, maya.working_days = (
        "America/Denver",
        30_000,
        12_000,
        0b0111101,
    )
    maya.save()
    account = LinkedAccount.objects.create(user=maya, name="Everyday", currency="USD")
    Transaction.objects.bulk_create(_rows(maya, account))
    BalancePoint.objects.create(account=account, on=LAST_DAY, balance_minor=184_215, source="statement")
    TaxProfile.objects.create(user=maya, country="US", filing_status="single")
    Trip.objects.bulk_create(
        Trip(user=maya, on=LAST_DAY - timedelta(days=7 * week), distance_thousandths=62_400, unit="mi", platform="uber")
        for week in range(30)
    )
    goal = goals.make(
        user=maya,
        name="New tyres",
        currency="USD",
        target_minor=60_000,
        due_on=date(2027, 2, 1),
        starts_on=date(2026, 9, 1),
    )
    goals.set_aside(goal, on=date(2026, 11, 2), amount_minor=15_000, pay=None, now=NOW)
    bills.tell(
        user=maya,
        name="Car registration",
        direction=-1,
        amount_minor=21_000,
        currency="USD",
        cadence=Cadence.YEARLY,
        due_on=date(2026, 12, 5),
    )
    refresh.after_change(user=maya, currency="USD")
    for row in Forecast.objects.order_by("-period"):
        engine.run(row.pk, client=client, now=NOW)
    return maya


def _rows(maya: User, account: LinkedAccount) -> list[Transaction]:
    found: list[Transaction] = []

    def write(on: date, amount_minor: int, kind: str, **more: object) -> None:
        found.append(
            Transaction(
                user=maya,
                account=account,
                posted_on=on,
                amount_minor=amount_minor,
                currency="USD",
                kind=kind,
                fingerprint=f"maya-{len(found)}",
                **more,
            )
        )

    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        on = FIRST_DAY + timedelta(days=offset)
        if on.weekday() in WEEK:
            platform, pay, jobs, minutes = WEEK[on.weekday()]
            swing = (offset * 37 % 11 - 5) * 160
            write(
                on,
                pay + swing,
                Kind.EARNING,
                platform=platform,
                jobs=jobs,
                minutes=minutes,
                memo=f"{platform.upper()} PAYOUT",
            )
            write(
                on,
                -(pay + swing) // 10,
                Kind.PLATFORM_FEE,
                platform=platform,
                category="platform_fee",
                memo=f"{platform.upper()} FEE",
            )
        for days, of_day in ((WEEKDAYS, on.weekday()), (MONTHDAYS, on.day)):
            if of_day in days:
                amount, kind, category, memo = days[of_day]
                write(on, amount, kind, category=category, memo=memo)
    return found
