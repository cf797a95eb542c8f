"""Made-up figures of every unit, for the properties of what is spoken and read back."""

import os
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from assistant.facts import Fact, Source, Span, Value
from assistant.spoken.calendar import named_spans, whole_month
from kit.money import minor_digits

TODAY = date(2026, 11, 21)
CASES = int(os.environ.get("FIGURE_CASES", "150"))  # a language; `make figures` takes 10,000
thorough = settings(max_examples=CASES, deadline=None)
CURRENCIES = [
    "USD",
    "EUR",
    "GBP",
    "INR",
    "MXN",
    "CZK",
    "CAD",
    "AUD",
    "JPY",
    "KWD",
    "BRL",
    "PLN",
    "CHF",
    "COP",
    "PKR",
    "SEK",
    "ZAR",
]
SOURCE = Source("test")
MINOR = st.one_of(
    st.integers(-(10**5), 10**5),
    st.integers(-(10**13), 10**13),
    st.sampled_from([0, 1, -1, 99, 100, 101, 10**2, 2100, 10**5, 10**7, 10**9, 10**11, 121_00, 1100_00, 1_000_000_00]),
    st.integers(0, 10**6).map(lambda units: units * 100),
)


def fact(value: Value, unit: str, *, currency: str | None = None, per: str = "", rough: bool = False) -> Fact:
    return Fact("it", value, unit, TODAY, SOURCE, currency, per, rough)  # type: ignore[arg-type]  # a Unit


@st.composite
def money(draw: st.DrawFn, unit: str = "money") -> Fact:
    currency = draw(st.sampled_from(CURRENCIES))
    amount = Decimal(draw(MINOR)).scaleb(-minor_digits(currency))
    per = draw(st.sampled_from(["hour", "job", "mile", "kilometre"])) if unit == "rate" else ""
    return fact(amount, unit, currency=currency, per=per, rough=draw(st.booleans()))


rates = money("rate")
fine_rates = st.builds(
    lambda tenths, per: fact(Decimal(tenths).scaleb(-3), "rate", currency="USD", per=per),
    st.integers(1, 999), st.sampled_from(["mile", "kilometre"]),
)  # fmt: skip
percents = st.builds(lambda hundredths: fact(Decimal(hundredths).scaleb(-2), "percent"), st.integers(-20_000, 100_000))
counts = st.builds(lambda number: fact(number, "count"), st.integers(0, 10**7))
days = st.builds(lambda number, unit: fact(number, unit), st.integers(0, 4000), st.sampled_from(["days", "months"]))
scores = st.builds(lambda number: fact(number, "score"), st.one_of(st.integers(0, 100), st.integers(300, 900)))
distances = st.builds(
    lambda hundredths, per: fact(Decimal(hundredths).scaleb(-2), "distance", per=per),
    st.integers(0, 10**8), st.sampled_from(["", "kilometre"]),
)  # fmt: skip
last_four = st.builds(lambda text: fact(text, "name"), st.text("0123456789", min_size=4, max_size=4))
dates = st.builds(
    lambda away: fact(TODAY + timedelta(days=away), "date"), st.one_of(st.integers(-10, 40), st.integers(-4000, 4000))
)
_first = st.integers(-1200, 400).map(lambda away: TODAY + timedelta(days=away))
spans = st.one_of(
    st.builds(lambda first, more: Span(first, first + timedelta(days=more)), _first, st.integers(1, 400)),
    st.builds(lambda first: Span(*whole_month(first)), _first),
    st.sampled_from([Span(*edges) for edges in named_spans(TODAY).values()]),
    st.sampled_from([Span(TODAY - timedelta(days=length - 1), TODAY) for length in (7, 14, 28, 30, 60, 90)]),
    st.integers(2015, 2030).map(lambda year: Span(date(year, 1, 1), date(year, 12, 31))),
)
periods = st.builds(lambda span: fact(span, "period"), spans)
facts = st.one_of(money(), rates, fine_rates, percents, counts, days, scores, distances, last_four, dates, periods)
