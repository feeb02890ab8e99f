"""No page and no dialog shows what a dealer pays to who may not see cost, and what is left out says that it is."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
)

from desktop.actions.orders import orders
from desktop.actions.orders.drafts import kept_drafts
from desktop.actions.orders.order_views import KeptDraft
from desktop.app import Program
from desktop.pictures import wait
from domain.parties.users import DESK_ROLES, Person, may
from domain.values.veiled import MARK
from tests.building.desktop.closing import close_program
from tests.building.desktop.costs import STATEMENT, buy_dearly, costs_in
from tests.building.desktop.sample_desk import PRODUCTS
from tests.building.desktop.walking import never_block, visit

OWN = ("482,150.00", "482150.00")
"""What the sample desk owes HQ from before."""


def texts_of(window):
    """All that can be read in a window: labels, fields, choices, lists with their heads and what the pointer tells."""
    told = [window.windowTitle()]
    for kind in (QLabel, QLineEdit, QAbstractButton):
        for each in window.findChildren(kind):
            told += [each.text(), each.toolTip()]
    told += [each.toPlainText() for each in window.findChildren(QPlainTextEdit)]
    told += [each.toPlainText() for each in window.findChildren(QTextEdit)]
    for each in window.findChildren(QComboBox):
        told += [each.itemText(place) for place in range(each.count())]
    for view in window.findChildren(QTableView):
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                told += [str(index.data() or ""), str(index.data(3) or "")]
    return told


def walk(desk, role, monkeypatch):
    """Where costs stand, page by page and dialog by dialog, and where the mark stands instead."""
    never_block(monkeypatch)
    waiting, answered = buy_dearly(desk, PRODUCTS[0][0])
    draft = orders.find_draft(desk, "bought-3")
    desk.user = Person("u-1", "某人", role, dealer=desk.dealer_id, desk="D1")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Program(application, desk.folder)
    program.begin(desk)
    wait(program.worker)
    shell = program.shell
    assert shell is not None
    shell.exchanger.quiet()
    try:
        found: dict[str, set[str]] = {}
        marked = set()

        def look(name, window):
            for text in texts_of(window):
                if costs_in(text) or any(each in text for each in OWN):
                    found.setdefault(name, set()).add(text[:80])
                if MARK in text:
                    marked.add(name)

        given = {"orderview": answered, "ledger": "HQ", "settling": "HQ", "statements": "HQ", "confirming": STATEMENT}
        for name, window in visit(shell, given):
            look(name, window)
        shell.go("orderview", waiting)
        wait(shell.worker, 30)
        look("orderview", shell)
        shell.go("purchase", draft)
        wait(shell.worker, 400)
        look("purchase", shell)
    finally:
        close_program(program)
    return found, marked


@pytest.mark.parametrize("role", [each for each in DESK_ROLES if not may(each, "cost_see")])
def test_no_page_shows_costs_to_who_may_not_see_them(qtbot, desk, monkeypatch, role):
    found, marked = walk(desk, role, monkeypatch)
    assert found == {}
    assert {"orders", "products", "incoming"} <= marked


def test_who_may_see_costs_does(qtbot, desk, monkeypatch):
    found, _ = walk(desk, "accountant", monkeypatch)
    print(found)
    assert {"orders", "orderview", "products", "incoming", "ledger", "statements", "confirming"} <= set(found)


@pytest.fixture
def clerks(request, desk):
    """The window with a clerk at it, who may order and may not see what it costs."""
    desk.user = Person("u-1", "小周", "clerk", dealer=desk.dealer_id, desk="D1")
    return request.getfixturevalue("hands")


def test_a_purchase_a_clerk_writes_is_kept_when_another_page_is_gone_to(clerks):
    defects: list[BaseException] = []
    clerks.program.worker.defect.connect(defects.append)
    clerks.press("Ctrl+Shift+N")
    clerks.settle()
    clerks.page.grid.start_line()
    clerks.line("SP10021", "50箱")
    clerks.settle()
    clerks.press("Escape")
    clerks.settle()
    assert defects == []
    kept: list[KeptDraft] = []
    clerks.program.worker.read(kept_drafts, then=kept.extend)
    clerks.settle()
    [line] = kept[0].draft.lines
    assert (line.product, line.quantity, line.unit) == ("SP10021", Decimal(1200), "箱")
    clerks.shell.go("purchase", kept[0].draft)
    clerks.settle()
    assert clerks.page.model.index(0, 1).data().startswith("农夫山泉")
    assert defects == []
