"""What an order is given beside its prices: hints that one key fulfils, the wallet, and why it costs what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.actions.documents.views import CheckedOrder
from desktop.actions.policies.views import WalletView
from desktop.ui.frame.actions import wallets
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.order.benefits.hints import ToldHint, tell_hints
from desktop.ui.order.benefits.why import (
    WhyDialog,
    checks_part,
    gift_part,
    order_part,
    price_part,
    quota_part,
    versions_part,
)
from desktop.ui.order.lines.cell_texts import gift_worth, prices_of
from desktop.ui.order.lines.entry import OrderEntry
from desktop.ui.order.lines.model import OrderModel
from desktop.ui.order.totals import OrderSums, TotalsCard
from desktop.ui.widgets import formatting

_ZERO = Decimal(0)


def policy_names(checked: CheckedOrder) -> dict[str, str]:
    """What the policies a draft met are called, by id."""
    names = {each.policy: each.name for each in checked.discounts}
    names |= {each.policy: each.name for each in checked.quotas} | {each.policy: each.name for each in checked.hints}
    for line in checked.lines:
        names |= {each.policy: each.name for each in line.discounts}
        for step in line.steps:
            policy, name = step.facts.get("policy"), step.facts.get("name")
            if policy and name:
                names[str(policy)] = str(name)
    return names


class Benefits(QObject):
    """Keeps hints, wallet and totals of one order in step with its verdicts.

    Signals:
        changed: the order is to be judged anew, because another amount of the wallet is wanted.
        allowed: whether there is a wallet, a hint to fulfil, or something to explain now.
    """

    changed = Signal()
    allowed = Signal()

    def __init__(self, worker: Worker, model: OrderModel, totals: TotalsCard, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._model = model
        self._totals = totals
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._know_wallet)
        self._latest.failed.connect(self._no_wallet)
        self._buyer = ""
        self.wallet: WalletView | None = None
        self.checked: CheckedOrder | None = None
        self.names: Mapping[str, str] = {}
        self.hints: Sequence[ToldHint] = ()
        self._places: Sequence[int] = ()
        totals.wallet_typed.connect(self.pay)

    @property
    def entry(self) -> OrderEntry:
        return self._model.entry

    @property
    def has_wallet(self) -> bool:
        """Whether there is anything in the buyer's wallet."""
        return self.wallet is not None and any(row.left > 0 for row in self.wallet.rows)

    # ---- the wallet

    def follow(self, buyer: str, *, again: bool = False) -> None:
        """The order is another buyer's, or the same one's next: his wallet is asked for once."""
        if buyer == self._buyer and not again:
            return
        self._buyer, self.wallet = buyer, None
        self._latest.drop()
        self.ask_again()
        self._tell_wallet()

    @Slot()
    def ask_again(self) -> None:
        """What is left may be otherwise now: an order was placed, cancelled or answered, a rebate settled."""
        if self._buyer:
            self._latest.ask(wallets.wallet, self._buyer)

    @Slot(object)
    def _know_wallet(self, wallet: WalletView) -> None:
        self.wallet = wallet
        self._tell_wallet()

    @Slot(object)
    def _no_wallet(self, _: object) -> None:
        self.wallet = None

    def turn_wallet(self) -> None:
        """All the wallet can pay, or nothing of it."""
        if self.has_wallet or self.entry.use_wallet:
            self._use(None, wanted=not self.entry.use_wallet)

    def start_amount(self) -> None:
        """The caret into the field that says how much."""
        self._totals.start_wallet()

    @Slot(object)
    def pay(self, most: Decimal | None) -> None:
        """So much from the wallet and no more; nothing typed is all it can pay, 0 is none."""
        self._use(most, wanted=most is None or most > 0)

    def _use(self, most: Decimal | None, *, wanted: bool) -> None:
        self.entry.use_wallet = wanted
        self.entry.wallet_most = most if wanted else None
        self.changed.emit()

    def _tell_wallet(self) -> None:
        paid = self.checked.paid if self.checked is not None else _ZERO
        shown = self.has_wallet or self.entry.use_wallet or bool(paid)
        self._totals.show_wallet(self._wallet_note() if shown else "", paid if shown else None)
        self.allowed.emit()

    def _wallet_note(self) -> str:
        left = self.wallet.left if self.wallet is not None else _ZERO
        told = [self.tr("余额 {0}").format(formatting.money(left))]
        spent: dict[str, Decimal] = {}
        for each in self.checked.wallet if self.checked is not None else ():
            spent[each.entry] = spent.get(each.entry, _ZERO) + each.amount
        rows = {row.id: row for row in self.wallet.rows} if self.wallet is not None else {}
        for entry, amount in list(spent.items())[:3]:
            name = rows[entry].name if entry in rows else entry
            told.append(self.tr("{0} 抵 {1}").format(name, formatting.money(amount)))
        if self.entry.use_wallet and self.checked is not None and not spent:
            told.append(self.tr("这张单抵不了") if left else self.tr("没有可抵的"))
        return "  ·  ".join(told)

    # ---- verdicts

    def clear(self) -> None:
        """There is nothing to judge."""
        self.checked, self.hints, self._places = None, (), ()
        self._totals.show_sums(OrderSums())
        self._tell_wallet()

    def show_checked(self, checked: CheckedOrder, places: Sequence[int], row: int) -> Sequence[ToldHint]:
        """The new verdict; gives its hints in words, for the line under the caret where it may fulfil them."""
        self.checked, self._places = checked, places
        self.names = policy_names(checked)
        here = self._model.place(row) if row >= 0 else -1
        current = places.index(here) + 1 if here in places else 0
        self.hints = tell_hints(checked.hints, checked.lines, current, {})
        prices = prices_of(checked.lines)
        gifts = sum((gift_worth(line, prices) - line.amount for line in checked.lines if line.gift), _ZERO)
        saved = sum((each.amount for each in checked.discounts), _ZERO)
        before = checked.gross or checked.total + saved
        self._totals.show_sums(OrderSums(before, saved, gifts, checked.paid, checked.total, checked.verdict.total))
        self._tell_wallet()
        return self.hints

    @property
    def nearest(self) -> ToldHint | None:
        """The first hint that adding goods fulfils."""
        return next((hint for hint in self.hints if hint.line), None)

    def take_hint(self) -> None:
        """Adds what the nearest hint asks for."""
        if self.nearest is not None:
            self.fulfil(self.nearest)

    @Slot(object)
    def fulfil(self, hint: ToldHint) -> None:
        """Adds what a hint asks for to its line."""
        if 0 < hint.line <= len(self._places):
            self._model.add_to(self._places[hint.line - 1], hint.more)
            self.hints = ()

    def why(self, row: int, told: Sequence[str] = ()) -> bool:
        """Opens the explanation of a row, what was checked (`told`), the order, the versions; whether there is one."""
        checked = self.checked
        if checked is None:
            return False
        parts = []
        gift, known = self._model.gift(row), self._model.checked(row)
        if gift is not None:
            parts.append(price_part(gift))
        elif known is not None:
            parts.append(price_part(known[0], known[1].reasons))
            parts += [gift_part(each) for each in self._model.gifts_under(row)]
        parts += [*checks_part(told), *quota_part(checked.quotas)]
        parts += [order_part(checked, self.names), versions_part(checked.policies, self.names)]
        self.dialog: Any = WhyDialog(parts, self._window)
        self.dialog.open()
        return True
