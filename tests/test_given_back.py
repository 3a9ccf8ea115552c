"""Whatever is sent to whichever address after the sign-in ended comes back, and of it only what somebody typed."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from assessments.forms import typed
from assessments.services.catalogs import start_draft
from tests.admin.test_every_address import ADDRESSES
from tests.browser.pages import NO_PAGES
from tests.browsing import Node, read
from tests.factories import Organisation, client_of
from tests.role_table import ROWS, Side, address, sides
from tests.stored import rolled_back

WORDS = {"text": "Kept_word", "DAT-STO-01-remark": "Half of it, says Sam.", "new_name": "Two <b>words</b>"}
SHOWN = ("Kept_word", "Half of it, says Sam.", "Two &lt;b&gt;words&lt;/b&gt;")
SECRETS = {
    "password": "secret-0", "old_password": "secret-1", "new_password1": "secret-2", "Passphrase": "secret-3",
    "api_token": "secret-4", "csrfmiddlewaretoken": "secret-5", "typed_by": "secret-6", "revision": "secret-7",
    "DAT-STO-01-revision": "secret-8", "version": "secret-9",
}  # fmt: skip
IN_PLACE = {"HX-Request": "true"}
DJANGOS = "django.contrib.auth.middleware.LoginRequiredMiddleware"
OURS = "assessments.views.ended_sign_in.SignInRequired"

TYPED_INTO = frozenset({"text", "textarea", "number", "date", "email", "url"})
NEVER_SHOWN = frozenset({"hidden", "button", "submit", "password"})
# The e-mail address to sign in with is nothing to copy; a level is chosen in the meeting by pressing it.
SIGN_IN_NAME, PRESSED_LEVEL = "username", "level"


def closed(every: Iterable[Side]) -> Iterator[str]:
    """Each address that asks for a sign-in, of the app for each of these sides."""
    yield from ADDRESSES
    for side in every:
        yield from (address(name, side) for name, row in ROWS.items() if not row.is_open)


def check_given_back(client: Client, where: str, *, headers: dict[str, str] | None = None) -> str:
    """The words come back on a page that nobody keeps, no secret does, and for scripts it is no part of a page."""
    response = client.post(where, WORDS | SECRETS, headers=headers)
    text = str(response.text)
    assert response.status_code == 403, where
    assert [words for words in SHOWN if words not in text] == [], where
    assert "secret-" not in text, where
    assert "no-store" in response.headers["Cache-Control"], where
    assert "X-Fragment" not in response.headers, where
    return text


def test_it_is_the_same_page_for_every_address_and_nothing_is_looked_up(
    organisation: Organisation, django_assert_num_queries: Any
) -> None:
    addresses = set(closed(sides(organisation).values()))
    with django_assert_num_queries(0):
        pages = {
            check_given_back(Client(), where, headers=headers) for where in addresses for headers in ({}, IN_PLACE)
        }
    assert len(addresses) > 180
    assert len(pages) == 1


def test_a_token_of_an_earlier_sign_in_gives_it_back_at_every_address(organisation: Organisation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(organisation.administrator)
    own = sides(organisation)["own"]
    for where in {*closed([own]), *(address(name, own) for name in ROWS)}:
        check_given_back(client, where)


def test_without_the_middleware_the_words_are_gone(organisation: Organisation, settings: Any) -> None:
    settings.MIDDLEWARE = [DJANGOS if one == OURS else one for one in settings.MIDDLEWARE]
    assert DJANGOS in settings.MIDDLEWARE
    for where in closed([sides(organisation)["own"]]):
        with pytest.raises(AssertionError):
            check_given_back(Client(), where)


def test_a_secret_that_comes_back_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed, "_is_secret_or_sent_along", lambda name: False)
    with pytest.raises(AssertionError):
        check_given_back(Client(), "/my-questions/")


def forms_of_pages(organisation: Organisation) -> Iterator[Node]:
    """Every form that is sent from a page of the app or of the administration."""
    own = sides(organisation)["own"]
    for name in sorted(name for name, row in ROWS.items() if row.get and name not in NO_PAGES):
        with rolled_back():
            ROWS[name].prepare(own)
            for user in (organisation.lead, organisation.manager):
                yield from _posting(client_of(user).get(address(name, own)))
    administrator = client_of(organisation.administrator)
    draft_id = start_draft(user_id=organisation.administrator.pk, at=timezone.now())
    edited = [one for one in ADDRESSES if one.endswith(("/add/", "/1/change/", "/user/"))]
    for where in [*edited, f"/admin/assessments/catalogversion/{draft_id}/change/"]:
        yield from _posting(administrator.get(where))


def _posting(response: Any) -> list[Node]:
    return [form for form in read(response.text).all("form") if form["method"].lower() == "post"]


def check_fields(forms: Iterable[Node]) -> set[str]:
    """Return the kinds of fields seen, once each gives back what is typed into it and nothing that it sends along.

    What is chosen may come back, but for ids.
    """
    seen = set()
    for form in forms:
        sent, expected = QueryDict(mutable=True), set()
        for field in (one for one in form.all() if one["name"]):
            name, kind = field["name"], field["type"] if field.tag == "input" else field.tag
            is_typed = kind in TYPED_INTO and name != SIGN_IN_NAME
            seen.add(kind)
            sent.setlist(name, [f"sent as {name}"] if is_typed or kind in NEVER_SHOWN else _last_choice(field))
            if is_typed or name == PRESSED_LEVEL:
                expected.add(f"sent as {name}")
        texts = [one.text for one in typed.typed_texts(sent, MultiValueDict())]
        assert {one for one in texts if one.startswith("sent as ")} == expected
        assert [one for one in texts if one.isdigit()] == []
    return seen


def _last_choice(field: Node) -> list[str]:
    return [one["value"] for one in (field.all("option") if field.tag == "select" else [field])][-1:]


def test_what_is_typed_into_any_form_comes_back_and_nothing_that_it_sends_along(
    organisation: Organisation,
) -> None:
    seen = check_fields(forms_of_pages(organisation))
    assert seen == TYPED_INTO | NEVER_SHOWN | {"select", "radio", "checkbox"}


@pytest.mark.parametrize(
    "form",
    [
        "<input type='hidden' name='stamp' value='1'>",
        "<input type='password' name='pin_code'>",
        "<textarea name='version'></textarea>",
        "<select name='approver'><option value='17'>Sam</option></select>",
    ],
)
def test_a_field_that_nobody_thought_of_is_noticed(form: str) -> None:
    with pytest.raises(AssertionError):
        check_fields([read(form)])
