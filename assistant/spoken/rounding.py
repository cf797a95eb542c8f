"""How a figure is rounded: the one rule, which the gate reads too."""

from decimal import ROUND_HALF_UP, Decimal

TEN = Decimal(10)
SHOWN_DIGITS = 2  # behind the point, of percentages and distances


def whole(value: Decimal) -> Decimal:
    """Return a figure without what is behind the point, half away from zero."""
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def rough(value: Decimal) -> Decimal:
    """Return a figure as "about" says it: two leading digits, from ten on; below ten it stays as it is."""
    if abs(value) < TEN:
        return value
    step = Decimal(1).scaleb(max(value.adjusted() - 1, 0))
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def shown(value: Decimal) -> Decimal:
    """Return a percentage or a distance with two digits behind the point at most."""
    return value.quantize(Decimal(1).scaleb(-SHOWN_DIGITS), ROUND_HALF_UP)
