"""The administration as a site of its own: who may enter, and what stands on its first page."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

GROUPS = {
    "Questions": (
        "CatalogVersion", "Discipline", "Dimension", "Practice", "Gate", "Level", "Statement", "Source",
    ),
    "Organisation": ("Unit", "User"),
}  # fmt: skip


class Administration(admin.AdminSite):
    """Django's admin for administrators; everybody else finds nothing here."""

    site_header = "opsmaturity administration"
    site_title = "opsmaturity administration"
    index_title = "Administration"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator; raises Http404 for anybody else who is signed in."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        return super().has_permission(request)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the app's own page to sign in, and back."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    # Any: the types know of Django's own page only.
    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Send to the app's own page to change the password."""
        return redirect("assessments:password-change")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What may be administered, in groups instead of by app."""
        apps = super().get_app_list(request, app_label)
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        return [
            {
                **apps[0],
                "name": name,
                "app_label": name.lower(),
                "models": [models[key] for key in keys if key in models],
            }
            for name, keys in GROUPS.items()
            if models
        ]


site = Administration()
site.disable_action("delete_selected")
