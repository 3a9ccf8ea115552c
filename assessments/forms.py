"""Forms: the shape of what people send, and clean values from it; choices come in as arguments."""

from django import forms
from django.contrib.auth import forms as auth_forms


class SignInForm(auth_forms.AuthenticationForm):
    """An e-mail address and a password."""

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
