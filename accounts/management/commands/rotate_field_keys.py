"""`manage.py rotate_field_keys`: put a new key first in FIELD_ENCRYPTION_KEYS, restart, run this, drop the old key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.key_rotation import rotate


class Command(BaseCommand):
    help = "Seal every secret at rest with the newest key of FIELD_ENCRYPTION_KEYS. Safe to interrupt and to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        counted = rotate()
        for kind, counts in counted.items():
            self.stdout.write(
                f"{kind}: {counts['resealed']} resealed, {counts['current']} current already, "
                f"{counts['unreadable']} unreadable"
            )
        if any(counts["unreadable"] for counts in counted.values()):
            raise CommandError("No key opens the unreadable ones: keep the older keys until they are accounted for.")
        if any(counts["resealed"] for counts in counted.values()):
            self.stdout.write("Run it once more, until nothing is resealed; then the older keys can go.")
        else:
            self.stdout.write("The older keys can go.")
