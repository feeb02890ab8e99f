"""What every page is: a title row, a banner, a body, actions with visible keys, and a first time it is entered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QTableView, QVBoxLayout, QWidget

from desktop.actions.headquarters.queued import Queued
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.presses import Press
from desktop.ui.frame.title_line import TitleLine
from desktop.ui.frame.work import Worker
from desktop.ui.headquarters.requested import Requested
from desktop.ui.navigation import key_table
from desktop.ui.navigation.key_table import Keys
from desktop.ui.tables.habits import Favourite
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import BARRED, ActionButton, Banner
from domain.errors import DeskError

BAR = "bar"
OFFERS = "offers"  # what a list offers beside its rows; lists are built upon pages and not known here
MEANING = "meaning"
WIDE = 960  # with less, panels beside the rows are slim


class WindowPage(QWidget):
    """One page of the window.

    Signals:
        wanted: another page is asked for, by name, with what it needs to know.
        back_wanted: back to the page that led here, or else to this one.
        exchange_wanted: something was written that HQ should hear of soon.
        keys_changed: other actions hold now.
    """

    wanted = Signal(str, object)
    back_wanted = Signal(str, object)
    exchange_wanted = Signal()
    keys_changed = Signal()

    topics: frozenset[str] = frozenset()
    """The kinds of changes this page shows."""

    asked: frozenset[str] = frozenset()
    """What HQ's people ask HQ for on this page: what waits or was refused of it stands under the title."""

    asked_rows = 4
    """So many of them in words; pages that need their height have fewer."""

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.worker = worker
        self.preferences = preferences
        self.banner = Banner(self)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 14, 16, 14)
        self.box.setSpacing(10)
        self._panels: list[tuple[QWidget, int, int]] = []
        self._entered = False
        self._stale = False
        self._not_now = self._read = ""
        self.keys_changed.connect(self._now)
        self.requested: Requested | None = None
        worker.changed.connect(self._hear)

    # ---- to be said by each page

    def begin(self) -> None:
        """The first time the page is shown: ask for what it shows."""

    def refresh(self) -> None:
        """What the page shows may have changed."""

    def take(self, given: object) -> None:
        """Another page sent the user here with something."""

    def rest(self) -> None:
        """Gives the keyboard its place on this page."""

    def place(self) -> object:
        """Where one is on this page: what `come_back` needs to stand there again."""
        return None

    def come_back(self, place: object) -> None:
        """Stands where one was when the page was left."""
        if place is not None and place != self.place():
            self.take(place)
        else:
            self.rest()

    def hints(self) -> list[tuple[str, str]]:
        """Keys that are no actions and stand on the bar all the same: key and word."""
        return []

    def leave(self) -> None:
        """The window closes or is built anew: keep what is being typed."""

    def unfinished(self) -> str:
        """What is half written here, in words, "" where nothing is."""
        return ""

    # ---- what the shell does

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._read = self.banner.text if self.banner.property("banner") == "good" else ""

    def enter(self, given: object = None) -> None:
        """The page is shown; what was done here before it was left isn't told a second time."""
        self._wake()
        if isinstance(given, Favourite):
            self.bring_back(given)
        elif given is not None:
            self.take(given)
        else:
            self.rest()

    def enter_again(self, place: object) -> None:
        """The page is shown as it was left."""
        self._wake()
        self.come_back(place)

    def _wake(self) -> None:
        if self._read and self.banner.text == self._read:
            self.banner.hide()
        if self.requested is not None:
            self.requested.ask()
        if not self._entered:
            self._entered = True
            self.begin()
        elif self._stale:
            self._stale = False
            self.refresh()

    def bring_back(self, kept: Favourite) -> None:
        """A list of the page as it was kept under a name."""
        for view in self.findChildren(QTableView):
            offers = getattr(view, OFFERS, None)
            if offers is not None:
                offers.bring_back_own(kept)

    def _hear(self, changed: frozenset[str]) -> None:
        if not self._entered or not changed & self.topics:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def current_actions(self) -> list[QAction]:
        """The actions that hold now, in the order of the key list."""
        return [action for action in self.actions() if action.isVisible()]

    # ---- building

    def narrow(self, panel: QWidget, wide: int, slim: int) -> None:
        """A panel beside what the page shows gives up some of its width (pixels) where the page has little."""
        self._panels.append((panel, wide, slim))
        panel.setFixedWidth(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for panel, wide, slim in self._panels:
            panel.setFixedWidth(wide if self.width() >= WIDE else slim)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button offers what can be done here, so that nobody needs the keys."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = self.first_of_menu()
        if first is not None:
            menu.addAction(first[0]).triggered.connect(first[1])
        menu.addActions([each for each in self.current_actions() if each.isEnabled() and each.text()])
        self._add_lists_own(menu, self.childAt(event.pos()))
        menu.popup(event.globalPos())

    def _add_lists_own(self, menu: QMenu, under: QWidget | None) -> None:
        """What any list offers, where the pointer is on one."""
        while under is not None and not hasattr(under, OFFERS):
            under = under.parentWidget()
        if under is not None:
            menu.addSeparator()
            getattr(under, OFFERS).add_to(menu)

    def first_of_menu(self) -> tuple[str, Callable[[], object]] | None:
        """What Enter does where the caret is, in a word, and how it is done; None where it does nothing."""
        return None

    def act(
        self,
        text: str,
        keys: Keys,
        slot: Callable[[], object],
        *,
        bar: bool = True,
        on: QWidget | None = None,
        right: str = "",
        again: bool = False,
        why: str = "",
    ) -> PageAction:
        """An action of this page with its keys; `bar` puts it on the bar of keys too, `again` as in `make_action`.

        `why` is what its key says while it can't be done, where the page doesn't say it more closely (`refuse`).
        Without the `right` it takes (domain.parties.users), whoever works here isn't offered it.
        """
        made = make_action(on or self, text, keys, slot, bar=bar, again=again)
        made.refuse(why)
        if right and not self.worker.may(right):
            made.bar_for_good(right)
        return made

    def keep_from_hqs_people(self, *actions: QAction, right: str = "") -> None:
        """Hides what HQ's people may not do at their desks; called once the buttons are there.

        `right` is what one of them needs to ask HQ for it; without one, nobody may.
        """
        if not self.worker.asks_hq or (right and self.worker.may(right)):
            return
        for action in actions:
            action.setVisible(False)
            action.setEnabled(False)
        for button in self.findChildren(ActionButton):
            if button.action_ in actions:
                button.hide()

    def build_title(self, text: str, *right: QWidget) -> QHBoxLayout:
        """The title row: the page's name on the left, its buttons on the right; the banner comes under it."""
        title = TitleLine(text, *right)
        self.box.addWidget(title)
        self.box.addWidget(self.banner)
        if self.asked and self.worker.asks_hq:
            self._build_requested()
        return title.line

    def _build_requested(self) -> None:
        away = self.act(self.tr("看过了"), key_table.SEEN, self._put_away, bar=False)
        away.setVisible(False)
        self.requested = Requested(self.worker, self.asked, away, self, self.asked_rows)
        self.box.addWidget(self.requested)
        self.requested.changed.connect(away.setVisible)
        self.requested.changed.connect(self.keys_changed)

    def _put_away(self) -> None:
        if self.requested is not None:
            self.requested.put_away()

    def tell(self, why: DeskError | Queued) -> None:
        """Shows on the page why something isn't done: a known failure, or that HQ was asked to do it."""
        if isinstance(why, Queued):
            self.banner.say(formatting.tell(why), "good")
            self.refresh()
            self.exchange_wanted.emit()
        else:
            self.banner.say(formatting.tell(why), "bad")

    @Slot(object)
    def blame(self, failure: DeskError | None) -> None:
        """What is wrong with a field of the page, until it is right again."""
        if failure is None:
            self.banner.hide()
        else:
            self.tell(failure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key whose act isn't possible at the moment says so, and why; it comes here because no shortcut took it."""
        pressed = QKeySequence(event.keyCombination())
        if Press.just_used((pressed.toString(),)):
            return  # the second press of a double one, which was meant for what is gone
        for action in self.actions():
            if pressed not in action.shortcuts() or action.isEnabled():
                continue
            why = self._why_not_now(action)
            if why or action.isVisible():
                self._not_now = why or self.tr("“{0}”在这里现在做不了。").format(action.text())
                self.banner.say(self._not_now, "warn")
                return
        super().keyPressEvent(event)

    def _why_not_now(self, action: QAction) -> str:
        if not isinstance(action, PageAction):
            return ""
        person = self.worker.working
        if action.right and person is not None:
            return formatting.told("not_permitted", user=person.name, role=person.role, action=action.right)
        return action.why

    @Slot()
    def _now(self) -> None:
        if self._not_now and self.banner.text == self._not_now:
            self.banner.hide()
        self._not_now = ""


def tell_page(dialog: QDialog, queued: Queued) -> None:
    """HQ was asked by a dialog: the page it belongs to tells so, and the dialog, with nothing left to do, closes."""
    above = dialog.parentWidget()
    while above is not None and not isinstance(above, WindowPage):
        above = above.parentWidget()
    if above is not None:
        above.tell(queued)
    dialog.accept()


class PageAction(QAction):
    """What can be done here; where whoever works here may not, it is never offered, whatever its page says of it."""

    _barred = False
    _why = ""
    right = ""
    """What whoever works here lacks to do it; "" where he may."""

    @property
    def why(self) -> str:
        """Why it can't be done now, in words for whoever presses its key all the same; "" where nothing is to say."""
        return "" if self._barred or self.isEnabled() else self._why

    def refuse(self, why: str) -> None:
        """Says why it can't be done, as long as it can't."""
        self._why = why

    def bar_for_good(self, right: str) -> None:
        """Whoever works here may not: he lacks this right."""
        super().setVisible(False)
        self._barred = True
        self.right = right
        self.setProperty(BARRED, True)

    def setVisible(self, visible: bool) -> None:
        """Offers it, or no longer."""
        super().setVisible(visible and not self._barred)

    def setEnabled(self, enabled: bool) -> None:
        """Lets it be done, or not now."""
        super().setEnabled(enabled and not self._barred)


def give_keys(action: QAction, keys: Keys) -> None:
    """Lets an action be done by the keys of what it means."""
    action.setShortcuts([QKeySequence(name) for name in key_table.names(keys)])
    action.setProperty(MEANING, key_table.codes(keys))


def make_action(
    owner: QWidget,
    text: str,
    keys: Keys,
    slot: Callable[[], object],
    *,
    bar: bool = True,
    again: bool = False,
) -> PageAction:
    """An action whose keys work wherever in the window the caret is, as long as its owner is in sight.

    A second press of its key in the same moment is part of the first, unless one is meant to press it `again` and
    again, as to turn to the next of something.
    """
    action = PageAction(text, owner)
    give_keys(action, keys)
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setProperty(BAR, bar)
    if again:
        action.triggered.connect(slot)
    else:
        Press(action, slot)
    owner.addAction(action)
    if isinstance(owner.window(), QDialog):
        DialogMenu.offer(owner)
    return action


class DialogMenu(QObject):
    """The right button offers what a dialog, or a part of one, can; a page has a menu of its own."""

    @classmethod
    def offer(cls, owner: QWidget) -> None:
        """Offers it from now on."""
        if owner.contextMenuPolicy() != Qt.ContextMenuPolicy.CustomContextMenu:
            owner.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            owner.customContextMenuRequested.connect(cls(owner).show)

    @Slot(QPoint)
    def show(self, spot: QPoint) -> None:
        """Shows it where the pointer is."""
        owner = self.parent()
        assert isinstance(owner, QWidget)
        menu = QMenu(owner)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([each for each in owner.actions() if each.isVisible() and each.isEnabled() and each.text()])
        menu.popup(owner.mapToGlobal(spot))
