"""Platforms compared: counted once, after fees, by the units that the statements tell."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finance.work.comparison import Compared, Period, compare
from finance.work.days import DayWork

MONDAY = date(2026, 10, 5)
D = Decimal


def day(offset: int = 0, platform: str = "uber", **said: int | None | bool) -> DayWork:
    """Return a day of 100.00 gross and 25.00 fee, unless said otherwise."""
    usual = {"gross": 10_000, "tip": 0, "fee": 2_500, "refunds": 0, "from_bank": 0}
    work = {"jobs": None, "minutes": None, "distance_m": None, "worked": True}
    return DayWork(platform, MONDAY + timedelta(days=offset), **{**usual, **work, **said})  # type: ignore[arg-type]  # as said


def period(days: int = 14, *, history: int = -100) -> Period:
    return Period(MONDAY, MONDAY + timedelta(days=days - 1), MONDAY + timedelta(days=history))


def total(*days: DayWork, length: int = 14) -> Compared:
    return compare(days, period(length))[1]


def test_it_works() -> None:
    each, both = compare([day(jobs=5, minutes=240), day(1, "lyft", gross=20_000, fee=1_000, tip=500)], period())
    assert [(one.platform, one.net, one.fee_share) for one in each] == [
        ("lyft", 19_500, D("0.05")),
        ("uber", 7_500, D("0.25")),
    ]
    assert (each[1].per_job.minor, each[1].per_hour.minor) == (D(1_500), D(1_875))
    assert each[0].per_hour == each[0].per_job
    assert each[0].per_hour.reason == "not_told"
    assert (both.net, both.days_worked) == (27_000, 2)


def test_two_platforms_on_one_day_are_one_day_of_work() -> None:
    assert total(day(), day(platform="lyft")).days_worked == 1


def test_an_hourly_figure_rests_on_the_days_that_tell_the_time() -> None:
    found = total(day(minutes=300), day(1, gross=99_900))
    assert found.per_hour.minor == 1_500
    assert found.per_hour.covered == D(7_500) / D(7_500 + 97_400)


def test_zero_miles_are_legal_and_no_division() -> None:
    found = total(day(distance_m=0))
    assert (found.distance_m, found.per_km.minor, found.per_km.reason) == (0, None, "zero")
    assert total(day(distance_m=0), day(1, distance_m=50_000)).per_km.minor == 300


def test_a_bank_tells_what_the_fee_left_and_no_fee() -> None:
    found = total(day(fee=0, from_bank=10_000))
    assert (found.fee_share, found.fee_reason) == (None, "bank_tells_net")


def test_earnings_told_by_a_platform_and_a_bank_are_pointed_out() -> None:
    each, both = compare([day(), day(1, fee=0, from_bank=10_000)], period())
    assert each[0].told_twice
    assert not both.told_twice


def test_weekdays_and_the_best_and_worst_of_whole_weeks() -> None:
    found = total(day(0), day(7), day(9, gross=5_000, fee=0), day(14, gross=1, fee=0), length=16)
    assert [(one.weekday, one.days) for one in found.weekdays if one.days] == [(1, 3), (3, 1)]
    assert found.best_week is not None
    assert found.worst_week is not None
    assert (found.best_week.starts_on, found.best_week.net) == (MONDAY + timedelta(days=7), 12_500)
    assert (found.worst_week.starts_on, found.worst_week.net) == (MONDAY, 7_500)


def test_one_week_is_neither_best_nor_worst() -> None:
    assert total(day()).best_week is None


def test_change_against_as_many_days_before() -> None:
    assert total(day(), day(-1, gross=7_500, fee=2_500)).change.ratio == D("0.5")
    assert total(day()).change.reason == "nothing_before"
    assert compare([day()], period(history=-3))[1].change.reason == "short_history"


def test_costs_given_back_are_no_pay() -> None:
    found = total(day(refunds=700))
    assert (found.net, found.refunds) == (7_500, 700)


@given(
    st.lists(
        st.builds(
            day,
            st.integers(0, 13),
            st.sampled_from(["uber", "lyft", ""]),
            gross=st.integers(1, 10**7),
            tip=st.integers(0, 10**5),
            fee=st.integers(0, 10**7),
            minutes=st.none() | st.integers(0, 900),
        ),
        max_size=30,
    )
)
def test_the_parts_come_to_the_whole(days: list[DayWork]) -> None:
    each, both = compare(days, period())
    for name in ("gross", "tip", "fee", "net"):
        assert sum(getattr(one, name) for one in each) == getattr(both, name)
    assert sum(one.net for one in both.weekdays) == both.net
    assert both.days_worked <= sum(one.days_worked for one in each)
