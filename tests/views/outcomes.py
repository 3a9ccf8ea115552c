"""Teams with results, for the tests of the pages that show them."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from assessments.core.workflow import Role
from assessments.models import Result, Unit, User
from tests.factories import answer, member_of, open_assessment, practices_of, show, submit, team, unit


def led_team(name: str = "Otters", parent: Unit | None = None) -> tuple[Unit, User]:
    """A team and its lead."""
    found = team(name, parent=parent)
    return found, member_of(found, Role.LEAD, "Lea Lead")


def result_of(
    unit: Unit,
    lead: User,
    *,
    level: int = 2,
    but: Collection[str] = (),
    unshown: Collection[str] = (),
    weak: Collection[str] = (),
    others: Collection[User] = (),
    at: datetime | None = None,
    title: str = "Autumn",
) -> Result:
    """A result of MLOps at a level: without some practices, some without evidence, some at level 0."""
    moment = at or timezone.now()
    assessment = open_assessment(unit, by=lead, title=title, at=moment)
    codes = practices_of(assessment, "mlops", but=but)
    for respondent in (lead, *others):
        answer(assessment, [code for code in codes if code not in weak], respondent, level=level, at=moment)
        answer(assessment, [code for code in codes if code in weak], respondent, level=0, at=moment)
    show(assessment, [code for code in codes if code not in unshown], lead, dated=moment.date())
    result = submit(assessment, by=lead, at=moment)
    unit.refresh_from_db()
    return result


def manager_above(lower: Unit) -> User:
    """A manager of a unit above the team."""
    branch = unit("North")
    Unit.objects.filter(id=lower.pk).update(parent=branch)
    return member_of(branch, Role.MANAGER, "Mana Ger")


class HasContent(Protocol):
    """An answer, as the test client gives it."""

    @property
    def content(self) -> bytes: ...


def body(response: HasContent) -> bytes:
    """What the page says, without the token that differs from one answer to the next."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)
