"""The payout audit: where a platform's own statement shows that it paid too little.

Nothing is inferred. A finding needs the parts in the file; and where most lines of a file do not add up, its columns
are not understood, so that no line of it is called short.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from finance.models import Import, LinkedAccount, PayoutFinding, PayoutLine

Kind = PayoutFinding.Kind
MOST = 500  # findings of an account; more would be a file that is not understood
FEW_LINES = 4  # so few lines may all be short
PARTS = ("base", "bonus", "tip", "fee", "deduction", "stated", "promised")


@dataclass(frozen=True, slots=True)
class Found:
    """One finding before it is stored: what it is about, how much is missing, and the lines that show it."""

    kind: str
    key: str
    amount_minor: int | None
    lines: Sequence[PayoutLine]
    figures: dict[str, int]


def audit(account: LinkedAccount) -> None:
    """Bring an account's findings in line with its statements: found, kept as its owner left it, or gone with them."""
    if account.kind != LinkedAccount.Kind.PLATFORM or account.currency is None:
        return
    found = {one.key: one for one in _find(account)}
    with transaction.atomic():
        known = {row.key: row for row in PayoutFinding.objects.filter(account=account).select_for_update()}
        for key, row in known.items():
            if row.holds != (key in found):
                row.holds = key in found
                row.save(update_fields=["holds"])
        new = [_row(account, one) for key, one in found.items() if key not in known]
        PayoutFinding.objects.bulk_create(new, batch_size=500)


def _find(account: LinkedAccount) -> Iterator[Found]:
    lines = _once(account)
    yield from _underpaid(account, lines)
    for line in lines.filter(promised_minor__gt=Coalesce(F("bonus_minor"), 0), cancelled=False)[:MOST]:
        bonus, promised = line.bonus_minor or 0, line.promised_minor or 0
        yield _found(Kind.MISSING_BONUS, promised - bonus, [line], promised=promised, bonus=bonus)
    for line in lines.filter(_unpaid())[:MOST]:
        yield _found(Kind.UNPAID_JOB, None, [line])
    yield from _duplicate_fees(lines)


def _once(account: LinkedAccount) -> QuerySet[PayoutLine]:
    """Return each line once, however many statements tell it; the first one that did stands for it."""
    standing = PayoutLine.objects.filter(account=account, statement__undone_at=None)
    first = standing.order_by().values("fingerprint").annotate(first=Min("pk")).values("first")
    return standing.filter(pk__in=first).select_related("statement").order_by("on", "pk")


def _expected() -> Any:
    """Return base, bonus and tips less fees and deductions."""
    return F("base_minor") + Coalesce(F("bonus_minor"), 0) + Coalesce(F("tip_minor"), 0) - _kept()


def _kept() -> Any:
    """Return fees and deductions."""
    return Coalesce(F("fee_minor"), 0) + Coalesce(F("deduction_minor"), 0)


def _underpaid(account: LinkedAccount, lines: QuerySet[PayoutLine]) -> Iterator[Found]:
    whole = lines.exclude(base_minor=None).exclude(stated_minor=None).annotate(expected=_expected())
    understood = _understood(account)
    for line in whole.filter(stated_minor__lt=F("expected"), statement__in=understood)[:MOST]:
        told = {name: value for name in PARTS[:6] if (value := getattr(line, f"{name}_minor")) is not None}
        missing = line.expected - (line.stated_minor or 0)
        yield _found(Kind.UNDERPAID, missing, [line], **told, expected=line.expected)


def _understood(account: LinkedAccount) -> list[int]:
    """Return the statements in which at least half of the lines add up, or that have hardly any."""
    whole = PayoutLine.objects.filter(account=account).exclude(base_minor=None).exclude(stated_minor=None)
    counts = (
        whole.annotate(expected=_expected())
        .values("statement")
        .annotate(n=Count("pk"), right=Count("pk", filter=Q(stated_minor=F("expected"))))
    )
    return [row["statement"] for row in counts if row["n"] < FEW_LINES or 2 * row["right"] >= row["n"]]


def _unpaid() -> Q:
    """Return what a job without pay is: worked, not cancelled, its pay told and nothing."""
    nothing = Q(cancelled=False, worked=True)
    for name in ("base", "bonus", "tip", "stated"):
        nothing &= Q(**{f"{name}_minor": 0}) | Q(**{f"{name}_minor": None})
    return nothing & (Q(base_minor=0) | Q(stated_minor=0))


def _duplicate_fees(lines: QuerySet[PayoutLine]) -> Iterator[Found]:
    """Find fees that were taken for one job more often than it was paid, those given back taken off."""
    charged = lines.exclude(job="").annotate(kept=_kept()).exclude(kept=0)
    again = charged.filter(kept__gt=0).order_by().values("job", "platform", "kept").annotate(n=Count("pk"))
    for job, platform, kept in again.filter(n__gt=1).values_list("job", "platform", "kept")[:MOST]:
        same = charged.filter(job=job, platform=platform)
        taken = list(same.filter(kept=kept))
        given_back = same.filter(kept=-kept).count()
        paid = sum((line.base_minor or 0) > 0 or (line.stated_minor or 0) > 0 for line in taken)
        times = len(taken) - given_back - max(1, paid)
        if times > 0:
            yield _found(Kind.DUPLICATE_FEE, kept * times, taken, fee=kept, times=len(taken))


def _found(kind: str, amount_minor: int | None, lines: Sequence[PayoutLine], **figures: int) -> Found:
    subject = "|".join([kind, *sorted(line.fingerprint for line in lines)])
    return Found(kind, hashlib.sha256(subject.encode()).hexdigest(), amount_minor, lines, figures)


def _row(account: LinkedAccount, one: Found) -> PayoutFinding:
    first = one.lines[0]
    return PayoutFinding(
        user_id=account.user_id,
        account=account,
        kind=one.kind,
        key=one.key,
        platform=first.platform,
        currency=account.currency or "",
        on=first.on,
        amount_minor=one.amount_minor,
        evidence={"figures": one.figures, "job": first.job, "lines": list(_told(one.lines))},
    )


def _told(lines: Iterable[PayoutLine]) -> Iterator[dict[str, Any]]:
    """Tell the lines as they stood in their files."""
    for line in lines:
        statement: Import = line.statement
        parts = {name: value for name in PARTS if (value := getattr(line, f"{name}_minor")) is not None}
        yield {
            "import": str(statement.public_id),
            "file_name": statement.file_name,
            "line": line.line,
            "on": line.on.isoformat(),
            "job": line.job,
            "parts": parts,
        }
