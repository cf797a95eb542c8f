"""What of somebody's money goes into an archive. A new model with an owner needs a line here."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.archives.parts import Part, afterwards, declare, leave_out
from accounts.models import User
from finance import refresh
from finance.alerts import preferences
from finance.api import alerts as alerts_api
from finance.api.bills import bill_shape
from finance.api.forecasts import forecast_shape
from finance.api.loans import loan_shape
from finance.api.payouts import finding_shape
from finance.api.recommendations import shaped
from finance.api.scores import ScoreSerializer
from finance.models import (
    Alert,
    AlertSettings,
    BalancePoint,
    FinancialSnapshot,
    Forecast,
    Goal,
    GoalDeposit,
    Import,
    LinkedAccount,
    Loan,
    PayoutFinding,
    PayoutLine,
    Recommendation,
    RecurringFlow,
    RejectedRow,
    Reminder,
    Review,
    ReviewedRow,
    Rule,
    Score,
    StatementLine,
    StatementMapping,
    TaxProfile,
    Transaction,
    Transfer,
    TransferLeg,
    Trip,
)
from finance.outlook import Outlook

ACCOUNT = {"account": "account__name"}
STATEMENT = {"statement": "statement__file_name"}


def check_import(columns: Mapping[str, Any]) -> None:
    """Refuse an import whose reading or problem could not be shown."""
    problem = columns["problem"]
    if problem is not None:
        _check_types(problem, code=str, message=str, details=dict)
    if not isinstance(columns["reading"], dict):
        raise ValueError("not a reading")


def check_mapping(columns: Mapping[str, Any]) -> None:
    """Refuse a mapping that is none."""
    if not all(isinstance(name, str) for name in columns["header"]) or not isinstance(columns["mapping"], dict):
        raise ValueError("not a mapping")


def check_flow(columns: Mapping[str, Any]) -> None:
    """Refuse a bill that could not be shown."""
    bill_shape(RecurringFlow(**columns))


def check_loan(columns: Mapping[str, Any]) -> None:
    """Refuse a loan that could not be shown."""
    loan_shape(Loan(**columns))
    if not all(isinstance(one, str) for one in columns["apart"]):
        raise ValueError("not fingerprints")


def check_forecast(columns: Mapping[str, Any]) -> None:
    """Refuse a forecast that could not be shown; one that failed has nothing to show."""
    row = Forecast(**columns)
    if row.status == Forecast.Status.READY:
        outlook = Outlook(row.points, row.buffer_minor)
        forecast_shape(row, outlook, now=timezone.now(), today=timezone.localdate())
    elif row.points != {}:
        raise ValueError("a forecast that is not ready has no points")


def check_score(columns: Mapping[str, Any]) -> None:
    """Refuse a score that could not be shown."""
    _ = ScoreSerializer(Score(**columns)).data


def check_advice(columns: Mapping[str, Any]) -> None:
    """Refuse advice that could not be worded."""
    for fact in columns["evidence"]:
        _check_types(fact, name=str, value=str, unit=str, source=str)
    for language in User.Language.values:
        shaped(Recommendation(**columns), language)


def check_alert(columns: Mapping[str, Any]) -> None:
    """Refuse an alert that could not be worded."""
    for fact in columns["evidence"]:
        _check_types(fact, name=str, value=str, unit=str, source=str)
    for language in User.Language.values:
        alerts_api.shaped(Alert(**columns), language)


def check_alert_settings(columns: Mapping[str, Any]) -> None:
    """Refuse choices that are none."""
    for kind, ways in columns["choices"].items():
        if kind not in preferences.DEFAULTS or not set(ways) <= set(preferences.WAYS):
            raise ValueError("not a choice")
        _check_types(ways, **dict.fromkeys(ways, bool))


def check_finding(columns: Mapping[str, Any]) -> None:
    """Refuse a finding whose evidence or appeal could not be shown."""
    for language in User.Language.values:
        finding_shape(PayoutFinding(**columns), language=language)


def _check_types(told: Mapping[str, Any], **types: type) -> None:
    if not all(isinstance(told[name], wanted) for name, wanted in types.items()):
        raise ValueError("not of the right types")


def bring_in_line(user: User) -> None:
    """Compute anew what follows from the transactions: a file may say what it likes of that."""
    for currency in sorted(set(Transaction.objects.for_user(user).values_list("currency", flat=True).order_by())):
        refresh.after_change(user=user, currency=currency)


declare(
    Part(LinkedAccount, "linked_accounts"),
    Part(Rule, "rules", labels=ACCOUNT),
    Part(StatementMapping, "mappings", check=check_mapping),
    Part(
        Import,
        "imports",
        labels=ACCOUNT,
        check=check_import,
        rows=lambda rows: rows.exclude(status__in=["waiting", "running"]),
    ),
    Part(RejectedRow, "rejected_rows", owner="statement__user", labels=STATEMENT),
    Part(Transaction, "transactions", labels=ACCOUNT),
    Part(StatementLine, "statement_lines", owner="statement__user", labels=STATEMENT),
    Part(PayoutLine, "payout_lines", owner="account__user", labels=ACCOUNT | STATEMENT, currency="account__currency"),
    Part(PayoutFinding, "payout_findings", labels=ACCOUNT, renames=("evidence",), check=check_finding),
    Part(BalancePoint, "balance_points", owner="account__user", labels=ACCOUNT, currency="account__currency"),
    Part(Review, "reviews"),
    Part(ReviewedRow, "reviewed_rows", owner="review__user", labels=ACCOUNT),
    Part(Transfer, "transfers"),
    Part(TransferLeg, "transfer_legs", owner="transfer__user", labels=ACCOUNT),
    Part(RecurringFlow, "recurring_flows", renames=("recent",), check=check_flow),
    Part(Trip, "trips", renames=("batch",)),
    Part(TaxProfile, "tax_profile", labels={"kept_in": "kept_in__name"}, currency=""),
    Part(Loan, "loans", renames=("rows",), check=check_loan),
    Part(FinancialSnapshot, "snapshots"),
    Part(
        Forecast,
        "forecasts",
        without=("changes",),
        bulky=("points",),
        check=check_forecast,
        rows=lambda rows: rows.exclude(status__in=Forecast.PENDING),
    ),
    Part(Score, "scores", check=check_score),
    Part(Recommendation, "recommendations", renames=("rows", "deduplication_key"), check=check_advice),
    Part(Goal, "goals", labels=ACCOUNT),
    Part(GoalDeposit, "goal_deposits", labels={"goal": "goal__name"}, currency="goal__currency"),
    Part(Reminder, "reminders", currency=""),
    Part(Alert, "alerts", renames=("rows", "deduplication_key", "subject"), check=check_alert, currency=""),
    Part(AlertSettings, "alert_settings", check=check_alert_settings, currency=""),
)
leave_out(
    finance_alertdelivery="what became of messages that have gone out; nothing is sent again",
    finance_alertround="the day on which somebody was last looked at; tomorrow there is another",
    finance_pushsubscription="a browser's keys, which are of use to nobody else; the browser subscribes again",
    finance_book="what the nightly run has to compute; made anew when a ledger changes",
    finance_calendarfeed="the hash of a secret address; a new one is made in a moment",
    finance_waitingupload="a file on its way; what it told is in the imports once it is read",
)
afterwards(bring_in_line)
