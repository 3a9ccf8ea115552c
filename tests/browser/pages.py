"""Every page: who opens it, at which address, and which answer it has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, reverse

from assessments import urls
from assessments.admin import site
from assessments.models import CatalogVersion, Unit, User
from tests.browser.world import Arguments, World, mailed_link

PATTERNS = {str(pattern.name): pattern for pattern in urls.urlpatterns}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One look at a page: `by` names a person of the World (nobody signed in when empty), `of` a team of it.

    `says` sets the visits of one address apart in the names of pictures and tests.
    """

    by: str = "lead"
    of: str = "asked"
    says: str = ""
    query: str = ""
    status: int = 200
    replaced: Arguments = field(default_factory=dict)


PAGES: Mapping[str, tuple[Visit, ...]] = {
    "home-show": (Visit(), Visit(by="manager", says="manager"), Visit(by="stranger", says="no-team")),
    "guide-show": (Visit(),),
    "team-show": (
        Visit(),
        Visit(by="manager", of="settled", says="settled"),
        Visit(of="new", says="empty"),
        Visit(by="stranger", says="missing", status=404),
    ),
    "roadmap-show": (
        Visit(of="settled"),
        Visit(of="settled", says="changed", query="?capacity=12&parallel=3&out=MLO-MON-01:2&role=Head of ML:4"),
        Visit(by="manager", of="settled", says="wrong", query="?capacity=x&role=CIO:0&pin=XYZ-01:2:2027-Q1"),
        Visit(of="new", says="empty"),
    ),
    "board-show": (
        Visit(of="settled"),
        Visit(by="manager", of="settled", says="changed", query="?capacity=12&parallel=3"),
    ),
    "scenarios-compare": (Visit(of="settled"), Visit(by="member", says="member"), Visit(of="new", says="empty")),
    "plan-adopt": (
        Visit(),
        Visit(of="settled", says="again"),
        Visit(of="settled", says="wrong", query="?capacity=x&pin=XYZ-01:2:2027-Q1"),
        Visit(of="new", says="empty"),
    ),
    "plan-show": (
        Visit(of="settled"),
        Visit(by="manager", of="settled", says="late", query="?show=late"),
        Visit(by="member", of="settled", says="mine", query="?show=mine"),
        Visit(says="empty"),
        Visit(by="manager", of="new", says="nothing"),
    ),
    "plan-history": (Visit(of="settled"), Visit(of="new", says="empty")),
    "baseline-show": (Visit(by="member", of="settled"),),
    "milestone-show": (Visit(of="settled"), Visit(by="member", of="settled", says="member")),
    "exception-grant": (Visit(by="manager", of="settled"), Visit(by="manager", of="new", says="empty")),
    "portfolio-show": (
        Visit(by="manager"),
        Visit(by="manager", says="filtered", query="?sort=age"),
        Visit(says="refused", status=403),
    ),
    "result-show": (Visit(of="settled"),),
    "results-compare": (Visit(), Visit(of="settled", says="one-result"), Visit(of="new", says="empty")),
    "result-explain": (Visit(of="settled"), Visit(by="manager", of="settled", says="manager")),
    "sign-in": (Visit(by=""),),
    "password-change": (Visit(),),
    "password-reset": (Visit(by=""),),
    "password-reset-sent": (Visit(by=""),),
    "password-set": (Visit(by="", replaced={"uidb64": "MQ", "token": "used-up"}, says="old-link"), Visit(by="")),
    "assessment-start": (Visit(of="settled"),),
    "questions-show": (Visit(by="member"), Visit(by="stranger", says="empty")),
    "sharing-show": (Visit(),),
    "handover-show": (Visit(), Visit(by="manager", of="settled", says="manager"), Visit(of="new", says="empty")),
    "assessment-review": (Visit(), Visit(by="member", says="member")),
    "discussion-show": (
        Visit(),
        Visit(by="member", says="unanswered", replaced={"practice": "blank"}),
    ),
    "response-history": (Visit(), Visit(by="member", says="unanswered", replaced={"practice": "blank"})),
    "scan-show": (Visit(), Visit(by="member", says="member")),
    "scan-answer": (Visit(),),
    "gates-tell": (Visit(),),
    "settling-show": (Visit(), Visit(by="member", says="member")),
    "settling-practice": (
        Visit(),
        Visit(by="member", says="member"),
        Visit(says="projector", query="?projector=1"),
        Visit(by="member", says="answer-first", replaced={"practice": "blank"}),
    ),
    "assessment-submit": (Visit(),),
    "assessment-reopen": (Visit(of="settled"),),
    "assessment-discard": (Visit(),),
    "dimension-answer": (
        Visit(),
        Visit(says="waiting", replaced={"dimension": "waiting"}),
        Visit(of="settled", says="submitted", status=409),
        Visit(by="member", says="unreadable", query="?seen=%ff", status=400),
    ),
}
"""By URL name of the app. An address that is no page stands in `NO_PAGES`."""

NO_PAGES = {
    "sign-out", "early-look-open", "response-save", "response-put-back",
    "evidence-remove", "evidence-add", "agreed-level-record", "agreed-level-undo",
    "evidence-renew", "evidence-reuse", "response-confirm", "dimension-confirm", "confirmation-record",
    "comment-add", "discussion-settle", "doubt-accept",
    "assessment-continue", "health-check", "portfolio-export", "scenario-keep", "scenario-remove",
    "milestone-note-add", "exception-end", "roadmap-export", "plan-calendar",
}  # fmt: skip
"""Addresses that take only POST, lead on, or answer something other than HTML."""

# `app_list`, the one with an argument, shows a part of the first page.
NO_ADMIN_PAGES = {
    "login", "logout", "autocomplete", "jsi18n", "app_list",
    "assessments_catalogversion_start_draft", "assessments_user_send_link",
}  # fmt: skip
# What Django makes of every model alike is looked at once.
ALIKE, LOOKED_AT = ("_add", "_delete", "_history"), "assessments_unit"
# In the administration some pages are refused: what belongs to versions is neither added nor deleted by itself.
SHOWN_OR_REFUSED = frozenset({200, 403})


PEOPLE = ("", "lead", "manager", "member", "stranger", "administrator")
"""Who looks; the first is not signed in."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page to look at: its name, who looks, where, and the statuses it may answer with."""

    name: str
    who: User | None
    address: str
    statuses: frozenset[int]


def stops(world: World, *, by: Iterable[str]) -> Iterator[Stop]:
    """The visits of these people to the app, and with the administrator all of the administration."""
    for url_name, visits in PAGES.items():
        for visit in visits:
            if visit.by in by:
                name = f"{url_name}-{visit.says}" if visit.says else url_name
                yield Stop(name, world.who(visit.by), address(url_name, visit, world), frozenset({visit.status}))
    if "administrator" in by:
        for name, place in administration():
            yield Stop(name, world.administrator, place, SHOWN_OR_REFUSED)


def address(url_name: str, visit: Visit, world: World) -> str:
    """Where a visit leads."""
    given: dict[str, int | str] = {**getattr(world, visit.of), **mailed_link(world.member)}
    given |= {key: given.get(str(value), value) for key, value in visit.replaced.items()}
    path = reverse(f"assessments:{url_name}", kwargs={key: given[key] for key in PATTERNS[url_name].pattern.converters})
    return path + visit.query


def address_of_team(url_name: str, unit: Unit) -> str:
    """Where a page of a team is."""
    return reverse(f"assessments:{url_name}", args=[unit.pk])


def administration() -> Iterator[tuple[str, str]]:
    """Every page of the administration, read from its addresses; of each model the newest row, so that of a draft."""
    for pattern in site.get_urls():
        if isinstance(pattern, URLPattern):
            if pattern.name and pattern.name not in NO_ADMIN_PAGES and not pattern.pattern.converters:
                yield f"admin-{pattern.name}", reverse(f"admin:{pattern.name}")
        else:
            pages = (one for one in pattern.url_patterns if isinstance(one, URLPattern) and one.name)
            pages = (one for one in pages if one.name not in NO_ADMIN_PAGES and not _seen_elsewhere(str(one.name)))
            yield from ((f"admin-{one.name}".replace("assessments_", ""), _of_newest(one)) for one in pages)
    published = CatalogVersion.objects.earliest("number")
    yield "admin-version-published", reverse("admin:assessments_catalogversion_change", args=[published.pk])


def _seen_elsewhere(name: str) -> bool:
    return name.endswith(ALIKE) and not name.startswith(LOOKED_AT)


def _of_newest(page: URLPattern) -> str:
    """The address of a page of a model, about its newest row."""
    model = {one._meta.model_name: one for one in site._registry}[str(page.name).split("_")[1]]
    newest = model._default_manager.order_by("-pk").values_list("pk", flat=True)
    return reverse(f"admin:{page.name}", kwargs=dict.fromkeys(page.pattern.converters, newest[0]))
