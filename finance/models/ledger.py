"""The ledger: accounts, what happened on them, and the statements that told us."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, FilteredRelation, Q

from accounts.models import User
from finance.models.owned import OwnedModel

CURRENCY = Q(currency__regex=r"^[A-Z]{3}$")


class LinkedAccountQuerySet(models.QuerySet["LinkedAccount"]):
    def for_user(self, user: User) -> Self:
        """Keep the accounts that this user may see."""
        return self.filter(user=user)


class LinkedAccount(OwnedModel):
    """A bank account, card, wallet or platform whose statements a user brings."""

    class Kind(models.TextChoices):
        BANK = "bank", "Bank account"
        CARD = "card", "Card"
        CASH = "cash", "Cash"
        PLATFORM = "platform", "Platform"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BANK)
    currency = models.CharField(max_length=3, null=True, blank=True)  # noqa: DJ001 - null until the first import sets it
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = LinkedAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="linked_account_name_unique"),
            models.CheckConstraint(
                condition=Q(currency__isnull=True) | CURRENCY, name="linked_account_currency_iso4217"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportQuerySet(models.QuerySet["Import"]):
    def for_user(self, user: User) -> Self:
        """Keep the imports that this user may see."""
        return self.filter(user=user)


class Import(OwnedModel):
    """One statement file that was read into the ledger, or is about to be."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        RUNNING = "running", "Being read"
        DONE = "done", "Read"
        FAILED = "failed", "Could not be read"

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.DONE)
    problem = models.JSONField(null=True, blank=True, help_text="Why it could not be read: code, message, details.")
    started_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    format = models.CharField(max_length=20, blank=True)
    reading = models.JSONField(default=dict, help_text="How the file was understood: encoding, separator, columns.")
    currency = models.CharField(max_length=3)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    needs_review = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    total_in_minor = models.BigIntegerField(default=0)
    total_out_minor = models.BigIntegerField(default=0)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="import_by_user"),
            models.Index(fields=["status"], condition=Q(status__in=["waiting", "running"]), name="import_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total_in_minor__gte=0), name="import_total_in_not_negative"),
            models.CheckConstraint(condition=Q(total_out_minor__gte=0), name="import_total_out_not_negative"),
            models.CheckConstraint(
                condition=Q(status="done") | Q(rows=0, new=0, duplicates=0), name="import_unfinished_has_no_rows"
            ),
            models.CheckConstraint(condition=Q(rows=F("new") + F("duplicates")), name="import_rows_add_up"),
            models.CheckConstraint(condition=CURRENCY, name="import_currency_iso4217"),
        ]

    def __str__(self) -> str:
        return self.file_name


class RejectedRow(models.Model):
    """A line of a statement that could not be read, with the reason."""

    statement = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    raw = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class TransactionQuerySet(models.QuerySet["Transaction"]):
    def for_user(self, user: User) -> Self:
        """Keep the transactions that this user may see."""
        return self.filter(user=user)

    def in_currency(self, currency: str) -> Self:
        """Keep one currency: sums across currencies mean nothing."""
        return self.filter(currency=currency)

    def between(self, first: date, last: date) -> Self:
        """Keep the days first..last, both included."""
        return self.filter(posted_on__gte=first, posted_on__lte=last)

    def with_transfer(self) -> Self:
        """Add `transfer`: which one each is a leg of."""
        held = FilteredRelation("transferlegs", condition=Q(transferlegs__holds=True))
        return self.annotate(held=held, transfer=F("held__transfer__public_id"))


TransactionManager = models.Manager.from_queryset(TransactionQuerySet)


class LedgerManager(TransactionManager):  # type: ignore[type-arg]  # generic in the stubs only
    """What counts: each payment once, however many versions of it the statements tell."""

    def get_queryset(self) -> TransactionQuerySet:
        """Leave out the versions that another row stands for."""
        return super().get_queryset().filter(same_as=None)  # type: ignore[return-value]  # the stubs see a plain one


class Transaction(OwnedModel):
    """Money that came in (positive) or went out (negative) on one day.

    `objects` is the ledger, where each payment is once. `versions` has every row that statements told, also those
    that another stands for: a payment that was announced and booked later, or told by two formats in other words.
    """

    class Kind(models.TextChoices):
        EARNING = "earning", "Earning"
        PLATFORM_FEE = "platform_fee", "Platform fee"
        EXPENSE = "expense", "Business expense"
        PERSONAL = "personal", "Personal"
        DEBT_IN = "debt_in", "Loan paid out"
        DEBT_OUT = "debt_out", "Loan repayment"
        TAX = "tax", "Tax"
        TRANSFER = "transfer", "Transfer between own accounts"
        REFUND = "refund", "Refund"

    class KindSource(models.TextChoices):
        USER = "user", "Set by the user"
        RULE = "rule", "By the user's rule"
        LEARNED = "learned", "Learned from the user's corrections"
        MATCH = "match", "Matched with another account's row"
        STATEMENT = "statement", "Said by the statement"
        DEFAULT = "default", "Shipped default"

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="transactions")
    posted_on = models.DateField()
    amount_minor = models.BigIntegerField(help_text="Minor units of the currency; positive is money in.")
    currency = models.CharField(max_length=3)
    memo = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    kind_source = models.CharField(max_length=10, choices=KindSource, default=KindSource.DEFAULT)
    rule = models.ForeignKey(
        "finance.Rule",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The rule that said so.",
    )
    sorted_at = models.DateTimeField(null=True, blank=True, help_text="When the user said what it is.")
    was_kind = models.CharField(
        max_length=12, choices=Kind, blank=True, help_text="What it was before the user's word."
    )
    was_kind_source = models.CharField(max_length=10, choices=KindSource, blank=True)
    was_category = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    balance_minor = models.BigIntegerField(null=True, blank=True, help_text="The balance after it, if the file says.")
    external_id = models.CharField(max_length=120, blank=True, help_text="The bank's own identifier.")
    fingerprint = models.CharField(max_length=64, help_text="What it is, and the how-manieth such row of its day.")
    jobs = models.PositiveIntegerField(null=True, blank=True, help_text="Paid jobs it stands for, where it is said.")
    distance_m = models.PositiveIntegerField(null=True, blank=True, help_text="Metres driven for it.")
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Minutes worked for it.")
    pending = models.BooleanField(default=False, help_text="Announced and not booked yet, as the statement says.")
    same_as = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="What it counts as."
    )
    needs_review = models.BooleanField(default=False)
    review_reason = models.CharField(max_length=200, blank=True, help_text="Why a person should look at it.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = LedgerManager()
    versions: ClassVar = TransactionQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_on", "-id"]
        indexes = [
            models.Index(fields=["user", "currency", "posted_on"], name="transaction_by_user_day"),
            models.Index(fields=["account", "posted_on"], name="transaction_by_account_day"),
            models.Index(fields=["user", "-posted_on", "-id"], name="transaction_newest_first"),
            models.Index(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="transaction_by_external_id"
            ),
            models.Index(fields=["user"], condition=Q(needs_review=True), name="transaction_to_look_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="transaction_once_per_account"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="transaction_amount_not_zero"),
            models.CheckConstraint(condition=~Q(same_as=F("id")), name="transaction_not_same_as_itself"),
            models.CheckConstraint(condition=CURRENCY, name="transaction_currency_iso4217"),
            models.CheckConstraint(
                condition=Q(jobs__isnull=True) | Q(jobs__gte=0), name="transaction_jobs_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(distance_m__isnull=True) | Q(distance_m__gte=0), name="transaction_distance_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=0), name="transaction_minutes_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posted_on} {self.amount_minor} {self.currency}"


class StatementLine(models.Model):
    """Which line of which import told of a transaction; one without any is gone when its import is undone."""

    statement = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    part = models.CharField(max_length=10, blank=True, help_text="Which of the transactions of its line it told of.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "line", "part"], name="statement_line_part_once")]

    def __str__(self) -> str:
        return f"line {self.line}"


class BalancePoint(models.Model):
    """The balance of an account at the end of a day, as a statement or its owner says."""

    class Source(models.TextChoices):
        STATEMENT = "statement", "Statement"
        USER = "user", "Typed in by the user"

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="balance_points")
    statement = models.ForeignKey(
        Import, on_delete=models.CASCADE, null=True, blank=True, related_name="balance_points"
    )
    on = models.DateField()
    balance_minor = models.BigIntegerField()
    source = models.CharField(max_length=10, choices=Source)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["account", "on", "statement"], name="balance_point_once_per_statement"),
            models.UniqueConstraint(
                fields=["account", "on"], condition=Q(statement=None), name="balance_point_once_typed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.balance_minor}"
