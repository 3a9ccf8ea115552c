"""The histories of answers and agreed levels begin with what is stored."""

from django.db import migrations
from django.db.models import F

BATCH = 2000


def begin(apps, schema_editor):
    response, revision = (apps.get_model("assessments", name) for name in ("Response", "ResponseRevision"))
    columns = ("assessment_id", "practice_id", "respondent_id", "revision", "kind", "level", "reason", "remark")
    rows = response.objects.order_by("id").values(*columns, saved_at=F("answered_at"))
    _copy(revision, rows)
    agreed, change = (apps.get_model("assessments", name) for name in ("AgreedLevel", "AgreedLevelChange"))
    columns = ("assessment_id", "practice_id", "level", "reason", "answers_revision")
    rows = agreed.objects.order_by("id").values(*columns, changed_by_id=F("agreed_by_id"), changed_at=F("agreed_at"))
    _copy(change, rows)


def _copy(model, rows):
    batch = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(model(**row))
        if len(batch) == BATCH:
            model.objects.bulk_create(batch)
            batch = []
    model.objects.bulk_create(batch)


def forget(apps, schema_editor):
    for name in ("ResponseRevision", "AgreedLevelChange"):
        apps.get_model("assessments", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_answering_together")]

    operations = [migrations.RunPython(begin, forget)]
