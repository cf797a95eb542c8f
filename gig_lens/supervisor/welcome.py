"""What the person at the terminal reads when everything answers."""

from django.conf import settings

from finance.demo import DEMO_EMAIL, DEMO_PASSWORD
from voice.demo import DEMO_NUMBER, DEMO_PIN

TEXT = """
GigLens is ready: {url}
  Demo login       {email}  password: {password}
  Demo telephone   .venv/bin/python manage.py phone --from {number}  PIN: {pin}
  API              {url}/api/docs/
  Admin            {url}/admin/  (make an operator with `.venv/bin/python manage.py createsuperuser`)
  Mail             codes and letters are printed here, in the lines of `web`
  Stop             Ctrl-C
"""


def welcome() -> str:
    """Return the address, where else to look, and the ways into the demo while it is switched on."""
    text = TEXT.format(
        url=settings.PUBLIC_BASE_URL, email=DEMO_EMAIL, password=DEMO_PASSWORD, number=DEMO_NUMBER, pin=DEMO_PIN
    )
    return "\n".join(line for line in text.splitlines() if settings.DEMO or not line.startswith("  Demo "))
