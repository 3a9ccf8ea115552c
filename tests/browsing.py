"""A person at a browser without JavaScript: reads pages, follows the links on them, fills in and sends their forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client

from assessments.models import User

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class Node:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    @property
    def classes(self) -> list[str]:
        """The names of its classes."""
        return self["class"].split()

    @property
    def text(self) -> str:
        """All text within, blanks as one."""
        return " ".join("".join(_texts(self)).split())

    def all(self, tag: str = "", *, of: str = "", **attributes: str) -> list["Node"]:
        """The elements within of this tag, class and attributes, in the order of the page."""
        return [
            node
            for node in _nodes(self)
            if (not tag or node.tag == tag)
            and (not of or of in node.classes)
            and all(node[name] == value for name, value in attributes.items())
        ]

    def one(self, tag: str = "", *, of: str = "", **attributes: str) -> "Node":
        """The only such element."""
        found = self.all(tag, of=of, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {of} {attributes}"
        return found[0]


def _nodes(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from _nodes(child)


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in ("script", "style"):
            yield from _texts(child)
            yield " " if child.tag not in ("a", "b", "em", "span", "strong", "tspan") else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.path = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.path[-1].children.append(node)
        if tag not in VOID:
            self.path.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.path[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while len(self.path) > 1 and tag not in VOID:
            if self.path.pop().tag == tag:
                return

    def handle_data(self, data: str) -> None:
        self.path[-1].children.append(data)


def read(html: str) -> Node:
    """A page as a tree."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


def fields(form: Node) -> dict[str, list[str]]:
    """What a browser would send of a form as it stands, without the button pressed."""
    sent: dict[str, list[str]] = {}
    for node in _nodes(form):
        if node["name"] and "disabled" not in node:
            for value in _values(node):
                sent.setdefault(node["name"], []).append(value)
    return sent


def _values(node: Node) -> list[str]:
    if node.tag == "select":
        options = node.all("option")
        chosen = [option for option in options if "selected" in option] or ([] if "multiple" in node else options[:1])
        return [option.attributes.get("value", option.text) for option in chosen]
    if node.tag == "textarea":
        return ["".join(_texts(node)).removeprefix("\n")]
    if node.tag == "input" and node["type"] in ("radio", "checkbox"):
        return [node["value"] or "on"] if "checked" in node else []
    if node.tag == "input" and node["type"] not in ("submit", "button", "file"):
        return [node["value"]]
    return []


@dataclass(slots=True)
class Page:
    """What came back, and from where."""

    path: str
    response: Any
    root: Node

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.response.status_code)

    @property
    def main(self) -> Node:
        """The content, without header and footer."""
        return self.root.one("main")

    @property
    def text(self) -> str:
        """The words of the content."""
        return self.main.text

    @property
    def title(self) -> str:
        """The first heading."""
        return self.main.all("h1")[0].text

    def form(self, *, action: str = "", holding: str = "") -> Node:
        """The form of the content whose address ends so, or that holds a field of this name."""
        forms = [
            form
            for form in self.main.all("form")
            if form["action"].endswith(action) and (not holding or any(one["name"] == holding for one in form.all()))
        ]
        assert len(forms) == 1, f"{len(forms)} forms on {self.path}"
        return forms[0]

    def link(self, text: str) -> str:
        """Where the first link of the page with these words leads."""
        found = [node["href"] for node in self.root.all("a") if text in node.text]
        assert found, f"no link '{text}' on {self.path}"
        return found[0]


class Person:
    """Somebody signed in, on the page seen last; forged requests are refused as they are in life."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user is not None:
            self.client.force_login(user)
        self.page = self.open("/")

    def open(self, path: str) -> Page:
        """Type an address, and go where it leads."""
        return self._land(path, self.client.get(path))

    def follow(self, text: str) -> Page:
        """Press a link."""
        return self.open(urljoin(self.page.path, self.page.link(text)))

    def send(self, form: Node, values: Mapping[str, Any] | None = None, *, press: str = "") -> Page:
        """Fill in a form and press its button with these words, the first one if none are given."""
        sent = {**fields(form), **_pressed(form, press), **(values or {})}
        path = urljoin(self.page.path, form["action"] or self.page.path)
        if form["method"].lower() != "post":
            return self.open(f"{urlsplit(path).path}?{urlencode(sent, doseq=True)}")
        return self._land(path, self.client.post(path, urlencode(sent, doseq=True), content_type=FORM))

    def _land(self, path: str, response: Any) -> Page:
        for _ in range(5):
            if response.status_code not in (301, 302):
                break
            path = urljoin(path, response.headers["Location"])
            response = self.client.get(path)
        text = response.content.decode() if response.headers["Content-Type"].startswith("text/html") else ""
        self.page = Page(path, response, read(text))
        return self.page


def _pressed(form: Node, words: str) -> dict[str, str]:
    buttons = [one for one in form.all() if one.tag == "button" or (one.tag == "input" and one["type"] == "submit")]
    found = [one for one in buttons if words in (one.text or one["value"])]
    assert found or not words, f"no button '{words}'"
    return {found[0]["name"]: found[0]["value"]} if found and found[0]["name"] else {}
