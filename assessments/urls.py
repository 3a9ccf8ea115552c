"""Every address of the app, noun and verb."""

from django.urls import path

from assessments.views import account, health, home

app_name = "assessments"

urlpatterns = [
    path("", home.home_show, name="home-show"),
    path("health/", health.health_check, name="health-check"),
    path("accounts/sign-in/", account.sign_in, name="sign-in"),
    path("accounts/sign-out/", account.sign_out, name="sign-out"),
    path("accounts/password/", account.password_change, name="password-change"),
    path("accounts/password/reset/", account.password_reset, name="password-reset"),
    path("accounts/password/reset/sent/", account.password_reset_sent, name="password-reset-sent"),
    path("accounts/password/set/<uidb64>/<token>/", account.password_set, name="password-set"),
]
