"""`manage.py create_demonstration`: an invented organisation to look around in, on this machine only."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from assessments.management.demonstration.organisation import ORGANISATION, TEAMS, Account, create_organisation
from assessments.management.demonstration.telling import tell
from assessments.models import Unit, User
from assessments.queries.catalogs import newest_published_id, published

CONSOLE = "django.core.mail.backends.console.EmailBackend"


class Command(BaseCommand):
    help = "Creates an invented organisation with people, teams and assessments; only where nobody else can come."

    def handle(self, *_args: Any, **_options: Any) -> None:
        outside = sorted(set(settings.ALLOWED_HOSTS) - set(settings.LOOPBACK_HOSTS))
        if outside:
            raise CommandError(
                f"The demonstration is for this machine only, but ALLOWED_HOSTS has {', '.join(outside)}."
            )
        if User.objects.exists() or Unit.objects.exists():
            self.stdout.write(
                "No demonstration was created: there are people or units already, and they stay as they are.\n"
                "Lost a password? Choose “Forgot your password?” on the sign-in page; the link to set a new one "
                f"{_way_of_mail()}."
            )
            return
        self.stdout.write(_told(_create()))


def _way_of_mail() -> str:
    return "is printed on the console of the server" if settings.EMAIL_BACKEND == CONSOLE else "comes by mail"


@transaction.atomic
def _create() -> tuple[Account, ...]:
    newest = newest_published_id()
    if newest is None:
        raise CommandError("There are no questions yet. Run first: manage.py load_catalog")
    at = timezone.now()
    organisation = create_organisation()
    for team in TEAMS:
        tell(team, organisation=organisation, published=published(newest), at=at)
    return organisation.accounts


def _told(accounts: Iterable[Account]) -> str:
    rows = [
        ("Sign in as", "Password", "Who"),
        *((one.email, one.password, f"{one.name}, {one.what}") for one in accounts),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    table = [f"  {email:<{widths[0]}}  {password:<{widths[1]}}  {who}" for email, password, who in rows]
    intro = f"Created {ORGANISATION}, an invented organisation. These passwords are shown only now:"
    return "\n".join([intro, "", *table, ""])
