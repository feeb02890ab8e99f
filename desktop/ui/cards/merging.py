"""Two cards of one customer: which goes on, told with what that means."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.frame.work import Worker
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import CustomerEdit, EnterEdit, Field
from desktop.ui.widgets.parts import flowing
from domain.parties.dealers import Dealer


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
    def asked(self) -> tuple[str, str]:
        """The product, and why it stops."""
        return self.product, self.reason.text().strip()
