"""Keeping scenarios over HTTP, for the tests of their pages."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from assessments.core.scenario import standard
from assessments.models import Unit, User
from tests.factories import client_of

START = standard(localdate()).start.code


def keep(user: User, unit: Unit, name: str = "Small team", *, follow: bool = False, **sent: Any) -> Any:
    """What the site answers when somebody keeps a scenario."""
    address = reverse("assessments:scenario-keep", args=[unit.pk])
    return client_of(user).post(address, {"name": name, "start": START, "capacity": "12", **sent}, follow=follow)


def listed(user: User, unit: Unit, *plans: object) -> str:
    """The page that lists scenarios, with these plans chosen, its white space as one blank each."""
    address = reverse("assessments:scenarios-compare", args=[unit.pk])
    response = client_of(user).get(address, {"plan": [str(one) for one in plans]} if plans else {})
    assert response.status_code == 200
    return " ".join(response.text.split())
