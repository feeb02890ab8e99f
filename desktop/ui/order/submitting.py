"""Placing an order: what would be refused is stopped and shown at its place; refusing for good is another key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from desktop.actions.documents.views import OrderView
from desktop.actions.orders.shown_prices import OrderChangedError
from desktop.ui.frame.actions import orders
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.order.checker import Checker
from desktop.ui.order.head import OrderHead
from desktop.ui.order.keeping import DraftKeeper
from desktop.ui.order.lines.cell_texts import At
from desktop.ui.order.lines.entry import OrderEntry
from desktop.ui.order.lines.grid import OrderGrid
from desktop.ui.order.lines.numbered import failure_here
from desktop.ui.widgets import formatting
from desktop.ui.widgets.reasons import ReasonDialog
from domain.documents.verdict import Verdict, credit_alone
from domain.errors import DeskError, UsageError
from domain.explain import Reason


class Submitter(QObject):
    """Places one order after the other.

    Signals:
        placed: the OrderView of what was placed, or refused for good.
        told: a message and its kind, which hold until something else is typed.
        passed: something else is typed.
    """

    placed = Signal(object)
    told = Signal(str, str)
    passed = Signal()

    def __init__(
        self, worker: Worker, page: WindowPage, head: OrderHead, grid: OrderGrid, keeper: DraftKeeper, checker: Checker
    ) -> None:
        super().__init__(page)
        self._worker = worker
        self._page = page
        self._head = head
        self._grid = grid
        self._keeper = keeper
        self._checker = checker
        self._running = False
        self._missed: dict[str, None] = {}  # codes scanned in vain that the banner still tells, in their order
        self._told_missed = ""
        self.refuse_action = page.act(self.tr("记为拒绝"), key_table.REFUSE, self._ask_why, right="order_write")
        self.ask_action = page.act(self.tr("请求特批"), key_table.ASK_FOR, self._ask_whom, right="order_write")
        self.allow()
        grid.scanned_in_vain.connect(self._scanned_in_vain)
        grid.typed.connect(self._typed)

    @property
    def _entry(self) -> OrderEntry:
        return self._grid.entry

    def allow(self, verdict: Verdict | None = None) -> None:
        """What may be done instead of placing it: keep as refused what the rules refuse, and ask for approval of what
        only the limit does.
        """
        refusing = verdict is not None and verdict.state == "refused"
        asking = verdict is not None and credit_alone(verdict)
        for action, wanted in ((self.refuse_action, refusing), (self.ask_action, asking)):
            if action.isEnabled() != wanted or action.isVisible() != wanted:
                action.setVisible(wanted)
                action.setEnabled(wanted)
                self._page.keys_changed.emit()

    def place(self) -> None:
        """Places it, if everything in it can be read and it wouldn't be refused."""
        if not self._running and self._readable():
            self._run(running=True)
            place = partial(orders.place_order, stops=True, seen=self._entry.seen)
            self._worker.write(place, self._entry.draft(), then=self._placed, failed=self._stopped)

    def _readable(self) -> bool:
        """Whether everything in it can be read; if not, the caret stands where something is missing."""
        self._grid.settle()
        if self._head.selling and not self._head.customer.settle():
            self._head.start()
        elif not self._head.day.settle():
            self._head.day.setFocus()
        elif self._grid.to_wrong():
            self.told.emit(self.tr("还有没填好的行，光标已经停在那里。"), "warn")
        elif not self._entry.places:
            self.told.emit(self.tr("订单里还没有商品。"), "warn")
            self._grid.start_line()
        else:
            return True
        return False

    def _run(self, *, running: bool) -> None:
        """While it is being placed nothing more is typed into it, and no draft of it is kept that would outlive it."""
        self._running = running
        self._grid.freeze(frozen=running)
        self._keeper.hold(held=running)

    @Slot(object)
    def _placed(self, view: OrderView) -> None:
        self._run(running=False)
        self.placed.emit(view)

    @Slot(object)
    def _stopped(self, failure: DeskError) -> None:
        """It stays as it was typed, with the caret where it can be mended."""
        self._run(running=False)
        self._keeper.touch()
        place, places = _place_of(failure), self._entry.places
        if place is None:
            self._grid.start_place(places[-1], At.QUANTITY)
        elif 0 < place[0] <= len(places):
            self._grid.start_place(places[place[0] - 1], place[1])
        self._checker.look(self._entry)
        self._learn(failure)
        shade = "warn" if isinstance(failure, OrderChangedError) else "bad"
        self.told.emit(formatting.tell(failure_here(failure, places)), shade)

    def _learn(self, failure: DeskError) -> None:
        """What changed is told now: whoever places the order once more has seen it."""
        if isinstance(failure, OrderChangedError):
            self._entry.seen = failure.now

    @Slot()
    def _typed(self) -> None:
        """A message goes with the next key; not that of codes scanned in vain, for the next scan is keys as well."""
        if not self._told_missed or self._page.banner.text != self._told_missed:
            self.passed.emit()

    @Slot(str)
    def _scanned_in_vain(self, code: str) -> None:
        if self._page.banner.text != self._told_missed:
            self._missed.clear()
        self._missed[code] = None
        self._told_missed = formatting.tell(UsageError("scan_unknown", code=formatting.named_in_row(self._missed)))
        self.told.emit(self._told_missed, "warn")

    # ---- refusing for good

    def _ask_why(self) -> None:
        if self._readable():
            title, asked = self.tr("把这张订单记为拒绝"), self.tr("原因（写进订单，以后都看得到）")
            self._ask_reason(title, self.tr("记为拒绝"), asked).connect(self._refuse)

    def _ask_reason(self, title: str, doing: str, asked: str) -> SignalInstance:
        """Opens a dialog for a reason that everybody will read; gives what is emitted when there is one."""
        self.dialog = ReasonDialog(self._page)
        self.dialog.say_what(title, doing)
        self.dialog.ask_why(asked, "reason_")
        self.dialog.open()
        return self.dialog.confirmed

    @Slot()
    def _refuse(self) -> None:
        self._keeper.forget()
        asked = (self._entry.draft(), self.dialog.why)
        self._worker.write(orders.place_refused, *asked, then=self._refused, failed=self._not_done)

    def _ask_whom(self) -> None:
        if self._readable():
            title, asked = self.tr("请人特批这张超额度的订单"), self.tr("理由（批的人看得到）")
            self._ask_reason(title, self.tr("请求特批"), asked).connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self._keeper.forget()
        asked = (self._entry.draft(), self.dialog.why, self._entry.seen)
        self._worker.write(orders.place_for_approval, *asked, then=self._refused, failed=self._not_done)

    @Slot(object)
    def _not_done(self, failure: DeskError) -> None:
        self._checker.look(self._entry)
        self._learn(failure)
        self.dialog.refuse(failure_here(failure, self._entry.places))

    @Slot(object)
    def _refused(self, view: OrderView) -> None:
        self.dialog.accept()
        self.placed.emit(view)


def _place_of(failure: DeskError) -> tuple[int, At] | None:
    """The draft's line (from 1) and the column that keep an order from being placed; None where it is the whole."""
    line = failure.facts.get("line")
    if isinstance(line, int):
        return line, At.PRODUCT
    reasons = failure.facts.get("reasons")
    told = [each for each in reasons if isinstance(each, Reason)] if isinstance(reasons, tuple) else []
    for reason in told:
        if reason.line is not None and reason.severity == "stop":
            column = At.PRICE if reason.code.startswith("price_") else At.QUANTITY
            return reason.line, At.PRODUCT if reason.code == "product_inactive" else column
    return None
