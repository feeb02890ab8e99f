"""The form of a layout drawn in millimetres: its edges with rulers, its fields as boxes, its lines below each other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)

from desktop.printing.drawing.paper import paper_named
from desktop.printing.overlay import Overlay, Spot

STEP = 0.5  # millimetres an arrow key moves a field
SCALE = 4.0  # points of the scene to a millimetre
_INK = QColor("#1b4e92")
_PALE = QColor("#9aa4b5")
_STRIP = QColor("#eef1f6")  # what no printer reaches


def field_names() -> dict[str, str]:
    """What the fields of all forms are called."""
    translate = QCoreApplication.translate
    return {
        "customer": translate("layout", "客户"),
        "code": translate("layout", "客户编码"),
        "number": translate("layout", "单号"),
        "date": translate("layout", "日期"),
        "address": translate("layout", "地址"),
        "total": translate("layout", "金额"),
        "words": translate("layout", "大写金额"),
        "balance_before": translate("layout", "上次欠款"),
        "balance_after": translate("layout", "累计欠款"),
        "maker": translate("layout", "制单"),
        "checker": translate("layout", "复核"),
        "remark": translate("layout", "备注"),
        "page": translate("layout", "页次"),
        "period": translate("layout", "期间"),
        "reply_by": translate("layout", "回复期限"),
        "issued": translate("layout", "开具日"),
        "opening": translate("layout", "期初余额"),
        "increase": translate("layout", "本期增加"),
        "decrease": translate("layout", "本期减少"),
        "closing": translate("layout", "期末余额"),
        "age_not_due": translate("layout", "未到期"),
        "age_1-30": translate("layout", "逾期 1–30"),
        "age_31-60": translate("layout", "逾期 31–60"),
        "age_61-90": translate("layout", "逾期 61–90"),
        "age_91-120": translate("layout", "逾期 91–120"),
        "age_over_120": translate("layout", "逾期 120 以上"),
        "prepayments": translate("layout", "预收款"),
        "wallet": translate("layout", "返利账户"),
        "in_transit": translate("layout", "在途商品"),
        "disputed": translate("layout", "有异议"),
        "bank": translate("layout", "开户行"),
        "bank_account": translate("layout", "账号"),
        "qr": translate("layout", "二维码"),
        "place": translate("layout", "序号"),
        "sku": translate("layout", "货号"),
        "name": translate("layout", "品名"),
        "quantity": translate("layout", "数量"),
        "price": translate("layout", "单价"),
        "amount": translate("layout", "金额"),
        "kind": translate("layout", "单据"),
        "summary": translate("layout", "摘要"),
        "debit": translate("layout", "应收增加"),
        "credit": translate("layout", "应收减少"),
        "balance": translate("layout", "余额"),
    }


def box_of(spot: Spot) -> QRectF:
    """A field's box around its origin, in the scene's points; the code is a square above its left lower corner."""
    if spot.field == "qr":
        return QRectF(0, -spot.width * SCALE, spot.width * SCALE, spot.width * SCALE)
    high = spot.size * 25.4 / 72
    return QRectF(0, -high * SCALE, spot.width * SCALE, (high + 1) * SCALE)


class SpotItem(QGraphicsRectItem):
    """One field on the paper; its origin is the text's left end on the baseline."""

    def __init__(self, spot: Spot, name: str, *, column: bool) -> None:
        super().__init__(box_of(spot))
        self.spot, self.column = spot, column
        self._name = name
        self._text = QGraphicsSimpleTextItem("", self)
        self.setPos(spot.x * SCALE, spot.y * SCALE)
        flags = QGraphicsItem.GraphicsItemFlag
        self.setFlags(flags.ItemIsMovable | flags.ItemIsSelectable | flags.ItemIsFocusable)
        self.look(spot)

    def look(self, spot: Spot) -> None:
        """Draws the field as it is now; one that isn't printed is pale and dashed."""
        self.spot = spot
        self.setRect(box_of(spot))
        self.setPen(
            QPen(_INK if spot.shown else _PALE, 1, Qt.PenStyle.SolidLine if spot.shown else Qt.PenStyle.DashLine)
        )
        self.setBrush(QColor(27, 78, 146, 26 if spot.shown else 0))
        font = QFont()
        font.setPixelSize(max(int(spot.size * 25.4 / 72 * SCALE * 0.9), 8))
        self._text.setFont(font)
        self._text.setBrush(QColor("black") if spot.shown else _PALE)
        self._text.setText(self._name)
        wide = self._text.boundingRect().width()
        shrunk = min(1.0, (spot.width * SCALE - 4) / wide) if wide else 1.0
        self._text.setScale(shrunk)
        left = spot.width * SCALE - wide * shrunk - 3 if spot.right else 3.0
        self._text.setPos(left, self.rect().top())

    @property
    def place(self) -> tuple[float, float]:
        """Where it stands, in millimetres to a twentieth."""
        return round(self.x() / SCALE * 20) / 20, round(self.y() / SCALE * 20) / 20


class LayoutScene(QGraphicsScene):
    """The form with rulers along two edges; a column is drawn in its first line, the others follow it as pale boxes."""

    def __init__(self, overlay: Overlay, names: Mapping[str, str]) -> None:
        self._form = paper_named(overlay.paper)
        super().__init__(-6 * SCALE, -6 * SCALE, (self._form.width + 8) * SCALE, (self._form.height + 8) * SCALE)
        self._paper = QRectF(0, 0, self._form.width * SCALE, self._form.height * SCALE)
        self.step, self.lines = overlay.step, overlay.lines
        for spots, column in ((overlay.spots, False), (overlay.columns, True)):
            for spot in spots:
                self.addItem(SpotItem(spot, names.get(spot.field, spot.field), column=column))

    def spots(self) -> list[SpotItem]:
        """The fields."""
        return [item for item in self.items() if isinstance(item, SpotItem)]

    def chosen(self) -> SpotItem | None:
        """The field that is selected."""
        return next((item for item in self.selectedItems() if isinstance(item, SpotItem)), None)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: ARG002 -- drawn whole
        painter.fillRect(self._paper, QColor("white"))
        for left, right in ((0.0, self._form.left), (self._form.right, self._form.width)):
            painter.fillRect(QRectF(left * SCALE, 0, (right - left) * SCALE, self._paper.height()), _STRIP)
        painter.setPen(QPen(_PALE, 0))
        painter.drawRect(self._paper)
        self._draw_rulers(painter)
        painter.setPen(QPen(_PALE, 0, Qt.PenStyle.DotLine))
        for item in self.spots():
            if item.column and item.spot.shown:
                for line in range(1, self.lines):
                    painter.drawRect(item.rect().translated(item.x(), item.y() + line * self.step * SCALE))

    def _draw_rulers(self, painter: QPainter) -> None:
        for millimetre in range(0, int(self._paper.width() / SCALE) + 1, 5):
            x, long = millimetre * SCALE, 3.0 if millimetre % 10 else 5.0
            painter.drawLine(QPointF(x, -long * SCALE / 2), QPointF(x, 0))
            if millimetre % 20 == 0:
                painter.drawText(QPointF(x + 2, -2 * SCALE), str(millimetre))
        for millimetre in range(0, int(self._paper.height() / SCALE) + 1, 5):
            y, long = millimetre * SCALE, 3.0 if millimetre % 10 else 5.0
            painter.drawLine(QPointF(-long * SCALE / 2, y), QPointF(0, y))
            if millimetre % 20 == 0 and millimetre:
                painter.drawText(QPointF(-5.5 * SCALE, y - 2), str(millimetre))


class LayoutView(QGraphicsView):
    """The form in sight; arrow keys move what is selected instead of scrolling.

    Signals:
        moved: so many millimetres to the right and down are wished.
    """

    moved = Signal(float, float)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-STEP, 0.0),
            Qt.Key.Key_Right: (STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -STEP),
            Qt.Key.Key_Down: (0.0, STEP),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(*step)
