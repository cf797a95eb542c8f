"""What lies on the accounts and is not to be spent: for goals, and for taxes where the user wants it so."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from finance.goals.progress import Progress, held_back
from finance.models import TaxProfile
from finance.tax.set_aside import answer
from kit.money import to_minor


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back in one currency, in minor units."""

    goals: list[Progress]
    taxes_minor: int

    @property
    def minor(self) -> int:
        """All of it."""
        return sum(one.held_minor for one in self.goals) + self.taxes_minor


def held(user: User, currency: str, *, on: date) -> Held:
    """Return what is held back on a day; taxes only by the user's own setting."""
    return Held(held_back(user, currency), held_for_taxes(user, currency, on=on))


def held_for_taxes(user: User, currency: str, *, on: date) -> int:
    """Return what was to be set aside up to a day and has not been paid; nothing unless the user holds it back.

    Where it is kept makes no difference: it is on one of the accounts, and in the balance.
    """
    if not TaxProfile.objects.for_user(user).filter(hold_back=True).exists():
        return 0
    found = answer(user, on=on, today=on)
    if found.reason or found.currency != currency:
        return 0
    return max(0, to_minor(found.needed - found.paid, currency))
