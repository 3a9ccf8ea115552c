"""Signing in, and asking for a link to set a password."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import get_user_model


class SignInForm(auth_forms.AuthenticationForm):
    """An e-mail address and a password."""

    username = auth_forms.UsernameField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": "This e-mail address and password do not belong together. Mind capitals in the password.",
        "inactive": "This account is closed. Ask your administrator.",
    }

    def clean_username(self) -> str:
        """Addresses are stored in small letters."""
        return str(self.cleaned_data["username"]).lower()


class PasswordResetForm(auth_forms.PasswordResetForm):
    """The e-mail address that a link to set a password goes to."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def get_users(self, email: str) -> Iterable[Any]:
        """Whoever may sign in with the address, also without a password so far: the invitation may have run out."""
        return get_user_model().objects.filter(email__iexact=email, is_active=True)
