"""Users with a year of transactions, one a day, written by the database itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import F

from accounts.models import User
from finance.models import BalancePoint, Book, LinkedAccount

LAST = date(2026, 10, 31)
DAYS = 365
BATCH = 5_000
# Pay on five days of seven, fuel and food on the others, rent on the first; every user on a scale of their own.
ROWS = """
INSERT INTO finance_transaction (
    public_id, user_id, account_id, posted_on, amount_minor, currency, memo, kind, kind_source, category, platform,
    external_id, fingerprint, pending, needs_review, review_reason, was_kind, was_kind_source, was_category, created_at
)
SELECT gen_random_uuid(), a.user_id, a.id, d.day,
    CASE WHEN extract(day FROM d.day) = 1 THEN -90000 - 100 * (a.id %% 300)
         WHEN extract(isodow FROM d.day) <= 5 THEN 6000 + (hashint8(a.id * 1000 + d.n) & 4095) + 10 * (a.id %% 500)
         ELSE -2500 - (hashint8(a.id * 1000 + d.n) & 2047) END,
    'USD',
    CASE WHEN extract(day FROM d.day) = 1 THEN 'RENT' WHEN extract(isodow FROM d.day) <= 5 THEN 'UBER PAYOUT'
         WHEN extract(isodow FROM d.day) = 6 THEN 'SHELL FUEL' ELSE 'GROCERIES' END,
    CASE WHEN extract(day FROM d.day) = 1 THEN 'personal' WHEN extract(isodow FROM d.day) <= 5 THEN 'earning'
         WHEN extract(isodow FROM d.day) = 6 THEN 'expense' ELSE 'personal' END,
    'default', '', '', '', 'bench-' || d.n, false, false, '', '', '', '', now()
FROM finance_linkedaccount a, (SELECT n, %s::date - n AS day FROM generate_series(0, %s) n) d
WHERE a.user_id BETWEEN %s AND %s
"""


def write(users: int, *, days: int = DAYS) -> None:
    """Write so many users, each with an account, a balance, a book and so many days."""
    with _bare():
        _write(users, days)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _write(users: int, days: int) -> None:
    for first in range(0, users, BATCH):
        numbers = range(first, min(users, first + BATCH))
        made = User.objects.bulk_create(User(email=f"u{number}@example.com") for number in numbers)
        accounts = LinkedAccount.objects.bulk_create(
            LinkedAccount(user=user, name="Main", currency="USD") for user in made
        )
        BalancePoint.objects.bulk_create(
            BalancePoint(account=account, on=LAST, balance_minor=120_000, source="statement") for account in accounts
        )
        Book.objects.bulk_create(Book(user=user, currency="USD") for user in made)
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [LAST, days - 1, made[0].pk, made[-1].pk])


INDEXES = """
SELECT i.indexrelid::regclass::text, c.conname, pg_get_indexdef(i.indexrelid), pg_get_constraintdef(c.oid)
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'
WHERE i.indrelid = 'finance_transaction'::regclass AND NOT i.indisprimary
"""


@contextmanager
def _bare() -> Iterator[None]:
    """Take the indexes off the ledger while it is written, and put them back: a third of the time for many rows."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        found = cursor.fetchall()
        for name, constraint, *_ in found:
            cursor.execute(
                f"ALTER TABLE finance_transaction DROP CONSTRAINT {constraint}" if constraint else f"DROP INDEX {name}"
            )
        cursor.execute("ALTER TABLE finance_transaction DISABLE TRIGGER ALL")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for _, constraint, index, definition in found:
            added = f"ALTER TABLE finance_transaction ADD CONSTRAINT {constraint} {definition}"
            cursor.execute(added if constraint else index)
        cursor.execute("ALTER TABLE finance_transaction ENABLE TRIGGER ALL")


def let_due(users: int) -> None:
    """Let the first so many users want computing, and nobody else."""
    Book.objects.update(computed_changes=F("changes"), computed_at=datetime.now(UTC) - timedelta(days=1))
    chosen = Book.objects.order_by("pk").values_list("pk", flat=True)[:users]
    Book.objects.filter(pk__in=list(chosen)).update(computed_changes=0)
