"""People: invited by a mailed link, never given a password by anybody else, and never deleted."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from assessments.admin.drafts import ModelAdmin, administrator_id
from assessments.admin.handovers import tell_of_open_work
from assessments.admin.sites import site
from assessments.admin.units import MembershipInline
from assessments.models import User
from assessments.services.people import (
    EmailTaken,
    MailNotSent,
    NoLinkPossible,
    OwnAccess,
    change_person,
    deactivate,
    invite,
    send_link_again,
)

ACCESS = ("is_staff", "is_active")


@admin.register(User, site=site)
class PersonAdmin(ModelAdmin):
    """Everybody who may sign in, and everybody who once could."""

    list_display = ("name", "email", "work_role", "is_staff", "is_active")
    list_filter = ("is_active", "is_staff", "work_role")
    search_fields = ("name", "email")
    inlines = (MembershipInline,)
    show_facets = admin.ShowFacets.NEVER
    actions = ("send_link", "end_access")
    change_form_template = "admin/assessments/person_form.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name", "email", "work_role", *(ACCESS if obj is not None else ACCESS[:1]))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody takes the own access away, so that an administrator always remains."""
        return ACCESS if obj is not None and obj.pk == request.user.pk else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: what a person answered stays; access is ended instead."""
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.send_link_view)
        return [path("<int:user_id>/send-link/", view, name="assessments_user_send_link"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        if change:
            change_person(
                user_id=obj.pk,
                by_id=administrator_id(request),
                email=obj.email,
                name=obj.name,
                work_role=obj.work_role,
                may_sign_in=obj.is_active,
                administrator=obj.is_staff,
            )
        else:
            obj.pk = invite(email=obj.email, name=obj.name, work_role=obj.work_role, administrator=obj.is_staff)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        super().save_related(request, form, formsets, change)
        if change:
            tell_of_open_work(request, {form.instance.pk})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except (EmailTaken, OwnAccess) as error:
            messages.error(request, f"{error} Nothing was saved.")
            return _to_list()
        except MailNotSent as error:
            messages.error(request, f"The person was added, but {_lower(error)} Use 'Send the link again' later.")
            return _to_list()
        if object_id is None and response.status_code == 302:
            messages.info(request, "A link to set a password is on its way by mail.")
        return response

    def send_link_view(self, request: HttpRequest, user_id: int) -> HttpResponse:
        """Mail the link to one person once more."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not User.objects.filter(pk=user_id).exists():
            raise Http404
        self._send(request, user_id)
        return HttpResponseRedirect(reverse("admin:assessments_user_change", args=[user_id]))

    @admin.action(description="Send the link to set a password again")
    def send_link(self, request: HttpRequest, people: Any) -> None:
        """Mail the link to everybody who was chosen."""
        for user_id in people.values_list("pk", flat=True):
            self._send(request, user_id)

    @admin.action(description="End access: may no longer sign in")
    def end_access(self, request: HttpRequest, people: Any) -> None:
        """Lock out everybody who was chosen, but for oneself."""
        for person in people:
            try:
                deactivate(user_id=person.pk, by_id=administrator_id(request))
                self.log_change(request, person, "Access ended.")
                messages.success(request, f"{person} may no longer sign in. All answers are kept.")
                tell_of_open_work(request, {person.pk})
            except OwnAccess as error:
                messages.error(request, str(error))

    def _send(self, request: HttpRequest, user_id: int) -> None:
        try:
            send_link_again(user_id=user_id)
            messages.success(request, "The link to set a password is on its way by mail.")
        except (NoLinkPossible, MailNotSent) as error:
            messages.error(request, str(error))


def _lower(error: Exception) -> str:
    text = str(error)
    return text[:1].lower() + text[1:]


def _to_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:assessments_user_changelist"))
