"""A process that saves one answer again and again and says so on its output, until it is killed.

Use: python -m tests.services.endless_saver ASSESSMENT RESPONDENT after|before
With `before` it is the broken variant: it says 'saved' before the transaction ends.
"""

import os
import sys
import time
from itertools import count

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.db import transaction  # noqa: E402 - Django comes first

from assessments.models import Assessment, User  # noqa: E402
from tests.services.acts import save  # noqa: E402


def main(assessment_id: str, respondent_id: str, when: str) -> None:
    """Save for ever."""
    assessment = Assessment.objects.get(id=assessment_id)
    respondent = User.objects.get(id=respondent_id)
    for revision in count():
        with transaction.atomic():
            save(assessment, respondent, revision=revision, remark=f"Save {revision + 1}")
            if when == "before":
                print(revision + 1, flush=True)
                time.sleep(60)
        print(revision + 1, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
