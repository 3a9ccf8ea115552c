"""Results: the frozen outcome of a submitted assessment, with its inputs."""

from django.conf import settings
from django.db import models

from assessments.core.gates import State
from assessments.models.assessment import Assessment
from assessments.models.catalog import CatalogVersion
from assessments.models.people import Unit


class Result(models.Model):
    """What a submitted assessment came to; it never changes.

    `inputs` holds what the core was given (`core.agreement.to_json`), so that the outcome can be recomputed; `gates`
    the outcome of each gate and the last day on which it holds (`core.portfolio.FrozenGate`), in catalog order.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="results")
    catalog_version = models.ForeignKey(CatalogVersion, on_delete=models.PROTECT, related_name="+")
    rules_version = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    respondents = models.PositiveIntegerField(help_text="Members and leads of the unit at that moment (F9).")
    answered_by = models.PositiveIntegerField(help_text="People who gave at least one answer.")
    inputs = models.JSONField()
    gates = models.JSONField()

    class Meta:
        ordering = ("-decided_at", "-id")
        indexes = (models.Index(fields=("unit", "-decided_at"), name="result_newest_of_unit"),)

    def __str__(self) -> str:
        return f"{self.unit}, {self.decided_at:%d %B %Y}"


class Readiness(models.Model):
    """What one discipline counted for in a result; indexes are 0 to 100, coverage and confidence 0 to 1."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="readiness")
    discipline = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=[(state.value, state.name) for state in State])
    maturity_level = models.PositiveSmallIntegerField(null=True)
    index = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    index_low = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    index_high = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    coverage = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    confidence = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    early_look = models.BooleanField(default=False)
    shown_until = models.DateField(null=True)
    failing_foundations = models.JSONField(default=list)
    deciding = models.PositiveIntegerField(
        default=0, help_text="Answers that would decide the undecided gates after it."
    )

    class Meta:
        ordering = ("result", "position")
        verbose_name_plural = "readiness"
        constraints = (models.UniqueConstraint(fields=("result", "discipline"), name="readiness_once_per_discipline"),)

    def __str__(self) -> str:
        return f"{self.discipline}: {self.state}"
