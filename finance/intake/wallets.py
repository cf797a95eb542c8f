"""An account that holds a platform's earnings is a wallet: what came in for work has to leave it by payouts."""

from collections.abc import Sequence

from finance.models import LinkedAccount
from finance.statements.parsed import ParsedStatement, Row
from kit.errors import Conflict


def check(account: LinkedAccount, parsed: ParsedStatement) -> None:
    """Refuse a platform's statement for an account that holds other things: its income would be counted twice.

    Raises:
        Conflict: the account is no platform's, and is in use.
    """
    if not _tells_earnings(parsed.rows) or account.kind == LinkedAccount.Kind.PLATFORM:
        return
    if account.pk is not None and account.transactions.exists():
        raise Conflict(
            f"This is a platform's earnings statement, and “{account.name}” holds other transactions. "
            "Choose or create an account of the kind platform.",
            code="not_a_platform_account",
        )


def settle(account: LinkedAccount, rows: Sequence[Row]) -> None:
    """Make an empty account a platform's with its first earnings statement."""
    if _tells_earnings(rows) and account.kind != LinkedAccount.Kind.PLATFORM:
        account.kind = LinkedAccount.Kind.PLATFORM
        account.save(update_fields=["kind"])


def _tells_earnings(rows: Sequence[Row]) -> bool:
    return any(row.part for row in rows)
