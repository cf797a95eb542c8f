"""The receipt of a deletion as a letter."""

from django.conf import settings
from django.core.mail import send_mail

from accounts.models import Receipt

SUBJECT = {
    "en": "GigLens: your account is deleted",
    "es": "GigLens: tu cuenta está borrada",
}
BODY = {
    "en": "Everything that GigLens held of yours was deleted on {at} (UTC):\n\n{counts}\n\n"
    "Only this receipt is kept. It names nobody. Its number is {id}; {address} shows it again.\n",
    "es": "Todo lo que GigLens tenía de ti se borró el {at} (UTC):\n\n{counts}\n\n"
    "Solo se guarda este recibo. No nombra a nadie. Su número es {id}; {address} lo muestra de nuevo.\n",
}


def address_of(receipt: Receipt) -> str:
    """Return where the receipt can be read; whoever knows its number may."""
    return f"{settings.PUBLIC_BASE_URL}/api/v1/receipts/{receipt.public_id}"


def mail(receipt: Receipt, *, to: str, language: str) -> None:
    """Send the receipt to whoever left."""
    words = language if language in BODY else "en"
    counts = "\n".join(f"{count:>9,}  {name}" for name, count in receipt.counts.items())
    at = f"{receipt.deleted_at:%Y-%m-%d %H:%M}"
    body = BODY[words].format(at=at, counts=counts, id=receipt.public_id, address=address_of(receipt))
    send_mail(SUBJECT[words], body, None, [to])
