"""The window: a rail of pages on the left, the page, what is being worked on, and the keys that hold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QCursor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from desktop.actions.headquarters.queued import Queued
from desktop.ui.frame.actions import library, owner
from desktop.ui.frame.exchanging import Exchanger
from desktop.ui.frame.keys import KeyBar, KeyList, listed
from desktop.ui.frame.page import WindowPage, make_action
from desktop.ui.frame.pages import ATTENTION, FOLDED_AT_FIRST, PAGE_KEYS, UNDER, groups, pages
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.rail import Rail
from desktop.ui.frame.status_block import StatusBlock
from desktop.ui.frame.work import Worker
from desktop.ui.frame.work_bar import WorkBar
from desktop.ui.navigation import key_table
from desktop.ui.navigation.command_words import AllCommands, no_commands
from desktop.ui.navigation.page_stack import PageStack
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import Banner

if TYPE_CHECKING:
    from desktop.actions.books.owner import DeskOwner
    from desktop.ui.navigation.finder import Finder


class Shell(QMainWindow):
    """The main window of one desk.

    Signals:
        switch_wanted: somebody else is to work here.
        lock_wanted: whoever works here goes away for a while.
    """

    switch_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, worker: Worker, preferences: Preferences, commands: AllCommands = no_commands) -> None:
        super().__init__()
        self.worker = worker
        self._commands = commands
        self.preferences = preferences
        self.at_hq = worker.asks_hq
        self.places = pages(worker)
        self.setWindowTitle(self.tr("经销商工作台"))
        self.resize(1360, 820)
        self.setMinimumSize(1024, 560)  # a screen of 1024 by 600, less the title bar
        self.exchanger = Exchanger(worker, self)
        self._build_actions()
        self._build()
        self._wire()

    # ---- building

    def _build_actions(self) -> None:
        self.exchange = make_action(self, self.tr("立即交换"), key_table.EXCHANGE, self.exchanger.now, bar=False)
        self._keys_action = make_action(self, self.tr("按键表"), key_table.KEY_LIST, self.show_keys)
        self._attention_action = make_action(self, self.tr("需要处理"), key_table.ATTENTION, self.look_after, bar=False)
        self._palette_action = make_action(self, self.tr("全部命令"), key_table.PALETTE, self.open_palette)
        self._switch_action = make_action(
            self, self.tr("换人登录"), key_table.SWITCH_USER, self.switch_wanted.emit, bar=False
        )
        self._lock_action = make_action(self, self.tr("锁屏"), key_table.LOCK, self.lock_wanted.emit, bar=False)
        self.more: list[QAction] = []  # what can be done from every page besides
        self._rail_action = make_action(self, self.tr("到导航栏"), key_table.RAIL, self._enter_rail, bar=False)
        self._steps = [
            make_action(self, self.tr("后退"), key_table.STEP_BACK, partial(self.step, -1), bar=False, again=True),
            make_action(self, self.tr("前进"), key_table.STEP_ON, partial(self.step, 1), bar=False, again=True),
        ]
        self._globals = [self._palette_action, self._keys_action]
        self._goes: list[QAction] = []
        for name, _, text in self.places:
            action = make_action(
                self, text, key_table.PAGE.only(PAGE_KEYS[name]), self._go_by_action, bar=False, again=True
            )
            action.setProperty("page", name)
            self._goes.append(action)

    def _build(self) -> None:
        self.rail = Rail(self.tr("经销商工作台"), groups(self.worker), self)
        self._fold_rail()
        self.status = StatusBlock(self.exchange)
        self.rail.box.addWidget(self.status)
        self.stack = PageStack(self.worker, self.preferences)
        self.keys = KeyBar()
        self.workbar = WorkBar(self.worker)
        self.banner = Banner()
        self._body = body = QWidget()
        body.setObjectName("shell")
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        column.addWidget(self.workbar)
        column.addWidget(self.keys)
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addLayout(column, 1)
        self.setCentralWidget(body)
        self.finder: Finder | None = None
        self._attention: Any = None

    def _wire(self) -> None:
        self.stack.shown.connect(self._mark)
        self.stack.keys_changed.connect(self._show_keys_soon)
        self.stack.exchange_wanted.connect(self.exchanger.soon)
        self.rail.picked.connect(self._go_by_rail)
        self.rail.left.connect(self._leave_rail)
        self.rail.folding_changed.connect(self._keep_folding)
        self.rail.person_wanted.connect(self._show_person_menu)
        self.status.attention_wanted.connect(self.look_after)
        self.worker.told.connect(self._tell)
        self.exchanger.running.connect(self._show_running)
        self.exchanger.reached.connect(self._show_reached)
        self.exchanger.status.connect(self._show_status)
        self.exchanger.exchanged.connect(self._tell_exchanged)
        self.exchanger.failed.connect(self._tell)
        self.worker.changed.connect(self._changed)

    def begin(self) -> None:
        """The desk is open: ask whose it is and begin to exchange."""
        self.worker.read(owner.desk_owner, then=self._show_owner)
        self._changed(frozenset({"policies"}))
        self.exchanger.begin(self.tr("与总部交换"))

    # ---- pages

    def page(self, name: str) -> WindowPage:
        """A page, made when it is first wanted."""
        return self.stack.page(name)

    @property
    def current(self) -> WindowPage | None:
        return self.stack.current

    @property
    def current_name(self) -> str:
        return self.stack.current_name

    @Slot(str)
    def go(self, name: str, given: object = None) -> None:
        """Shows a page."""
        self.stack.go(name, given)

    def step(self, by: int) -> None:
        """Back to where one was (-1), or forward again (1)."""
        self.stack.step(by)

    @Slot(str)
    def _mark(self, name: str) -> None:
        self.rail.choose(self._place_of(name))

    @Slot()
    def _go_by_action(self) -> None:
        action = self.sender()
        if action is not None:
            self.go(str(action.property("page")))

    @Slot(str)
    def _go_by_rail(self, name: str) -> None:
        if name == ATTENTION:
            self.rail.choose(self._place_of(self.current_name))
            self.look_after()
        else:
            self.go(name)

    # ---- the rail

    def _place_of(self, name: str) -> str:
        return name if self.rail.has(name) else UNDER.get(name, name)

    @Slot()
    def _enter_rail(self) -> None:
        self.rail.enter()

    @Slot()
    def _leave_rail(self) -> None:
        if self.current is not None:
            self.current.rest()

    @property
    def _folding(self) -> str:
        """Under which name it is noted what whoever works here has folded."""
        person = self.worker.working
        return f"rail/{person.name if person is not None else self.preferences.remembered('last_user')}"

    def _fold_rail(self) -> None:
        kept = self.preferences.remembered(self._folding)
        self.rail.fold(kept.split() if kept else FOLDED_AT_FIRST)

    @Slot(list)
    def _keep_folding(self, folded: list[str]) -> None:
        self.preferences.remember(self._folding, " ".join(folded) or "none")

    @Slot()
    def look_after(self) -> None:
        """The list of all that needs a look."""
        from desktop.ui.today.attention import AttentionDialog

        if self._attention is None:
            self._attention = AttentionDialog(self.worker, self)
            self._attention.place_wanted.connect(self._open_place)
        if self.status.status is not None:
            self._attention.show_status(self.status.status)
        self._attention.open()

    @Slot(str, object)
    def _open_place(self, name: str, given: object) -> None:
        self.go(name, given)

    # ---- keys

    @Slot()
    def _show_keys_soon(self) -> None:
        QTimer.singleShot(0, self, self._show_keys)

    @Slot()
    def _show_keys(self) -> None:
        page = self.current
        hints = page.hints() if page else []
        self.keys.show_keys([*(page.current_actions() if page else []), *self._globals], hints)

    @Slot()
    def show_keys(self) -> None:
        """The list of all keys."""
        from desktop.ui.tables.keys import list_keys
        from desktop.ui.tables.view import ListView

        page = self.current
        here = page.hints() if page else []
        groups = [(self.tr("本页"), [*here, *listed(page.current_actions() if page else [])])]
        if page is not None and page.findChildren(ListView):
            groups.append((self.tr("列表"), list_keys()))
        groups.append((self.tr("处处可用"), listed(self.everywhere())))
        groups.append((self.tr("页面"), listed(self._goes)))
        KeyList([group for group in groups if group[1]], self).exec()

    def everywhere(self) -> list[QAction]:
        """What can be done on every page; the line that goes anywhere first."""
        here = [self.exchange, self._attention_action, self._lock_action, self._switch_action]
        return [*self._globals, self._rail_action, *self._steps, *here, *self.more]

    @Slot()
    def open_palette(self) -> None:
        """The line that goes anywhere."""
        from desktop.ui.navigation.finder import Finder

        if self.finder is None:
            self.finder = Finder(self, self._commands)
        self.finder.open()

    # ---- what comes in

    @Slot(object)
    def _show_owner(self, whose: DeskOwner) -> None:
        self.rail.say_owner(whose.dealer.name)
        self.setWindowTitle(f"{whose.dealer.name} – {self.tr('经销商工作台')}")  # before the first fill only a code
        person = whose.user
        self.rail.say_person(f"{person.name}  ·  {formatting.role(person.role)}" if person else "")
        self._fold_rail()
        for action in (self._lock_action, self._switch_action):
            action.setEnabled(person is not None)
        if whose.identity.role == "hq":
            self.exchanger.stop()
            self.exchange.setEnabled(False)

    @Slot(object)
    def _show_status(self, status: Any) -> None:
        self.status.show_status(status)
        if self._attention is not None:
            self._attention.show_status(status)
        self.rail.badge("incoming", status.incoming)
        self.rail.badge(ATTENTION, len(status.attention))

    @Slot(object)
    def _changed(self, changed: frozenset[str]) -> None:
        """The rail says whose desk this is as soon as that is known, and counts the policies nobody here has read."""
        if "parties" in changed:
            self.worker.read(owner.desk_owner, then=self._show_owner)
        if "policies" in changed:
            self.worker.read(library.unread, then=self._show_unread)

    @Slot(object)
    def _show_unread(self, count: int) -> None:
        self.rail.badge("policies", count)

    @Slot(bool)
    def _show_running(self, running: bool) -> None:
        self.status.show_running(running=running)

    @Slot(bool)
    def _show_reached(self, online: bool) -> None:
        self.status.show_online(online=online)

    @Slot(object)
    def _tell_exchanged(self, result: Any) -> None:
        text = self.tr("已与总部交换：发出 {0} 条，收到 {1} 条。").format(result.sent, result.received)
        notices = " ".join(formatting.tell(notice) for notice in result.notices)
        self._say(f"{text} {notices}".strip(), "warn" if notices else "good")

    def say_command(self, typed: str, done: dict[str, Any]) -> None:
        """A command typed elsewhere was done here; `done` as the command line answers it."""
        if done["status"]:
            self._say(self.tr("命令“{0}”没有办成：{1}").format(typed, done["err"].strip()), "warn")
        else:
            self._say(self.tr("命令“{0}”已办。").format(typed), "good")

    @Slot(object)
    def _tell(self, failure: Any) -> None:
        page = self.current
        if page is not None and isinstance(failure, Queued):
            page.tell(failure)
        elif isinstance(failure, Queued):
            self._say(formatting.tell(failure), "good")
        else:
            self._say(formatting.tell(failure), "warn" if failure.exit_status == 3 else "bad")

    def _say(self, text: str, kind: str) -> None:
        page = self.current
        (page.banner if page else self.banner).say(text, kind)

    # ---- whoever works here

    @Slot()
    def _show_person_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._lock_action, self._switch_action, *self.more])
        menu.popup(QCursor.pos())

    def say_unguarded(self) -> None:
        """Why the window can't be locked."""
        self._say(self.tr("您没有设密码，锁了谁都能打开。先在“设置”里设密码（Alt+K）。"), "warn")

    def cover(self) -> None:
        """Shows nothing of any page, whatever still has to be asked before another window stands here."""
        if self.finder is not None and self.finder.palette.isVisible():
            self.finder.palette.leave()  # with the caret where it was, which is where it then comes back to
        self._body.hide()

    def uncover(self) -> None:
        """Shows the page again."""
        self._body.show()

    # ---- the window itself

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.rail.paint_icons()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.finder is not None:
            self.finder.palette.place()

    def leave_pages(self) -> None:
        """Lets every page keep what is being typed."""
        self.stack.leave_pages()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaves nothing half done: what is being typed is kept as a draft."""
        self.leave_pages()
        self.preferences.keep_geometry(self.saveGeometry())
        self.exchanger.stop()
        super().closeEvent(event)
