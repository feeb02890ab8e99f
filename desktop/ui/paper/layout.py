"""The editor of pre-printed forms' layouts: fields dragged or moved by arrow keys on a ruled paper, and a test page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
    QVBoxLayout,
    QWidget,
)

from desktop.printing.overlay import Overlay, Spot, print_test
from desktop.printing.paper import paper_named
from desktop.ui import words
from desktop.ui.fields import Field
from desktop.ui.page import make_action
from desktop.ui.paper.pages import Pages, pages_of
from desktop.ui.parts import ActionButton, Banner, label, row
from desktop.ui.work import Worker, Written

if TYPE_CHECKING:
    from desktop.desk import Desk

_STEP = 0.5  # millimetres an arrow key moves a field
_SCALE = 4.0  # points of the scene to a millimetre


def _read(desk: Desk, kind: str) -> Overlay:
    from desktop.actions.overlays import layout

    return layout(desk, kind)


def _save(desk: Desk, overlay: Overlay) -> Written:
    from desktop.actions.overlays import save_layout

    return Written(save_layout(desk, overlay), frozenset({"layouts"}))


def _test_page(_desk: Desk, overlay: Overlay, names: dict[str, str], printer: str) -> Pages:
    return pages_of("test", print_test(overlay, names, printer=printer))


class _SpotItem(QGraphicsRectItem):
    """One field on the paper; its origin is the text's left end on the baseline."""

    def __init__(self, spot: Spot, name: str) -> None:
        high = spot.size * 25.4 / 72
        super().__init__(QRectF(0, -high * _SCALE, spot.width * _SCALE, (high + 1) * _SCALE))
        self.spot = spot
        self.setPos(spot.x * _SCALE, spot.y * _SCALE)
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(flags.ItemIsMovable | flags.ItemIsSelectable | flags.ItemIsFocusable)
        self.setPen(QPen(QColor("#1b4e92"), 1))
        self.setBrush(QColor(27, 78, 146, 26))
        text = QGraphicsSimpleTextItem(name, self)
        font = QFont()
        font.setPixelSize(max(int(high * _SCALE * 0.9), 8))
        text.setFont(font)
        text.setPos(3, -high * _SCALE)

    @property
    def place(self) -> tuple[float, float]:
        """Where it stands, in millimetres to a twentieth."""
        return round(self.x() / _SCALE * 20) / 20, round(self.y() / _SCALE * 20) / 20


class _Scene(QGraphicsScene):
    """The form with rulers along two edges."""

    def __init__(self, overlay: Overlay, names: dict[str, str]) -> None:
        paper = paper_named(overlay.paper)
        super().__init__(-6 * _SCALE, -6 * _SCALE, (paper.width + 8) * _SCALE, (paper.height + 8) * _SCALE)
        self._paper = QRectF(0, 0, paper.width * _SCALE, paper.height * _SCALE)
        for spot in (*overlay.spots, *overlay.columns):
            self.addItem(_SpotItem(spot, names.get(spot.field, spot.field)))

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: ARG002 -- drawn whole
        painter.fillRect(self._paper, QColor("white"))
        painter.setPen(QPen(QColor("#9aa4b5"), 0))
        painter.drawRect(self._paper)
        for millimetre in range(0, int(self._paper.width() / _SCALE) + 1, 5):
            x, long = millimetre * _SCALE, 3.0 if millimetre % 10 else 5.0
            painter.drawLine(QPointF(x, -long * _SCALE / 2), QPointF(x, 0))
            if millimetre % 20 == 0:
                painter.drawText(QPointF(x + 2, -2 * _SCALE), str(millimetre))
        for millimetre in range(0, int(self._paper.height() / _SCALE) + 1, 5):
            y, long = millimetre * _SCALE, 3.0 if millimetre % 10 else 5.0
            painter.drawLine(QPointF(-long * _SCALE / 2, y), QPointF(0, y))
            if millimetre % 20 == 0 and millimetre:
                painter.drawText(QPointF(-5.5 * _SCALE, y - 2), str(millimetre))


class LayoutDialog(QDialog):
    """Edits one kind's layout at a time."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("套打样式"))
        self.resize(1080, 760)
        self._worker = worker
        self.overlay: Overlay | None = None
        self.save_action = make_action(self, self.tr("保存"), "Ctrl+S", self._keep)
        self.test_action = make_action(self, self.tr("测试页"), "Ctrl+P", self._test)
        self._leave_action = make_action(self, self.tr("关闭"), "Esc", self.reject)
        self.names = self._names()
        self._build()
        self._load()

    def _names(self) -> dict[str, str]:
        return {
            "customer": self.tr("客户"),
            "number": self.tr("单号"),
            "date": self.tr("日期"),
            "address": self.tr("地址"),
            "total": self.tr("金额"),
            "words": self.tr("大写金额"),
            "balance_before": self.tr("上次欠款"),
            "balance_after": self.tr("累计欠款"),
            "maker": self.tr("制单"),
            "remark": self.tr("备注"),
            "period": self.tr("期间"),
            "opening": self.tr("期初余额"),
            "increase": self.tr("本期增加"),
            "decrease": self.tr("本期减少"),
            "closing": self.tr("期末余额"),
            "place": self.tr("序号"),
            "sku": self.tr("货号"),
            "name": self.tr("品名"),
            "quantity": self.tr("数量"),
            "price": self.tr("单价"),
            "amount": self.tr("金额"),
        }

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        told = self.tr("拖动栏目，或选中后用方向键移动（每次 0.5 毫米）。位置以纸张左上角为准，单位毫米。")
        box.addWidget(label(told, "muted", wrap=True))
        self.kind = QComboBox()
        for code, name in (
            ("delivery", self.tr("销售出库单")),
            ("money_receipt", self.tr("收款收据")),
            ("statement", self.tr("对账单表头")),
        ):
            self.kind.addItem(name, code)
        self.kind.currentIndexChanged.connect(self._load)
        self.printer = QComboBox()
        self.printer.setEditable(True)
        self.printer.addItem("")
        self.printer.addItems(_printers())
        self.printer.currentTextChanged.connect(self._show_offset)
        self.right, self.down = QDoubleSpinBox(), QDoubleSpinBox()
        for box_ in (self.right, self.down):
            box_.setRange(-30, 30)
            box_.setSingleStep(_STEP)
            box_.setDecimals(1)
            box_.setSuffix(" mm")
            box_.setMinimumHeight(32)
            box_.valueChanged.connect(self._offset)
        fields = (
            Field(self.tr("单据"), self.kind),
            Field(self.tr("打印机"), self.printer),
            Field(self.tr("右移"), self.right),
            Field(self.tr("下移"), self.down),
        )
        box.addLayout(row(*fields))
        self.view = QGraphicsView()
        self.view.setRenderHint(QPainter.RenderHint.Antialiasing)
        box.addWidget(self.view, 1)
        self.place = label("", "small")
        self.banner = Banner(self)
        box.addWidget(self.banner)
        buttons = (
            ActionButton(self._leave_action, picture="close"),
            ActionButton(self.test_action, picture="print"),
            ActionButton(self.save_action, "primary", "save"),
        )
        for button in buttons:
            button.setAutoDefault(False)
        box.addLayout(row(self.place, 1, *buttons))

    @Slot()
    def _load(self) -> None:
        self._worker.read(_read, str(self.kind.currentData()), then=self._know, failed=self._refuse)

    @Slot(object)
    def _know(self, overlay: Overlay) -> None:
        self.overlay = overlay
        scene = _Scene(overlay, self.names)
        scene.setParent(self)
        scene.selectionChanged.connect(self._tell_place)
        scene.changed.connect(self._tell_place)
        self.view.setScene(scene)
        self.view.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        self._show_offset()
        self.view.setFocus()

    def current(self) -> Overlay | None:
        """The layout as the fields stand now."""
        scene = self.view.scene()
        if self.overlay is None:
            return None
        overlay = self.overlay
        for item in scene.items():
            if isinstance(item, _SpotItem):
                x, y = item.place
                overlay = overlay.moved(item.spot.field, x - _of(overlay, item).x, y - _of(overlay, item).y)
        return overlay

    @Slot()
    def _tell_place(self) -> None:
        scene = self.view.scene()
        chosen = [item for item in scene.selectedItems() if isinstance(item, _SpotItem)]
        if chosen:
            x, y = chosen[0].place
            name = self.names.get(chosen[0].spot.field, chosen[0].spot.field)
            self.place.setText(self.tr("{0}：左 {1} 毫米，上 {2} 毫米").format(name, f"{x:.1f}", f"{y:.1f}"))

    @Slot()
    def _show_offset(self) -> None:
        dx, dy = self.overlay.offsets.get(self.printer.currentText(), (0.0, 0.0)) if self.overlay else (0.0, 0.0)
        for box, value in ((self.right, dx), (self.down, dy)):
            box.blockSignals(True)  # shown, not changed
            box.setValue(value)
            box.blockSignals(False)

    @Slot()
    def _offset(self) -> None:
        if self.overlay is not None:
            self.overlay = self.overlay.for_printer(self.printer.currentText(), self.right.value(), self.down.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_STEP),
            Qt.Key.Key_Down: (0.0, _STEP),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_selected(*step)

    def move_selected(self, dx: float, dy: float) -> None:
        """Moves what is selected by so many millimetres."""
        for item in self.view.scene().selectedItems():
            item.moveBy(dx * _SCALE, dy * _SCALE)

    def select(self, field: str) -> None:
        """Selects one field."""
        for item in self.view.scene().items():
            if isinstance(item, _SpotItem):
                item.setSelected(item.spot.field == field)

    def _keep(self) -> None:
        overlay = self.current()
        if overlay is not None:
            self._worker.write(_save, overlay, then=self._kept, failed=self._refuse)

    @Slot(object)
    def _kept(self, overlay: Overlay) -> None:
        self.overlay = overlay
        self.banner.say(self.tr("已保存。"), "good")

    def _test(self) -> None:
        overlay = self.current()
        if overlay is not None:
            printer = self.printer.currentText()
            self._worker.read(_test_page, overlay, self.names, printer, then=self.print_pages, failed=self._refuse)

    @Slot(object)
    def print_pages(self, shown: Pages) -> None:
        """Sends the test page to a printer."""
        from desktop.ui.paper.printing import Printing

        self._printing = Printing(self._worker, self)
        self._printing.told.connect(self.banner.say)
        self._printing.ask(shown)

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self.banner.say(words.tell(failure), "bad")


def _of(overlay: Overlay, item: _SpotItem) -> Spot:
    spots = (*overlay.spots, *overlay.columns)
    return next(spot for spot in spots if spot.field == item.spot.field)


def _printers() -> list[str]:
    from PySide6.QtPrintSupport import QPrinterInfo

    return [str(Path(name).name) for name in QPrinterInfo.availablePrinterNames()]
