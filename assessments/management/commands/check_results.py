"""Recompute every Result from its own stored inputs and name what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.core.scoring import RULES_VERSION
from assessments.queries.results import all_differences


class Command(BaseCommand):
    help = "Recompute every result of the rules in force from its stored inputs; exit 1 if any differs."

    def handle(self, **_options: Any) -> None:
        checked, wrong = 0, 0
        for result_id, found in all_differences(rules_version=RULES_VERSION):
            checked += 1
            wrong += bool(found)
            for line in found:
                self.stdout.write(f"Result {result_id}: {line}")
        if wrong:
            raise CommandError(f"{wrong} of {checked} results differ from what their inputs come to.")
        self.stdout.write(f"Checked {checked} results; none differs.")
