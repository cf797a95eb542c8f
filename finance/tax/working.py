"""An estimate line by line, as on a form: each line is rounded, and the next is computed from the rounded one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a line's explanation."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in a line's explanation: 0.9235 is 92.35%."""

    share: Decimal


Figures = Mapping[str, Money | Percent | str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a code that the words hang on, an amount, the figures of the explanation, and who says so."""

    code: str
    amount: Decimal
    figures: Figures
    source: str
    result: bool


@dataclass
class Working:
    """The lines of an estimate, and what they come to.

    Attributes:
        tax: the year's tax, state included.
        withheld: what an employer keeps back of it.
    """

    digits: int
    lines: list[Line] = field(default_factory=list)
    tax: Decimal = ZERO
    withheld: Decimal = ZERO

    @property
    def owed(self) -> Decimal:
        """What is left to be paid by the person."""
        return max(ZERO, self.tax - self.withheld)

    def add(
        self, code: str, amount: Decimal, source: str = "", *, result: bool = False, **figures: Money | Percent | str
    ) -> Decimal:
        """Write a line; returns its amount rounded to the currency."""
        rounded = amount.quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_EVEN)
        self.lines.append(Line(code, rounded, figures, source, result))
        return rounded
