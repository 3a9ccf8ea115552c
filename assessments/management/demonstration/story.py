"""What a story of an invented team is made of.

Levels are written one sign per practice, in catalog order, a blank between dimensions: 0 to 4 for the level that the
team comes to, `-` for unanswered, `?` for don't know, `n` for not applicable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Levels = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One assessment: submitted so many days ago, or started then and still open.

    `levels` by discipline; answered foundations of the disciplines in `shown` get evidence, but for those in
    `not_shown`. `split` gives the answers of lead and members where they differ on purpose, `settled` the level that
    the lead then recorded and why, `remarks` the lead's own words by practice.
    """

    days_ago: int
    levels: Levels
    shown: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    early_looks: tuple[str, ...] = ()
    split: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    settled: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    submitted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of a branch with its lead and its members by first name, and its assessments, oldest first."""

    name: str
    branch: str
    lead: str
    members: tuple[str, ...]
    rounds: tuple[Round, ...]
