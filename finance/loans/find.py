"""Find loans among a user's transactions: regular repayments, and the payout of the same lender. Pure.

Repayments are recognised by what they are called: a memo that says loan, instalment, EMI, Rate and the like, or the
user's word, has made them `debt_out` (`finance.sorting.kinds`). Only where a loan was paid out by a lender that the
memos of a steady, regular payment name as well is that payment taken for its repayment without saying so: it is then
suspected, and counts as a repayment once the user confirms it. Regularity alone says nothing, for rent is regular too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finance.models import Transaction
from finance.recurring.cadence import Cadence
from finance.recurring.detect import Recurring
from finance.recurring.detect import find as find_recurring
from finance.recurring.streams import Occurrence, counterparty, shown_name
from finance.sorting.kinds import OVERDRAFT

Kind = Transaction.Kind
FIRST_WITHIN = timedelta(days=100)  # a quarterly loan is first paid back after a quarter
LARGEST_SHARE = 0.7  # of the payout that one repayment may be
MOST_REPAID = 3.0  # times the payout
STEADY = 0.02  # how far amounts may be apart, in parts, where no memo says that they are repayments
ENDED_AFTER = timedelta(days=100)  # of repayments that have no rhythm
MAY_REPAY = frozenset({Kind.DEBT_OUT, Kind.EXPENSE, Kind.PERSONAL})
NO_NAMES = re.compile(
    r"loans?|emi|instal?ments?|repayments?|disburse(ment|al|d)?|payout|paid|out|proceeds|amount|advance|monthly|"
    r"mortgage|credit[os]?|kredit\w*|prestamo|prestito|cuota|pret|echeance|mutuo|rata|rate|uver\w*|splatka|darlehen\w*|"
    r"auszahlung|emprestimo|pozyczk[ai]|bank|banka|banco|banque|finance|finanz|payment|platba|pago"
)


@dataclass(frozen=True, slots=True)
class FoundLoan:
    """A loan as the ledger shows it; amounts are positive minor units."""

    stream: str
    name: str
    cadence: Cadence | None
    payment_minor: int
    payout: Occurrence | None
    repayments: tuple[Occurrence, ...]
    next_on: date | None
    ended: bool

    @property
    def repaid_minor(self) -> int:
        """All that was paid back."""
        return sum(-one.amount_minor for one in self.repayments)


def find(transactions: Iterable[Occurrence], *, as_of: date) -> list[FoundLoan]:
    """Return the loans, the latest repaid first.

    Args:
        transactions: of one currency, transfers left out, in any order.
        as_of: the last day that is known.
    """
    rows = list(transactions)
    payouts = sorted((one for one in rows if one.kind == Kind.DEBT_IN and one.amount_minor > 0), key=_order)
    outs = [one for one in rows if one.amount_minor < 0 and one.kind in MAY_REPAY and one.category != OVERDRAFT]
    said = [one for one in outs if one.kind == Kind.DEBT_OUT]
    regular = find_recurring(said, as_of=as_of)
    told = {one.id for flow in regular for one in flow.occurrences}
    loans = [_regular(flow) for flow in regular]
    loans += _irregular([one for one in said if one.id not in told], payouts, as_of)
    loans.sort(key=lambda one: (one.repayments[0].on, one.stream))
    tied, left = _tie(loans, payouts)
    silent = find_recurring([one for one in outs if one.kind != Kind.DEBT_OUT], as_of=as_of)
    tied += _unsaid(silent, left)
    return sorted(tied, key=lambda one: (one.repayments[-1].on, one.stream), reverse=True)


def lender(memo: str) -> frozenset[str]:
    """Return the words of a memo that can name a lender."""
    return frozenset(word for word in counterparty(memo).split() if len(word) > 2 and not NO_NAMES.fullmatch(word))


def _order(one: Occurrence) -> tuple[date, str]:
    return one.on, str(one.id)


def _regular(flow: Recurring, payout: Occurrence | None = None) -> FoundLoan:
    due = None if flow.ended else flow.due_on
    return FoundLoan(
        flow.stream, flow.name, flow.cadence, flow.typical_minor, payout, flow.occurrences, due, flow.ended
    )


def _irregular(rows: Sequence[Occurrence], payouts: Sequence[Occurrence], as_of: date) -> list[FoundLoan]:
    """Put repayments without a rhythm together by lender; a single one is none unless its loan was paid out here."""
    grouped: dict[str, list[Occurrence]] = defaultdict(list)
    for one in sorted(rows, key=_order):
        grouped[counterparty(one.memo) or "loan"].append(one)
    found = []
    for stream, group in grouped.items():
        amounts = sorted(-one.amount_minor for one in group)
        ended = as_of - group[-1].on > ENDED_AFTER
        loan = FoundLoan(
            stream, shown_name(group[-1]), None, amounts[len(amounts) // 2], None, tuple(group), None, ended
        )
        if len(group) > 1 or any(_fits(loan, payout) for payout in payouts):
            found.append(loan)
    return found


def _tie(loans: Sequence[FoundLoan], payouts: Sequence[Occurrence]) -> tuple[list[FoundLoan], list[Occurrence]]:
    """Give each loan the payout of its lender, else the only one that fits; returns the payouts that are left too."""
    left = list(payouts)
    chosen: dict[int, Occurrence] = {}
    for by_name in (True, False):
        for place, loan in enumerate(loans):
            if place in chosen:
                continue
            fitting = [one for one in left if _fits(loan, one) and (not by_name or _same_lender(loan, one))]
            if fitting and (by_name or len(fitting) == 1):
                chosen[place] = fitting[-1]
                left.remove(fitting[-1])
    return [_with(loan, chosen.get(place)) for place, loan in enumerate(loans)], left


def _unsaid(flows: Sequence[Recurring], payouts: Sequence[Occurrence]) -> list[FoundLoan]:
    """Take a steady payment for the repayment of a loan that its lender paid out, where nothing else fits as well."""
    found = []
    for payout in payouts:
        steady = [flow for flow in flows if flow.high_minor <= flow.low_minor * (1 + STEADY)]
        fitting = [loan for loan in map(_regular, steady) if _fits(loan, payout) and _same_lender(loan, payout)]
        if len(fitting) == 1:
            found.append(_with(fitting[0], payout))
    return found


def _with(loan: FoundLoan, payout: Occurrence | None) -> FoundLoan:
    rest = loan.cadence, loan.payment_minor, payout, loan.repayments, loan.next_on, loan.ended
    return FoundLoan(loan.stream, loan.name, *rest)


def _fits(loan: FoundLoan, payout: Occurrence) -> bool:
    """Tell whether a loan may be what was paid out: days and amounts allow it."""
    first = loan.repayments[0].on
    return (
        payout.on <= first <= payout.on + FIRST_WITHIN
        and loan.payment_minor <= LARGEST_SHARE * payout.amount_minor
        and loan.repaid_minor <= MOST_REPAID * payout.amount_minor
    )


def _same_lender(loan: FoundLoan, payout: Occurrence) -> bool:
    return bool(lender(loan.repayments[-1].memo) & lender(payout.memo))
