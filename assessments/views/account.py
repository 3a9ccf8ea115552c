"""Signing in and out, and passwords: Django's own views with our templates and addresses."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.accounts import PasswordResetForm, SignInForm

if TYPE_CHECKING:
    from assessments.models import User


class SetPassword(views.PasswordResetConfirmView):
    """Lets a person with a mailed link choose a password."""

    template_name = "accounts/password_set.html"
    success_url = reverse_lazy("assessments:sign-in")

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        messages.success(self.request, "Your password is set. Sign in with it now.")
        return super().form_valid(form)


class ChangePassword(views.PasswordChangeView):
    """Lets a person who is signed in choose another password."""

    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("assessments:home-show")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


# Django's views would take PUT for POST.
ask_and_do = require_http_methods(["GET", "HEAD", "POST"])

sign_in = ask_and_do(
    views.LoginView.as_view(
        template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
    )
)
# Who is signed out already has what was asked for.
sign_out = require_POST(login_not_required(views.LogoutView.as_view(next_page=reverse_lazy("assessments:sign-in"))))
password_reset = ask_and_do(
    views.PasswordResetView.as_view(
        template_name="accounts/password_reset.html",
        form_class=PasswordResetForm,
        email_template_name="mail/password_reset.txt",
        subject_template_name="mail/password_reset_subject.txt",
        # The site's own address, not the one that the request names: whoever asks could make that up.
        extra_email_context={"site": settings.BASE_URL},
        success_url=reverse_lazy("assessments:password-reset-sent"),
    )
)
password_reset_sent = require_safe(
    views.PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html")
)
password_set = ask_and_do(never_cache(SetPassword.as_view()))
password_change = ask_and_do(ChangePassword.as_view())
