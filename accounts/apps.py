"""What the app does when it is loaded."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Let the API's description know how bearer tokens are sent."""
        from accounts import schema  # noqa: F401 - being imported registers it
