"""The window as a whole: pages without a query on its thread, keys that are all told, language, light, exchange."""

import re
import threading
from collections import Counter
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton

from desktop import crashes
from desktop.actions.changes import changes
from desktop.ui.frame import style
from desktop.ui.frame.keys import KeyList, listed
from desktop.ui.frame.pages import UNDER, pages
from domain.errors import UnreachableError
from sync.records.bodies.records import DealerBody

EVERY = [name for name, _, _ in pages()] + [name for name in UNDER if name not in ("orderview", "paperview")]


@pytest.mark.parametrize("name", EVERY)
def test_each_page_opens_without_a_query_on_the_windows_thread(hands, name):
    hands.shell.go(name)
    hands.settle()
    assert hands.shell.current_name == name
    assert hands.page.banner.text == ""


def test_the_guard_would_see_a_query(hands):
    with pytest.raises(AssertionError, match="window's thread"), hands.program.worker.desk.book.reading():
        pass


@pytest.mark.parametrize("name", EVERY)
def test_keys_are_unique_on_each_page_and_all_listed(hands, name):
    hands.shell.go(name)
    hands.settle()
    here = [*hands.page.actions(), *hands.shell.actions()]
    keys = Counter(keys.toString() for action in here for keys in action.shortcuts())
    assert [key for key, count in keys.items() if count > 1] == []
    groups = listed(hands.page.current_actions())
    assert len(groups) == len([action for action in hands.page.current_actions() if action.shortcuts()])
    assert all(action.text() for action in here)


def test_f1_shows_the_keys(hands, monkeypatch):
    shown: list[Any] = []

    def note(dialog):
        shown.append(dialog)

    monkeypatch.setattr(KeyList, "exec", note)
    hands.press("F1")
    texts = [label.text() for label in shown[0].findChildren(type(hands.shell.status._state))]
    assert {"新销售订单", "立即交换", "Ctrl+K"} <= set(texts)


def test_every_button_on_a_page_shows_its_key(hands):
    buttons = [button for button in hands.page.findChildren(QPushButton) if hasattr(button, "action_")]
    assert buttons
    for button in buttons:
        keys = button.action_.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        assert button.text().endswith(keys)


def test_pages_by_key(hands):
    hands.press("Ctrl+3")
    hands.settle()
    assert hands.shell.current_name == "products"


def test_palette_finds_pages_actions_and_customers_by_initials(hands):
    hands.press("Ctrl+K")
    hands.type("fxbl")
    hands.settle()
    palette = hands.shell.finder.palette
    assert [entry.text for entry in palette._model.items] == ["福星便利连锁（深圳南山）"]
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == "customers"
    assert hands.page.view.current_row().code == "FX001"
    hands.press("Ctrl+K")
    hands.type("settings")
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == "settings"


def test_the_palette_says_that_nothing_was_found(hands):
    hands.press("Ctrl+K")
    palette = hands.shell.finder.palette
    assert not palette._nothing.isVisible()
    hands.type("qqqzzz")
    hands.settle()
    assert palette._nothing.isVisible()
    assert not palette._list.isVisible()
    for _ in range(6):
        hands.press("Backspace")
    hands.settle()
    assert palette._list.isVisible()
    assert not palette._nothing.isVisible()


@pytest.mark.parametrize("page", ["orders", "products", "papers"])
def test_esc_leaves_the_palette_for_where_the_caret_was(hands, page):
    hands.shell.go(page)
    hands.settle()
    before = hands.focus
    hands.press("Ctrl+K")
    assert hands.focus is not before
    hands.press("Escape")
    assert hands.focus is before


def test_language_is_switched_at_once_and_nothing_typed_is_lost(hands):
    hands.new_order()
    hands.line("SP10021", "7箱")
    hands.program.preferences.set("language", "en")
    hands.shell = hands.program.shell
    hands.settle()
    assert hands.page.findChildren(QPushButton)
    assert hands.shell.current_name == "order"
    hands.shell.go("orders")
    hands.settle()
    assert hands.page.model.headerData(0, Qt.Orientation.Horizontal) == "Number"
    assert hands.page.draft_action.text() == "Draft (1)"
    assert "entries to send" in hands.shell.status._pending.text()
    hands.program.preferences.set("language", "zh")
    hands.shell = hands.program.shell
    hands.settle()
    assert hands.shell.rail._buttons["orders"].text().strip() == "订单"


def test_theme_is_switched_at_once(hands):
    before = hands.shell.palette().window().color().name()
    hands.program.preferences.set("theme", "dark")
    assert style.tokens() is style.DARK
    assert hands.shell.palette().window().color().name() != before
    assert hands.shell.grab().toImage().pixelColor(400, 60).lightness() < 80
    hands.program.preferences.set("theme", "light")


def test_an_exchange_offline_is_said_clearly_and_changes_nothing(hands):
    pending = hands.shell.status._pending.text()
    hands.press("F5")
    hands.settle()
    assert hands.shell.status.state_text == "离线"
    assert hands.shell.status._last.text().startswith("自 ")  # since when no exchange succeeded
    assert hands.page.banner.text
    assert hands.shell.status._pending.text() == pending
    assert hands.shell.status._button.isEnabled()


def test_waiting_grows_longer_while_hq_is_away(hands):
    exchanger = hands.shell.exchanger
    waits = []
    for _ in range(3):
        exchanger._fail(UnreachableError("hq_unreachable"))
        waits.append(exchanger._wait)
    assert waits == sorted(waits)
    assert waits[-1] <= 30 * 60_000


def test_a_long_task_shows_progress_and_is_cancelled(hands, qtbot):
    begun, asked = threading.Event(), []

    def endless(desk, progress, cancelled):
        progress(1, 10, "")
        begun.set()
        while not cancelled():
            pass
        asked.append(1)

    hands.program.worker.long("正在算", endless, then=asked.append)
    qtbot.waitUntil(hands.shell.workbar.isVisible)
    assert begun.is_set()
    with qtbot.waitSignal(hands.program.worker.idle):
        hands.shell.workbar._cancel.click()
    assert asked == [1]
    assert not hands.shell.workbar.isVisible()


@pytest.mark.parametrize("stage", ["sending", "receiving", "checking", "issue", "draw", "unheard_of"])
def test_how_far_a_task_is_stands_in_words(hands, qtbot, stage):
    begun, on = threading.Event(), threading.Event()

    def long(desk, progress, cancelled):
        begun.wait(5)
        progress(4, 10, stage)
        on.wait(5)

    hands.program.worker.long("正在算", long, then=print)
    qtbot.waitUntil(hands.shell.workbar.isVisible)
    begun.set()
    qtbot.waitUntil(lambda: "4 / 10" in hands.shell.workbar._count.text())
    assert not re.search("[A-Za-z]", hands.shell.workbar._count.text())
    with qtbot.waitSignal(hands.program.worker.idle):
        on.set()


def test_the_task_bar_tells_whose_books_a_window_shows(hands):
    assert hands.program.window.windowTitle() == "广东粤海商贸有限公司 – 经销商工作台"


def test_a_fault_becomes_a_calm_dialog_and_a_log(hands, qtbot):
    def broken(desk):
        raise ZeroDivisionError("a fault of the program")

    with qtbot.waitSignal(hands.program.worker.defect):
        hands.program.worker.read(broken, then=print)
    log = hands.program.folder / "crash.log"
    assert "a fault of the program" in log.read_text(encoding="utf-8")
    dialog: Any = QApplication.activeModalWidget()
    assert dialog.windowTitle() == "程序出了差错"
    dialog.accept()


def test_an_uncaught_error_goes_the_same_way(hands, monkeypatch):
    shown = []
    monkeypatch.setattr(crashes, "show_crash", lambda folder, failure, window: shown.append((folder, failure)))
    failure = ValueError("x")
    crashes.hook(lambda: hands.program.way.current)(ValueError, failure, None)
    assert shown == [(hands.program.folder, failure)]


def test_closing_tells_a_running_exchange_to_stop(hands, monkeypatch):
    begun, ended = threading.Event(), threading.Event()

    def exchange(desk, progress, cancelled):
        begun.set()
        while not cancelled():
            ended.wait(0.01)
        ended.set()

    monkeypatch.setattr("desktop.actions.headquarters.exchange.exchange", exchange)
    hands.shell.exchange.trigger()
    assert begun.wait(10)
    hands.shell.close()
    hands.program.end()  # would never come back if the exchange weren't told
    assert ended.is_set()


def test_the_rail_says_whose_desk_this_is_as_soon_as_that_is_known(hands):
    @changes("parties")
    def rename(desk):
        with desk.book.writing() as writing:
            card = DealerBody(desk.dealer_id, "粤海新名号", "province", "HQ", "广东", "P", 3_000_000_00, 30)
            writing.put("dealer/GD01", "dealer", desk.dealer_id, card)

    hands.program.worker.write(rename, then=lambda _: None)
    hands.settle()
    assert hands.shell.rail._owner.text() == "粤海新名号"


def test_an_empty_list_says_whether_there_is_nothing_or_nothing_fits(hands):
    page = hands.page
    hands.press("Ctrl+F")
    hands.type("nothingcalledso")
    hands.settle()
    assert page.view._empty == "没有符合的订单。"
    page.window_.ask = lambda *_: page.window_.show([], [])
    page.search.setText("")
    hands.settle()
    assert page.view._empty == "还没有订单。F9 写一张新的。"
