"""Who confirms that a practice does not apply: somebody who did not say so (`domain.md` F11)."""

from collections.abc import Collection, Mapping

from assessments.core.workflow import Role


def confirmers(team: Mapping[int, Role], givers: Collection[int]) -> frozenset[int]:
    """Who of the team may confirm a *not applicable* that the givers said.

    A lead who did not say so; without such a lead anybody else who did not. Nobody when all of the team said so, which
    then needs no confirmation, as in a team of one.
    """
    others = {person: role for person, role in team.items() if person not in givers}
    leads = frozenset(person for person, role in others.items() if role is Role.LEAD)
    return leads or frozenset(others)
