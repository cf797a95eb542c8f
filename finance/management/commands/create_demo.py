"""`manage.py create_demo`: a person to look around with, on a database that has nobody yet."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User
from finance.demo import DEMO_EMAIL, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Make the demo user when there are no users; otherwise do nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not User.objects.exists():
            create_demo()


@transaction.atomic
def create_demo() -> User:
    """Make the demo user, who can log in at once."""
    user = User.objects.create_user(DEMO_EMAIL, DEMO_PASSWORD, name="Demo", is_demo=True, home_currency="CZK")
    EmailAddress.objects.create(user=user, email=DEMO_EMAIL, verified=True, primary=True)
    return user
