"""`manage.py run_forecasts [--slot DATE]`: the nightly run, here and now; running it again goes on where it was cut."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from finance import nightly


class Command(BaseCommand):
    help = "Compute the forecasts of a night for everybody who has transactions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slot", type=date.fromisoformat, help="the night, as YYYY-MM-DD; today by default")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        slot = options["slot"] or now.date()
        counts = nightly.run_all(slot=slot, now=now)
        if options["json"]:
            self.stdout.write(json.dumps({"slot": slot.isoformat(), **counts}))
        else:
            told = ", ".join(f"{count} {status}" for status, count in counts.items() if count) or "nothing to do"
            self.stdout.write(f"Night of {slot}: {told}.")
        if counts["failed"]:
            raise SystemExit(1)
