"""At a desk of HQ's people rebates are settled by asking HQ, and what waits or was refused is listed."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.changes import changes
from sync.records.bodies.body import ReasonBody
from sync.records.bodies.policies import RequestAnswerBody
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import NOW, rows
from tests.building.sync.rebate_books import publish, sold
from tests.desktop.ui.today.test_attention import listed


@pytest.fixture
def hq(at_hq):
    return at_hq("周会计", "finance", _sell)


def _sell(desk):
    publish(desk.book, a_rebate(code="FLX"))
    sold(desk.book, "1000", sku="SP10021")


def kinds(shown):
    return [row[0] for row in shown]


def test_settling_asks_hq_and_its_refusal_is_told(hq):
    book = hq.program.worker.desk.book
    hq.shell.go("rebates")
    hq.settle()
    names = [(row.dealer.code, row.policy) for row in hq.page.table.shown]
    hq.page.table.selectRow(names.index(("GD01", "FLX")))
    hq.press("F8")
    hq.settle()
    box: Any = QApplication.activeModalWidget()
    box.early.setChecked(True)
    box.whom.setCurrentIndex(0)
    hq.settle()
    assert box.dues
    hq.press("F8")
    hq.settle()
    assert "已请总部结算" in hq.page.banner.text
    ((request, verb),) = rows(book, "SELECT id, verb FROM request WHERE verb = 'settle_rebate'")
    assert verb == "settle_rebate"

    @changes("orders", "rebates")
    def refuse(desk):
        told = [ReasonBody("adjustment_unapproved", "stop", {"reason": "补差"})]
        with desk.book.writing() as writing:
            writing.put("hq", "request_answer", request, RequestAnswerBody(request, "refused", NOW, told))

    hq.program.worker.write(refuse, then=lambda _: None)
    hq.settle()
    hq.shell.status.attention_wanted.emit()
    dialog, shown = listed()
    assert {"政策待批准", "总部未同意"} <= set(kinds(shown))
    refused = next(row for row in shown if row[0] == "总部未同意")
    assert "补差" in refused[3]
    dialog.close()


def test_hqs_goods_have_no_columns_of_what_stands_above_it(hq):
    hq.shell.go("products")
    hq.settle()
    assert [each.title for each in hq.page.view.model().columns] == ["商品", "在库", "占用", "可用"]
