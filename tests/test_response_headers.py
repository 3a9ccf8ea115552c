"""Headers and cookies of every page, and nothing inline for the policy to forbid."""

import runpy
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests import factories
from tests.browsing import read
from tests.factories import Organisation, client_of
from tests.role_table import ROWS, address, sides

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SECURE = (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS",
)  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_organisation")]

ERRORS = {
    "/nothing/here/": 404,
    "/?unknown=%FF": 400,
    "/assessments/{assessment}/reopen/": 409,
    "/portfolio/": 403,
    "/accounts/sign-out/": 405,
}


def check_headers(response: Any) -> None:
    """The strict policy, no sniffing, no frames."""
    assert {part.strip() for part in response.headers["Content-Security-Policy"].split(";")} == POLICY
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def check_nothing_inline(html: str) -> None:
    """No script or style in the page itself, no handler, no address that runs, nothing from elsewhere."""
    for node in read(html).all():
        assert node.tag != "style"
        assert node.tag != "script" or ("src" in node and not node.text)
        assert not [name for name in node.attributes if name == "style" or name.startswith("on") or name == "hx-on"]
        assert not any(node[name].lower().startswith(("javascript:", "data:")) for name in ("href", "src", "action"))
        if node.tag in ("script", "link", "img"):
            assert (node["src"] or node["href"]).startswith("/")


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if row.get))
def test_every_page_is_strict_and_for_a_signed_in_person_stored_nowhere(organisation: Organisation, name: str) -> None:
    side = sides(organisation)["own"]
    ROWS[name].prepare(side)
    for user in (organisation.lead, organisation.manager, organisation.administrator, None):
        response = client_of(user).get(address(name, side))
        check_headers(response)
        assert user is None or response.headers.get("Cache-Control") == "private, no-store"
        if response.headers["Content-Type"].startswith("text/html"):
            check_nothing_inline(response.getvalue().decode())


@pytest.mark.parametrize(("path", "status"), ERRORS.items())
def test_every_error_page_is_strict(organisation: Organisation, path: str, status: int) -> None:
    response = client_of(organisation.lead).get(path.format(assessment=organisation.assessment.pk))
    assert response.status_code == status
    check_headers(response)
    check_nothing_inline(response.getvalue().decode())


@pytest.mark.parametrize("page", ["index", "assessments_unit_changelist", "assessments_practice_changelist"])
def test_the_administration_is_strict(organisation: Organisation, page: str) -> None:
    response = client_of(organisation.administrator).get(reverse(f"admin:{page}"))
    check_headers(response)
    check_nothing_inline(response.getvalue().decode())


def test_pages_of_people_are_kept_by_nobody_between(organisation: Organisation) -> None:
    for name in ("team-show", "portfolio-export", "assessment-review", "result-explain"):
        user = organisation.manager if name == "portfolio-export" else organisation.lead
        response = client_of(user).get(address(name, sides(organisation)["own"]))
        assert "Cookie" in response.headers["Vary"], name


@pytest.mark.parametrize("path", [*ERRORS, "/admin/", "/admin/assessments/user/"])
def test_neither_errors_nor_the_administration_are_stored(organisation: Organisation, path: str) -> None:
    user = organisation.administrator if path.startswith("/admin/") else organisation.lead
    response = client_of(user).get(path.format(assessment=organisation.assessment.pk))
    assert response.headers.get("Cache-Control") == "private, no-store" or response.status_code == 400


def test_what_needs_nobody_signed_in_is_as_it_was(organisation: Organisation) -> None:
    assert "private, no-store" not in Client().get("/health/").headers["Cache-Control"]
    with override_settings(WHITENOISE_USE_FINDERS=True):
        style = client_of(organisation.lead).get("/static/css/tokens.css")
        style.getvalue()
    assert (style.status_code, "no-store" in style.headers["Cache-Control"]) == (200, False)


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The settings as they come when nothing but a key and a host is set."""
    for name in ("DEBUG", "PLAIN_HTTP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", secrets.token_urlsafe(64))
    monkeypatch.setenv("ALLOWED_HOSTS", "maturity.example.org")
    settings = runpy.run_path(str(Path(__file__).parent.parent / "opsmaturity" / "settings.py"))
    return {name: settings[name] for name in SECURE}


def test_cookies_travel_only_encrypted_and_unread_by_scripts(db: None, production: dict[str, Any]) -> None:
    user = factories.person(password="a long enough password")
    sent = {"username": user.email, "password": "a long enough password"}
    with override_settings(**production):
        client = Client(headers={"host": "maturity.example.org"})
        response = client.post(reverse("assessments:sign-in"), sent, secure=True)
        client.get("/", secure=True)
        plain = client.get("/")
    assert response.status_code == 302
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]) == (True, True, "Lax"), name
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://maturity.example.org/")


def test_other_hosts_are_refused(db: None, production: dict[str, Any]) -> None:
    with override_settings(**production):
        assert Client(headers={"host": "evil.example"}).get("/health/", secure=True).status_code == 400


def test_something_inline_is_noticed() -> None:
    for html in (
        "<p style='color: red'>",
        "<script>alert(1)</script>",
        "<script src='https://elsewhere.example/x.js'></script>",
        "<a href='javascript:alert(1)'>x</a>",
        "<button onclick='x()'>x</button>",
        "<style>p {}</style>",
    ):
        with pytest.raises(AssertionError):
            check_nothing_inline(html)
