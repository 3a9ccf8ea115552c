"""Whatever is sent, in the path, the query or the body: a clear refusal, nothing changed, and never a 500."""

import io
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from assessments.forms.plain import PlainForm
from assessments.models import Assessment
from tests import factories
from tests.factories import Organisation, client_of
from tests.role_table import ANSWERED, CARRIED, FOUNDATION, LEAD, OWNER_ROLE, PATTERNS, PRACTICE, ROWS, address, sides
from tests.stored import CONTENT, everything, nothing_changed, nothing_written, rolled_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_organisation")]

FORM = "application/x-www-form-urlencoded"
NUL, LONG, HUGE = "a\0b", "x" * 1_000_000, "9" * 400
REFUSED = (400, 404, 409)
NUMBERS = ("", NUL, HUGE, "-1", "1.5", "1e3", "١", "true", "[]", "null", "99999999999999999999")  # noqa: RUF001
TEXTS = (NUL, LONG, "x" * 4001)
PAGES = sorted(name for name, row in ROWS.items() if row.get)
LINKS = (
    "javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://example.org", " https://example.org/ x", "https://",
    "https://?", "https:///foo", "http://user:pw@example.org",
)  # fmt: skip

DAYS = (*NUMBERS[1:], "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01")

# What is sent to each form by who may, the values that it must refuse by field, and what it is sent to refuse them.
HOSTILE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "assessment-start": {"title": (*TEXTS, "", " ", "x" * 121), "note": TEXTS},
    "assessment-submit": {"early_looks": (NUL, HUGE, "mlops", LONG)},
    "response-save": {
        f"{PRACTICE}-answer": (*NUMBERS, "5", "٢", "level", "DONT_KNOW", "not_applicable"),
        f"{PRACTICE}-revision": (*NUMBERS, "7"),
        f"{PRACTICE}-taken": (*NUMBERS[1:], "0", "7"),
        f"{PRACTICE}-remark": TEXTS,
        f"{PRACTICE}-reason": (NUL,),
        "version": NUMBERS,
    },
    "dimension-answer": {
        f"{PRACTICE}-answer": (*NUMBERS[1:], "5"),
        f"{PRACTICE}-revision": (*NUMBERS, "7"),
        f"{PRACTICE}-taken": (*NUMBERS[1:], "0", "7"),
        f"{PRACTICE}-remark": TEXTS,
    },
    "scan-answer": {
        f"{FOUNDATION}-answer": (*NUMBERS[1:], "5"),
        f"{FOUNDATION}-revision": (*NUMBERS, "7"),
        f"{FOUNDATION}-remark": TEXTS,
    },
    "response-put-back": {"wanted": (*NUMBERS, "7"), "revision": (*NUMBERS, "7")},
    "evidence-add": {
        f"{PRACTICE}-evidence-kind": ("", NUL, "LINK", "picture", LONG),
        f"{PRACTICE}-evidence-text": (*TEXTS, "", " "),
        f"{PRACTICE}-evidence-title": (*TEXTS, "x" * 121),
        f"{PRACTICE}-evidence-dated": (*NUMBERS, "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01"),
    },
    "response-confirm": {"version": NUMBERS, f"{CARRIED}-remark": TEXTS},
    "dimension-confirm": {"version": NUMBERS, "shown": (*NUMBERS, PRACTICE, LONG), f"{CARRIED}-remark": TEXTS},
    "plan-adopt": {
        "title": (*TEXTS, "", " ", "x" * 121),
        "note": TEXTS,
        "result": (*NUMBERS, "7"),
        "replaces": (*NUMBERS, "7"),
        f"owner-{OWNER_ROLE}": NUMBERS[1:],
        f"name-{OWNER_ROLE}": (NUL, LONG, "x" * 151),
    },
    "milestone-show": {
        "state": ("", NUL, "DONE", "open", LONG),
        "started_on": DAYS,
        "done_on": DAYS,
        "reason": TEXTS,
        "despite": TEXTS,
        "owner": NUMBERS[1:],
        "owner_name": (NUL, LONG, "x" * 151),
        "starts": ("", *DAYS),
        "due": ("", *DAYS),
        "revision": (*NUMBERS, "7"),
    },
    "sharing-show": {
        "do": ("", NUL, "burn", LONG, "change", "take_back"),
        "dimensions": ("", NUL, LONG, "MOD-INV", "XYZ", PRACTICE),
        "people": NUMBERS,
        "due": ("", *DAYS),
    },
    "handover-show": {"person": NUMBERS, "to": NUMBERS},
    "milestone-note-add": {"text": (*TEXTS, "", " "), "link": (*LINKS, NUL, LONG)},
    "exception-grant": {
        "gate": ("", NUL, "mlops", "aiops>mlops", "mlops>nothing", LONG),
        "until": ("", *DAYS),
        "reason": (*TEXTS, "", " "),
    },
    "agreed-level-record": {
        f"{ANSWERED}-level": (*NUMBERS, "5", "0"),
        f"{ANSWERED}-reason": (*TEXTS, "", " "),
        f"{ANSWERED}-dissent": TEXTS,
        f"{ANSWERED}-seen": (*NUMBERS, "0"),
    },
    "agreed-level-undo": {f"{ANSWERED}-seen": (*NUMBERS, "0")},
    "settling-practice": {"level": (*NUMBERS, "5"), "revision": (*NUMBERS, "0", "7")},
    "doubt-accept": {"doubt": ("", " ", NUL, LONG, "x" * 201)},
    "comment-add": {"text": (*TEXTS, "", " ", "\n")},
    "discussion-settle": {"seen": (*NUMBERS, "0", "2")},
    "scenario-keep": {
        "name": (*TEXTS, "", " ", "x" * 81),
        "start": (*NUMBERS, "2027-Q5", "1999-Q1", "9999-Q4", "2027-q1"),
        "capacity": (*NUMBERS, "0", "1001"),
        "parallel": (*NUMBERS, "0", "51"),
        "target-aiops": (*NUMBERS, "5"),
        "role": (NUL, LONG, "CIO", "CIO:0", "CIO:1001", "Nobody:3", ":"),
        "role:CIO": (*NUMBERS[1:], "0"),
        "pin": (NUL, LONG, f"{PRACTICE}:2", f"{PRACTICE}:2:9999-Q4", f"{PRACTICE}:9:2027-Q1", ":::"),
        "later": (NUL, LONG, f"{PRACTICE}:2", "XYZ-01:2:2027-Q1", f"{PRACTICE}:٢:2027-Q1"),
        "out": (NUL, LONG, PRACTICE, f"{PRACTICE}:9", f"{PRACTICE}:{HUGE}", "XYZ-01:2"),
        "change": (NUL, LONG, "burn", f"pin:{PRACTICE}:2", "out:XYZ-01:2"),
        "step": (NUL, LONG, PRACTICE),
    },
}
PARTS = ("0", str(2**31), str(2**63), "9" * 40, "9" * 5000, "%00", "%FF", "%ED%A0%80", "x" * 900, "a%0d%0ab")
QUERIES = {
    "roadmap-show": (
        "capacity", "target-mlops", "target-nothing", "start", "parallel", "role", "role:CIO", "role:", "pin", "later",
        "out", "change", "step", "how", "quarter",
    ),
    "roadmap-export": ("capacity", "target-mlops", "start", "role", "pin", "change"),
    "board-show": ("capacity", "target-mlops", "start", "role", "pin", "change"),
    "scenarios-compare": ("plan",),
    "results-compare": ("from", "to"),
    "plan-adopt": ("start", "capacity", "pin", "target-mlops"),
    "plan-show": ("show",),
    "plan-history": ("page",),
    "portfolio-show": ("branch", "sort", "page"),
    "portfolio-export": ("branch", "sort", "page"),
    "dimension-answer": ("seen",),
    "response-history": ("page",),
    "sign-in": ("next",),
}  # fmt: skip


def _sender(organisation: Organisation, name: str) -> Client:
    """Who may send the form, whose requests never raise."""
    client = client_of(getattr(organisation, ROWS[name].sender))
    client.raise_request_exception = False
    return client


def check_refused(organisation: Organisation, name: str, changes: Iterable[Mapping[str, Any]]) -> None:
    """What is sent with each of these changes is refused and changes nothing."""
    client, side, before = _sender(organisation, name), sides(organisation)["own"], everything(but=CONTENT)
    plain, where = ROWS[name].data(side), address(name, side)
    for one in changes:
        what = f"{name} { ({key: str(value)[:30] for key, value in one.items()}) }"
        with rolled_back(), nothing_changed(before, what=what):
            response = client.post(where, urlencode({**plain, **one}, doseq=True), content_type=FORM)
            assert response.status_code in REFUSED, what


def reader(name: str) -> str:
    """Who opens a page: the lead, or its manager where only that one may."""
    get = ROWS[name].get
    return "manager" if get and get[LEAD] == 403 else "lead"


@pytest.fixture
def prepared(organisation: Organisation, request: pytest.FixtureRequest) -> Organisation:
    ROWS[request.node.callspec.params["name"]].prepare(sides(organisation)["own"])
    return organisation


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_plain_use_of_the_form_is_accepted(prepared: Organisation, name: str) -> None:
    side, before = sides(prepared)["own"], everything(but=CONTENT)
    sent = urlencode(ROWS[name].data(side), doseq=True)
    assert _sender(prepared, name).post(address(name, side), sent, content_type=FORM).status_code in (200, 302)
    assert everything(but=CONTENT) != before


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_value_that_makes_no_sense_is_stored(prepared: Organisation, name: str) -> None:
    check_refused(prepared, name, ({field: value} for field, values in HOSTILE[name].items() for value in values))


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"assessment-submit"}))
def test_a_field_that_is_sent_twice_is_refused(prepared: Organisation, name: str) -> None:
    plain = ROWS[name].data(sides(prepared)["own"])
    check_refused(prepared, name, ({field: [value, value]} for field, value in plain.items() if field != "version"))


def test_every_form_with_fields_is_in_the_table(organisation: Organisation) -> None:
    side = sides(organisation)["own"]
    assert {name for name, row in ROWS.items() if row.post and row.names_object and row.data(side)} <= set(HOSTILE)


def test_links_lead_to_the_web_only(organisation: Organisation) -> None:
    kind, text = f"{PRACTICE}-evidence-kind", f"{PRACTICE}-evidence-text"
    check_refused(organisation, "evidence-add", ({kind: "link", text: link} for link in LINKS))


def test_not_applicable_needs_a_reason_of_some_words(organisation: Organisation) -> None:
    where = "DAT-STO-02"
    version = organisation.assessment.catalog_version_id
    client, address = client_of(organisation.lead), f"/assessments/{organisation.assessment.pk}/responses/{where}/"
    sent = {"version": version, f"{where}-answer": "not_applicable", f"{where}-revision": 0}
    before = everything(but=CONTENT)
    for reason in ("", "   ", NUL, LONG):
        assert client.post(address, {**sent, f"{where}-reason": reason}).status_code == 400, reason[:9]
    assert everything(but=CONTENT) == before
    assert client.post(address, {**sent, f"{where}-reason": "We keep nothing."}).status_code == 200


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - {"assessment-submit"}))
def test_other_shapes_of_a_body_are_refused(prepared: Organisation, name: str) -> None:
    client, side, before = _sender(prepared, name), sides(prepared)["own"], everything(but=CONTENT)
    data = ROWS[name].data(side)
    shapes = [
        (urlencode({**data, **{f"more-{number}": 1 for number in range(1100)}}), FORM),
        (urlencode({**data, "more": "x" * 3_000_000}), FORM),
        (f"{urlencode(data)}&more=%FF", FORM),
        (f"{urlencode(data)}&more=%ED%A0%80", FORM),
        (urlencode(data), f"{FORM}; charset=utf-7"),
        (_multipart(data), "multipart/form-data; boundary=b; charset=utf-7"),
        (_multipart(data), "multipart/form-data; boundary=b; charset=hex"),
        (_multipart(data), "multipart/form-data; boundary=b; charset=undefined"),
        (_multipart(data), "multipart/form-data"),
    ]
    for body, kind in shapes:
        with rolled_back(), nothing_changed(before, what=(body[-40:], kind)):
            assert client.generic("POST", address(name, side), body, kind).status_code == 400, (body[-40:], kind)


def _multipart(data: Mapping[str, Any]) -> bytes:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{one}\r\n' for key, one in data.items()
    )
    return f'{parts}--b\r\nContent-Disposition: form-data; name="more"\r\n\r\n+2AA-\r\n--b--\r\n'.encode()


@pytest.mark.parametrize("name", PAGES)
def test_no_query_breaks_a_page(organisation: Organisation, name: str) -> None:
    client, where = client_of(getattr(organisation, reader(name))), sides(organisation)
    client.raise_request_exception = False
    values = (*NUMBERS, "x" * 5000, "https://evil.example") if name in QUERIES else (NUL, HUGE)
    for value in values:
        once = [(field, value) for field in (*QUERIES.get(name, ()), "unknown")]
        for query in (once, [*once, *once]):
            with nothing_written():
                response = client.get(f"{address(name, where['own'])}?{urlencode(query)}")
                response.getvalue()
            assert response.status_code in (200, 302, 400, 404), value[:20]


@pytest.mark.parametrize("query", ["unknown=%FF", "unknown=%ED%A0%80", "%FF", "a=%C0%80"])
def test_a_query_that_is_no_utf_8_is_refused(organisation: Organisation, query: str) -> None:
    assert client_of(organisation.lead).get(f"/?{query}").status_code == 400


@pytest.mark.parametrize("name", sorted(name for name, pattern in PATTERNS.items() if pattern.pattern.converters))
def test_no_path_breaks_a_page(organisation: Organisation, name: str) -> None:
    client = client_of(organisation.lead)
    client.raise_request_exception = False
    plain = address(name, sides(organisation)["own"])
    parts = plain.strip("/").split("/")
    for place in range(len(parts)):
        for value in (
            "0",
            str(2**31),
            str(2**63),
            "9" * 40,
            "9" * 5000,
            "%00",
            "%FF",
            "%ED%A0%80",
            "x" * 900,
            "a%0d%0ab",
        ):
            where = "/" + "/".join([*parts[:place], value, *parts[place + 1 :]]) + "/"
            for method in (client.get, client.post):
                with rolled_back():
                    assert method(where).status_code < 500, where[:80]


NEXT = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "\0",
)


@pytest.mark.parametrize("target", NEXT)
def test_nobody_is_sent_elsewhere_after_signing_in_or_out(db: None, target: str) -> None:
    user = factories.person(password="a long enough password")
    sent = {"username": user.email, "password": "a long enough password", "next": target}
    address = reverse("assessments:sign-in")
    for response in (
        Client().post(f"{address}?{urlencode({'next': target})}", sent),
        client_of(user).get(f"{address}?{urlencode({'next': target})}"),
        client_of(user).post(reverse("assessments:sign-out"), {"next": target}),
    ):
        assert response.status_code == 302
        assert response.headers["Location"] in ("/", address)


@pytest.mark.parametrize("target", NEXT)
def test_the_administration_sends_nobody_elsewhere(db: None, target: str) -> None:
    response = Client().get("/admin/login/", {"next": target}, follow=True)
    assert all(place.startswith("/accounts/sign-in/") for place, _ in response.redirect_chain)
    assert client_of(factories.person(administrator=True)).get(
        "/admin/login/", {"next": target}, follow=True
    ).redirect_chain[-1][0] in ("/", "/admin/")


def test_hostile_credentials_are_refused(db: None) -> None:
    client = Client()
    for value in (NUL, LONG, "x" * 300, "", "a@b", "'--", "\ufffd"):
        sent = urlencode({"username": value, "password": value})
        assert client.post(reverse("assessments:sign-in"), sent, content_type=FORM).status_code == 200
        sent = urlencode({"email": value})
        assert client.post(reverse("assessments:password-reset"), sent, content_type=FORM).status_code in (200, 302)


def test_a_body_that_is_cut_short_is_refused_in_one_line(db: None, caplog: pytest.LogCaptureFixture) -> None:
    class HungUp(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise ConnectionResetError(f"gone before {size} bytes")

    cut_short: dict[str, Any] = {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": "40", "wsgi.input": HungUp()}
    response = Client().generic("POST", reverse("assessments:sign-in"), **cut_short)
    assert response.status_code == 400
    assert [record.levelname for record in caplog.records if record.name.startswith("django")] == ["WARNING"]


def test_without_the_guard_of_encodings_a_page_breaks(organisation: Organisation) -> None:
    Assessment.objects.filter(id=organisation.assessment.pk).update(state="discarded")
    unguarded = [name for name in settings.MIDDLEWARE if not name.endswith("only_utf8")]
    with override_settings(MIDDLEWARE=unguarded), pytest.raises(AssertionError):
        test_other_shapes_of_a_body_are_refused(organisation, "assessment-start")


def test_without_the_guard_of_repeated_fields_something_is_stored(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlainForm, "clean", lambda form: form.cleaned_data)
    with pytest.raises(AssertionError):
        check_refused(organisation, "response-save", [{f"{PRACTICE}-answer": ["1", "2"]}])
