"""The editor's small tables, fields of names and scopes, by keyboard over a real desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.pictures import wait
from desktop.ui.frame.work import Worker
from desktop.ui.policies.document import PolicyDocument
from desktop.ui.policies.gridmodel import GridColumn, separated
from desktop.ui.policies.kinds import fresh_form
from desktop.ui.policies.makers import OneName, Scope, Workbench, grid
from desktop.ui.policies.scopes import ScopeDialog
from tests.building.desktop.sample_desk import TODAY

STEPS = "$.terms.template.steps"


class Bench:
    """A window with one field in it."""

    def __init__(self, qtbot, desk):
        self.window = QWidget()
        self.window.resize(760, 620)
        self.box = QVBoxLayout(self.window)
        qtbot.addWidget(self.window)
        self.worker = Worker(self.window)
        self.worker.use(desk)
        self.document = PolicyDocument(fresh_form("spend_goods"), self.window)
        self.bench = Workbench(self.document, self.worker, TODAY, self.window)
        self.qtbot = qtbot

    def field(self, maker, path):
        made = maker.make(self.bench, path)
        self.box.addWidget(made)
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        made.setFocus()
        return made

    @property
    def focus(self):
        return QApplication.focusWidget() or self.window

    def press(self, *keys):
        for name in keys:
            control = (
                Qt.KeyboardModifier.ControlModifier if name.startswith("Ctrl+") else Qt.KeyboardModifier.NoModifier
            )
            QTest.keyClick(self.focus, getattr(Qt.Key, f"Key_{name.removeprefix('Ctrl+')}"), control)

    def type(self, text):
        for letter in text:  # the first one may open an editor that takes the others
            QTest.keyClicks(self.focus, letter)

    def settle(self):
        wait(self.worker, 140)


@pytest.fixture
def bench(qtbot, desk):
    made = Bench(qtbot, desk)
    yield made
    made.worker.desk = None
    made.worker.stop()
    desk.close()


GIFTS = (
    GridColumn("spend", "满", "number", 92),
    GridColumn("gifts[0].product", "送什么", "product"),
    GridColumn("gifts[0].quantity", "数量", "number", 72),
    GridColumn("gifts[1].product", "再送", "product"),
)


def test_steps_are_typed_from_cell_to_cell(bench):
    view = bench.field(grid(*GIFTS), STEPS)
    bench.type("5000")
    bench.press("Return")
    bench.type("bhc")
    bench.settle()
    bench.press("Return")
    bench.type("=2*12")
    bench.press("Return", "Return")
    bench.type("10000")
    bench.press("Return")
    assert bench.document.rows(STEPS) == [
        {"spend": "5000", "gifts": [{"product": "SP10058", "quantity": "24"}]},
        {"spend": "10000"},
    ]
    assert view.model().index(0, 1).data() == "康师傅冰红茶 500ml"
    assert view.model().index(0, 0).data() == "5,000"


def test_enter_before_the_list_has_come_waits_for_it(bench):
    bench.field(grid(*GIFTS[1:]), STEPS)
    bench.type("bhc")
    bench.press("Return")  # at once
    bench.settle()
    assert bench.document.rows(STEPS) == [{"gifts": [{"product": "SP10058"}]}]


def test_rows_and_words_are_taken_out_again(bench):
    bench.document.put(STEPS, [{"spend": "1", "gifts": [{"product": "A"}, {"product": "B"}]}, {"spend": "2"}])
    view = bench.field(grid(*GIFTS), STEPS)
    view.setCurrentIndex(view.model().index(0, 3))
    bench.press("Delete")
    assert bench.document.rows(STEPS)[0] == {"spend": "1", "gifts": [{"product": "A"}]}
    bench.press("Ctrl+Delete")
    assert bench.document.rows(STEPS) == [{"spend": "2"}]


def test_escape_leaves_a_cell_as_it_was_and_enter_on_the_empty_row_leaves(bench, qtbot):
    bench.document.put(STEPS, [{"spend": "7"}])
    view = bench.field(grid(*GIFTS), STEPS)
    bench.type("99")
    bench.press("Escape")
    assert bench.document.rows(STEPS) == [{"spend": "7"}]
    view.setCurrentIndex(view.model().index(1, 0))
    with qtbot.waitSignal(view.entered):
        bench.press("Return")


def test_what_is_no_number_stays_to_be_told(bench):
    bench.field(grid(*GIFTS), STEPS)
    bench.type("abc")
    bench.press("Return")
    assert bench.document.rows(STEPS) == [{"spend": "abc"}]
    assert separated("abc") == "abc"
    assert separated("1234567.5") == "1,234,567.5"


def test_a_choice_in_a_cell_by_its_figure(bench):
    choices = (("", "–"), ("province", "省代"), ("city", "市县"))
    bench.field(
        grid(GridColumn("tier", "级别", "choice", 0, choices), GridColumn("factor", "乘以")), "$.terms.mark_ups"
    )
    bench.press("F2", "3", "Return")
    bench.type("1.2")
    bench.press("Return")
    assert bench.document.rows("$.terms.mark_ups") == [{"tier": "city", "factor": "1.2"}]


def test_the_model_keeps_the_rules_of_models(bench, qtmodeltester):
    view = bench.field(grid(*GIFTS), STEPS)
    model = view.model()
    qtmodeltester.check(model)
    model.setData(model.index(0, 0), "5")
    model.setData(model.index(1, 2), "6")
    qtmodeltester.check(model)
    model.drop(0)
    qtmodeltester.check(model)
    bench.document.put(STEPS, [{"spend": "1"}] * 12)
    qtmodeltester.check(model)
    assert model.rowCount() == 13
    assert not model.setData(model.index(12, 0), "")
    bench.document.take(fresh_form("rebate"))
    bench.document.changed.emit("$.terms")
    assert model.rowCount() == 1


def test_a_scope_is_chosen_by_typing_and_left_empty_again(bench):
    edit = bench.field(Scope("audience"), "$.audience")
    bench.type("ty")  # 天河, 团…
    bench.settle()
    bench.press("Escape")
    bench.type("FX001")
    bench.settle()
    bench.press("Return")
    assert bench.document.form["audience"] == {"include": [{"dealers": ["GD01:FX001"]}]}
    bench.press("Return")
    bench.type("sheng")
    bench.settle()
    bench.press("Escape", "Down")
    bench.settle()
    bench.press("Return")
    assert bench.document.form["audience"]["include"][0]["tiers"] == ["province"]
    assert "省级代理" in edit.edits[1]._chips[0].text()
    bench.press("Backspace")
    edit.edits[0].setFocus()
    bench.press("Backspace")
    assert "audience" not in bench.document.form


def test_another_group_and_who_is_left_out(bench, qtbot):
    edit = bench.field(Scope("scope"), "$.products")
    bench.document.put("$.products.include[0].products", ["SP10021"])
    edit.show_value()
    edit._more["exclude"] = 1
    edit.show_value()
    edit.edits[3].setFocus()
    bench.type("SP10058")
    bench.settle()
    bench.press("Return")
    assert bench.document.form["products"]["exclude"] == [{"products": ["SP10058"]}]
    assert edit._more["exclude"] == 0
    bench.press("Backspace")
    assert "exclude" not in bench.document.form["products"]
    assert len(edit.edits) == 3


def test_one_name_is_a_text_and_no_list(bench):
    path = "$.terms.template.steps[0].gifts[0].product"
    bench.field(OneName("product"), path)
    bench.type("SP10021")
    bench.settle()
    bench.press("Return")
    assert bench.document.value(path) == "SP10021"
    bench.press("Backspace")
    assert bench.document.value(path) == ""


def test_a_scope_in_a_cell_has_a_dialog_that_can_be_left(bench, qtbot):
    columns = (GridColumn("quantity", "数量", "number", 80), GridColumn("products", "商品", "scope", hint="选"))
    bench.document.put("$.terms.template.parts", [{"quantity": "1"}])
    view = bench.field(grid(*columns), "$.terms.template.parts")
    view.setCurrentIndex(view.model().index(0, 1))
    with qtbot.waitSignal(bench.bench.scope_opened):
        bench.press("Space")
    bench.settle()
    dialog = QApplication.activeModalWidget()
    bench.type("SP10021")
    bench.settle()
    bench.press("Return")
    assert bench.document.rows("$.terms.template.parts")[0]["products"] == {"include": [{"products": ["SP10021"]}]}
    assert isinstance(dialog, ScopeDialog)
    dialog.reject()
    assert bench.document.rows("$.terms.template.parts") == [{"quantity": "1"}]
    bench.window.activateWindow()
    bench.settle()
    view.setFocus()
    with qtbot.waitSignal(bench.bench.scope_opened):
        bench.press("F2")
    bench.settle()
    bench.type("SP10058")
    bench.settle()
    bench.press("Return", "F8")
    bench.settle()
    assert bench.document.rows("$.terms.template.parts")[0]["products"] == {"include": [{"products": ["SP10058"]}]}
    assert view.model().index(0, 1).data() == "康师傅冰红茶 500ml"


def test_tab_goes_from_cell_to_cell_and_leaves_at_the_ends(bench):
    """What is typed after Shift+Tab lands in the table, and in no date before it."""
    bench.document.put(STEPS, [{"spend": "7"}])
    view = bench.field(grid(*GIFTS), STEPS)
    view.setCurrentIndex(view.model().index(0, 1))
    bench.press("Backtab")
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 0)
    bench.type("99")
    bench.press("Tab", "Tab")
    assert bench.document.rows(STEPS) == [{"spend": "99"}]
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 2)
    for _ in range(2):
        bench.press("Tab")
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 0)


def test_the_caret_goes_to_the_cell_of_a_place(bench):
    bench.document.put(STEPS, [{"spend": "7"}, {"spend": "9", "gifts": [{"product": "A"}]}])
    view = bench.field(grid(*GIFTS), STEPS)
    for place, cell in ((f"{STEPS}[1].gifts[0].quantity", (1, 2)), (f"{STEPS}[1]", (1, 0)), (STEPS, (1, 0))):
        view.go_to(place)
        assert (view.currentIndex().row(), view.currentIndex().column()) == cell
