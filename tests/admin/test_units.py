"""The tree of units: listed with indents, moved, and kept where there is something to keep."""

import pytest
from django.test import Client

from assessments.core.workflow import Role
from assessments.models import Baseline, Membership, Unit
from tests import factories
from tests.admin.pages import errors, filled, save, url


def test_units_are_listed_below_the_one_they_belong_to(client: Client) -> None:
    top = factories.unit("Top")
    factories.unit("A later branch", parent=top)
    first = factories.unit("A branch", parent=top)
    factories.team("Zebras", parent=first)
    page = client.get(url("unit", "changelist"))
    listed = [(unit.name, unit.tree_depth) for unit in page.context["cl"].result_list]
    assert listed == [("Top", 0), ("A branch", 1), ("Zebras", 2), ("A later branch", 1)]
    assert "\N{EM SPACE}\N{EM SPACE}A branch" in page.text


def test_a_unit_is_found_by_name(client: Client) -> None:
    factories.team("Zebras", parent=factories.unit("Top"))
    page = client.get(url("unit", "changelist") + "?q=zeb&is_team__exact=1")
    assert [unit.name for unit in page.context["cl"].result_list] == ["Zebras"]


def test_a_unit_is_moved_with_all_below(client: Client) -> None:
    here, there = factories.unit("Here"), factories.unit("There")
    branch = factories.unit("Branch", parent=here)
    team = factories.team("Otters", parent=branch)
    assert save(client, url("unit", "change", branch.pk), parent=there.pk).status_code == 302
    assert list(Unit.objects.ancestors(team).values_list("name", flat=True)) == ["There", "Branch"]


def test_a_unit_is_not_moved_below_itself(client: Client) -> None:
    top = factories.unit("Top")
    branch = factories.unit("Branch", parent=top)
    response = save(client, url("unit", "change", top.pk), parent=branch.pk)
    assert errors(response) == {"parent": ["A unit cannot be moved below itself."]}
    assert errors(save(client, url("unit", "change", top.pk), parent=top.pk))
    top.refresh_from_db()
    assert top.parent_id is None


def test_siblings_have_different_names(client: Client) -> None:
    top = factories.unit("Top")
    factories.unit("Branch", parent=top)
    sent = filled(client.get(url("unit", "add")), name="Branch", parent=top.pk)
    response = client.post(url("unit", "add"), sent)
    assert "A sibling has this name." in response.text
    assert Unit.objects.count() == 2


def test_a_role_is_given_on_the_page_of_the_unit(client: Client) -> None:
    team, person = factories.team("Otters"), factories.person("Olli Example")
    page = client.get(url("unit", "change", team.pk))
    sent = filled(page) | {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-user": person.pk,
        "memberships-0-role": Role.LEAD.value,
        "memberships-0-unit": team.pk,
    }
    assert client.post(url("unit", "change", team.pk), sent).status_code == 302
    assert Membership.objects.get(unit=team, user=person).role == Role.LEAD.value


def test_a_person_has_one_role_in_a_unit(client: Client) -> None:
    team = factories.team("Otters")
    person = factories.member_of(team)
    page = client.get(url("unit", "change", team.pk))
    sent = filled(page) | {
        "memberships-TOTAL_FORMS": "2",
        "memberships-1-user": person.pk,
        "memberships-1-role": Role.LEAD.value,
        "memberships-1-unit": team.pk,
    }
    assert client.post(url("unit", "change", team.pk), sent).status_code == 200
    assert Membership.objects.filter(unit=team).count() == 1


def test_people_are_found_while_typing(client: Client) -> None:
    person = factories.person("Olli Example")
    query = {"app_label": "assessments", "model_name": "membership", "field_name": "user", "term": "olli"}
    found = client.get("/admin/autocomplete/", query).json()["results"]
    assert found == [{"id": str(person.pk), "text": "Olli Example"}]


def test_a_unit_with_assessments_is_kept_and_stays_a_team(client: Client, organisation: factories.Organisation) -> None:
    team = organisation.team
    response = client.post(url("unit", "delete", team.pk), {"post": "yes"}, follow=True)
    assert "Otters has assessments, and what people answered is kept." in response.text
    assert errors(save(client, url("unit", "change", team.pk), is_team=None)) == {
        "is_team": ["This unit has assessments, so it stays a team."]
    }
    team.refresh_from_db()
    assert team.is_team


def test_a_unit_with_plans_is_kept_in_a_friendly_way(client: Client, organisation: factories.Organisation) -> None:
    team = organisation.team
    for response in (
        client.get(url("unit", "delete", team.pk), follow=True),
        client.post(url("unit", "delete", team.pk), {"post": "yes"}, follow=True),
    ):
        assert response.status_code == 200
        assert "Otters has assessments" in response.text
    assert Baseline.objects.filter(unit=team).exists()


def test_a_unit_with_units_below_is_kept(client: Client) -> None:
    top = factories.unit("Top")
    factories.unit("Branch", parent=top)
    response = client.get(url("unit", "delete", top.pk), follow=True)
    assert "Top still has units below it. Move or delete those first." in response.text
    assert client.post(url("unit", "delete", top.pk), {"post": "yes"}).status_code == 302
    assert Unit.objects.count() == 2


def test_an_empty_unit_is_deleted(client: Client) -> None:
    unit = factories.unit("Nobody")
    assert client.get(url("unit", "delete", unit.pk)).status_code == 200
    assert client.post(url("unit", "delete", unit.pk), {"post": "yes"}).status_code == 302
    assert not Unit.objects.exists()
    assert client.post(url("unit", "delete", 987), {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("value", ["abc", "9" * 30, "9" * 19, "a\0b", "-1", "1.5", "²", "0", ""])
def test_what_is_no_id_is_refused_beside_its_field(client: Client, value: str) -> None:
    unit, person = factories.team("Otters"), factories.person("Olli Example")
    pages = {
        url("unit", "add"): ("user", {"name": "Owls"}),
        url("unit", "change", unit.pk): ("user", {}),
        url("user", "add"): ("unit", {"name": "Nina", "email": "nina@example.org", "work_role": "other"}),
        url("user", "change", person.pk): ("unit", {}),
    }
    for address, (field, changes) in pages.items():
        sent = filled(client.get(address), **changes)
        sent |= {"memberships-TOTAL_FORMS": "1", f"memberships-0-{field}": value, "memberships-0-role": "lead"}
        response = client.post(address, sent)
        assert list(errors(response)) == [f"memberships-0-{field}"], address
    assert not Membership.objects.exists()
