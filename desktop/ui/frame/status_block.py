"""How things stand with HQ, always in sight: online or not, what waits, when last, what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.frame.style import colour, icon, tone
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import key_text, row

if TYPE_CHECKING:
    from desktop.actions.headquarters.status_views import Status, StreamFill


class StatusBlock(QFrame):
    """The block at the foot of the rail.

    Signals:
        attention_wanted: the count of what needs a look was clicked on.
    """

    attention_wanted = Signal()

    def __init__(self, exchange: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._exchange = exchange
        self._status: Status | None = None
        self._online: bool | None = None
        self._running = False
        self._dot = QLabel()
        self._state = QLabel()
        self._state.setObjectName("state")
        self._pending = QLabel()
        self._last = QLabel()
        self._last.setWordWrap(True)
        self._attention = QPushButton()
        self._attention.setProperty("kind", "rail")
        self._attention.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._attention.setIconSize(QSize(15, 15))
        self._attention.clicked.connect(self.attention_wanted)
        self._attention.setStyleSheet("padding: 2px 4px; font-size: 12px; min-height: 18px;")
        self._button = QPushButton()
        self._button.setProperty("kind", "exchange")
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.setIconSize(QSize(15, 15))
        self._button.clicked.connect(exchange.trigger)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 12)
        box.setSpacing(3)
        box.addLayout(row(self._dot, self._state, 1, spacing=7))
        box.addWidget(self._pending)
        box.addWidget(self._last)
        box.addWidget(self._attention)
        box.addSpacing(5)
        box.addWidget(self._button)
        self._minute = QTimer(self)  # ages grow by themselves
        self._minute.setInterval(30_000)
        self._minute.timeout.connect(self._show)
        self._minute.start()
        self._show()

    @property
    def status(self) -> Status | None:
        return self._status

    @property
    def state_text(self) -> str:
        return self._state.text()

    def show_status(self, status: Status) -> None:
        """Shows what the books say."""
        self._status = status
        if status.failing is not None:
            self._online = False
        elif status.online is not None and self._online is None:
            self._online = status.online
        self._show()

    def show_online(self, *, online: bool) -> None:
        """Shows what the last exchange found."""
        self._online = online
        self._show()

    def show_running(self, *, running: bool) -> None:
        """An exchange is going on, or has ended."""
        self._running = running
        self._show()

    @Slot()
    def _show(self) -> None:
        away = self._status is not None and self._status.turned_away
        shade = {True: "railgood", False: "railwarn", None: "railmuted"}[False if away else self._online]
        self._dot.setStyleSheet(
            f"background: {colour(shade).name()}; border-radius: 5px; min-width: 10px; max-width: 10px;"
            "min-height: 10px; max-height: 10px;"
        )
        self._state.setText(self._words())
        word = self.tr("交换中…") if self._running else self._exchange.text()
        self._button.setText(f"{word}  {key_text(self._exchange)}")
        self._button.setIcon(icon("exchange", "#ffffff"))
        self._button.setEnabled(not self._running)
        status = self._status
        self._attention.setVisible(bool(status and status.attention))
        if status is None:
            self._pending.setText(self.tr("正在打开账套…"))
            self._last.setText("")
            return
        if status.role == "hq":
            self._state.setText(self.tr("总部账套"))
            self._pending.setText(self.tr("本机就是总部"))
            self._last.hide()
            self._button.hide()
            return
        self._pending.setText(self.tr("%n 条待发送", "", status.pending) if status.pending else self.tr("没有待发送的"))
        tone(self._pending, tone="warn" if status.pending else "")
        if status.filling:
            self._last.setText(self._filled(status.filling))
        elif status.failing is not None:
            since = self.tr("自 {0} 起没有交换成功\n{1}")
            self._last.setText(
                since.format(formatting.clock(status.failing.since), formatting.ago(status.failing.since))
            )
        elif status.last_exchange:
            when = self.tr("上次交换 {0}\n{1}")
            self._last.setText(
                when.format(formatting.clock(status.last_exchange), formatting.ago(status.last_exchange))
            )
        else:
            self._last.setText(self.tr("还没有交换过"))
        self._attention.setText(self.tr("%n 件需要处理", "", len(status.attention)))
        self._attention.setToolTip(key_table.ATTENTION.keys[0])
        self._attention.setIcon(icon("bell", "railwarn"))

    def _filled(self, filling: Sequence[StreamFill]) -> str:
        """How much of HQ's data is still on its way for the first time; each stream under the pointer."""
        done, total = sum(each.done for each in filling), sum(each.total for each in filling)
        self._last.setToolTip("\n".join(f"{each.stream}  {each.done:,} / {each.total:,}" for each in filling))
        return self.tr("首次取数 {0}%\n还有 {1} 条").format(100 * done // max(total, 1), f"{total - done:,}")

    def _words(self) -> str:
        if self._status is not None and self._status.turned_away:
            return self.tr("总部不收")
        if self._online is None:
            return self.tr("尚未连接")
        return self.tr("在线") if self._online else self.tr("离线")
