"""The demo person: real, anonymised bank movements under a made-up name, always marked as a demo."""

from pathlib import Path

DEMO_EMAIL = "demo@giglens.example"
DEMO_PASSWORD = "see-my-money-ahead"  # noqa: S105 - printed at start: it opens the demo's own rows and nothing else
STATEMENT = Path(__file__).parent / "account-9159.csv"
