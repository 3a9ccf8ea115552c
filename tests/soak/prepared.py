"""Make the tables and the people of soaks in a database of its own, and say on the output who they are.

Use: python -m tests.soak.prepared GROUPS SIZE
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "opsmaturity.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 - Django comes first

from assessments.core.workflow import Role  # noqa: E402
from assessments.queries.catalogs import PublishedCatalog  # noqa: E402
from tests.benchmarks.visitors import cookies  # noqa: E402
from tests.factories import built_in, member_of, open_assessment, practices_of, team  # noqa: E402


def main(groups: str, size: str) -> None:
    """So many groups of so many people each."""
    call_command("migrate", verbosity=0)
    catalog = built_in()
    print(json.dumps([group(int(size), catalog) for _ in range(int(groups))]))


def group(size: int, catalog: PublishedCatalog) -> list[dict[str, object]]:
    """People of two teams with an open assessment each."""
    teams = [team(), team()]
    assessments = [open_assessment(one, by=member_of(one, Role.LEAD), catalog=catalog) for one in teams]
    chosen = [assessments[number % len(assessments)] for number in range(size)]
    return [
        {
            "user_id": user.pk,
            "assessment_id": assessment.pk,
            "version_id": catalog.version_id,
            "practices": practices_of(assessment, "mlops", "dataops"),
            "cookies": cookies(user),
        }
        for assessment in chosen
        for user in [member_of(assessment.unit)]
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
