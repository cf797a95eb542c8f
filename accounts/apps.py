"""The app, and the operators' site."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self) -> None:
        """Let the API's description know how bearer tokens are sent."""
        from accounts import schema  # noqa: F401 - being imported registers it
