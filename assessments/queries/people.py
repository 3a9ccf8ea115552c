"""Who belongs to a unit, its managers from above included, and what one person is to the units of rows."""

from typing import Any, NamedTuple, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, QuerySet
from django.db.models.expressions import RawSQL

from assessments.core.workflow import RIGHTS, Action, Role, Standing
from assessments.models import Membership, Unit, User

Row = TypeVar("Row", bound=Model)
ANSWERING = [role.value for role in RIGHTS[Action.ANSWER]]


class Person(NamedTuple):
    """Somebody of a unit."""

    id: int
    name: str


def people_of(unit_id: int) -> tuple[Person, ...]:
    """The members and leads of a unit and the managers of it and of those above, by name (1 query).

    Only those who may sign in.
    """
    rows = User.objects.raw(_PEOPLE, [unit_id, unit_id])
    return tuple(Person(row.pk, row.name) for row in rows)


def who_answer() -> QuerySet[Membership]:
    """The members and leads of units who may sign in."""
    return Membership.objects.filter(role__in=ANSWERING, user__is_active=True)


def answering_people(unit_id: int) -> tuple[Person, ...]:
    """The members and leads of a unit who may sign in, by name (1 query)."""
    rows = who_answer().filter(unit=unit_id).order_by("user__name", "user_id")
    return tuple(Person(*row) for row in rows.values_list("user_id", "user__name"))


def with_roles(rows: QuerySet[Row], user_id: int, *, unit: str) -> QuerySet[Row]:
    """The rows with two marks: the person's role in the row's unit, and whether that unit or one above is managed.

    `unit` is the column of the unit's id, with its table; the marks are `role_here` and `managed`.
    """
    # What is put into the texts is the name of a column, never input.
    texts = {"role_here": _ROLE_HERE.format(unit=unit), "managed": _MANAGED.format(unit=unit)}
    marks = {mark: RawSQL(text, [user_id]) for mark, text in texts.items()}  # noqa: S611 - see above
    return cast(QuerySet[Row], rows.annotate(**marks))


def standing_of(row: Any) -> Standing:
    """What the marks of `with_roles` on a loaded row say that the person is."""
    roles = {Role(row.role_here)} if row.role_here else set()
    return Standing(frozenset(roles | {Role.MANAGER} if row.managed else roles))


def demand(action: Action, *, unit_id: int, user_id: int) -> None:
    """Raise PermissionDenied unless the person may do this in the unit at this moment (1 query).

    Writes ask once more when they hold their lock: somebody may have lost the role since the page was loaded.
    """
    may_sign_in = Exists(User.objects.filter(id=user_id, is_active=True))
    rows = with_roles(Unit.objects.filter(may_sign_in, id=unit_id), user_id, unit="assessments_unit.id")
    if not any(standing_of(row).may(action) for row in rows.order_by()):
        raise PermissionDenied


_ROLE_HERE = """(
    SELECT membership.role FROM assessments_membership membership
    WHERE membership.unit_id = {unit} AND membership.user_id = %s
)"""


# Up the tree from the row's own unit; the ORM knows no recursive query that stays part of another.
_MANAGED = """EXISTS (
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT unit.id, unit.parent_id FROM assessments_unit unit WHERE unit.id = {unit}
        UNION SELECT unit.id, unit.parent_id FROM assessments_unit unit JOIN above ON unit.id = above.parent_id
    )
    SELECT 1 FROM assessments_membership membership JOIN above ON membership.unit_id = above.id
    WHERE membership.user_id = %s AND membership.role = 'manager'
)"""

_PEOPLE = f"""
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT unit.id, unit.parent_id FROM assessments_unit unit WHERE unit.id = %s
        UNION SELECT unit.id, unit.parent_id FROM assessments_unit unit JOIN above ON unit.id = above.parent_id
    )
    SELECT person.id, person.name FROM assessments_user person
    WHERE person.is_active AND EXISTS (
        SELECT 1 FROM assessments_membership membership JOIN above ON membership.unit_id = above.id
        WHERE membership.user_id = person.id
        AND (membership.unit_id = %s OR membership.role = '{Role.MANAGER.value}')
    )
    ORDER BY person.name, person.id
"""  # noqa: S608 - what is put in is a constant
