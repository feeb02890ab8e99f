"""The line that goes anywhere (Ctrl+K): gathers what there is to go to and to do, and does what was picked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication

from desktop.ui.frame.page import MEANING, WindowPage
from desktop.ui.frame.pages import PAGE_KEYS, UNDER, elsewhere
from desktop.ui.frame.palette import Palette
from desktop.ui.navigation.command_words import AllCommands, CommandWords
from desktop.ui.navigation.entries import (
    PaletteEntry,
    command_entries,
    favourite_entries,
    other_names,
)
from desktop.ui.navigation.key_table import ADD, BACK, ENTER, NEW, NEW_OTHER, OPEN, PAY
from desktop.ui.widgets.parts import key_text

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.ui.frame.shell import Shell

NEEDS_ONE = ("orderview", "rebateview", "policyedit", "policytrial")
"""Pages that show one thing, which has to be opened from the page they belong to."""

_BEGINS_ANEW = frozenset(each.code for each in (NEW, NEW_OTHER, ADD, OPEN, PAY))
_ABOUT_A_ROW = frozenset({"papers"})  # there even what is new is about the document one stands on
_ONLY_KEYS = frozenset(each.code for each in (BACK, ENTER))
_BREATH = 30  # ms between two pages that are made for what can be done there


class Finder(QObject):
    """Knows the pages, what can be done on each, the commands and the lists under a name.

    What can be done on a page is known once the page is made; the line stands at once, and pages nobody has been to
    are made one by one while it stands open.
    """

    def __init__(self, shell: Shell, commands: AllCommands) -> None:
        super().__init__(shell)
        self._shell = shell
        self._all_commands = commands
        self._commands: list[PaletteEntry] | None = None
        self._offered: list[str] = []  # pages whose acts are among what is offered
        self.palette = Palette(shell.worker, shell)
        self.palette.picked.connect(self._pick)

    def open(self) -> None:
        """Shows the line."""
        self._offered = [name for name in self._names() if self._shell.stack.is_made(name)]
        acts = [entry for name in self._offered for entry in self._acts(name)]
        self.palette.ask([*self._places(), *self._everywhere(), *acts, *(self._commands or [])])
        if self._commands is None:
            self._commands = []
            self._shell.worker.read(_told, self._all_commands, then=self._take_commands)
        QTimer.singleShot(_BREATH, self, self._make_next)

    # ---- gathering

    def _known(self) -> list[tuple[str, str, str]]:
        """Name, picture and title of every page that can be gone to from anywhere."""
        return [*self._shell.places, *elsewhere(self._shell.worker)]

    def _places(self) -> list[PaletteEntry]:
        """The pages, and lists under a name."""
        shell, places = self._shell, self._known()
        return [
            *(
                PaletteEntry(
                    picture,
                    text,
                    "",
                    PAGE_KEYS.get(name, ""),
                    page=name,
                    names=(name, *other_names(text)),
                )
                for name, picture, text in places
            ),
            *favourite_entries(shell.worker, shell.preferences, places),
        ]

    def _everywhere(self) -> list[PaletteEntry]:
        """What can be done now: on the page in sight, and on every page."""
        page = self._shell.current
        here = page.current_actions() if page is not None else []
        actions = [action for action in (*here, *self._shell.everywhere()[1:]) if action.isEnabled()]
        return [
            PaletteEntry("open", action.text(), "", key_text(action), action=action, names=other_names(action.text()))
            for action in actions
        ]

    def _names(self) -> list[str]:
        """Every page that whoever works here has a use for, but the one in sight, whose acts stand there already."""
        shell = self._shell
        known = [name for name, _, _ in self._known()]
        inner = [] if shell.worker.asks_hq else ["order", "purchase"]
        inner += [name for name in NEEDS_ONE if UNDER[name] in known]
        return [name for name in (*known, *inner) if name != shell.current_name]

    def _acts(self, name: str) -> Iterator[PaletteEntry]:
        """What can be done on a page."""
        title = self._title(name)
        for action in self._shell.page(name).current_actions():
            if action.text() and not _ONLY_KEYS & set(action.property(MEANING) or ()):
                yield PaletteEntry(
                    "open",
                    action.text(),
                    title,
                    key_text(action),
                    action=action,
                    page=name,
                    names=(*other_names(action.text()), title, *other_names(title)),
                    sought=True,
                )

    def _title(self, name: str) -> str:
        inner = {
            "order": self.tr("开销售订单"),
            "purchase": self.tr("开进货订单"),
            "orderview": self.tr("一张订单"),
            "rebateview": self.tr("一项返利"),
            "policyedit": self.tr("写政策"),
            "policytrial": self.tr("试算"),
        }
        return inner.get(name) or next(text for place, _, text in self._known() if place == name)

    @Slot()
    def _make_next(self) -> None:
        """Makes one more page, as long as somebody looks."""
        if not self.palette.isVisible():
            return
        left = [name for name in self._names() if name not in self._offered]
        if left:
            self._offered.append(left[0])
            self.palette.add(list(self._acts(left[0])))
            QTimer.singleShot(_BREATH, self, self._make_next)

    @Slot(object)
    def _take_commands(self, commands: Sequence[CommandWords]) -> None:
        self._commands = command_entries(commands)
        self.palette.add(self._commands)

    # ---- doing

    @Slot(object)
    def _pick(self, entry: PaletteEntry) -> None:
        if entry.command:
            QGuiApplication.clipboard().setText(entry.command)
            told = self.tr("已复制“{0}”：在命令行窗口里粘贴，后面写它要的内容；加 --help 看怎么写。")
            self._say(told.format(entry.command))
        elif entry.document:
            self._show_document(entry.document)
        elif entry.action is None:
            self._shell.go(entry.page, entry.given)
        elif entry.page in ("", self._shell.current_name):
            entry.action.trigger()
        else:
            self._do_there(entry.page, entry.action)

    def _do_there(self, name: str, action: QAction) -> None:
        """What begins something anew is done at once; what is about a row waits until somebody stands on it."""
        keys = key_text(action)
        if name in NEEDS_ONE:
            self._shell.go(UNDER[name])
            self._say(self.tr("“{0}”要先打开一张，再按 {1}。").format(action.text(), keys))
            return
        self._shell.go(name)
        anew = name not in _ABOUT_A_ROW and _BEGINS_ANEW & set(action.property(MEANING) or ())
        if anew and action.isEnabled():
            QTimer.singleShot(0, action, action.trigger)
        else:
            self._say(self.tr("“{0}”：停在要办的那一条上，按 {1}。").format(action.text(), keys))

    def _show_document(self, number: str) -> None:
        from desktop.ui.ledger.document import DocumentDialog

        page = self._shell.current
        if page is not None:
            DocumentDialog(self._shell.worker, number, page).open()

    def _say(self, text: str) -> None:
        page: WindowPage | None = self._shell.current
        if page is not None:
            page.banner.say(text, "info")


def _told(desk: Desk, commands: AllCommands) -> Sequence[CommandWords]:  # noqa: ARG001 -- as everything the worker does
    return commands()
