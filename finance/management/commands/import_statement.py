"""`manage.py import_statement FILE --user EMAIL --account NAME [--dry-run] [--json]`: a statement from the shell."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from finance.api.imports import plan_shape
from finance.intake import imports, mappings
from kit.errors import Refusal


class Command(BaseCommand):
    help = "Read a bank statement into a user's account; the account is made if there is none of that name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", required=True, help="e-mail address")
        parser.add_argument("--account", required=True, help="the linked account's name")
        parser.add_argument("--currency", help="of a new account; else the file's, else the user's home currency")
        parser.add_argument("--day-first", action="store_true", default=None, help="dates are day first")
        parser.add_argument("--section", help="which account or sheet, for files that hold several")
        parser.add_argument("--mapping", help="JSON: which column is what, for columns that are not understood")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, and do nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self._run(options)
        except Refusal as refusal:
            error = {"code": refusal.code, "message": refusal.message}
            self.stderr.write(json.dumps({"error": error}) if options["json"] else refusal.message)
            sys.exit(1)
        self.stdout.write(json.dumps(answer, default=str) if options["json"] else _told(answer))

    def _run(self, options: dict[str, Any]) -> dict[str, Any]:
        user = User.objects.filter(email__iexact=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']}.")
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        content = path.read_bytes()
        said = {key: options[key] for key in ("day_first", "section", "mapping")}
        choices = mappings.choices_for(user, **said)
        account = imports.account_named(user, options["account"], currency=options["currency"])
        if options["dry_run"]:
            return plan_shape(imports.preview(account=account, content=content, choices=choices), account, path.name)
        statement, plan = imports.import_statement(
            account=account, file_name=path.name, content=content, choices=choices
        )
        return plan_shape(plan, account, path.name, statement)


def _told(answer: dict[str, Any]) -> str:
    counts = "{new} new, {duplicates} known already, {needs_review} to look at, {rejected_count} rejected; "
    return (counts + "{first_on} to {last_on}; in {total_in}, out {total_out} {currency}").format(**answer)
