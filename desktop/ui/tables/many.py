"""One act on many rows: each by itself, what can't be done is passed over, and one message tells what became of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Slot

from desktop.actions.changes import changes
from desktop.actions.headquarters.queued import Queued
from desktop.ui.widgets import formatting
from domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.ui.frame.list_page import ListPage
    from desktop.ui.widgets.dialogs import FormDialog

MOST = 200
_FEW = 6
_NAMED = 4  # so many of those that weren't done are told with why, of more the rest is counted


class DoneMany(NamedTuple):
    """What became of many: the numbers that were done, those HQ was asked for, and those that failed, with why."""

    done: tuple[str, ...]
    asked: tuple[str, ...]
    failed: tuple[tuple[str, DeskError], ...]

    @property
    def tone(self) -> str:
        """How it is told."""
        if not self.failed:
            return "good"
        return "warn" if self.done or self.asked else "bad"

    def told(self, acted: str) -> str:
        """In one message; `acted` says what was done, as 已发货."""
        parts = [formatting.told("many_done", count=len(self.done), act=acted)] if self.done else []
        if self.asked:
            parts.append(formatting.told("many_asked", count=len(self.asked)))
        if self.failed:
            parts.append(formatting.told("many_failed", count=len(self.failed), done=len(self.done)))
            parts += [formatting.with_colon(number, formatting.tell(why)) for number, why in self.failed[:_NAMED]]
            if len(self.failed) > _NAMED:
                parts.append(formatting.told("many_more", count=len(self.failed) - _NAMED))
        return "\n".join(parts)


@changes("orders", "stock", "accounts", "papers", "incoming", "requests")
def do_each(desk: Desk, act: Callable[..., object], numbers: Sequence[str], args: Sequence[object] = ()) -> DoneMany:
    """Does it for each number (`act` takes the desk, the number and `args`)."""
    done: list[str] = []
    asked: list[str] = []
    failed: list[tuple[str, DeskError]] = []
    for number in numbers:
        try:
            result = act(desk, number, *args)
        except DeskError as failure:
            failed.append((number, failure))
        else:
            (asked if isinstance(result, Queued) else done).append(number)
    return DoneMany(tuple(done), tuple(asked), tuple(failed))


class ActsTogether(QObject):
    """Asks once, does it for each of the selected rows, and tells what became of all."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self.page = page
        self.dialog: Any = None
        self._acted = ""
        self._numbers: tuple[str, ...] = ()

    def numbers(self) -> list[str]:
        """The numbers of the selected rows; none, and the page says so, where they are too many."""
        page = self.page
        if page.view.chosen_count > MOST:
            page.banner.say(formatting.told("many_too_much", count=page.view.chosen_count, most=MOST), "warn")
            return []
        return page.numbers_chosen()

    def ask(self, dialog: FormDialog, numbers: Sequence[str], then: Callable[[], None]) -> None:
        """Opens the dialog that asks what holds for all."""
        self._numbers, self.dialog = tuple(numbers), dialog
        dialog.confirmed.connect(then)
        dialog.open()

    def do(self, acted: str, act: Callable[..., Any], *args: object) -> None:
        """Does it for each; `acted` is what is told of those that were done."""
        self._acted = acted
        self.page.worker.write(do_each, act, self._numbers, args, then=self._done, failed=self.dialog.refuse)

    @Slot(object)
    def _done(self, done: DoneMany) -> None:
        self.dialog.accept()
        self.page.banner.say(done.told(self._acted), done.tone)
        self.page.exchange_wanted.emit()


def named_few(numbers: Sequence[str]) -> str:
    """The first of them, and how many there are."""
    more = f" … ({len(numbers)})" if len(numbers) > _FEW else ""
    return formatting.named_in_row(numbers[:_FEW]) + more
