"""An open assessment that carries over, as tests of its pages need it."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.core.agreement import EvidenceKind
from assessments.core.workflow import Role
from assessments.models import Assessment, User
from tests import factories

NOW = timezone.now()
BEFORE = NOW - timedelta(days=41)
PAGE = "MLO-TRN"
FIRST, SECOND, THIRD = "MLO-TRN-01", "MLO-TRN-02", "MLO-TRN-03"


@dataclass(frozen=True, slots=True)
class Carrying:
    """The team's lead answered 2 last time, the member nothing; now an assessment is open that carries it over."""

    lead: User
    member: User
    before: Assessment
    assessment: Assessment

    def address(self, name: str, *more: object) -> str:
        """Where something of the open assessment is."""
        return reverse(f"assessments:{name}", args=(self.assessment.pk, *more))

    @property
    def version(self) -> dict[str, str]:
        """The field by which a page says which catalog version it was made from."""
        return {"version": str(self.assessment.catalog_version_id)}


def carrying(*, disciplines: tuple[str, ...] = ("mlops",), times: int = 1) -> Carrying:
    """The team, with so many entries of evidence for the first question."""
    unit = factories.team("Otters")
    lead, member = factories.member_of(unit, Role.LEAD, "Lea Lead"), factories.member_of(unit, name="Mem Ber")
    before = factories.open_assessment(unit, by=lead, title="Before", at=BEFORE)
    codes = factories.practices_of(before, *disciplines)
    factories.answer(before, codes, lead, remark="We keep at it.", at=BEFORE)
    for number in range(times):
        factories.show(before, FIRST, lead, kind=EvidenceKind.NOTE, text=f"List {number}.", dated=BEFORE.date())
    result = factories.submit(before, by=lead, at=BEFORE)
    assessment = factories.open_assessment(unit, by=lead, title="Again")
    Assessment.objects.filter(id=assessment.pk).update(carried_from=result)
    assessment.refresh_from_db()
    return Carrying(lead=lead, member=member, before=before, assessment=assessment)
