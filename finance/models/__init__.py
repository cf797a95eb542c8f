"""A worker's money as rows."""

from finance.models.alerts import Alert, AlertDelivery, AlertRound, AlertSettings, PushSubscription
from finance.models.bills import CalendarFeed, RecurringFlow
from finance.models.forecasts import Forecast
from finance.models.goals import Goal, GoalDeposit
from finance.models.ledger import BalancePoint, Import, LinkedAccount, RejectedRow, StatementLine, Transaction
from finance.models.loans import Loan
from finance.models.mappings import StatementMapping
from finance.models.mileage import Trip
from finance.models.nights import Book, Run, RunChunk
from finance.models.payouts import PayoutFinding, PayoutLine
from finance.models.recommendations import Recommendation
from finance.models.reminders import Reminder
from finance.models.reviews import Review, ReviewedRow
from finance.models.rules import Rule
from finance.models.scores import Score
from finance.models.snapshots import FinancialSnapshot
from finance.models.tax import TaxProfile
from finance.models.transfers import Transfer, TransferLeg
from finance.models.uploads import WaitingUpload

__all__ = [
    "Alert",
    "AlertDelivery",
    "AlertRound",
    "AlertSettings",
    "BalancePoint",
    "Book",
    "CalendarFeed",
    "FinancialSnapshot",
    "Forecast",
    "Goal",
    "GoalDeposit",
    "Import",
    "LinkedAccount",
    "PayoutFinding",
    "PayoutLine",
    "PushSubscription",
    "Loan",
    "Recommendation",
    "RecurringFlow",
    "RejectedRow",
    "Reminder",
    "Review",
    "ReviewedRow",
    "Rule",
    "Run",
    "RunChunk",
    "Score",
    "StatementLine",
    "StatementMapping",
    "TaxProfile",
    "Transaction",
    "Transfer",
    "TransferLeg",
    "Trip",
    "WaitingUpload",
]
