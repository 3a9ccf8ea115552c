"""Who belongs to a unit, its managers from above included, and what one person is to the units of rows."""

from typing import NamedTuple, TypeVar, cast

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from assessments.core.workflow import Role
from assessments.models import User

Row = TypeVar("Row", bound=Model)


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


def with_roles(rows: QuerySet[Row], user_id: int, *, unit: str) -> QuerySet[Row]:
    """The rows with two marks: the person's role in the row's unit, and whether that unit or one above is managed.

    `unit` is the column of the unit's id, with its table; the marks are `role_here` and `managed`.
    """
    # What is put into the texts is the name of a column, never input.
    texts = {"role_here": _ROLE_HERE.format(unit=unit), "managed": _MANAGED.format(unit=unit)}
    marks = {mark: RawSQL(text, [user_id]) for mark, text in texts.items()}  # noqa: S611 - see above
    return cast(QuerySet[Row], rows.annotate(**marks))


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
