"""How a tax year looks in the API: amounts as strings, every line in words with its source."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from finance.api.fields import RatioField
from finance.models import TaxProfile
from finance.tax import profiles
from finance.tax.instalments import Due
from finance.tax.set_aside import Deposit, TaxAnswer
from finance.tax.table import countries
from finance.tax.wording import word
from finance.tax.working import Working
from kit.money import amount_string, minor_digits


class TaxProfileSerializer(serializers.Serializer[Any]):
    """What the user says; amounts in `currency`."""

    country = serializers.ChoiceField(TaxProfile.Country.choices)
    filing_status = serializers.ChoiceField(TaxProfile.Status.choices)
    own_percent = serializers.CharField(allow_null=True)
    state_percent = serializers.CharField()
    other_income = serializers.CharField()
    withheld = serializers.CharField()
    last_year_tax = serializers.CharField(allow_null=True)
    last_year_high_income = serializers.BooleanField()
    mileage_method = serializers.ChoiceField(TaxProfile.Vehicle.choices)
    presumptive = serializers.ChoiceField(TaxProfile.Presumptive.choices)
    kept_in = serializers.UUIDField(allow_null=True)
    hold_back = serializers.BooleanField()


class TaxLineSerializer(serializers.Serializer[Any]):
    """One line of the working; `result` marks sums."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # Field.label is another thing
    amount = serializers.CharField()
    how = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # likewise
    result = serializers.BooleanField()


class TaxEstimateSerializer(serializers.Serializer[Any]):
    """An estimate: its lines, and what is left to be paid."""

    lines = TaxLineSerializer(many=True)
    tax = serializers.CharField()
    owed = serializers.CharField()


class SetAsideSerializer(serializers.Serializer[Any]):
    """So far: the share of net earnings, what that comes to, and what is there."""

    share = RatioField()
    net_earnings = serializers.CharField()
    needed = serializers.CharField()
    paid = serializers.CharField()
    kept = serializers.CharField(allow_null=True, help_text="the balance of the account it is kept in")
    missing = serializers.CharField()


class DepositSerializer(serializers.Serializer[Any]):
    """What a platform left on one day, and the part of it to set aside."""

    on = serializers.DateField()
    platform = serializers.CharField(allow_blank=True)
    net = serializers.CharField()
    set_aside = serializers.CharField()


class TaxDueSerializer(serializers.Serializer[Any]):
    """A due date: `total` by then, earlier dates included; `amount` is left of it after what was paid."""

    due_on = serializers.DateField()
    through = serializers.DateField(help_text="earnings up to this day count for it")
    known_through = serializers.DateField(help_text="earnings up to this day are known; before `through` a preview")
    total = serializers.CharField()
    amount = serializers.CharField()
    method = serializers.CharField(help_text="annualised, last_year, own_percentage")


class TaxSourceSerializer(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]  # Field.source is another thing
    checked_on = serializers.DateField()


class TaxSerializer(serializers.Serializer[Any]):
    """A tax year."""

    profile = TaxProfileSerializer()
    countries = serializers.ListField(child=serializers.CharField(), help_text="those with a table")
    currency = serializers.CharField()
    year = serializers.CharField(allow_blank=True)
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    as_of = serializers.DateField(allow_null=True)
    method = serializers.CharField(allow_blank=True, help_text="table, own_percentage")
    reason = serializers.CharField(
        allow_blank=True,
        help_text="why there is no estimate: no_country, year_not_known, no_earnings, over_known_income, "
        "presumptive_limit",
    )
    latest_known = serializers.CharField(
        allow_blank=True, help_text="the newest year with a table, where the asked one has none; never used for it"
    )
    by_mileage_rate = serializers.BooleanField()
    estimate = TaxEstimateSerializer(allow_null=True, help_text="the year, what is known carried over its days")
    to_date = TaxEstimateSerializer(allow_null=True, help_text="the year as if nothing more came")
    set_aside = SetAsideSerializer(allow_null=True)
    deposits = DepositSerializer(many=True)
    dues = TaxDueSerializer(many=True)
    dues_sources = TaxSourceSerializer(many=True)
    not_counted = serializers.ListField(child=serializers.CharField())


def tax_shape(found: TaxAnswer, *, language: str) -> dict[str, Any]:
    """Shape a tax year."""
    fields = {
        "profile": _profile(found.profile, found.currency),
        "countries": countries(),
        "year": found.year.year if found.year else "",
        **{name: getattr(found, name) for name in ("currency", "first_on", "last_on", "as_of", "method", "reason")},
        "latest_known": found.latest_known,
        "by_mileage_rate": found.by_rate,
        "estimate": _estimate(found.whole, found.currency, language),
        "to_date": _estimate(found.to_date, found.currency, language),
        "set_aside": _set_aside(found) if found.whole else None,
        "deposits": [_deposit(one, found.currency) for one in found.deposits],
        "dues": [_due(one, found.currency) for one in found.dues],
        "dues_sources": _dues_sources(found),
        "not_counted": found.year.not_counted if found.year and found.method == "table" else [],
    }
    return dict(TaxSerializer(fields).data)


def money(amount: Decimal, currency: str) -> str:
    """Write an amount of the currency's units."""
    return f"{amount:.{minor_digits(currency)}f}"


def _profile(profile: TaxProfile, currency: str) -> dict[str, Any]:
    same = ("country", "filing_status", "last_year_high_income", "mileage_method", "presumptive", "hold_back")
    own = profiles.own_share(profile)
    return {
        **{name: getattr(profile, name) for name in same},
        "own_percent": None if own is None else f"{own * 100:.2f}",
        "state_percent": f"{Decimal(profile.state_percent_hundredths) / 100:.2f}",
        "other_income": amount_string(profile.other_income_minor, currency),
        "withheld": amount_string(profile.withheld_minor, currency),
        "last_year_tax": _optional(profile.last_year_tax_minor, currency),
        "kept_in": profile.kept_in.public_id if profile.kept_in else None,
    }


def _optional(minor: int | None, currency: str) -> str | None:
    return None if minor is None else amount_string(minor, currency)


def _estimate(working: Working | None, currency: str, language: str) -> dict[str, Any] | None:
    if working is None:
        return None
    lines = []
    for line in working.lines:
        worded = word(line, currency=currency, language=language)
        lines.append(
            {
                "code": line.code,
                "label": worded.label,
                "amount": money(line.amount, currency),
                "how": worded.how,
                "source": line.source,
                "result": line.result,
            }
        )
    return {"lines": lines, "tax": money(working.tax, currency), "owed": money(working.owed, currency)}


def _set_aside(found: TaxAnswer) -> dict[str, Any]:
    names = ("net_earnings", "needed", "paid", "missing")
    return {
        "share": found.share,
        **{name: money(getattr(found, name), found.currency) for name in names},
        "kept": None if found.kept is None else money(found.kept, found.currency),
    }


def _deposit(one: Deposit, currency: str) -> dict[str, Any]:
    return {
        "on": one.on,
        "platform": one.platform,
        "net": amount_string(one.net_minor, currency),
        "set_aside": amount_string(one.aside_minor, currency),
    }


def _due(one: Due, currency: str) -> dict[str, Any]:
    same = ("due_on", "through", "known_through", "method")
    return {
        **{name: getattr(one, name) for name in same},
        "total": money(one.total, currency),
        "amount": money(one.amount, currency),
    }


def _dues_sources(found: TaxAnswer) -> list[dict[str, Any]]:
    table = found.year
    if table is None or not found.dues:
        return []
    blocks = [table.instalments, table.safe_harbour if any(due.method == "last_year" for due in found.dues) else None]
    return [{"source": one.source, "checked_on": one.checked_on} for one in blocks if one]
