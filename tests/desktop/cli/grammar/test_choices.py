"""Words of a command that are one of a few: the code, or the name lists show; another is told with all there are."""

import json

import pytest

from tests.building.desktop.a_desk import a_desk
from tests.desktop.cli.test_cli import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("choices")
    with a_desk(made):
        pass
    return str(made)


@pytest.mark.parametrize("typed", ["accepted", "已接受", "Accepted", " accepted ", "draft", "草稿", "已结单", "closed"])
def test_a_state_is_asked_for_by_its_code_or_its_name(folder, typed):
    status, spoken, _ = run("order", "list", "--state", typed, "--data", folder, "--json")
    assert (status, json.loads(spoken)) == (0, [])


@pytest.mark.parametrize("typed", ["delivery", "销售出库单", "收款单", "money_receipt", "期初余额"])
def test_a_kind_of_document_is_asked_for_by_its_code_or_its_name(folder, typed):
    status, spoken, _ = run("document", "list", "--kind", typed, "--data", folder, "--json")
    assert (status, json.loads(spoken)) == (0, [])


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("order", "list", "--state"), "accepted（已接受）"),
        (("document", "list", "--kind"), "delivery（销售出库单）"),
    ],
)
def test_another_is_told_with_the_name_of_each_there_is(folder, words, named):
    status, _, said = run(*words, "胡说", "--data", folder, "--lang", "zh")
    assert status == 2
    assert "胡说" in said
    assert named in said
    status, _, said = run(*words, "nonsense", "--data", folder, "--lang", "en")
    assert status == 2
    assert "（" not in said
