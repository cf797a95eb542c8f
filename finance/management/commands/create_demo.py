"""`manage.py create_demo`: a person to look around with, on a database that has nobody yet."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from finance.demo import DEMO_EMAIL, DEMO_PASSWORD, STATEMENT
from finance.demo.statement import statement_until
from finance.intake import imports


class Command(BaseCommand):
    help = "Make the demo user when there are no users; otherwise do nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.exists():
            create_demo(today=timezone.localdate())


@transaction.atomic
def create_demo(*, today: date) -> User:
    """Make the demo user, who can log in at once, with a statement that ends about now."""
    user = User.objects.create_user(DEMO_EMAIL, DEMO_PASSWORD, name="Demo", is_demo=True, home_currency="CZK")
    EmailAddress.objects.create(user=user, email=DEMO_EMAIL, verified=True, primary=True)
    account = imports.account_named(user, "Main account", currency="CZK")
    imports.import_statement(account=account, file_name=STATEMENT.name, content=statement_until(today))
    return user
