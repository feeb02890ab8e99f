"""An error is a code with facts, and says with which status a command ends."""

import pytest

from domain.errors import DamagedError, DeskError, RefusedError, UnreachableError, UsageError


@pytest.mark.parametrize(
    ("kind", "status"), [(RefusedError, 1), (UsageError, 2), (UnreachableError, 3), (DamagedError, 4)]
)
def test_each_kind_of_failure_has_its_exit_status(kind, status):
    assert kind("some_code").exit_status == status
    assert issubclass(kind, DeskError)


def test_facts_stand_beside_the_code_whatever_their_names():
    failure = UsageError("dealer_unknown", dealer="C9", self_="x", code_="y")
    assert (failure.code, failure.facts["dealer"]) == ("dealer_unknown", "C9")
    assert str(failure) == "dealer_unknown(dealer=C9, self_=x, code_=y)"
