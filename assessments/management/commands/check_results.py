"""Recompute every Result from its own stored inputs and name what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.core.scoring import RULES_VERSION
from assessments.queries.results import all_differences, misplaced, of_other_rules


class Command(BaseCommand):
    help = (
        "Recompute every result of the rules in force from its stored inputs, say how many other rules decided, and "
        "compare each unit's result in force with its newest; exit 1 if anything differs."
    )

    def handle(self, **_options: Any) -> None:
        checked, wrong = self._check_results()
        for version, count in of_other_rules(rules_version=RULES_VERSION).items():
            self.stdout.write(f"Not checked: {count} decided by rules version {version}; {RULES_VERSION} is in force.")
        units = misplaced()
        for one in units:
            self.stdout.write(
                f"{one.unit_name} (unit {one.unit_id}): result {one.in_force or 'none'} is in force, "
                f"the newest is {one.newest or 'none'}."
            )
        if wrong or units:
            raise CommandError(
                f"{wrong} of {checked} results differ from what their inputs come to; "
                f"in {len(units)} units another result than the newest is in force."
            )
        self.stdout.write(f"Checked {checked} results; none differs.")

    def _check_results(self) -> tuple[int, int]:
        checked, wrong = 0, 0
        for result_id, found in all_differences(rules_version=RULES_VERSION):
            checked += 1
            wrong += bool(found)
            for line in found:
                self.stdout.write(f"Result {result_id}: {line}")
        return checked, wrong
