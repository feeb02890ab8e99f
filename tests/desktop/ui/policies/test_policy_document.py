"""The form under the editor's hands: defaults leave nothing behind, everything else stays as it came."""

import pytest

from desktop.ui.policies.document import MISSING, PolicyDocument, inside, parts_of, same
from domain.policies.file import write_policy
from tests.building.desktop.sample_hq import buy_get, price_list, rebate, spend_save


def a_document(policy=None):
    return PolicyDocument(write_policy(policy or spend_save()))


def test_paths_are_steps():
    assert parts_of("$.terms.tiers[2].start") == ["terms", "tiers", 2, "start"]
    assert parts_of("$") == []
    assert inside("$.terms.tiers[2].start", "$.terms.tiers")
    assert inside("$.terms", "$.terms")
    assert not inside("$.terms.tiersome", "$.terms.tiers")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("5", 5, True), ("5.0", "5", True), (True, 1, False), ("x", "x", True), ("x", "5", False), ([], {}, False)],
)
def test_numbers_may_be_written_in_several_ways(one, other, alike):
    assert same(one, other) is alike


def test_what_is_not_written_has_its_default():
    document = a_document(rebate())
    assert document.value("$.terms.rounding.unit") == "0.01"
    assert document.value("$.stacking.priority") == 0
    assert document.value("$.terms.payable") == "period_end"
    assert document.value("$.terms.caps.dealer") is None
    assert document.default("$.terms.tiers[0].start") is MISSING
    assert not document.is_set("$.terms.rounding")


def test_the_default_leaves_nothing_behind_and_its_holder_goes_too():
    document = a_document()
    before = document.copy()
    document.put("$.terms.limits.coupon", "A8")
    assert document.form["terms"]["limits"] == {"coupon": "A8"}
    document.put("$.terms.limits.coupon", "")
    assert document.form == before
    document.put("$.stacking.order", 5)
    document.put("$.stacking.group", "")
    assert document.form["stacking"] == {"order": 5}


def test_what_must_be_said_stays_even_where_it_is_empty():
    document = a_document()
    document.put("$.name", "")
    assert document.form["name"] == ""
    document.put("$.terms.template.steps[0].save", None)
    assert document.form["terms"]["template"]["steps"][0] == {"spend": "20000"}


def test_the_same_number_written_otherwise_is_no_change(qtbot):
    document = a_document()
    with qtbot.assertNotEmitted(document.changed):
        document.put("$.terms.template.steps[0].save", "600.00")
        document.put("$.stacking.exclusive", False)
    with qtbot.waitSignal(document.changed, check_params_cb=lambda path: path.endswith(".save")):
        document.put("$.terms.template.steps[0].save", "700")


def test_lists_and_groups_come_into_being_where_something_is_written():
    document = a_document()
    document.put("$.audience.exclude[0].dealers", ["GD01"])
    assert document.form["audience"] == {"exclude": [{"dealers": ["GD01"]}]}
    assert document.add_row("$.terms.template.steps", {"spend": "200000"}) == 3
    document.drop_row("$.terms.template.steps", 0)
    assert [step["spend"] for step in document.rows("$.terms.template.steps")] == ["50000", "100000", "200000"]


def test_other_terms_come_back_as_they_were(qtbot):
    document = a_document(buy_get())
    before = document.copy()
    with qtbot.waitSignal(document.reshaped):
        document.change_terms("price_list", {"type": "price_list"}, template=False)
    assert document.form["terms"] == {"type": "price_list"}
    document.change_terms("promotion", {}, template=False)
    assert document.form == before
    document.change_terms("percent_off", {"type": "percent_off"}, template=True)
    document.put("$.terms.template.percent", "5")
    document.change_terms("buy_get", {}, template=True)
    assert document.form == before


def test_what_it_cannot_read_it_leaves_alone():
    form = write_policy(price_list()) | {"colour": {"deep": [1, {"x": None}]}, "terms": "nonsense"}
    document = PolicyDocument(form)
    assert document.value("$.terms.template.percent") is None
    assert document.rows("$.terms.rules") == []
    document.put("$.name", "新名")
    assert document.form == form | {"name": "新名"}
