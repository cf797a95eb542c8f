"""`manage.py forecast_status [--slot DATE] [--json] [--worker]`: how the nights and the forecasts stand."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from finance.nights import status
from kit import clock


class Command(BaseCommand):
    help = (
        "Tell how a night's run stands, what waits, and whether the last night is late or nobody takes up what waits; "
        "exits with 1 if so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slot", type=date.fromisoformat, help="the night, as YYYY-MM-DD; the newest by default")
        parser.add_argument(
            "--worker",
            action="store_true",
            help="only probe: exit with 1 if nobody takes up what waits",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.shared_now()
        if options["worker"]:
            raise SystemExit(int(status.stalled(now=now)))
        told = status.standing(slot=options["slot"], now=now)
        flat = told | told.pop("run")
        lines = "\n".join(f"{name}: {value}" for name, value in flat.items())
        self.stdout.write(json.dumps(flat) if options["json"] else lines)
        if told["late"] or told["stalled"]:
            raise SystemExit(1)
