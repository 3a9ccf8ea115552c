"""Who hears whose answers: hidden until one's own is given, and with names hidden only among four (`DESIGN.md` 11).

Every page that shows what others said goes by these rules. Don't know and not applicable are answers too.
"""

from collections.abc import Mapping

from assessments.core.workflow import Action, Role, may

SPREAD_FROM = 4

MANAGERS_SEE = (
    "Managers",
    "never see what anybody answered: only the agreed level, how many answered, and the spread from four people up.",
)
LEADS = "Your team’s leads"
NOT_APPLICABLE = (
    "“Not applicable”",
    "waits for a lead, or somebody else who did not say so: they read your reason without your name. Results list it.",
)

# By whether names are hidden: who, and what they see of a member.
SEEN_BY: Mapping[bool, tuple[tuple[str, str], ...]] = {
    False: (
        ("Others in your team", "see nothing of your answer to a question until they have answered it themselves."),
        ("Then they see", "how all answers to it spread, and the remarks, without names."),
        (LEADS, "see your answers and remarks with your name, each once they have answered the question themselves."),
        MANAGERS_SEE,
        NOT_APPLICABLE,
        ("Evidence and comments", "show your name to your team."),
    ),
    True: (
        ("Nobody", "sees who answered what, not even your team’s leads."),
        ("Others in your team", "see nothing of your answer to a question until they have answered it themselves."),
        ("Then they see", "how the answers spread, and the remarks, once four people have answered it."),
        (LEADS, "see the same, and whether you have begun, and answered all that is asked of you."),
        MANAGERS_SEE,
        NOT_APPLICABLE,
        ("Comments", "show no names, and nobody sees them until four people have answered the question."),
        ("What fewer than four answer", "counts as unanswered, so that nobody shows through it."),
    ),
}


def sees_others(*, has_answered: bool) -> bool:
    """Whether somebody of the team, a lead too, may see anything that others said about a practice."""
    return has_answered


def sees_names(role: Role | None, *, names_hidden: bool) -> bool:
    """Whether the role may see who gave which answer, and each person's work role beside it; the own is always shown.

    Whether others' answers are shown at all is for `sees_others` and `sees_spread` to say.
    """
    return may(Action.SEE_ANSWERS, role) and not names_hidden


def is_heard(*, answered_by: int, names_hidden: bool) -> bool:
    """Whether the answers of so many people to a practice count and may show: with names hidden only from four up.

    What is not heard is as if unanswered, in every page and in every Result, so that nobody shows through it.
    """
    return not names_hidden or answered_by >= SPREAD_FROM


def sees_spread(role: Role | None, *, has_answered: bool, answered_by: int, names_hidden: bool) -> bool:
    """Whether the role may see how far the answers of so many people to a practice lie apart, never whose they are.

    A lead or a member once that person has answered it, a manager from four people up and of a Result only. In an
    open assessment what the team's answers come to, agreed level or lower median, is hidden by the same rule.
    """
    if may(Action.ANSWER, role):
        return sees_others(has_answered=has_answered) and is_heard(answered_by=answered_by, names_hidden=names_hidden)
    return role is Role.MANAGER and answered_by >= SPREAD_FROM
