"""All fields of all kinds of policy: whatever is in a form survives the editor, and problems find their field."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.frame.work import Worker
from desktop.ui.policies.chips import ChipsEdit
from desktop.ui.policies.document import PolicyDocument
from desktop.ui.policies.edits import ChoiceEdit, DateEdit, NumberEdit, TextEdit, YesEdit
from desktop.ui.policies.form import PolicyForm
from desktop.ui.policies.grid import GridView
from desktop.ui.policies.kinds import fresh_form, kinds
from desktop.ui.policies.makers import Workbench
from desktop.ui.policies.scopes import ScopeEdit
from desktop.ui.widgets import formatting
from domain.explain import Reason
from domain.policies.file import read_policy, write_policy
from domain.policies.policy import Policy, Stacking
from domain.policies.promotion_terms import Condition, Limits, Promotion
from domain.policies.rebate_terms import MarkUp, Mix, Rebate, Reward, Rounding, Tier
from domain.policies.scopes import Audience, DealerGroup, Period, ProductGroup, ProductScope, only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.amount_off import AmountOff
from domain.promotions.templates.bundle import Bundle, Part
from domain.promotions.templates.fixed_price import FixedPrice
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from tests.building.desktop.sample_hq import published, spend_save
from tests.building.domain.policy_makers import D
from tests.domain.policies.test_file import some_policies

TODAY = date(2026, 11, 23)


@pytest.fixture
def make(qtbot):
    """Makes the fields over a form."""
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    worker = Worker(window)

    def made(form):
        document = PolicyDocument(form, window)
        shown = PolicyForm(Workbench(document, worker, TODAY, window))
        shown.setParent(window)
        return shown

    return made


def touch(form):
    """Writes in every field again what stands there, as somebody would who only retypes."""
    for view in form.views:
        edit = view.edit
        if isinstance(edit, GridView):
            model = edit.model()
            for row in range(model.rowCount()):
                for column in range(model.columnCount()):
                    index = model.index(row, column)
                    if model.flags(index) & Qt.ItemFlag.ItemIsEditable and row < model.rowCount() - 1:
                        model.setData(index, index.data(Qt.ItemDataRole.EditRole))
        elif isinstance(edit, TextEdit | NumberEdit | DateEdit):
            written = form.document.value(edit.path)
            if not isinstance(written, str) or edit.text() == written == written.strip():
                edit.setModified(True)
                edit.settle()
        elif isinstance(edit, YesEdit):
            edit._turned()
        elif isinstance(edit, ChoiceEdit):
            edit.pick(edit.currentData())
        elif isinstance(edit, ScopeEdit | ChipsEdit):
            edit.show_value()


def in_detail(terms, **fields):
    """A policy that says nearly everything there is to say."""
    audience = Audience(
        (
            DealerGroup(tiers=frozenset({"city"}), territories=frozenset({"440000"})),
            DealerGroup(tags=frozenset({"vip"}), below=frozenset({"GD01"})),
        ),
        (DealerGroup(dealers=frozenset({"GD01:FX001"})),),
    )
    products = ProductScope((ProductGroup(categories=frozenset({"饮料"})),), (ProductGroup(brands=frozenset({"甲"})),))
    stacking = Stacking("整单", 3, exclusive=True, mode="chained", order=7, reduces=False)
    period = Period(date(2026, 12, 1), date(2026, 12, 31))
    return Policy("X", 4, "全写", terms, audience, period, products, stacking, channel=True, note="备注", **fields)


def promotion(template):
    conditions = (Condition(D(3), D(9), "products", "line", only("A"), uses=False), Condition(D(1)))
    return in_detail(Promotion(template, conditions, Limits("A8", 100, 2), agreed_prices=True))


WHOLE = [
    *map(
        promotion,
        (
            PercentOff(D("5.5")),
            AmountOff(D(1), "line"),
            FixedPrice(D("9.9")),
            QuantityBreak((Break(D(1), percent=D(1), end=D(9)), Break(D(9), price=D(2))), "order"),
            SpendGoods((Giving(D(100), (Gift(D(1), "A"), Gift(D(2), "B", D(3)), Gift(D(3), "C"))),), True, 3, True),
            Bundle((Part(D(1), only("A")), Part(D(2), ProductScope())), percent=D(7), most_times=2),
            QuotaPrice(D(3), D(1000), D(10), D(5)),
            OrderDiscount((OrderStep(D(3), amount=D(2)), OrderStep(D(5), percent=D(2))), "quantity"),
        ),
    ),
    in_detail(
        Rebate(
            (Tier(D(0), each=D(1), per=D(10), end=D(9)), Tier(D(9), each=D(2), per=D(10))),
            "per_full",
            to_date="met",
            tier_by="growth",
            mix=(Mix(D(20), only("A")),),
            free_counts=True,
            returns="sale_date",
            mark_ups=(MarkUp(D("1.2"), "city"), MarkUp(D(2), dealer="GD01")),
            rounding=Rounding("floor", D(1), carry=True),
            reward=Reward("goods", product="A", scope=only("A"), until=date(2027, 6, 30)),
            payable="when_paid",
        ),
        reaches_back=True,
    ),
    *published(),
]


@pytest.mark.parametrize(
    "policy", WHOLE, ids=lambda policy: type(getattr(policy.terms, "template", policy.terms)).__name__
)
def test_a_policy_that_says_everything_survives(make, policy):
    form = json.loads(json.dumps(write_policy(policy)))
    shown = make(form)
    touch(shown)
    shown.show_all(shown=True)
    touch(shown)
    assert shown.document.form == form
    assert read_policy(shown.document.form) == (policy, [])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(policy=some_policies)
def test_any_policy_survives(make, policy):
    form = json.loads(json.dumps(write_policy(policy)))
    shown = make(form)
    touch(shown)
    assert shown.document.form == form
    shown.hide()
    shown.deleteLater()


@pytest.mark.parametrize("kind", [code for code, _ in kinds()])
def test_every_kind_has_its_fields_and_no_window_of_its_own(make, kind):
    before = set(windows())
    shown = make(fresh_form(kind))
    assert shown.edits()
    shown.show_all(shown=True)
    assert len(shown.edits()) > 8
    assert not set(windows()) - before


def windows() -> list[QWidget]:
    """Give the windows that stand open: a tip that an earlier test left in the air is none."""
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    return [widget for widget in shown if widget.windowType() != Qt.WindowType.ToolTip]


def test_what_nobody_says_stands_behind_more(make):
    shown = make(write_policy(spend_save()))

    def paths():
        return {view.entry.path for card in shown.cards for view in card.shown}

    few = paths()
    assert "$.terms.template.steps" in few
    assert "$.terms.limits.coupon" not in few
    shown.show_all(shown=True)
    assert few < paths()
    shown.document.put("$.terms.limits.coupon", "A8")
    shown.show_all(shown=False)
    assert "$.terms.limits.coupon" in paths()  # what is said is never out of sight


def test_a_problem_stands_at_its_field_even_in_a_table(make):
    shown = make(write_policy(spend_save()))
    reasons = [
        Reason("policy_name_missing", "stop", {"path": "$.name"}),
        Reason("form_number", "stop", {"path": "$.terms.template.steps[1].save"}),
        Reason("policy_number", "stop", {"path": "$.terms.limits.uses", "number": -1}),
        Reason("form_unknown_field", "stop", {"path": "$.colour", "known": "id"}),
    ]
    assert shown.blame(reasons) == [reasons[3]]
    assert shown.view_for("$.name").is_wrong
    steps = shown.view_for("$.terms.template.steps[1].save")
    assert "2" in steps._wrong.text()
    assert "$" not in steps._wrong.text()
    model = steps.edit.model()
    assert model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert not model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert not shown.view_for("$.terms.limits.uses").isHidden()  # it came out from behind
    shown.blame([])
    assert not shown.view_for("$.name").is_wrong


def test_reasons_beside_a_field_name_it_in_words(make):
    shown = make(fresh_form("percent_off"))
    shown.blame([Reason("form_missing_field", "stop", {"path": "$.terms.template.percent"})])
    told = shown.view_for("$.terms.template.percent")._wrong.text()
    assert "$" not in told
    assert shown.view_for("$.terms.template.percent").entry.name in told
    assert formatting.language() == "zh"
