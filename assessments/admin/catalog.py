"""Catalog versions: start a draft, see all its faults and what it changes, publish it or throw it away."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from assessments.admin.drafts import ModelAdmin, administrator_id, draft_id
from assessments.admin.sites import site
from assessments.core.changes import changes
from assessments.models import CatalogVersion
from assessments.queries.catalogs import content, draft_faults, newest_published_id, published
from assessments.services.catalogs import (
    DraftExists,
    DraftHasFaults,
    NotADraft,
    NothingPublished,
    discard_draft,
    publish,
    start_draft,
)

THRESHOLDS = ("breadth", "no_gaps", "not_applicable", "evidence_days")
EFFORTS = (("effort_small", "effort_medium", "effort_large"),)
FACTORS = (("factor_to_1", "factor_to_2", "factor_to_3", "factor_to_4"),)


@admin.register(CatalogVersion, site=site)
class CatalogVersionAdmin(ModelAdmin):
    """The list of versions, and one version with its thresholds, its faults and the way to its content."""

    list_display = ("__str__", "state", "published_at", "published_by", "note")
    list_filter = ("state",)
    search_fields = ("note",)
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/assessments/version_form.html"
    change_list_template = "admin/assessments/version_list.html"
    fieldsets = (
        (None, {"fields": ("note",)}),
        ("Thresholds", {"fields": THRESHOLDS, "description": "When a discipline counts as in place."}),
        ("Effort", {"fields": (*EFFORTS, *FACTORS), "description": "Person-weeks for one level, and how they grow."}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("published_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: a draft is started from the newest version."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _is_draft(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: a draft is discarded, a published version stays."""
        return False

    def get_urls(self) -> list[URLPattern]:
        own = (
            ("start-draft/", self.start_draft_view, "start_draft"),
            ("<int:version_id>/publish/", self.publish_view, "publish"),
            ("<int:version_id>/discard/", self.discard_view, "discard"),
        )
        routes = [
            path(route, self.admin_site.admin_view(view), name=f"assessments_catalogversion_{name}")
            for route, view, name in own
        ]
        return [*routes, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "draft_id": draft_id(request)})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        version = kwargs["obj"]
        context["is_draft"] = _is_draft(version)
        context["faults"] = draft_faults(version) if _is_draft(version) else ()
        return super().render_change_form(request, context, **kwargs)

    def start_draft_view(self, request: HttpRequest) -> HttpResponse:
        """Copy the newest version into a draft, once; then show it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            started = start_draft(user_id=administrator_id(request), at=timezone.now())
        except DraftExists:
            messages.warning(request, "There is a draft already. Publish it or discard it before you start another.")
            return _to_list()
        except NothingPublished:
            messages.error(request, "There is no published version to start from. Run: manage.py load_catalog")
            return _to_list()
        messages.success(
            request, "The draft is a copy of the newest version. Nobody is asked from it until you publish it."
        )
        return _to_version(started)

    def publish_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Show what publishing changes; publish on POST, or say what is in the way."""
        version = self._draft(request, version_id)
        if request.method != "POST":
            return self._confirm(request, "publish", version, _summary(version))
        try:
            publish(version_id=version_id, user_id=administrator_id(request), at=timezone.now())
        except DraftHasFaults as error:
            return self._confirm(request, "publish", version, {"faults": error.faults})
        except NotADraft:
            raise Http404 from None
        self.log_change(request, version, "Published.")
        messages.success(request, f"Catalog version {version.number} is published. New assessments use it.")
        return _to_version(version_id)

    def discard_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Ask whether to throw the draft away; do so on POST."""
        version = self._draft(request, version_id)
        if request.method != "POST":
            return self._confirm(request, "discard", version, {"changes": _changes(version)})
        try:
            discard_draft(version_id=version_id)
        except NotADraft:
            raise Http404 from None
        messages.success(request, "The draft is discarded. The published versions are as they were.")
        return _to_list()

    def _draft(self, request: HttpRequest, version_id: int) -> CatalogVersion:
        """The draft of an id; Http404 for a published version or none."""
        version = CatalogVersion.objects.filter(pk=version_id, state=CatalogVersion.State.DRAFT).first()
        if version is None:
            raise Http404
        if not self.has_change_permission(request, version):
            raise PermissionDenied
        return version

    def _confirm(self, request: HttpRequest, what: str, version: CatalogVersion, shown: dict[str, Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **shown,
            "opts": self.opts,
            "original": version,
            "title": f"{what.capitalize()} catalog version {version.number}",
        }
        return TemplateResponse(request, f"admin/assessments/version_{what}.html", context)


def _is_draft(version: CatalogVersion) -> bool:
    return version.state == CatalogVersion.State.DRAFT


def _summary(version: CatalogVersion) -> dict[str, Any]:
    faults = draft_faults(version)
    return {"faults": faults} if faults else {"changes": _changes(version)}


def _changes(version: CatalogVersion) -> Any:
    newest = newest_published_id()
    return changes(published(newest).catalog, content(version)) if newest is not None else ()


def _to_list() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:assessments_catalogversion_changelist"))


def _to_version(version_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:assessments_catalogversion_change", args=[version_id]))
