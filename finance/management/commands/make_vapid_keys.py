"""`manage.py make_vapid_keys`: the key with which messages to devices are signed."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand

from kit import webpush


class Command(BaseCommand):
    help = "Print a new key for web push, as lines for .env. A new key ends every subscription made with the old one."

    def handle(self, *args: Any, **options: Any) -> None:
        key = ec.generate_private_key(webpush.CURVE)
        self.stdout.write(f"VAPID_PRIVATE_KEY={webpush.private_key_text(key)}")
        self.stdout.write("VAPID_SUBJECT=mailto:you@example.com")
        self.stdout.write(f"# The public key, which browsers are given: {webpush.public_key_text(key)}")
