"""Two cards of one customer: which goes on, told with what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.ui.frame.work import Worker, Written
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import CustomerEdit, EnterEdit, Field
from desktop.ui.widgets.parts import flowing
from domain.parties.dealers import Dealer

if TYPE_CHECKING:
    from desktop.desk import Desk

_CHANGED = frozenset({"parties", "accounts", "papers"})


def merge(desk: Desk, dealer: str, into: str) -> Written[Any]:
    """Marks a card as merged into another."""
    from desktop.actions.catalog.merging import merge_customer

    return Written(merge_customer(desk, dealer, into), _CHANGED)


def carry(desk: Desk, dealer: str) -> Written[Any]:
    """Carries a merged card's balance over."""
    from desktop.actions.catalog.merging import carry_over

    return Written(carry_over(desk, dealer), _CHANGED)


def set_for_sale(desk: Desk, product: str, reason: str, active: bool) -> Written[Any]:
    """Takes a product off what is sold, or offers it again."""
    from desktop.actions.catalog.product_cards import set_for_sale as stand

    return Written(stand(desk, product, reason, active=active), frozenset({"products", "stock"}))


class MergeDialog(FormDialog):
    """Asks which card goes on for this one."""

    def __init__(self, worker: Worker, card: Dealer, parent: QWidget) -> None:
        super().__init__(parent, width=540)
        self.say_what(self.tr("并入别的卡：{0}").format(card.name), self.tr("并入"))
        self.card = card
        self.fields.addWidget(
            flowing(
                self.tr("同一家客户建了两张卡时用。这张卡的单据和账留在原处，照旧可查、可对账；新单开给并入的那张卡。"),
                "muted",
            )
        )
        self.into = CustomerEdit(worker, self)
        into = Field(self.tr("并入哪张卡"), self.into)
        self.into.wronged.connect(into.blame)
        self.add(into, "dealer_", "merge_", "not_your")

    @property
    def asked(self) -> tuple[str, str]:
        """This card, and the one that goes on."""
        return self.card.id, self.into.customer.id if self.into.customer else ""


class SaleDialog(FormDialog):
    """Asks why a product isn't sold any more."""

    def __init__(self, product: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("停售：{0}").format(name), self.tr("停售"))
        self.product = product
        self.fields.addWidget(flowing(self.tr("不再列出，不能下新单；库存、单据和历史照旧。"), "muted"))
        self.reason = EnterEdit()
        self.add(Field(self.tr("原因"), self.reason), "sale_reason")

    @property
    def asked(self) -> tuple[str, str, bool]:
        """The product, and why it stops."""
        return self.product, self.reason.text().strip(), False
