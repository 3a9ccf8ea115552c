"""Working on an assessment together: who is asked what until when, what is discussed, and what is right as it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.assessment import Assessment
from assessments.models.catalog import Dimension, Practice


class Assignment(models.Model):
    """A dimension that a lead asks one person of the team to answer by a day."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    due = models.DateField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assessment", "dimension", "member"), name="assignment_once_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.dimension_id} for {self.member_id} by {self.due}"


class Discussion(models.Model):
    """What a team says about one practice; settled by somebody, until somebody says more."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="discussions")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("assessment", "practice"), name="discussion_once"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None) | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="discussion_settled_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"Discussion of {self.practice_id}"


class Comment(models.Model):
    """What one person said in a discussion."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("written_at", "id")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),)

    def __str__(self) -> str:
        return self.text[:40]


class RightAsItIs(models.Model):
    """One person's word that a doubt raised by a review is none; `doubt` names it with the levels it was raised at."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="right_as_it_is")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    doubt = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "right as it is"
        constraints = (models.UniqueConstraint(fields=("assessment", "person", "doubt"), name="rightasitis_said_once"),)

    def __str__(self) -> str:
        return self.doubt
