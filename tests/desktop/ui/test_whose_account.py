"""Whoever is asked for is shown, also a customer without anything, and never another in his place."""

import re

import pytest
from PySide6.QtWidgets import QLabel, QTableView

from desktop.actions.catalog import customers
from desktop.actions.changes import changes
from desktop.actions.reconciliation.views import ReconciliationView
from desktop.ui.frame.pages import _CLASSES
from desktop.ui.widgets.parts import ElidedLabel
from domain.statements.statement import Statement
from sync.records.bodies.records import DealerBody
from tests.building.desktop.sample_accounts import FX001, PERIOD
from tests.building.desktop.sample_desk import CUSTOMERS
from tests.desktop.ui.frame.test_pages import open_page

NEW, NAME = "GD01:KB009", "空白新客户"
OTHERS = [name for _, name, *_ in CUSTOMERS]
FIGURE = re.compile(r"\d[\d,]*\.\d\d")


# Pages that are opened for a party, and those that aren't: a new one has to be put on one side.
ABOUT_SOMEBODY = {"customers", "statements", "ledger", "settling", "reconciling", "rebates", "order"}
ABOUT_NOBODY = {
    "ageing", "bank", "confirming", "drafts", "exchanges", "importing", "incoming", "money", "orders", "orderview",
    "papers", "policies", "policyedit", "policytrial", "products", "purchase", "rebateview", "replies", "returned",
    "settings",
}  # fmt: skip


def add(hands, code="KB009", name=NAME):
    card = customers.NewCustomer(code, name)
    hands.program.worker.write(changes("parties")(lambda desk: customers.add_customer(desk, card)), then=id)
    hands.settle()


def said(page):
    """All that stands on a page: its labels and its lists."""
    texts = [each.text() for each in page.findChildren(QLabel) if each.isVisible()]
    texts += [each.toolTip() for each in page.findChildren(ElidedLabel) if each.isVisible()]
    for view in page.findChildren(QTableView):
        model = view.model()
        texts += [
            str(model.index(row, column).data() or "")
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]
    return texts


def is_nobodys(page, *, lists=True):
    told = said(page) if lists else [each.text() for each in page.findChildren(QLabel) if each.isVisible()]
    assert [text for text in told if any(name in text for name in OTHERS)] == []
    figures = {figure for text in told for figure in FIGURE.findall(text)}
    assert figures <= {"0.00"}


def go_to_new(hands):
    page = open_page(hands, "customers", NEW)
    assert page.view.current_row().id == NEW
    return page


@pytest.mark.parametrize("key", ["F10", "Return"])
def test_a_customer_without_movements_has_an_empty_statement(hands, key):
    add(hands)
    open_page(hands, "statements", FX001)  # whose figures stood there before
    go_to_new(hands)
    hands.press(key)
    hands.settle()
    page = hands.page
    assert hands.shell.current_name == "statements"
    statement = page.preview.statement
    assert isinstance(statement, Statement)
    assert (statement.seller.id, statement.buyer.id) == ("GD01", NEW)
    assert not any((statement.opening, statement.closing, statement.entries))
    assert page.choice.account.currentText() == NAME
    is_nobodys(page)


def test_a_customer_without_movements_is_a_stranger_to_every_page_of_accounts(hands):
    add(hands)
    open_page(hands, "ledger", FX001)
    open_page(hands, "settling", FX001)
    open_page(hands, "reconciling", (FX001, *PERIOD))
    go_to_new(hands)
    hands.press("F7")
    hands.settle()
    assert (hands.shell.current_name, hands.page.customer.text()) == ("ledger", NAME)
    is_nobodys(hands.page)
    go_to_new(hands)
    hands.press("Shift+F6")
    hands.settle()
    assert (hands.shell.current_name, hands.page.account.buyer.id) == ("settling", NEW)
    is_nobodys(hands.page)
    page = open_page(hands, "reconciling", (NEW, *PERIOD))
    assert page.account.currentText() == NAME
    assert page.found is None or (isinstance(page.found, ReconciliationView) and page.found.buyer.id == NEW)
    is_nobodys(page)
    page = go_to_new(hands)
    is_nobodys(page.panel)
    for given in ("GD01:NOBODY", "HQ:X"):
        for name, what in (("ledger", given), ("settling", given), ("reconciling", (given, *PERIOD))):
            open_page(hands, name, FX001 if name != "reconciling" else (FX001, *PERIOD))
            page = open_page(hands, name, what)
            is_nobodys(page)
            assert page.banner.text
        page = open_page(hands, "statements", given)
        is_nobodys(page)
        assert page.preview is None
        assert not page.issue_action.isEnabled()


def test_nobody_is_left_beside_a_list_that_is_empty(hands):
    page = open_page(hands, "customers", FX001)
    assert page.panel.isVisible()
    page.search.setText("没有这样的")
    hands.settle()
    assert not page.panel.isVisible()
    hands.press("Shift+F2")
    hands.settle()
    assert hands.focus.window() is hands.shell  # no terms of whoever stood there before


def test_what_is_issued_is_what_was_shown(hands):
    page = open_page(hands, "statements", FX001)
    assert page.issue_action.isEnabled()
    page.choice.account.choose("GD01:YX003")
    page._changed()
    assert not page.issue_action.isEnabled()  # the one in sight isn't the one asked for any more
    hands.settle()
    hands.press("F8")
    hands.settle()
    assert page.preview.statement.buyer.id == "GD01:YX003"
    open_page(hands, "statements", "GD01")
    assert not page.issue_action.isEnabled()  # the seller's to issue
    hands.press("F8")
    assert "供货方开具" in page.banner.text


def test_no_page_about_somebody_is_forgotten():
    assert set(_CLASSES) == ABOUT_SOMEBODY | ABOUT_NOBODY


def test_nobodys_rebates_are_nobodys(hands):
    add(hands)
    page = open_page(hands, "rebates", NEW)
    assert page.dealer.customer.id == NEW
    assert [text for text in said(page) if any(name in text for name in OTHERS)] == []


def test_hqs_pages_show_a_dealer_without_anything_as_such(at_hq):
    def prepare(desk):
        with desk.book.writing() as writing:
            writing.put("dealer/XJ99", "dealer", "XJ99", DealerBody("XJ99", NAME, "province", "HQ"))

    hands = at_hq("周小明", "finance", prepare)
    page = open_page(hands, "customers")
    others = {page.window_.row(place).name for place in range(page.model.rowCount())} - {NAME}
    assert others
    for name, given in (
        ("statements", "XJ99"),
        ("ledger", "XJ99"),
        ("settling", "XJ99"),
        ("reconciling", ("XJ99", *PERIOD)),
    ):
        told = said(open_page(hands, name, given))
        assert [text for text in told if any(other in text for other in others)] == [], name
        assert {figure for text in told for figure in FIGURE.findall(text)} <= {"0.00"}, name


def test_hqs_pages_are_about_hqs_own_accounts(at_hq):
    hands = at_hq("周小明", "finance")
    page = open_page(hands, "customers")
    own = {page.window_.row(place).id for place in range(page.model.rowCount())}
    assert {page.window_.row(place).seller for place in range(page.model.rowCount())} == {"HQ"}
    total = page.footer.every.figures[2].text()
    page.filters.pick("others")
    hands.settle()
    others = {page.window_.row(place).id for place in range(page.model.rowCount())}
    assert others
    assert not own & others
    assert page.footer.every.figures[2].text() != total
    shop = min(others)
    page = open_page(hands, "statements")
    offered = {page.choice.account.itemData(place) for place in range(page.choice.account.count())}
    assert offered == own
    assert page.preview.statement.seller.id == "HQ"
    page = open_page(hands, "customers", shop)
    assert (page.filters.code, page.view.current_row().id) == ("others", shop)


@pytest.mark.parametrize("name", ["statements", "ledger", "settling", "reconciling", "rebates"])
def test_nothing_of_the_former_party_stays_while_the_next_one_is_looked_up(hands, name):
    """The answer may take a moment on a busy machine; what is in sight is never somebody else's."""
    add(hands)
    given = {"reconciling": (lambda party: (party, *PERIOD))}.get(name, lambda party: party)
    page = open_page(hands, name, given(FX001))
    page.take(given(NEW))
    is_nobodys(page)
    hands.settle()
    if name != "rebates":  # a rebate's own steps are figures too
        is_nobodys(page)
