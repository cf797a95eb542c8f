"""`manage.py forecast_status [--slot DATE] [--json]`: how the forecasts stand."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from finance import nightly
from finance.models import Forecast


class Command(BaseCommand):
    help = "Tell how many forecasts of a night are in which status, and how long the oldest one has waited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slot", type=date.fromisoformat, help="the night, as YYYY-MM-DD; today by default")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        slot = options["slot"] or now.date()
        oldest = Forecast.objects.pending().order_by("requested_at").first()
        waited = int((now - oldest.requested_at).total_seconds()) if oldest else 0
        answer = {"slot": slot.isoformat(), **nightly.status(slot=slot), "oldest_waiting_s": waited}
        told = (
            json.dumps(answer) if options["json"] else "\n".join(f"{name}: {value}" for name, value in answer.items())
        )
        self.stdout.write(told)
