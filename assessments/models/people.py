"""People, the tree of units, and who does what in which unit."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from tree_queries.models import TreeNode

from assessments.core.workflow import Role, Standing


class UserManager(BaseUserManager["User"]):
    """Creates people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password none can be used until one is set by a mailed link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address; an administrator has `is_staff` and `is_superuser`.

    `is_manager` and `answers` are set by `access.SignIn` only: whether the person manages any unit, and whether it
    answers for any.
    """

    is_manager: bool
    answers: bool

    class WorkRole(models.TextChoices):
        """What a person does at work, to show gaps between leaders and practitioners (`domain.md` F7)."""

        LEADERSHIP = "leadership", "Leadership"
        PRACTITIONER = "practitioner", "Practitioner"
        OTHER = "other", "Other"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150)
    work_role = models.CharField(max_length=20, choices=WorkRole, default=WorkRole.PRACTITIONER)
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField("administrator", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)  # noqa: TID251 - a default is no clock

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "email")
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message="Somebody with this address is here already.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email


class Unit(TreeNode):
    """A node of the organisation's tree; a team is a unit that is assessed.

    `standing` is set by the loaders of `access` only: what the person asking is in this unit. What
    `queries.handovers` reads along with a row stands in the plain attributes.
    """

    standing: Standing
    left_questions: Sequence[tuple[int, str]] | None = None
    left_milestones: Sequence[tuple[int, str]] | None = None

    name = models.CharField(max_length=120)
    is_team = models.BooleanField("is a team", default=False, help_text="Teams are assessed; other units hold teams.")
    result_in_force = models.ForeignKey(
        "assessments.Result", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(TreeNode.Meta):
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                "parent", "name", name="unit_name_within_parent", violation_error_message="A sibling has this name."
            ),
        )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's role in one unit; a manager's holds for the unit and all below it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name="person")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(role.value, role.value.capitalize()) for role in Role])

    class Meta:
        ordering = ("unit", "user")
        constraints = (
            models.UniqueConstraint(fields=("user", "unit"), name="membership_one_role_per_unit"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="membership_known_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} in {self.unit}"
