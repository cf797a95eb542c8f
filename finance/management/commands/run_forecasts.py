"""`manage.py run_forecasts [--slot DATE]`: the nightly run, here and now; running it again goes on where it was cut."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from finance.ml import ml_client
from finance.nights import chunks, runs, status
from kit import clock


class Command(BaseCommand):
    help = "Compute the pictures of a night that have changed or aged; workers may be at it at the same time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--slot", type=date.fromisoformat, help="the night, as YYYY-MM-DD; today by default")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.shared_now()
        run = runs.open_run(slot=options["slot"] or now.date(), now=now)
        while chunks.work(run.pk, client=ml_client(), clock=clock.shared_now):
            pass
        run.refresh_from_db()
        told = runs.progress(run, now=clock.shared_now()) | status.forecasts_of(run.slot)
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            counts = ", ".join(f"{told[name]} {name}" for name in ("computed", "passed_over", "failed", "left"))
            self.stdout.write(f"Night of {run.slot}: {run.users} users due; {counts}; {told['ready']} forecasts ready.")
        if told["failed"] or told["left"]:
            raise SystemExit(1)
