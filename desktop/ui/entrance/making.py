"""The practice company is being made: what is done shows, and what went wrong is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar

from desktop.folders import PracticePlace
from desktop.ui.frame.one_card import OneCard
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import label, row
from domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.ui.frame.lanes import Cancelled, Progress


class MakingWindow(OneCard):
    """Makes it once it is told to `begin`.

    Signals:
        made: it can be entered.
        given_up: whoever waited goes back.
    """

    made = Signal()
    given_up = Signal()

    leads_to_practice = False

    def __init__(self, worker: Worker, place: PracticePlace, language: Literal["zh", "en"], *, anew: bool) -> None:
        text = self.tr("正在造一家练习公司：客户、商品、价格、订单、往来都有。只要几秒钟，以后进来不用再等。")
        super().__init__(self.tr("练习公司"), text)
        self._worker, self._place, self._language, self._anew = worker, place, language, anew
        self._busy = self._unwanted = self._over = False
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.step = label("", "small", wrap=True)
        self.step.setMinimumHeight(34)
        self.back = self.button(self.tr("返回"), key_table.BACK, self.give_up)
        self.again = self.button(self.tr("再试一次"), key_table.DO, self.begin, primary=True)
        self.inside.addWidget(self.progress)
        self.inside.addWidget(self.step)
        self.inside.addLayout(row(1, self.back, self.again))

    @Slot()
    def begin(self) -> None:
        """Makes it, or tries once more."""
        if self._busy:
            return
        self._busy = True
        self.again.hide()
        self.banner.hide()
        self.progress.setRange(0, 0)
        asked = self._place, self._language, self._anew
        task = self._worker.prepare(self.tr("练习公司"), _make, *asked, then=self._done, failed=self._refused)
        task.progressed.connect(self._show_progress)

    @Slot()
    def give_up(self) -> None:
        """Goes back; what is half made is brought to its end first."""
        self._unwanted = True
        self.back.setEnabled(False)
        if not self._busy:
            self._end()

    @Slot(int, int, str)
    def _show_progress(self, done: int, total: int, step: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.step.setText(step)

    @Slot(object)
    def _done(self, _: object) -> None:
        self._busy = False
        self._end()

    def _end(self) -> None:
        self._over = True
        (self.given_up if self._unwanted else self.made).emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it is giving up, which waits for what is under way."""
        if self._over:
            super().closeEvent(event)
        else:
            event.ignore()
            self.give_up()

    @Slot(object)
    def _refused(self, failure: DeskError) -> None:
        self._busy = False
        if self._unwanted:
            self._end()
            return
        self.progress.setRange(0, 1)
        self.step.setText("")
        self.banner.say(formatting.tell(failure), "bad")
        self.again.show()
        self.again.setFocus()


def _make(
    desk: object,  # noqa: ARG001 -- there is none yet
    place: PracticePlace,
    language: Literal["zh", "en"],
    anew: bool,
    *,
    progress: Progress,
    cancelled: Cancelled,  # noqa: ARG001 -- it takes seconds
) -> None:
    from desktop.practice.making import make_company, throw_away

    if anew:
        throw_away(place)
    make_company(place, language, progress)
