"""A user's rules as values: the first that fits decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from finance.sorting.kinds import Sort
from finance.statements.columns import folded

MemoTest = Literal["contains", "starts", "is"]


@dataclass(frozen=True, slots=True)
class RuleValue:
    """Conditions that must all hold, and what the transaction then is; an empty condition always holds.

    Attributes:
        pk: of the row.
        memo: words to look for, folded: case, accents and punctuation do not count.
        memo_test: where they must stand. Whole words only.
        direction: 1 for money in, -1 for out, 0 for either.
        least_minor, most_minor: bounds of the amount without its sign.
        account: the account that it must be on.
        kind, category, platform: what it becomes; an empty one stays what it would be without the rule.
    """

    pk: int
    memo: str = ""
    memo_test: MemoTest = "contains"
    direction: int = 0
    least_minor: int | None = None
    most_minor: int | None = None
    currency: str = ""
    account: int | None = None
    kind: str = ""
    category: str = ""
    platform: str = ""

    def fits(self, text: str, amount_minor: int, currency: str, account: int) -> bool:
        """Whether a transaction with this folded memo meets every condition."""
        if self.account is not None and self.account != account:
            return False
        if self.direction and (amount_minor > 0) != (self.direction > 0):
            return False
        return self._fits_amount(abs(amount_minor), currency) and self._fits_memo(text)

    def _fits_amount(self, size: int, currency: str) -> bool:
        if self.least_minor is None and self.most_minor is None:
            return True
        if currency != self.currency:
            return False
        return (self.least_minor or 0) <= size and (self.most_minor is None or size <= self.most_minor)

    def _fits_memo(self, text: str) -> bool:
        if not self.memo:
            return True
        if self.memo_test == "is":
            return text == self.memo
        padded, wanted = f" {text} ", f" {self.memo} "
        return padded.startswith(wanted) if self.memo_test == "starts" else wanted in padded

    def applied(self, sort: Sort) -> Sort:
        """Return what a transaction is that would be `sort` without the rule."""
        same_kind = not self.kind or self.kind == sort.kind
        category = self.category or (sort.category if same_kind else "")
        return Sort(self.kind or sort.kind, category, self.platform or sort.platform)


def first_fitting(
    rules: Sequence[RuleValue], memo: str, amount_minor: int, currency: str, account: int
) -> RuleValue | None:
    """Return the first rule that fits; rules come in the user's order."""
    if not rules:
        return None
    text = folded(memo)
    return next((rule for rule in rules if rule.fits(text, amount_minor, currency, account)), None)
