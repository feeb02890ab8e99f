"""Each fault of the list still fits the program, the page tells the same list, and a few are put back and found."""

import pytest

from tests.campaigns.put_back import FAULTS, table
from tests.campaigns.results import ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=[each.fact for each in FAULTS])
def test_fault_can_be_put_back(fault):
    compile(fault.changed(), fault.module, "exec")
    file, _, name = fault.test.partition("::")
    assert f"def {name}" in (ROOT / file).read_text(encoding="utf-8")


def test_the_page_tells_the_list():
    assert table() in (ROOT / "docs/proof.md").read_text(encoding="utf-8")
