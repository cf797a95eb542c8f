"""Everything out and everything back: the same state, whatever the ledger is."""

import csv
import io
import json
import re
import threading
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import JSONField
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.archives import restoring, writing
from accounts.archives.parts import all_parts, left_out, owned_models
from accounts.archives.reading import BadArchive
from accounts.models import User
from assistant.models import ConversationSettings
from finance import snapshots
from finance.advice import recommendations
from finance.alerts import keeping, reminders
from finance.duplicates import decisions
from finance.goals import keeping as goals
from finance.intake import imports
from finance.loans import loans
from finance.ml import MLClient
from finance.models import (
    AlertSettings,
    BalancePoint,
    FinancialSnapshot,
    Forecast,
    LinkedAccount,
    RecurringFlow,
    Review,
    Score,
    TaxProfile,
    Transaction,
    Transfer,
    Trip,
)
from finance.recurring import bills
from finance.recurring.cadence import Cadence
from finance.scoring import scores
from finance.sorting import corrections, rule_rows
from finance.transfers import joining
from kit.cells import plain_cell
from kit.errors import NotFound
from tests.finance.conftest import LAST_DAY
from tests.samples import sample

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MAY_DIFFER = {"audit", "profile", "email_addresses"}  # what restoring adds; and whose account it is


def export(user: User) -> bytes:
    file = io.BytesIO()
    writing.write(user, file, now=NOW)
    return file.getvalue()


def tables(archive: bytes) -> dict[str, list[str]]:
    """Return the rows of each table, the ids replaced by the order in which they first occur."""
    seen: dict[str, str] = {}
    with ZipFile(io.BytesIO(archive)) as opened:
        return {
            part["name"]: [
                UUIDS.sub(lambda found: seen.setdefault(found[0], f"id-{len(seen)}"), line)
                for line in opened.read(part["data"]["path"]).decode().splitlines()
            ]
            for part in json.loads(opened.read("manifest.json"))["parts"]
            if part["name"] not in MAY_DIFFER
        }


def rows(archive: bytes, table: str) -> list[dict[str, Any]]:
    with ZipFile(io.BytesIO(archive)) as opened:
        return [json.loads(line) for line in opened.read(f"data/{table}.jsonl").splitlines()]


def figures(user: User) -> list[Any]:
    """Return what is computed: snapshots with their ratios, scores, and the counting ledger."""
    told = FinancialSnapshot.objects.for_user(user).order_by("currency", "period", "starts_on")
    columns = [[str(one), one.revenue_minor, one.closing_balance_minor, one.margin, one.growth] for one in told]
    ledger = list(Transaction.objects.for_user(user).order_by("pk").values_list("posted_on", "amount_minor", "kind"))
    return [columns, ledger, list(Score.objects.for_user(user).order_by("pk").values_list("kind", "value"))]


@pytest.fixture
def lived(ana: User, client_of_ml: MLClient) -> User:
    """Return ana with something in every table that an application could have filled."""
    main = LinkedAccount.objects.create(user=ana, name="Main", currency="CZK")
    savings = LinkedAccount.objects.create(user=ana, name="=SUM(A1)", currency="CZK")
    euros = LinkedAccount.objects.create(user=ana, name="Eur", currency="EUR")
    lines = ["Date,Description,Amount,Balance"]
    on, balance = LAST_DAY - timedelta(days=200), 0
    while on <= LAST_DAY:
        for memo, amount in (("Uber pay", 700), ("=1+1 shop", -90)) if on.isoweekday() == 5 else ():
            balance += amount
            lines.append(f"{on},{memo},{amount}.00,{balance}.00")
        on += timedelta(days=1)
    lines += [f"{LAST_DAY},To savings,-300.00,{balance - 300}.00"]
    for month in range(5, 10):
        lines.append(f"2026-0{month}-12,Loan repayment Acme,-11.00,0.00")
    lines.insert(9, "2026-99-99,not a day,1.00,1.00")
    imports.import_statement(account=main, file_name="main.csv", content="\n".join(lines).encode())
    imports.import_statement(
        account=savings, file_name="s.csv", content=f"Date,Description,Amount\n{LAST_DAY},From main,300\n".encode()
    )
    pending = b"Date,Description,Amount,Status\n2026-10-01,Cafe,-5.00,pending\n2026-10-02,Bar,-7.00,booked\n"
    booked = b"Date,Description,Amount,Status\n2026-10-01,Rent,-9.00,booked\n2026-10-02,Cafe,-5.00,booked\n"
    for name, content in (("p.csv", pending), ("b.csv", booked)):
        imports.import_statement(account=euros, file_name=name, content=content)
    BalancePoint.objects.create(account=euros, on=LAST_DAY, balance_minor=1234, source="user")
    if review := Review.objects.for_user(ana).open().first():
        decisions.decide(review, "different", now=NOW)
    for transfer in Transfer.objects.for_user(ana)[:1]:
        joining.split(transfer, now=NOW)
    rule_rows.make(user=ana, retroactive=True, memo="shop", kind="personal", category="-food", account=main)
    row = Transaction.objects.for_user(ana).filter(memo="Uber pay")[:1].get()
    corrections.correct(ana, [row], now=NOW, kind="refund")
    bills.tell(
        user=ana,
        name="+Rent",
        direction=-1,
        amount_minor=90_000,
        currency="CZK",
        cadence=Cadence.MONTHLY,
        due_on=date(2026, 12, 1),
    )
    bills.refresh(user=ana, currency="CZK", today=NOW.date())
    loans.refresh(user=ana, currency="CZK", today=NOW.date())
    from finance import forecasts

    for asked in Forecast.objects.for_user(ana).pending():
        forecasts.run(asked.pk, client=client_of_ml, now=NOW)
    scores.refresh(user=ana, currency="CZK", client=client_of_ml, now=NOW)
    recommendations.refresh(user=ana, currency="CZK", now=NOW + timedelta(days=60))
    snapshots.rebuild(user=ana, currency="CZK")
    Trip.objects.create(user=ana, on=LAST_DAY, distance_thousandths=12_500, unit="km", batch=uuid4(), purpose="-7")
    TaxProfile.objects.create(user=ana, country="US", kept_in=savings, own_percent_hundredths=2_500)
    keeping.refresh(user=ana, currency="CZK", now=NOW + timedelta(days=60))
    reminders.remind(user=ana, on=NOW.date() + timedelta(days=9), text="The garage", today=NOW.date(), now=NOW)
    goal = goals.make(user=ana, name="@Van", currency="CZK", percent_hundredths=1_000, starts_on=date(2026, 1, 1))
    pay = Transaction.objects.for_user(ana).filter(kind="earning").latest("posted_on")
    goals.set_aside(goal, on=LAST_DAY, amount_minor=None, pay=pay, now=NOW)
    AlertSettings.objects.create(user=ana, choices={"bill_due": {"email": True}}, daily_limit=3)
    ConversationSettings.objects.create(user=ana, keep_days=7)
    wallet = LinkedAccount.objects.create(user=ana, name="Rider", kind="platform", currency="INR")
    imports.import_statement(account=wallet, file_name="payouts.csv", content=sample("payouts.csv"))
    ana.buffer_minor, ana.working_days, ana.language = 12_300, 5, "es"
    ana.save()
    return ana


def test_every_model_with_an_owner_goes_along_or_says_why_not() -> None:
    models = apps.get_models()
    told = {part.model for part in all_parts()}
    missing = {one._meta.label_lower for one in owned_models(models) - told} - set(left_out())
    assert not missing, "declare them in the app's portable.py, or leave_out with the reason"
    assert set(left_out()) <= {one._meta.label_lower for one in models}


def test_every_part_can_be_restored_in_its_order() -> None:
    known: set[type] = {User}
    for part in all_parts():
        if part.restored:
            assert {one.related_model for one in part.fields if one.related_model} <= known | {part.model}, part.name
            json_columns = [one for one in part.fields if isinstance(one, JSONField)]
            assert part.check or not json_columns, f"{part.name} has JSON columns: say in `check` what they may hold"
        known |= {part.model} if part.named else set()


def test_there_is_something_of_every_sort(lived: User) -> None:
    empty = {name for name, found in tables(export(lived)).items() if not found}
    of_conversations = {"conversations", "conversation_turns", "proposals", "model_uses"}  # tests/assistant has them
    of_the_telephone = {
        "calls",
        "call_events",
        "call_consents",
        "call_settings",
        "phone_numbers",
        "rings",
    }  # tests/voice
    assert empty <= {"second_factors", "sessions", "api_keys", "mappings"} | of_conversations | of_the_telephone


def test_export_and_restore_give_the_same_state(lived: User, ben: User) -> None:
    archive = export(lived)
    before = figures(lived)
    restoring.restore(ben, io.BytesIO(archive))
    again = export(ben)
    assert tables(again) == tables(archive)
    assert figures(ben) == before
    assert (ben.buffer_minor, ben.working_days, ben.language, ben.home_currency) == (12_300, 5, "es", "CZK")
    assert (ben.email, ben.check_password("ben-password")) == ("ben@example.com", True)
    assert tables(export(lived)) == tables(archive), "ana's own rows are as they were"


def test_what_was_remembered_holds_in_the_restored_account(lived: User, ben: User) -> None:
    split = Transfer.objects.for_user(lived).exclude(split_at=None).count()
    restoring.restore(ben, io.BytesIO(export(lived)))
    account = LinkedAccount.objects.get(user=ben, name="=SUM(A1)")
    content = f"Date,Description,Amount\n{LAST_DAY},From main,300\n".encode()
    again, _ = imports.import_statement(account=account, file_name="s.csv", content=content)
    assert (again.new, again.duplicates) == (0, 1)
    assert Transfer.objects.for_user(ben).exclude(split_at=None).count() == split == 1
    flow = RecurringFlow.objects.for_user(ben).exclude(recent=[])[:1].get()
    assert Transaction.objects.for_user(ben).filter(public_id=flow.recent[0]["transaction"]).exists()


def test_a_dry_run_tells_the_same_and_does_nothing(lived: User, ben: User) -> None:
    archive = export(lived)
    tried = restoring.restore(ben, io.BytesIO(archive), dry_run=True)
    assert not Transaction.versions.filter(user=ben).exists()
    assert ben.language == "en"
    assert restoring.restore(ben, io.BytesIO(archive)) == tried
    assert tried.counts["transactions"] == Transaction.versions.filter(user=lived).count()


def test_the_manifest_tells_the_truth(lived: User) -> None:
    import hashlib

    with ZipFile(io.BytesIO(export(lived))) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        for part in manifest["parts"]:
            for told in (part["data"], part["table"]):
                content = opened.read(told["path"])
                assert (len(content), hashlib.sha256(content).hexdigest()) == (told["bytes"], told["sha256"])
            assert len(opened.read(part["data"]["path"]).splitlines()) == part["rows"]
    assert manifest["rows"] == sum(part["rows"] for part in manifest["parts"])


def test_a_spreadsheet_runs_nothing_of_it(lived: User) -> None:
    with ZipFile(io.BytesIO(export(lived))) as opened:
        for name in (name for name in opened.namelist() if name.endswith(".csv")):
            for row in csv.reader(io.StringIO(opened.read(name).decode("utf-8-sig"))):
                risky = [one for one in row if one[:1] in tuple("=+-@\t\r\n")]
                assert all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", one) for one in risky), risky
        told = list(csv.DictReader(io.StringIO(opened.read("tables/transactions.csv").decode("utf-8-sig"))))
    shop = next(row for row in told if "shop" in row["memo"])
    assert (shop["memo"], plain_cell(shop["memo"]), shop["amount"]) == ("'=1+1 shop", "=1+1 shop", "-90.00")
    assert shop["account"] == "Main"
    assert shop["currency"] == "CZK"


def test_no_secret_is_in_it(lived: User) -> None:
    with ZipFile(io.BytesIO(export(lived))) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert lived.password.encode() not in everything
    assert b"sha256" not in everything.replace(b'"sha256"', b"").replace(b"file_sha256", b"")


def test_a_damaged_archive_is_refused_wherever_it_is_damaged(lived: User, ben: User) -> None:
    whole = export(lived)
    for at in range(40, len(whole) - 100, len(whole) // 25):
        broken = bytearray(whole)
        broken[at] ^= 0x55
        try:
            restoring.restore(ben, io.BytesIO(bytes(broken)), dry_run=True)
        except BadArchive:
            continue
        assert zlib.crc32(bytes(broken)) != zlib.crc32(whole)  # in a header that says nothing, such as a date
    assert not Transaction.versions.filter(user=ben).exists()


AMOUNTS = st.integers(-10_000_00, 10_000_00).filter(bool)
MEMOS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
LEDGERS = st.lists(
    st.tuples(st.sampled_from(["CZK", "EUR", "JPY", "KWD"]), st.integers(0, 400), AMOUNTS, MEMOS), max_size=25
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledger=LEDGERS, splits=st.sets(st.integers(0, 5)))
def test_any_ledger_comes_back_as_it_was(db: None, ledger: list[tuple[str, int, int, str]], splits: set[int]) -> None:
    number = User.objects.count()
    user = User.objects.create_user(f"from{number}@example.com", home_currency="CZK")
    accounts = {
        (currency, which): LinkedAccount.objects.create(user=user, name=f"{currency} {which}", currency=currency)
        for currency in {one[0] for one in ledger}
        for which in (0, 1)
    }
    for index, (currency, day, amount, memo) in enumerate(ledger):
        for which, signed in ((0, amount), (1, -amount)) if index in splits else ((0, amount),):
            Transaction.objects.create(
                user=user,
                account=accounts[currency, which],
                posted_on=LAST_DAY - timedelta(days=day),
                amount_minor=signed,
                currency=currency,
                memo=memo,
                kind="earning" if signed > 0 else "expense",
                fingerprint=f"{index}-{which}",
            )
    for currency in {one[0] for one in ledger}:
        joining.follow(user, list(Transaction.objects.for_user(user).filter(currency=currency)))
    for transfer in list(Transfer.objects.for_user(user))[::2]:
        with suppress(NotFound):  # an earlier split may have matched its rows otherwise
            joining.split(transfer, now=timezone.now())
    other = User.objects.create_user(f"to{number}@example.com")
    archive = export(user)
    restoring.restore(other, io.BytesIO(archive))
    assert tables(export(other)) == tables(archive)
    assert figures(other) == figures(user)


@pytest.mark.django_db(transaction=True)
def test_an_export_is_of_one_moment_and_keeps_nobody_from_writing(ana: User) -> None:
    def write(name: str) -> None:
        LinkedAccount.objects.create(user=ana, name=name, currency="CZK")
        connection.close()

    write("before")
    with writing.one_moment():
        assert LinkedAccount.objects.filter(user=ana).count() == 1
        thread = threading.Thread(target=write, args=["meanwhile"])
        thread.start()
        thread.join(timeout=10)
        assert LinkedAccount.objects.filter(user=ana).count() == 1
    assert LinkedAccount.objects.filter(user=ana).count() == 2
    assert len(rows(export(ana), "linked_accounts")) == 2
