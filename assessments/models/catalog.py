"""All content of a catalog version, from disciplines to gates; frozen once it is published."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from assessments.core.catalog import Effort

LEVEL_RANGE = (MinValueValidator(0), MaxValueValidator(4))


class CatalogVersion(models.Model):
    """One edition of the content, with the thresholds of its rules; published once and then frozen.

    Shares lie in (0, 1]; efforts are person-weeks for one level; factors multiply them per level passed.
    """

    class State(models.TextChoices):
        """Whether the content may still be edited."""

        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    number = models.PositiveIntegerField(unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    note = models.TextField("what changed", blank=True, max_length=4000)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    breadth = models.DecimalField(max_digits=3, decimal_places=2, help_text="Share of practices at the level (F6 b).")
    no_gaps = models.DecimalField(max_digits=3, decimal_places=2, help_text="Share one level below (F6 c).")
    not_applicable = models.DecimalField(max_digits=3, decimal_places=2, help_text="Largest share marked so (G6).")
    evidence_days = models.PositiveIntegerField(help_text="Days for which evidence holds (G5).")
    effort_small = models.DecimalField(max_digits=5, decimal_places=2)
    effort_medium = models.DecimalField(max_digits=5, decimal_places=2)
    effort_large = models.DecimalField(max_digits=5, decimal_places=2)
    factor_to_1 = models.DecimalField("factor from 0 to 1", max_digits=5, decimal_places=2)
    factor_to_2 = models.DecimalField("factor from 1 to 2", max_digits=5, decimal_places=2)
    factor_to_3 = models.DecimalField("factor from 2 to 3", max_digits=5, decimal_places=2)
    factor_to_4 = models.DecimalField("factor from 3 to 4", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("state",), condition=models.Q(state="draft"), name="catalogversion_one_draft"
            ),
        )

    def __str__(self) -> str:
        return f"Catalog version {self.number} ({self.get_state_display().lower()})"


class Level(models.Model):
    """The name and meaning of a level, 0 to 4."""

    version = models.ForeignKey(CatalogVersion, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(validators=LEVEL_RANGE)
    name = models.CharField(max_length=60)
    meaning = models.CharField(max_length=300)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("version", "number"), name="level_once_per_version"),)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Discipline(models.Model):
    """One of the things an organisation may be ready for."""

    version = models.ForeignKey(CatalogVersion, on_delete=models.CASCADE, related_name="disciplines")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=500)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="discipline_code_per_version"),)

    def __str__(self) -> str:
        return self.name


class Dimension(models.Model):
    """An area within a discipline; one page of the walk."""

    discipline = models.ForeignKey(Discipline, on_delete=models.CASCADE, related_name="dimensions")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("discipline", "position", "code")
        constraints = (models.UniqueConstraint(fields=("discipline", "code"), name="dimension_code_per_discipline"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Practice(models.Model):
    """One thing a team does or does not do, asked about by one question."""

    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="practices")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    question = models.CharField(max_length=500)
    foundation = models.BooleanField(default=False)
    effort = models.CharField(max_length=1, choices=[(effort.value, effort.name.capitalize()) for effort in Effort])
    owner = models.CharField("owner role", max_length=120)
    statements = models.CharField(
        max_length=200, blank=True, help_text="Codes of the article's statements, separated by spaces."
    )
    sources = models.CharField(max_length=200, blank=True, help_text="Codes of public models, separated by spaces.")
    not_applicable_when = models.CharField(
        max_length=300, blank=True, help_text="When 'not applicable' may be answered; empty: never."
    )
    evidence_hint = models.CharField(max_length=500, blank=True, help_text="What counts as evidence.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("dimension", "position", "code")
        constraints = (models.UniqueConstraint(fields=("dimension", "code"), name="practice_code_per_dimension"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Anchor(models.Model):
    """The observable statement of one level of a practice; an empty text means that the level is not offered."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="anchors")
    level = models.PositiveSmallIntegerField(validators=LEVEL_RANGE)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("practice", "level")
        constraints = (models.UniqueConstraint(fields=("practice", "level"), name="anchor_once_per_level"),)

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"


class Prerequisite(models.Model):
    """Another practice at a level, needed before the practice first reaches level 2 or more.

    It names the other practice by its code, so that a draft whose practice was removed shows a fault
    instead of silently losing the rule.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="prerequisites")
    needs = models.CharField("needs practice", max_length=40, help_text="Its code.")
    level = models.PositiveSmallIntegerField("at level", validators=(MinValueValidator(1), MaxValueValidator(4)))

    class Meta:
        ordering = ("practice", "id")
        constraints = (models.UniqueConstraint(fields=("practice", "needs"), name="prerequisite_once"),)

    def __str__(self) -> str:
        return f"{self.needs} at level {self.level}"


class Gate(models.Model):
    """The rule 'this discipline before that one, from this maturity level, because …'."""

    version = models.ForeignKey(CatalogVersion, on_delete=models.CASCADE, related_name="gates")
    before = models.CharField(max_length=40, help_text="Code of the discipline that comes first.")
    after = models.CharField(max_length=40, help_text="Code of the discipline that waits.")
    level = models.PositiveSmallIntegerField("from maturity level", validators=LEVEL_RANGE)
    reason = models.CharField(max_length=500)
    statement = models.CharField(max_length=10, blank=True, help_text="Code of the article's statement.")
    fixed = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("version", "before", "after"), name="gate_once_per_pair"),)

    def __str__(self) -> str:
        return f"{self.before} before {self.after}"


class Statement(models.Model):
    """One statement of the article in our own words."""

    version = models.ForeignKey(CatalogVersion, on_delete=models.CASCADE, related_name="statements")
    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=3)
    text = models.CharField(max_length=500)
    section = models.CharField(max_length=120)
    treatment = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="statement_code_per_version"),)

    def __str__(self) -> str:
        return self.code


class Source(models.Model):
    """A public model that questions stand on."""

    version = models.ForeignKey(CatalogVersion, on_delete=models.CASCADE, related_name="sources")
    code = models.CharField(max_length=10)
    area = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=400, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="source_code_per_version"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
