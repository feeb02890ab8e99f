"""Puts the window together: look, language, worker and pages; and what is shown where there are no books to open."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

import resources
from desktop.crashes import hook, show_crash
from desktop.doorbell import raise_other
from desktop.errands import DoCommand, Errands
from desktop.folders import default_folder, has_books
from desktop.ui.entrance.first_steps import door_of as _door_of
from desktop.ui.entrance.first_steps import newest_orders as _newest_orders
from desktop.ui.entrance.first_steps import open_books as _open_books
from desktop.ui.entrance.way import PracticeWay
from desktop.ui.frame.collector import Collector
from desktop.ui.frame.idle import IdleWatch
from desktop.ui.frame.locked import Locked
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.shell import Shell
from desktop.ui.frame.window_standing import name_window, stand
from desktop.ui.frame.work import Worker
from desktop.ui.navigation.command_words import AllCommands, no_commands
from desktop.ui.setup.appearance import Appearance
from domain.errors import DamagedError, DeskError, UsageError

if TYPE_CHECKING:
    from desktop.actions.people.users import SignInState
    from desktop.desk import Desk
    from desktop.doorbell import Doorbell
    from desktop.ui.entrance.before_books import BeforeBooks


class Program(QObject):
    """One window over one folder.

    Signals:
        usable: the list of orders is shown and its first rows are there.
        looked: the first look is over (its rows are shown, or something in their place); the rest may be loaded.

    Attributes:
        way: the way into the practice company, or out of it.
    """

    usable = Signal()
    looked = Signal()

    def __init__(
        self,
        application: QApplication,
        folder: Path,
        *,
        language: str = "",
        answer: DoCommand | None = None,
        commands: AllCommands = no_commands,
    ) -> None:
        """`answer` does a command that is handed over by another process, `commands` tells which there are."""
        super().__init__()
        self.application = application
        self.folder = folder
        self._commands = commands
        self.way = PracticeWay(self, lambda place: Program(application, place, answer=answer, commands=commands))
        self._entrance: BeforeBooks | None = None
        self.preferences = Preferences(folder, self)
        if language:
            self.preferences.override("language", language)
        self.worker = Worker(self)
        self.worker.defect.connect(self.tell_defect)
        self.worker.changed.connect(self._watch)  # somebody may have set a password
        self.errands = Errands(self.worker, answer, self)
        self.errands.done.connect(self._tell_command)
        self.window: QMainWindow | None = None
        self.shell: Shell | None = None
        self._desk: Desk | None = None
        self._just: tuple[str, str] | None = None  # who has enrolled, until he is in
        self._whose = ""  # the dealer whose books these are, once the door knows it
        self._locked: Locked | None = None
        self.idle = IdleWatch(application, self)
        self.idle.idle.connect(self.lock)
        self.idle.stepped.connect(self._step)
        self.doorbell: Doorbell | None = None
        self.preferences.changed.connect(self._prefer)
        self.look = Appearance(application, self.preferences, self)

    # ---- beginning

    def begin(self, desk: Desk | None = None) -> None:
        """Shows the window, then opens the books beside it (or uses those already open)."""
        if desk is not None:
            self._show_shell()
            self._come_to(desk)
            self.looked.emit()
        elif not has_books(self.folder):
            self._before_books().begin()
            self.looked.emit()
        elif self.preferences.remembered("login"):  # nothing is shown before it is known to whom
            self._open()
        else:
            self._glance()
            self._show_shell()

    def _glance(self) -> None:
        self.worker.open(_newest_orders, self.folder, then=self._glanced, failed=self._not_opened)

    @Slot(object)
    def _glanced(self, found: Any) -> None:
        ids, rows = found
        if self.shell is not None and rows:
            page: Any = self.shell.page("orders")
            page.show_first(ids, rows)
            self.usable.emit()
        # The first rows are painted before the rest is loaded.
        QTimer.singleShot(0, self, self._open)

    @Slot()
    def _open(self) -> None:
        self.looked.emit()  # before the folder is locked: whoever finds it locked must find a listener
        self.worker.open(_open_books, self.folder, then=self._come_to, failed=self._not_opened)

    @Slot(object)
    def _come_to(self, desk: Desk) -> None:
        """The books are open, and wait until it is known who works with them."""
        self._desk = self.errands.desk = desk
        self.worker.open(_door_of, desk, then=self._at_door, failed=self._not_opened)

    @Slot(object)
    def _at_door(self, door: SignInState) -> None:
        self.preferences.remember("login", "yes" if door.state == "login" else "")
        self._whose = door.dealer
        name_window(self.window, self._whose)
        if door.state == "locked":
            self._show_locked(door)
        elif door.state == "login":
            self._show_login(door)
        elif door.state == "first" and (door.needed or not self.preferences.remembered("asked_who")):
            self._show_first(door)
        else:
            self._enter()

    @Slot()
    def _enter(self) -> None:
        """Somebody works here: the window is his, and as he left it where it was locked meanwhile."""
        desk = self._desk
        assert desk is not None
        if self.worker.desk is None:
            self.worker.use(desk)
        if desk.user is not None:
            self.preferences.remember("last_user", desk.user.name)
        self._watch()
        locked, self._locked = self._locked, None
        if locked is not None and locked.came_back(desk.user):
            before, self.shell = self.window, locked.shell
            self._show(self.shell, before)
            locked.show_again()
            return
        if locked is not None:
            locked.shell.close()
            locked.shell.deleteLater()
        if self.shell is None or self.shell.at_hq != desk.asks:
            self._show_shell()
        assert self.shell is not None
        self.shell.begin()

    @Slot(object)
    def _watch(self, _: object = None) -> None:
        """A window that nobody touches locks itself, once a password can open it again."""
        user = self._desk.user if self._desk is not None else None
        self.idle.allow(self.preferences.lock_after if user is not None and user.guarded else 0)

    @Slot()
    def _put_off(self) -> None:
        self.preferences.remember("asked_who", "yes")
        self._enter()

    @Slot()
    def _switch(self) -> None:
        """Whoever works here goes, and his pages with him; what is being typed is kept, and the books stay open."""
        if self.shell is not None and self._desk is not None:
            self.shell.leave_pages()
            self.shell.cover()
            self.worker.read(_door_of, self._desk, True, then=self._show_login, failed=self._not_opened)

    @Slot(int)
    def _step(self, by: int) -> None:
        if self.shell is not None and self.way.shown is self.shell:
            self.shell.step(by)

    @Slot()
    def lock(self) -> None:
        """Nobody sees or does anything here before somebody signs in; he who locked it finds all as it was."""
        if self.shell is None or self._desk is None or self._locked is not None:
            return
        if self.way.visit is not None:
            self.way.lock_later = True
            return
        person = self._desk.user
        if person is None or not person.guarded:
            self.shell.say_unguarded()
            return
        self._locked = Locked(self.shell, person)
        self._switch()

    @Slot(object)
    def _not_opened(self, failure: DeskError) -> None:
        self.worker.forget()
        if isinstance(failure, DamagedError):
            self._before_books().recover(failure)
        elif isinstance(failure, UsageError) and failure.code in ("folder_empty", "book_missing"):
            self._before_books().begin()
        else:
            self._before_books().refuse(failure)

    # ---- windows

    def _show_shell(self, page: str = "orders") -> None:
        before, self.shell = self.window, Shell(self.worker, self.preferences, self._commands)
        self.shell.switch_wanted.connect(self._switch)
        self.shell.lock_wanted.connect(self.lock)
        if not self.preferences.geometry.isEmpty():
            self.shell.restoreGeometry(self.preferences.geometry)
        self._show(self.shell, before)
        self.shell.go(page)

    def _show(self, window: QMainWindow, before: QMainWindow | None = None) -> None:
        window.setWindowIcon(QIcon(str(resources.path("icons/desk.svg"))))
        self.way.dress(window, practice=self.way.practice)
        stand(window, None if window is self.shell else self.window)
        self.window = window
        name_window(self.window, self._whose)
        if self.way.visit is None:  # whoever practises sees it when he comes back
            window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _before_books(self) -> BeforeBooks:
        if self._entrance is None:
            from desktop.ui.entrance.before_books import BeforeBooks

            self._entrance = BeforeBooks(self.worker, self.folder, self.preferences, self._show_alone)
            self._entrance.opening.connect(self._open)
            self._entrance.enrolled.connect(self._enrolled)
            self._entrance.practice_wanted.connect(self.way.practise)
        return self._entrance

    def _show_alone(self, window: QMainWindow) -> None:
        before, self.shell = self.window, None
        self._show(window, before)

    @Slot(object)
    def _show_login(self, door: SignInState) -> None:
        from desktop.ui.frame.login import LoginWindow

        assert self._desk is not None
        (last, password), self._just = self._just or (self.preferences.remembered("last_user"), ""), None
        window = LoginWindow(self.worker, self._desk, door, last, password)
        window.entered.connect(self._enter)
        self._show_before_shell(window)

    def _show_first(self, door: SignInState) -> None:
        from desktop.desk import system_user
        from desktop.ui.frame.login import FirstPersonWindow

        assert self._desk is not None
        window = FirstPersonWindow(self.worker, self._desk, door, system_user())
        window.entered.connect(self._enter)
        window.put_off.connect(self._put_off)
        self._show_before_shell(window)

    def _show_locked(self, door: SignInState) -> None:
        from desktop.ui.frame.login import UnlockWindow

        assert self._desk is not None
        window = UnlockWindow(self.worker, self._desk, door.dealer)
        window.unlocked.connect(lambda desk=self._desk: self._come_to(desk))
        self._show_before_shell(window)

    def _show_before_shell(self, window: QMainWindow) -> None:
        """The shell goes; what it asked of books it may not see yet is asked by nobody."""
        if self.worker.desk is None:
            self.worker.forget()
        before, self.shell = self.window, None
        self._show(window, None if self._locked is not None else before)
        if self._locked is not None:
            self._locked.shell.hide()

    @Slot(str, str)
    def _enrolled(self, name: str, password: str) -> None:
        """Whoever has just said who he is isn't asked at once again."""
        self._just = (name, password)
        self._open()

    @Slot(str, object)
    def _tell_command(self, typed: str, done: dict[str, Any]) -> None:
        if self.shell is not None:
            self.shell.say_command(typed, done)

    # ---- likings

    @Slot(str)
    def _prefer(self, name: str) -> None:
        if name == "theme":
            self.look.apply_theme()
        elif name == "lock_after":
            self._watch()
        elif name == "language":
            self.look.set_language()
            if self._entrance is not None and self.shell is None:
                self._entrance.speak()
            if self.shell is not None:
                page = self.shell.current_name
                self.shell.leave_pages()
                self._show_shell(page)
                self.shell.begin()

    def speak(self) -> None:
        """Its language and light are those of the application again."""
        self.look.set_language()
        self.look.apply_theme()

    # ---- faults

    @Slot(object)
    def tell_defect(self, failure: BaseException) -> None:
        show_crash(self.folder, failure, self.window)

    def end(self) -> None:
        """Closes the books once the last window is gone."""
        self.way.end()
        if self.doorbell is not None:
            self.doorbell.close()
        self.errands.finish()
        if self.worker.desk is None and self._desk is not None:
            self._desk.close()  # nobody came in
        self.worker.stop()

    # ---- one program a folder

    @Slot()
    def listen(self) -> None:
        """A second start of the program raises this window instead, and a command is done by it."""
        if self.doorbell is None:
            from desktop.doorbell import Doorbell

            self.doorbell = Doorbell(self.folder, self)
            self.doorbell.rung.connect(self._raise)
            self.doorbell.handed.connect(self.errands.take)

    @Slot()
    def _raise(self) -> None:
        window = self.way.shown
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()


def run(
    place: Desk | Path | None = None,
    *,
    language: str = "",
    answer: DoCommand | None = None,
    commands: AllCommands = no_commands,
    practise: bool = False,
) -> int:
    """Opens the window over a folder (the platform's own by default) or a desk already open; gives the exit status.

    `answer` does what other processes type as commands meanwhile; `commands` are those that can be
    typed. `practise` begins in the practice company.
    """
    desk: Desk | None = None
    if place is None or isinstance(place, Path):
        folder = (place or default_folder()).absolute()
    else:
        desk, folder = place, place.folder
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("DistributorDesk")
    application.setStyle("Fusion")
    if desk is None and not practise and raise_other(folder):
        return 0
    collector = Collector()
    program = Program(application, folder, language=language, answer=answer, commands=commands)
    sys.excepthook = hook(lambda: program.way.current)
    program.looked.connect(program.listen)
    program.way.practise() if practise else program.begin(desk)
    status = application.exec()
    program.end()
    collector.end()
    return status
