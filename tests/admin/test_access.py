"""Only administrators come in, and nobody meets what people answered."""

import re
from typing import Any

import pytest
from django.contrib.admin import site as default_site
from django.test import Client
from django.urls import get_resolver, reverse

from assessments.admin import site
from assessments.models import (
    AgreedLevel,
    Assessment,
    CatalogVersion,
    Evidence,
    Membership,
    Practice,
    Readiness,
    Response,
    Result,
    User,
)
from tests import factories
from tests.admin.pages import url

PAGES = (
    ("admin:index", ()),
    *(
        (f"admin:assessments_{model}_changelist", ())
        for model in (
            "catalogversion", "discipline", "dimension", "practice", "gate", "level", "statement", "source", "unit",
            "user",
        )
    ),
    ("admin:assessments_catalogversion_publish", (1,)),
    ("admin:assessments_catalogversion_discard", (1,)),
    ("admin:assessments_catalogversion_start_draft", ()),
    ("admin:assessments_user_send_link", (1,)),
)  # fmt: skip


def without_token(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)


NOT_ADMINISTRATORS = ("stranger", "member", "lead", "manager", "removed")


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_nobody_but_administrators_finds_anything(
    role: str, name: str, args: tuple[int, ...], request: pytest.FixtureRequest, db: None
) -> None:
    client = factories.client_of(request.getfixturevalue(role))
    address, nowhere = reverse(name, args=args), "/admin/nothing-here/"
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert without_token(client.get(address)) == without_token(client.get(nowhere))


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("role", ["anonymous", "disabled"])
def test_who_is_not_signed_in_is_asked_to_sign_in(
    role: str, name: str, args: tuple[int, ...], request: pytest.FixtureRequest, db: None
) -> None:
    client = factories.client_of(request.getfixturevalue(role))
    address = reverse(name, args=args)
    chain = client.get(address, follow=True).redirect_chain
    assert chain[-1][0] == f"{reverse('assessments:sign-in')}?next={address}"
    assert client.post(address).status_code == 403


def test_administrators_come_in(client: Client) -> None:
    assert client.get(reverse("admin:index")).status_code == 200


def test_one_who_is_no_administrator_any_more_is_out_at_once(client: Client, admin: User) -> None:
    User.objects.filter(pk=admin.pk).update(is_staff=False, is_superuser=False)
    assert client.get(reverse("admin:index")).status_code == 404


def test_a_password_is_changed_on_the_app_s_own_page(client: Client) -> None:
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("assessments:password-change")


def test_what_people_answered_is_not_administered() -> None:
    for model in (Assessment, Response, AgreedLevel, Evidence, Result, Readiness, Membership):
        assert not site.is_registered(model)
    routed = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    assert routed.count("admin/") == 1
    assert not default_site.is_registered(Practice)


def test_the_first_page_groups_what_may_be_administered(client: Client) -> None:
    page = client.get(reverse("admin:index"))
    groups = {group["name"]: [model["name"] for model in group["models"]] for group in page.context["app_list"]}
    assert list(groups) == ["Questions", "Organisation"]
    assert groups["Organisation"] == ["Units", "People"]
    assert reverse("assessments:home-show") in page.text


@pytest.mark.parametrize("page", ["changelist", "add"])
def test_pages_carry_no_inline_script_or_style(client: Client, draft: CatalogVersion, page: str) -> None:
    for model in ("practice", "gate", "unit", "user"):
        text = client.get(url(model, page)).text
        assert "<style" not in text
        assert "style=" not in text
        assert "<script>" not in text
