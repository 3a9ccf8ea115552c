"""Somebody who did not say so confirms that a practice does not apply."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from assessments.core.agreement import Kind
from assessments.models import Assessment, Membership, NotApplicableConfirmation, Response, User
from assessments.services import confirmations
from tests.factories import Organisation, answer, client_of, member_of, submit
from tests.services.acts import statements

pytestmark = pytest.mark.django_db
CODE = "DAT-STO-02"


@pytest.fixture
def excluded(organisation: Organisation) -> Organisation:
    answer(organisation.assessment, CODE, organisation.member, kind=Kind.NOT_APPLICABLE, reason="We keep nothing.")
    return organisation


def confirm(user: User | None, excluded: Organisation, practice: str = CODE, **sent: str) -> Any:
    address = reverse("assessments:confirmation-record", args=(excluded.assessment.pk, practice))
    return client_of(user).post(address, sent)


def test_a_lead_confirms_and_takes_it_back(excluded: Organisation) -> None:
    response = confirm(excluded.lead, excluded)
    assert response["Location"].endswith("/review/#not-applicable")
    assert NotApplicableConfirmation.objects.get().confirmed_by == excluded.lead
    confirm(excluded.lead, excluded, withdraw="1")
    assert not NotApplicableConfirmation.objects.exists()


def test_who_said_so_is_told_who_confirms(excluded: Organisation) -> None:
    client = client_of(excluded.member)
    address = reverse("assessments:confirmation-record", args=(excluded.assessment.pk, CODE))
    page = client.post(address, follow=True).content.decode()
    assert "Somebody who did not say so has to confirm" in page
    assert not NotApplicableConfirmation.objects.exists()


def test_nothing_to_confirm_is_said(excluded: Organisation) -> None:
    answer(excluded.assessment, CODE, excluded.lead, level=2)
    client = client_of(excluded.lead)
    address = reverse("assessments:confirmation-record", args=(excluded.assessment.pk, CODE))
    assert "Nothing was confirmed" in client.post(address, follow=True).content.decode()


def told(user: User, excluded: Organisation) -> list[str]:
    """What somebody who asks is told."""
    return [str(one) for one in get_messages(confirm(user, excluded).wsgi_request)]


def tells_apart(user: User, excluded: Organisation) -> bool:
    """Whether somebody who asks learns whether a level was given or it was called not applicable."""
    before = told(user, excluded)
    Response.objects.update(kind=Kind.LEVEL.value, level=0, reason="")
    return told(user, excluded) != before


def test_asking_does_not_tell_a_member_what_others_answered(excluded: Organisation) -> None:
    assert not tells_apart(member_of(excluded.team), excluded)


def test_with_names_hidden_asking_does_not_tell_a_lead_either(excluded: Organisation) -> None:
    Assessment.objects.filter(pk=excluded.assessment.pk).update(names_hidden=True)
    assert not tells_apart(excluded.lead, excluded)


def test_a_lead_whose_word_counts_at_once_is_noticed(excluded: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    Assessment.objects.filter(pk=excluded.assessment.pk).update(names_hidden=True)
    monkeypatch.setattr("assessments.queries.voices.is_heard", lambda **known: True)
    assert tells_apart(excluded.lead, excluded)


def test_a_member_takes_nothing_back(excluded: Organisation) -> None:
    confirm(excluded.lead, excluded)
    assert confirm(excluded.member, excluded, withdraw="1").status_code == 403
    assert NotApplicableConfirmation.objects.exists()


def test_an_unknown_question_is_not_found(excluded: Organisation) -> None:
    assert confirm(excluded.lead, excluded, "XYZ-1").status_code == 404
    assert confirm(excluded.lead, excluded, "SOI-1").status_code == 404


def test_a_submitted_assessment_says_so(excluded: Organisation) -> None:
    submit(excluded.assessment, by=excluded.lead)
    assert confirm(excluded.lead, excluded).status_code == 409


def test_overtaken_between_loading_and_storing(excluded: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    act: Callable[..., None] = confirmations.confirm_not_applicable

    def overtaken(**options: Any) -> None:
        Membership.objects.filter(user=excluded.lead).delete()
        act(**options)

    monkeypatch.setattr(confirmations, "confirm_not_applicable", overtaken)
    assert confirm(excluded.lead, excluded).status_code == 404
    assert not NotApplicableConfirmation.objects.exists()


def test_statements(excluded: Organisation) -> None:
    """Session, user, assessment; lock, answers, team, whether it is confirmed, insert."""
    client = client_of(excluded.lead)
    address = reverse("assessments:confirmation-record", args=(excluded.assessment.pk, CODE))
    assert len(statements(lambda: client.post(address))) == 8
