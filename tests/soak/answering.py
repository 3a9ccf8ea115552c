"""Browsers that save answers as the walk's page does, and what of it a database has lost."""

import http.client
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import NamedTuple
from urllib.parse import urlencode

from tests.benchmarks.visitors import CSRF
from tests.served import HOST, PATIENCE

PAUSE = 0.05  # seconds before a browser tries again
LENGTH = 600  # bytes of each remark, so that a database soon needs more room
ACKNOWLEDGED, CHANGED, UNAVAILABLE = 200, 409, 503


class Person(NamedTuple):
    """Who answers which practices of which assessment, and the cookies of their browser."""

    user_id: int
    assessment_id: int
    version_id: int
    practices: list[str]
    cookies: str


class Save(NamedTuple):
    """One save of an answer, as it was sent; `revision` is the one that it was to get."""

    user_id: int
    practice: str
    revision: int
    level: int
    remark: str


class Stored(NamedTuple):
    """What a database holds: the present answers, and all that were ever stored, both with their revision."""

    present: Mapping[tuple[int, str], tuple[int, int, str]]
    history: Mapping[tuple[int, str, int], tuple[int, str]]


class Browser(threading.Thread):
    """One signed-in person: changes an answer, waits for the word that it is saved, and tries again until it comes."""

    def __init__(self, port: int, person: Person, *, end: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.person, self.end = port, person, end
        self.sent: list[Save] = []
        self.acknowledged: list[Save] = []
        self.answers: Counter[object] = Counter()
        self.pages: dict[int, str] = {}
        self.revisions: Counter[str] = Counter()

    def run(self) -> None:
        for change, practice in enumerate(cycle(self.person.practices)):
            remark = f"{self.person.user_id}.{change} {secrets.token_hex(LENGTH // 2)}"
            while not self._save(practice, level=change % 5, remark=remark):
                if self.end.wait(PAUSE):
                    return
            if self.end.is_set():
                return

    def _save(self, practice: str, *, level: int, remark: str) -> bool:
        save = Save(self.person.user_id, practice, self.revisions[practice] + 1, level, remark)
        self.sent.append(save)
        try:
            status, text = self._posted(save)
        except (OSError, http.client.HTTPException) as error:
            self.answers[type(error).__name__] += 1
            return False
        self.answers[status] += 1
        self.pages[status] = text
        if status == CHANGED:
            # What was not acknowledged may have been stored; "Save mine instead" replaces it.
            self.revisions[practice] = self._told(practice, text)
        if status != ACKNOWLEDGED:
            return False
        self.revisions[practice] = self._told(practice, text)
        self.acknowledged.append(save._replace(revision=self.revisions[practice]))
        return True

    def _posted(self, save: Save) -> tuple[int, str]:
        fields = {"answer": save.level, "reason": "", "remark": save.remark, "revision": save.revision - 1}
        form = {f"{save.practice}-{name}": value for name, value in fields.items()}
        person = self.person
        whole = {"csrfmiddlewaretoken": CSRF, "version": person.version_id, "typed_by": person.user_id, **form}
        headers = {
            "Cookie": person.cookies, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"
        }  # fmt: skip
        path = f"/assessments/{person.assessment_id}/responses/{save.practice}/"
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)) as one:
            one.request("POST", path, urlencode(whole), headers)
            response = one.getresponse()
            return response.status, response.read().decode()

    def _told(self, practice: str, text: str) -> int:
        found = re.search(rf'name="{practice}-revision"[^>]*? value="(\d+)"', text)
        assert found, text
        return int(found[1])


@dataclass(frozen=True, slots=True)
class Browsers:
    """Several browsers at work."""

    all: tuple[Browser, ...]

    @property
    def acknowledged(self) -> list[Save]:
        """What they were told is saved, so far."""
        return [save for one in self.all for save in list(one.acknowledged)]

    @property
    def answers(self) -> Counter[object]:
        """How often each status or failure of the connection came back."""
        return sum((Counter(one.answers) for one in self.all), Counter[object]())

    def wait_for(self, *, more: int, status: int = ACKNOWLEDGED) -> None:
        """Wait until so many more answers of this status came back."""
        deadline, goal = time.monotonic() + PATIENCE, self.answers[status] + more
        while self.answers[status] < goal:
            assert time.monotonic() < deadline, self.answers
            assert all(one.is_alive() for one in self.all), self.answers
            time.sleep(0.01)


@contextmanager
def browsers(port: int, people: Sequence[Person]) -> Iterator[Browsers]:
    """Let everybody answer for as long as the block lasts."""
    end = threading.Event()
    every = Browsers(tuple(Browser(port, one, end=end) for one in people))
    for one in every.all:
        one.start()
    try:
        yield every
    finally:
        end.set()
        for one in every.all:
            one.join(PATIENCE)


def lost(every: Browsers, stored: Stored) -> list[Save]:
    """The acknowledged saves that are not in the history, or neither present nor replaced by a later one."""
    return [save for one in every.all for save in one.acknowledged if not _is_kept(save, one, stored)]


def _is_kept(save: Save, browser: Browser, stored: Stored) -> bool:
    answer = (save.user_id, save.practice)
    revision, level, remark = stored.present.get(answer, (0, 0, ""))
    later = browser.sent[next(at for at, one in enumerate(browser.sent) if one.remark == save.remark) :]
    is_present = revision >= save.revision and (save.practice, level, remark) in {
        (one.practice, one.level, one.remark) for one in later
    }
    return is_present and stored.history.get((*answer, save.revision)) == (save.level, save.remark)
