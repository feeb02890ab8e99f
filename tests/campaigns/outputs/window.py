"""Walks the window of a folder: every page, what its keys open, and the workbook of each; all as text."""

import shutil
import sys
import traceback
from pathlib import Path

from tests.campaigns.outputs.places import take

MOMENT = 60  # ms without anything under way; nothing is typed here, so that no page waits before it asks
_SOON = 1000  # ms; what a page puts off no longer than this is waited for
_MOST_WAITS = 40
# Keys that only lead away, undo, end something or ask for HQ.
LEAVES = {"Esc", "Ctrl+Z", "Ctrl+Y", "F5", "F1", "Ctrl+K", "Ctrl+D", "Ctrl+Shift+L", "Ctrl+Alt+L", "Ctrl+E"}
_KEPT: list[object] = []  # the application and what stands behind it live as long as the process


def walk(folder, user, password, language, given, sheets, pages=None):
    """The texts of all pages by name; workbooks are written into the folder `sheets`. Only some `pages`, no dialogs."""
    application = _application()
    Path(sheets).mkdir(parents=True, exist_ok=True)
    likings = Path(sheets).parent / "likings"
    shutil.rmtree(likings, ignore_errors=True)
    likings.mkdir()
    program = take("program")(application, likings, language=language)
    defects: list[str] = []
    at = [""]
    program.worker.defect.connect(lambda failure: defects.append(f"{at[0]}: {failure!r}"))
    desk = take("open_desk")(Path(folder))
    if user:
        take("sign_in")(desk, user, password)
    try:
        program.begin(desk)
        _exchange_nothing(program.shell)
        return _Walk(program, given, Path(sheets), (defects, at)).all(pages)
    finally:
        shell = program.shell
        if shell is not None:
            shell.close()
        program.end()


def _exchange_nothing(shell):
    """No window of this process asks for HQ by itself, which it would do some seconds after it opened."""
    kind = type(shell.exchanger)
    begin = kind.begin
    if begin.__name__ != "begin_quietly":

        def begin_quietly(self, *args):
            begin(self, *args)
            self.quiet()

        kind.begin = begin_quietly
    shell.exchanger.quiet()


def _application():
    from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

    application = QApplication.instance()
    if application is None:
        application = QApplication(["desk"])
        application.setStyle("Fusion")
        _KEPT.extend([application, take("collector")()])
        # These hands press the next key before anybody could: no press is the second half of a double one.
        sys.modules[take("press").__module__].MOMENT = 0.0  # type: ignore[attr-defined]
        # Nobody is here to end a dialog or to choose a file.
        for owner, name, instead in (
            (QDialog, "exec", lambda dialog: dialog.open() or 0),
            (QFileDialog, "getOpenFileName", lambda *_, **__: ("", "")),
            (QFileDialog, "getOpenFileNames", lambda *_, **__: ([], "")),
            (QFileDialog, "getExistingDirectory", lambda *_, **__: ""),
            (QFileDialog, "getSaveFileName", lambda *_, **__: (_SAVED[-1] if _SAVED else "", "")),
        ):
            setattr(owner, name, instead)
    return application


_SAVED: list[str] = []


class _Walk:
    """One window, page by page."""

    def __init__(self, program, given, sheets, defects):
        self._wait = take("wait")
        self.program, self.given, self.sheets = program, given, sheets
        self.defects, self._at = defects
        self._settle()
        self.shell = program.shell
        if self.shell is None:
            raise RuntimeError(f"no window stands over {program.folder}")
        self.shell.resize(1360, 820)
        self.texts = {}

    def all(self, pages):
        names = [name for name, *_ in take("pages")(self.program.worker)]
        names += [name for name in take("under") if name not in names]
        seen = [name for name in pages or names if self._go(name)]
        for name in seen:
            self._safely(name, self._look)
        if pages is None:
            for name in seen:
                self._safely(name, self._dialogs)
            self._safely("shell", self._shell)
        self.texts["defects"] = self.defects
        return {name: "\n".join(lines) + "\n" for name, lines in self.texts.items()}

    def _safely(self, name, look):
        """What can't be walked is told, and the walk goes on."""
        try:
            look(name)
        except Exception:  # noqa: BLE001 -- the other pages are worth having all the same
            self.defects.append(f"{name}: {traceback.format_exc()}")

    def _look(self, name):
        self._go(name)
        self.texts[name] = self._page(name)
        self._sheet(name)
        self._row(name)

    def _shell(self, _):
        """What stands around the pages and over all of them."""
        from tests.campaigns.outputs.widgets import told

        self._go("orders")
        self.texts["rail"] = told(self.shell)
        for name, opens in (("keys", "show_keys"), ("attention", "look_after"), ("palette", "open_palette")):
            getattr(self.shell, opens)()
            self._settle()
            tops = self._tops()
            self.texts[name] = [line for each in tops or [self.shell] for line in self._top(each)]
            self._close()

    def _go(self, name):
        self._close()
        self._at[0] = name
        given = self.given.get(name)
        try:
            self.shell.go(name, given) if given is not None else self.shell.go(name)
        except LookupError:  # a name of papers or places that is no page
            return False
        self._settle()
        return True

    def _page(self, name):
        from tests.campaigns.outputs.widgets import actions, told

        page = self.shell.page(name)
        self._touch(page)
        return [f"window “{self.shell.windowTitle()}”", *told(page), *actions(page), *self._hints(page)]

    def _hints(self, page):
        return [f"hint <{keys}> {word}" for keys, word in page.hints()]

    def _touch(self, widget):
        """Long lists read what is looked at."""
        from PySide6.QtCore import QModelIndex
        from PySide6.QtWidgets import QAbstractItemView

        for view in widget.findChildren(QAbstractItemView):
            if view.model() is not None:
                for row in range(min(view.model().rowCount(QModelIndex()), 50)):
                    view.model().index(row, 0).data()
        self._settle()

    def _sheet(self, name):
        """Ctrl+E, with a file's name for an answer."""
        action = next((each for each in self.shell.page(name).actions() if _has(each, "Ctrl+E")), None)
        if action is None or not action.isEnabled():
            return
        _SAVED.append(str(self.sheets / f"{name}.xlsx"))
        action.trigger()
        self._settle()
        _SAVED.clear()

    def _row(self, name):
        """Enter on the first row of the first list."""
        from PySide6.QtCore import QEvent, QModelIndex, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication, QTableView

        page = self.shell.page(name)
        views = [
            each
            for each in page.findChildren(QTableView)
            if each.isVisibleTo(page) and each.model().rowCount(QModelIndex())
        ]
        if not views:
            return
        view = views[0]
        view.setFocus()
        view.setCurrentIndex(view.model().index(0, 0))
        self._settle()
        self.texts[f"{name} first row"] = self._page(name)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(view, QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
        self._settle()
        found = [line for each in self._tops() for line in self._top(each)]
        other = self.shell.current_name
        if other != name:
            found = [f"leads to {other}", *self._page(other)]
        if found:
            self.texts[f"{name} enter"] = found
        self._close()

    def _dialogs(self, name):
        """What each key of a page opens, under what its action is called: a key may mean another thing one day."""
        self._go(name)
        for keys in [each.shortcut().toString() for each in self.shell.page(name).actions()]:
            if not keys or keys in LEAVES:
                continue
            self._go(name)
            action = next((each for each in self.shell.page(name).actions() if _has(each, keys)), None)
            if action is None or not action.isEnabled() or not action.isVisible():
                continue
            opened = self._at[0] = f"{name} - {action.text()}"
            action.trigger()
            self._settle()
            lines = [line for each in self._tops() for line in self._top(each)]
            if lines:
                self.texts[opened] = lines
            elif self.shell.current_name != name:
                self.texts[opened] = [f"leads to {self.shell.current_name}"]

    def _top(self, widget):
        from tests.campaigns.outputs.widgets import actions, told

        self._touch(widget)
        return [f"window “{widget.windowTitle()}”", *told(widget), *actions(widget)]

    def _tops(self):
        """What stands over the window now."""
        from PySide6.QtWidgets import QApplication

        return [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not self.shell]

    def _settle(self):
        """Waits until nothing is under way and nothing is about to be."""
        from PySide6.QtWidgets import QApplication

        for _ in range(_MOST_WAITS):
            self._wait(self.program.worker, MOMENT)
            for _ in range(3):  # what was laid anew lays what holds it
                QApplication.processEvents()
            if not self.program.worker.busy and not self._about():
                return

    def _about(self):
        """Whether a page only waits for a moment before it asks."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        timers = [each for window in QApplication.topLevelWidgets() for each in window.findChildren(QTimer)]
        return any(each.isActive() and each.isSingleShot() and each.interval() <= _SOON for each in timers)

    def _close(self):
        from PySide6.QtCore import QCoreApplication, QEvent
        from PySide6.QtWidgets import QDialog

        for _ in range(4):
            tops = self._tops()
            for each in tops:
                each.reject() if isinstance(each, QDialog) else each.close()
            if not tops:
                break
            self._settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _has(action, keys):
    from PySide6.QtGui import QKeySequence

    return QKeySequence(keys) in action.shortcuts()
