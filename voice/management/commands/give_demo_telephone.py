"""`manage.py give_demo_telephone`: let the demo person be recognised by `manage.py phone`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from voice.demo import give_telephone


class Command(BaseCommand):
    help = "Give the demo person a made-up number and a PIN, when they have neither; otherwise do nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        give_telephone(now=timezone.now())
