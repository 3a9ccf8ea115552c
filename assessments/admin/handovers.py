"""What an administrator is told when somebody leaves a unit with something open."""

from collections.abc import Collection

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from assessments.queries.handovers import left_by


def tell_of_open_work(request: HttpRequest, person_ids: Collection[int]) -> None:
    """Name the page on which a lead hands over what these people have open in units that they have left."""
    for one in left_by(person_ids):
        address = f"{settings.BASE_URL}{reverse('assessments:handover-show', args=(one.unit_id,))}"
        messages.warning(
            request,
            f"{one.name} has left {one.unit_name} and still has {one.count} open there. "
            f"Tell a lead of {one.unit_name}, who hands that over here: {address}",
        )
