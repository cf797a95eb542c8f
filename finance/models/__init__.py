"""A worker's money as rows."""

from finance.models.forecasts import Forecast
from finance.models.ledger import BalancePoint, Import, LinkedAccount, RejectedRow, StatementLine, Transaction
from finance.models.recommendations import Recommendation
from finance.models.scores import Score
from finance.models.snapshots import FinancialSnapshot

__all__ = [
    "BalancePoint",
    "FinancialSnapshot",
    "Forecast",
    "Import",
    "LinkedAccount",
    "Recommendation",
    "RejectedRow",
    "Score",
    "StatementLine",
    "Transaction",
]
