"""What sign-up asks beside what allauth asks already."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User


class SignUpForm(forms.Form):
    """Refuse a password that is the address: allauth's headless sign-up checks it without knowing the address."""

    def clean(self) -> dict[str, Any]:
        """Check the password again, with the address."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        email, password = cleaned.get("email"), cleaned.get("password")
        if email and password:
            try:
                validate_password(password, user=User(email=email))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """Required by allauth; there is nothing more to keep."""
