"""What the admin pages of all content have in common: a draft may be edited, published content only read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.validators import RegexValidator
from django.db import IntegrityError
from django.db import models as db
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from assessments.models import CatalogVersion

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline
    ModelForm, InlineFormSet = forms.ModelForm, forms.BaseInlineFormSet

LONG_TEXT = 300
CODE = RegexValidator(r"\A[A-Za-z0-9._-]+\Z", "A code has letters, digits, dots, hyphens and underscores only.")


def draft_id(request: HttpRequest) -> int | None:
    """The id of the one draft, asked for once per request; None while there is none."""
    kept = vars(request)
    if "draft_id" not in kept:
        drafts = CatalogVersion.objects.filter(state=CatalogVersion.State.DRAFT)
        kept["draft_id"] = drafts.values_list("pk", flat=True).first()
    found: int | None = kept["draft_id"]
    return found


def administrator_id(request: HttpRequest) -> int:
    """The id of whoever is asking."""
    user: Any = request.user
    return int(user.pk)


class VersionFilter(admin.SimpleListFilter):
    """Shows one catalog version at a time: the chosen one, else the newest, which is the draft if there is one."""

    title = "catalog version"
    parameter_name = "version"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.path = model_admin.version_path
        return [(str(version.pk), str(version).removeprefix("Catalog version ")) for version in _versions()]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for position, (value, title) in enumerate(self.lookup_choices):
            yield {
                "selected": value == self.value() or (self.value() is None and position == 0),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: db.QuerySet[Any]) -> db.QuerySet[Any]:
        known = [value for value, _ in self.lookup_choices]
        chosen = self.value() or next(iter(known), None)
        return queryset.filter(**{self.path: chosen}) if chosen in known else queryset.none()


def _versions() -> db.QuerySet[CatalogVersion]:
    return CatalogVersion.objects.only("number", "state").order_by("-number")


class DraftContentAdmin(ModelAdmin):
    """Rows of the draft may be added, changed and deleted; those of published versions are only shown.

    `version_path` leads from a row to its catalog version, in the manner of a lookup; `code` says what a code may be.
    """

    version_path: ClassVar = "version"
    code: ClassVar = CODE
    change_form_template = "admin/assessments/content_form.html"
    change_list_template = "admin/assessments/content_list.html"
    actions = None
    show_facets = admin.ShowFacets.NEVER
    list_filter: ClassVar[Any] = (VersionFilter,)

    def version_of(self, row: Any) -> CatalogVersion:
        """The catalog version that a row belongs to."""
        for step in self.version_path.split("__"):
            row = getattr(row, step)
        version: CatalogVersion = row
        return version

    def get_queryset(self, request: HttpRequest) -> db.QuerySet[db.Model]:
        return super().get_queryset(request).select_related(self.version_path)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and draft_id(request) is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_draft(obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer rows of the draft only."""
        path = self.version_path.removeprefix(db_field.name).removeprefix("__") or "pk"
        rows = db_field.remote_field.model.objects.filter(**{path: draft_id(request)})
        return super().formfield_for_foreignkey(db_field, request, **{**kwargs, "queryset": rows})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give long texts room, and no links to change what a row belongs to."""
        if isinstance(db_field, db.CharField) and (db_field.max_length or 0) >= LONG_TEXT:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, db.ForeignKey):
            _without_links(field)
        if db_field.name == "code":
            field.validators.append(self.code)
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": draft_id(request), **super().get_changeform_initial_data(request)}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {**(extra_context or {}), "draft_id": draft_id(request)}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except IntegrityError:
            return self._overtaken(request)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError:
            return self._overtaken(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "draft_id": draft_id(request)})

    def _is_draft(self, row: Any) -> bool:
        return row is None or self.version_of(row).state == CatalogVersion.State.DRAFT

    def _overtaken(self, request: HttpRequest) -> HttpResponse:
        messages.error(
            request, "Nothing was saved: somebody published the draft or changed the same row meanwhile. Look again."
        )
        return HttpResponseRedirect(reverse(f"admin:assessments_{self.opts.model_name}_changelist"))


class DraftInline(TabularInline):
    """Rows below a content row: editable where that row is one of the draft, or is being added."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._editable(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._editable(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._editable(request, obj)

    def _editable(self, request: HttpRequest, obj: Any) -> bool:
        """As the page of the row itself."""
        page = self.admin_site.get_model_admin(self.parent_model)
        return page.has_change_permission(request, obj)


class LabelledFormSet(InlineFormSet):
    """Rows of a table whose fields say to screen readers what the table's head says to the eye."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = field.label or ""


def _without_links(field: Any) -> None:
    for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
        setattr(field.widget, link, False)
