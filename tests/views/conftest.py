"""What the tests of several pages begin with."""

import pytest

from tests.factories import Organisation, answer, member_of, practices_of, show


@pytest.fixture(params=[0, 4], ids="{} more".format)
def of_any_size(organisation: Organisation, request: pytest.FixtureRequest) -> Organisation:
    """The organisation as it is, and with colleagues in the team who have answered and shown much."""
    for _ in range(request.param):
        colleague = member_of(organisation.team)
        answer(organisation.assessment, practices_of(organisation.assessment, "dataops", "mlops"), colleague)
        show(organisation.assessment, practices_of(organisation.assessment, "dataops"), colleague)
    return organisation
