"""Why a line costs what it costs: every step of its price, what each policy took off, and which versions were used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.actions.documents.views import CheckedOrder, OrderLineView, OrderView, PolicyDiscount, QuotaLeft
from desktop.ui.order.lines.cell_texts import gross
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import card, figure, flowing, label, row
from domain.explain import Reason
from domain.values.quantities import plain_number

translate = QCoreApplication.translate
_ZERO = Decimal("0.00")
_CLOSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F7)


class ReasonBlock(NamedTuple):
    """A heading with sentences under it, and perhaps a figure beside each."""

    title: str
    told: Sequence[tuple[str, str]]


def price_part(line: OrderLineView, reasons: Sequence[Reason] = ()) -> ReasonBlock:
    """A line's steps, in order: list, dealer price, hand, rounding, each promotion; and what speaks against it."""
    told = [(formatting.tell_step(step), "") for step in line.steps if step.code != "promotion"]
    told += [(formatting.tell(reason), "") for reason in reasons if reason.code.startswith(("price_", "promotion_"))]
    unit = line.base_unit or line.unit
    counted, base = formatting.quantity(line.quantity, unit, line.packs), formatting.quantity(line.quantity, unit, ())
    if counted != base:  # the price is that of one base unit: whoever reckons it needs how many these are
        counted = translate("why", "{0}（{1}）").format(counted, base)
    before = gross(line)
    told.append((f"{counted} × {formatting.price(line.unit_price)}", formatting.money(before)))
    promotions = [step for step in line.steps if step.code == "promotion"]
    told += [
        (formatting.tell_step(step), formatting.money((step.after or _ZERO) - (step.before or _ZERO)))
        for step in promotions
    ]
    if promotions:
        told.append((translate("why", "这一行应付"), formatting.money(line.amount)))
    return ReasonBlock(line.name, told)


def gift_part(gift: OrderLineView) -> ReasonBlock:
    """What is given on top and what it comes from."""
    title = translate("why", "赠品：{0} {1}").format(gift.name, gift.quantity_text)
    return ReasonBlock(title, [(formatting.tell_step(step), "") for step in gift.steps])


def discount_row(discount: PolicyDiscount) -> tuple[str, str]:
    """What one policy took off."""
    named = translate("why", "{0}（{1} 第 {2} 版）").format(discount.name, discount.policy, discount.version)
    return named, formatting.money(-discount.amount)


def gift_row(gift: OrderLineView, names: Mapping[str, str]) -> tuple[str, str]:
    """What one policy gives on top."""
    policy = gift.gift_name or names.get(gift.gift, gift.gift)
    return translate("why", "{0}：送 {1} {2}").format(policy, gift.name, gift.quantity_text), ""


def order_part(told_by: CheckedOrder | OrderView, names: Mapping[str, str]) -> ReasonBlock:
    """What each policy took off the whole order or gives on top, and what the wallet pays of it."""
    paid = told_by.paid
    told = [discount_row(each) for each in told_by.discounts]
    told += [gift_row(line, names) for line in told_by.lines if line.gift]
    if paid:
        told.append((translate("why", "返利余额抵用"), formatting.money(-paid)))
    return ReasonBlock(translate("why", "整单优惠"), told or [(translate("why", "没有促销，也没有抵用返利。"), "")])


def checks_part(texts: Sequence[str]) -> list[ReasonBlock]:
    """All that was checked, which a small screen has no room for; no part where nothing was."""
    return [ReasonBlock(translate("why", "检查"), [(each, "") for each in texts])] if texts else []


def quota_part(quotas: Sequence[QuotaLeft]) -> list[ReasonBlock]:
    """What is left of the quotas an order touches, as HQ said last; no part where there is none."""
    if not quotas:
        return []
    return [ReasonBlock(translate("why", "限量特价余量"), [(quota_text(each), "") for each in quotas])]


def quota_text(quota: QuotaLeft) -> str:
    """What is left of a quota, and when HQ said so."""
    left = plain_number(quota.left)
    if not quota.as_of:
        return translate("why", "{0} 剩 {1}").format(quota.name, left)
    when = f"{formatting.clock(quota.as_of)}, {formatting.ago(quota.as_of)}"
    return translate("why", "{0} 剩 {1}（总部数据截至 {2}）").format(quota.name, left, when)


def versions_part(policies: Mapping[str, int], names: Mapping[str, str]) -> ReasonBlock:
    """The versions of the policies that were used, price lists too."""
    told = [
        (names.get(policy, policy), translate("why", "{0} 第 {1} 版").format(policy, version))
        for policy, version in sorted(policies.items())
    ]
    return ReasonBlock(translate("why", "所用政策版本"), told or [(translate("why", "没有用到政策，按普通价目。"), "")])


class WhyDialog(QDialog):
    """The parts one under the other; any of Esc, Enter and F7 closes it."""

    def __init__(self, parts: Sequence[ReasonBlock], parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("为什么是这个价"))
        self.resize(600, 480)
        self.texts: list[str] = []
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for part in parts:
            column.addWidget(self._card(part))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        leave = QPushButton(self.tr("关闭") + "  Esc")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 16, 14)
        box.setSpacing(12)
        box.addWidget(area, 1)
        box.addLayout(row(1, leave))
        self._area = area
        area.setFocus()

    def _card(self, part: ReasonBlock) -> QFrame:
        frame, inside = card(spacing=7)
        inside.addWidget(label(part.title, "heading"))
        self.texts.append(part.title)
        for text, amount in part.told:
            line = QHBoxLayout()
            line.setSpacing(14)
            line.addWidget(flowing(text), 1)
            if amount:
                line.addWidget(figure(amount), 0, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(line)
            self.texts.append(f"{text} {amount}".strip())
        return frame

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        step = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40, Qt.Key.Key_PageDown: 300, Qt.Key.Key_PageUp: -300}
        key = Qt.Key(event.key())
        if key in _CLOSES:
            self.accept()
        elif key in step:
            bar.setValue(bar.value() + step[key])
        else:
            super().keyPressEvent(event)
