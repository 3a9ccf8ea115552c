"""The content around practices: disciplines, dimensions, gates, level names, and what questions stand on."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.db import models as db
from django.http import HttpRequest, HttpResponse

from assessments.admin.drafts import DraftContentAdmin, ModelForm, VersionFilter, draft_id
from assessments.admin.sites import site
from assessments.core.catalog import IN_PLACE
from assessments.models import Dimension, Discipline, Gate, Level, Source, Statement


class DisciplineFilter(admin.SimpleListFilter):
    """Shows the dimensions or practices of one discipline."""

    title = "discipline"
    parameter_name = "discipline"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.path = f"{model_admin.version_path.removesuffix('__version')}__code"
        names = Discipline.objects.order_by("position").values_list("code", "name")
        return list(dict(names).items())

    def queryset(self, request: HttpRequest, queryset: db.QuerySet[Any]) -> db.QuerySet[Any]:
        return queryset.filter(**{self.path: self.value()}) if self.value() else queryset


@admin.register(Discipline, site=site)
class DisciplineAdmin(DraftContentAdmin):
    """What an organisation may be ready for."""

    code = RegexValidator(
        r"\A[a-z0-9_-]+\Z", "A discipline's code has lower-case letters, digits, hyphens and underscores only."
    )
    list_display = ("code", "name", "scope", "position")
    search_fields = ("code", "name", "scope")
    fields = ("version", "code", "name", "scope", "position")


@admin.register(Dimension, site=site)
class DimensionAdmin(DraftContentAdmin):
    """The areas within a discipline, a page of questions each."""

    version_path = "discipline__version"
    list_display = ("code", "name", "discipline", "position")
    list_filter = (VersionFilter, DisciplineFilter)
    search_fields = ("code", "name", "about")
    fields = ("discipline", "code", "name", "about", "position")


class GateForm(ModelForm):
    """A gate; a fixed one may be raised, never lowered below 'in place'."""

    def clean_level(self) -> int:
        level: int = self.cleaned_data["level"]
        if self.instance.fixed and level < IN_PLACE:
            raise forms.ValidationError(
                f"This gate is fixed: its level may not be below {IN_PLACE}, where a discipline counts as in place."
            )
        return level


@admin.register(Gate, site=site)
class GateAdmin(DraftContentAdmin):
    """Which discipline comes before which; fixed gates stay, and lead where they lead."""

    form = GateForm
    list_display = ("__str__", "level", "fixed", "reason")
    list_filter = (VersionFilter, "fixed")
    search_fields = ("before", "after", "reason")
    fields = ("version", "before", "after", "level", "fixed", "reason", "statement")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("fixed", "before", "after") if obj is not None and obj.fixed else ("fixed",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.fixed)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        gate: Any = self.get_object(request, object_id)
        if gate is not None and gate.fixed:
            raise PermissionDenied("This gate is fixed and cannot be removed.")
        return super().delete_view(request, object_id, extra_context)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the disciplines of the draft on both sides."""
        if db_field.name in ("before", "after"):
            kwargs["widget"] = forms.Select(choices=_disciplines(request))
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def _disciplines(request: HttpRequest) -> list[tuple[str, str]]:
    rows = Discipline.objects.filter(version=draft_id(request)).values_list("code", "name")
    return [("", "---------"), *rows]


@admin.register(Level, site=site)
class LevelAdmin(DraftContentAdmin):
    """The names of the five levels, which are always five."""

    list_display = ("number", "name", "meaning")
    list_display_links = ("number", "name")
    fields = ("number", "name", "meaning")
    readonly_fields = ("number",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Statement, site=site)
class StatementAdmin(DraftContentAdmin):
    """What the article says, in our own words; practices and gates refer to it by code."""

    list_display = ("code", "kind", "text", "treatment")
    search_fields = ("code", "text", "section", "treatment")
    fields = ("version", "code", "kind", "text", "section", "treatment", "position")


@admin.register(Source, site=site)
class SourceAdmin(DraftContentAdmin):
    """Public models that questions stand on; practices refer to them by code."""

    list_display = ("code", "area", "name", "address")
    search_fields = ("code", "area", "name")
    fields = ("version", "code", "area", "name", "address", "position")
