"""One decision: the user's rules, else what the corrections teach, else the shipped default."""

from collections.abc import Sequence
from dataclasses import dataclass

from finance.models import Transaction
from finance.sorting.kinds import Sort, default_sort
from finance.sorting.learned import Guess, Learned
from finance.sorting.rules import RuleValue, first_fitting

Source = Transaction.KindSource


@dataclass(frozen=True, slots=True)
class Decision:
    """What a transaction is, and who says so."""

    sort: Sort
    source: str
    rule: int | None = None

    @property
    def columns(self) -> dict[str, object]:
        """The decision as columns of the row."""
        return {
            "kind": str(self.sort.kind),
            "category": self.sort.category,
            "platform": self.sort.platform,
            "kind_source": str(self.source),
            "rule_id": self.rule,
        }


@dataclass(frozen=True)
class Sorter:
    """A user's rules in their order, and what their corrections teach."""

    rules: Sequence[RuleValue]
    learned: Learned

    def decide(self, memo: str, amount_minor: int, currency: str, account: int) -> Decision:
        """Sort one transaction that neither its statement nor the user has sorted."""
        default = default_sort(memo, amount_minor)
        rule = first_fitting(self.rules, memo, amount_minor, currency, account)
        guess = self.learned.guess(memo, amount_minor) if rule is None or not rule.kind else None
        sort, source = self._known(default, guess)
        if rule is not None:
            return Decision(rule.applied(sort), Source.RULE.value, rule.pk)
        return Decision(sort, source)

    @staticmethod
    def _known(default: Sort, guess: Guess | None) -> tuple[Sort, str]:
        if guess is None:
            return default, Source.DEFAULT.value
        return Sort(guess.sort.kind, guess.sort.category, default.platform), Source.LEARNED.value
