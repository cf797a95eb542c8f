"""The payout audit: findings from the parts in the file, none without them, gone with their statement."""

import pytest
from django.utils import timezone

from accounts.models import User
from finance.intake import imports
from finance.models import Import, LinkedAccount, PayoutFinding, PayoutLine
from tests.samples import sample

HEADER = b"Date,Order id,Base pay,Bonus,Tips,Deductions,Final payout,Distance km\n"


@pytest.fixture
def wallet(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Rider", kind="platform", currency="INR")


def read(wallet: LinkedAccount, content: bytes, name: str = "payouts.csv") -> Import:
    return imports.import_statement(account=wallet, file_name=name, content=content)[0]


def lines(*cells: str) -> bytes:
    return HEADER + "\n".join(cells).encode()


def standing() -> list[tuple[str, int | None, str]]:
    rows = PayoutFinding.objects.standing().order_by("on", "kind")
    return [(row.kind, row.amount_minor, row.evidence["job"]) for row in rows]


def test_it_works(wallet: LinkedAccount) -> None:
    read(wallet, sample("payouts.csv"))
    assert standing() == [
        ("missing_bonus", 2_500, "A4"),
        ("underpaid", 1_500, "A3"),
        ("unpaid_job", None, "A5"),
        ("duplicate_fee", 1_200, "A7"),
    ]
    short = PayoutFinding.objects.get(kind="underpaid")
    assert short.evidence["figures"] == {
        "base": 11_000,
        "bonus": 1_500,
        "deduction": 1_000,
        "stated": 10_000,
        "expected": 11_500,
    }
    [line] = short.evidence["lines"]
    assert (line["file_name"], line["line"], line["on"]) == ("payouts.csv", 4, "2026-10-06")
    twice = PayoutFinding.objects.get(kind="duplicate_fee")
    assert [line["line"] for line in twice.evidence["lines"]] == [8, 9]


def test_the_same_file_again_finds_nothing_new(wallet: LinkedAccount) -> None:
    read(wallet, sample("payouts.csv"))
    before = standing()
    read(wallet, sample("payouts.csv"), "again.csv")
    assert standing() == before
    assert PayoutFinding.objects.count() == len(before)


def test_it_goes_with_its_statement_and_comes_back_as_its_owner_left_it(wallet: LinkedAccount) -> None:

    statement = read(wallet, sample("payouts.csv"))
    PayoutFinding.objects.filter(kind="underpaid").update(status="appealed")
    imports.undo(statement, now=timezone.now())
    assert standing() == []
    assert PayoutLine.objects.count() == 0
    read(wallet, sample("payouts.csv"))
    assert len(standing()) == 4
    assert PayoutFinding.objects.get(kind="underpaid").status == "appealed"


def test_it_stays_while_another_statement_tells_the_same(wallet: LinkedAccount) -> None:

    first = read(wallet, sample("payouts.csv"))
    read(wallet, sample("payouts.csv"), "again.csv")
    imports.undo(first, now=timezone.now())
    assert len(standing()) == 4


def test_a_file_that_mostly_does_not_add_up_is_not_understood(wallet: LinkedAccount) -> None:
    wrong = [f"2026-10-0{day},B{day},100.00,,,,90.00,1" for day in range(1, 6)]
    read(wallet, lines(*wrong, "2026-10-06,B6,100.00,,,,100.00,1"))
    assert standing() == []


def test_two_lines_may_both_be_short(wallet: LinkedAccount) -> None:
    read(wallet, lines("2026-10-01,B1,100.00,,,,90.00,1", "2026-10-02,B2,100.00,,,,99.00,1"))
    assert [found[1] for found in standing()] == [1_000, 100]


@pytest.mark.parametrize(
    "line",
    [
        "2026-10-01,B1,100.00,5.00,2.00,7.00,100.00,1",  # adds up
        "2026-10-01,B1,100.00,,,,120.00,1",  # more than its parts
        "2026-10-01,B1,,,,,50.00,1",  # no base told
        "2026-10-01,B1,100.00,,,,,1",  # no payout told
    ],
)
def test_no_finding_without_the_parts(wallet: LinkedAccount, line: str) -> None:
    read(wallet, lines(line))
    assert standing() == []


def test_a_job_of_nothing_without_any_work_is_none(wallet: LinkedAccount) -> None:
    read(wallet, lines("2026-10-01,B1,10.00,,,,10.00,1", "2026-10-01,B2,0.00,,,,0.00,"))
    assert standing() == []


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("2026-10-02,B1,,,,5.00,-5.00,", [("duplicate_fee", 500, "B1")]),
        ("2026-10-02,B1,30.00,,,5.00,25.00,1", []),  # paid twice, so charged twice
        ("2026-10-02,B2,,,,5.00,-5.00,", []),  # another job
        ("2026-10-02,B1,,,,4.00,-4.00,", []),  # another fee
    ],
)
def test_a_fee_is_taken_twice_when_the_job_was_paid_once(
    wallet: LinkedAccount, second: str, found: list[tuple[str, int, str]]
) -> None:
    read(wallet, lines("2026-10-01,B1,30.00,,,5.00,25.00,1", second))
    assert standing() == found


def test_a_fee_that_was_given_back_is_not_missing(wallet: LinkedAccount) -> None:
    again, back = "2026-10-02,B1,,,,5.00,-5.00,", "2026-10-03,B1,,,,-5.00,5.00,"
    read(wallet, lines("2026-10-01,B1,30.00,,,5.00,25.00,1", again, back))
    assert standing() == []


def test_statements_of_banks_are_not_audited(ana: User) -> None:
    bank = LinkedAccount.objects.create(user=ana, name="Bank", currency="USD")
    read(bank, b"Date,Description,Amount\n2026-10-13,UBER PAYMENT,8.50\n")
    assert PayoutLine.objects.count() == 0


@pytest.mark.parametrize("name", ["uber", "lyft", "doordash", "deliveroo", "upwork", "airbnb", "generic"])
def test_every_platform_keeps_its_parts(ana: User, name: str) -> None:
    wallet = LinkedAccount.objects.create(user=ana, name=name, kind="platform")
    read(wallet, sample(f"{name}.csv"))
    assert PayoutLine.objects.filter(account=wallet).exists()


def test_a_bonus_column_is_still_part_of_the_gross(ana: User) -> None:
    wallet = LinkedAccount.objects.create(user=ana, name="Lyft", kind="platform")
    read(wallet, sample("lyft.csv"))
    first = PayoutLine.objects.get(job="r1")
    assert (first.base_minor, first.bonus_minor, first.fee_minor, first.tip_minor, first.stated_minor) == (
        2_000,
        200,
        550,
        300,
        1_950,
    )
    gross = wallet.transactions.get(posted_on=first.on, kind="earning", category="")
    assert gross.amount_minor == 2_200
    assert standing() == []  # the second line is paid more than its parts come to
