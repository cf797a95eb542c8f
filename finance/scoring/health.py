"""Health score, 0-100: four pillars of 25 after the FinHealth Score: Spend, Save, Borrow, Plan."""

from dataclasses import dataclass, replace
from typing import Any

from finance.scoring.components import Component, NotEnough, better, ramp, total
from finance.scoring.standing import Standing

# Each figure's points, as corners of a piecewise-linear function; the two figures of a pillar weigh the same.
MARGIN = ((0.0, 0.0), (0.30, 12.5))  # 30% left after operating costs is a sound margin for one person
NET_SHARE = ((-0.10, 0.0), (0.0, 6.25), (0.10, 12.5))  # to keep a tenth of what comes in is full marks
LIQUIDITY = ((0.0, 0.0), (1.0, 10.0), (3.0, 20.0), (6.0, 25.0))  # three to six months is the usual advice
DEBT_SHARE = ((0.0, 25.0), (0.10, 20.0), (0.36, 5.0), (0.50, 0.0))  # 36% is the classic ceiling of debt to income
VARIATION = ((0.10, 12.5), (1.0, 0.0))
SHORTFALL = ((0.0, 12.5), (0.05, 10.0), (0.50, 0.0))

HEALTHY, COPING = 80, 40

WORDS = {  # what a component is, and what it says when it costs points
    "spend_margin": (
        "What is left of earnings after the costs of the work",
        "Too little is left of earnings after the costs of the work",
    ),
    "spend_net": ("Share of what comes in that is kept", "Little of what comes in is kept, or more goes out"),
    "save_liquidity": ("Months of spending that the balance covers", "The balance covers few months of spending"),
    "borrow_debt": ("Share of earnings that repays loans", "Loan repayments take a large share of earnings"),
    "plan_stability": ("How much monthly earnings vary", "Earnings vary much from month to month"),
    "plan_shortfall": (
        "Chance of falling under the buffer within four weeks",
        "The balance may fall under the buffer within four weeks",
    ),
}

PARTS = (  # code, figure, corners, most points, unit
    ("spend_margin", "margin", MARGIN, 12.5, "ratio"),
    ("spend_net", "net_share", NET_SHARE, 12.5, "ratio"),
    ("save_liquidity", "liquidity_months", LIQUIDITY, 25.0, "months"),
    ("borrow_debt", "debt_share", DEBT_SHARE, 25.0, "ratio"),
    ("plan_stability", "income_variation", VARIATION, 12.5, "ratio"),
    ("plan_shortfall", "shortfall", SHORTFALL, 12.5, "probability"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The six figures of the health score."""

    margin: float
    net_share: float
    liquidity_months: float
    debt_share: float
    income_variation: float
    shortfall: float


def figures_of(standing: Standing) -> Figures:
    """Return the figures.

    Raises:
        NotEnough: one of them is not known yet.
    """
    if standing.full_months < 2:
        raise NotEnough("It takes two full calendar months of statements.")
    if standing.liquidity_months is None:
        raise NotEnough("Tell us the balance of your accounts: this statement does not say it.")
    shortfall = standing.shortfall()
    if shortfall is None:
        raise NotEnough("It waits for the forecast of your balance.")
    known = (standing.margin, standing.net_share, standing.debt_share, standing.income_variation)
    margin, net_share, debt_share, variation = known
    if margin is None or net_share is None or debt_share is None or variation is None:
        raise NotEnough("There were no earnings in the last three full months.")
    return Figures(margin, net_share, standing.liquidity_months, debt_share, variation, shortfall)


def points_of(figures: Figures) -> list[float]:
    """Return the points of each component, in their order."""
    return [ramp(getattr(figures, name), corners) for _, name, corners, _, _ in PARTS]


def components_of(figures: Figures) -> list[Component]:
    """Return the six components, two a pillar where a pillar has two."""
    return [
        Component(code, *WORDS[code], points=points, max=most, figure=getattr(figures, name), unit=unit)
        for points, (code, name, _, most, unit) in zip(points_of(figures), PARTS, strict=True)
    ]


def score_of(figures: Figures) -> int:
    """Return the health score."""
    return total(points_of(figures))


def band(score: int) -> str:
    """Name the band of the FinHealth Score."""
    return "healthy" if score >= HEALTHY else "coping" if score >= COPING else "vulnerable"


def what_if(figures: Figures) -> list[dict[str, Any]]:
    """Return changes that would raise the score, each with the score it leads to, by scoring again."""
    changes = [
        ("One more month of spending in reserve", replace(figures, liquidity_months=figures.liquidity_months + 1)),
        ("Costs of the work lower by 10% of earnings", replace(figures, margin=figures.margin + 0.10)),
        ("Loan repayments halved", replace(figures, debt_share=figures.debt_share / 2)),
        ("A 5% chance of a shortfall", replace(figures, shortfall=min(figures.shortfall, 0.05))),
    ]
    return better(changes, score_of, now=score_of(figures))
