"""What a week or a month came to."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from finance.models.owned import OwnedModel


class PeriodKind(models.TextChoices):
    WEEKLY = "weekly", "Weekly"
    MONTHLY = "monthly", "Monthly"


class SnapshotQuerySet(models.QuerySet["FinancialSnapshot"]):
    def for_user(self, user: User) -> Self:
        """Keep the snapshots that this user may see."""
        return self.filter(user=user)


class FinancialSnapshot(OwnedModel):
    """One period in one currency, rebuilt from transactions. Only sums are stored; ratios follow from them."""

    class Source(models.TextChoices):
        COMPUTED = "computed", "From transactions"
        MANUAL = "manual", "Totals typed in by the user"

    period = models.CharField(max_length=8, choices=PeriodKind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    complete = models.BooleanField(help_text="The statements reach its last day.")
    source = models.CharField(max_length=8, choices=Source, default=Source.COMPUTED)
    currency = models.CharField(max_length=3)
    revenue_minor = models.BigIntegerField()
    expenses_minor = models.BigIntegerField()
    cash_in_minor = models.BigIntegerField()
    cash_out_minor = models.BigIntegerField()
    debt_service_minor = models.BigIntegerField(default=0)
    closing_balance_minor = models.BigIntegerField(null=True)
    previous_revenue_minor = models.BigIntegerField(null=True)
    mean_monthly_cash_out_minor = models.BigIntegerField(null=True, help_text="Of the last three full months.")
    jobs = models.PositiveIntegerField(null=True, help_text="Paid jobs; null where the source does not say.")
    days_worked = models.PositiveSmallIntegerField()

    objects: ClassVar = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["period", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "currency", "period", "starts_on"], name="snapshot_once_per_period"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="snapshot_ends_after_start"),
            models.CheckConstraint(condition=Q(cash_in_minor__gte=0), name="snapshot_cash_in_not_negative"),
            models.CheckConstraint(condition=Q(cash_out_minor__gte=0), name="snapshot_cash_out_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.starts_on} {self.currency}"

    @property
    def ebitda_minor(self) -> int:
        """Revenue less operating expenses."""
        return self.revenue_minor - self.expenses_minor

    @property
    def net_cash_flow_minor(self) -> int:
        """All cash in less all cash out, transfers left out."""
        return self.cash_in_minor - self.cash_out_minor

    @property
    def margin(self) -> Decimal | None:
        """EBITDA over revenue; None without revenue."""
        return Decimal(self.ebitda_minor) / self.revenue_minor if self.revenue_minor > 0 else None

    @property
    def growth(self) -> Decimal | None:
        """Revenue over the previous period's, less 1; None without one to compare with."""
        return Decimal(self.revenue_minor) / self.previous_revenue_minor - 1 if self.previous_revenue_minor else None

    @property
    def liquidity_months(self) -> Decimal | None:
        """Months that the closing balance would last."""
        if self.closing_balance_minor is None or not self.mean_monthly_cash_out_minor:
            return None
        return Decimal(self.closing_balance_minor) / self.mean_monthly_cash_out_minor

    @property
    def rate_minor(self) -> int | None:
        """Revenue per paid job."""
        return round(Decimal(self.revenue_minor) / self.jobs) if self.jobs else None
