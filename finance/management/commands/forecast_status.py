"""`manage.py forecast_status [--slot DATE] [--json]`: how the nights and the forecasts stand."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from finance.nights import status


class Command(BaseCommand):
    help = "Tell how a night's run stands, what waits, and whether the last night is late; exits with 1 if it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slot", type=date.fromisoformat, help="the night, as YYYY-MM-DD; the newest by default")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        told = status.standing(slot=options["slot"], now=timezone.now())
        flat = told | told.pop("run")
        lines = "\n".join(f"{name}: {value}" for name, value in flat.items())
        self.stdout.write(json.dumps(flat) if options["json"] else lines)
        if told["late"]:
            raise SystemExit(1)
