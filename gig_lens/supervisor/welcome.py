"""What the person at the terminal reads when everything answers."""

from django.conf import settings

from finance.demo import DEMO_EMAIL, DEMO_PASSWORD

TEXT = """
GigLens is ready: {url}
  Demo login       {email}  password: {password}
  API              {url}/api/docs/
  Admin            {url}/admin/  (make an operator with `.venv/bin/python manage.py createsuperuser`)
  Mail             codes and letters are printed here, in the lines of `web`
  Stop             Ctrl-C
"""


def welcome() -> str:
    """Return the address, where else to look, and the demo login while it is switched on."""
    lines = TEXT.format(url=settings.PUBLIC_BASE_URL, email=DEMO_EMAIL, password=DEMO_PASSWORD).splitlines()
    return "\n".join(line for line in lines if settings.DEMO or "Demo login" not in line)
