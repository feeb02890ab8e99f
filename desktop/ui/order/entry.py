"""The lines being typed and every state they had: plain values, so that undo is a step back in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from desktop.actions.views import CheckedOrder, DraftLine, OrderDraft, OrderLineView, ProductHit
from desktop.ui.numbers import read_number
from domain.errors import DeskError, UsageError
from domain.quantities import format_quantity, parse_quantity, plain_number

_UNDONE = 200
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of the grid; `typed_…` hold what could not be read, and `wrong` says why (column, error)."""

    hit: ProductHit | None = None
    quantity: Decimal | None = None
    unit: str = ""
    pack_size: Decimal = _ONE
    agreed: Decimal | None = None
    typed: str = ""
    wrong: tuple[str, DeskError] | None = None

    @property
    def empty(self) -> bool:
        return self.hit is None and not self.typed

    @property
    def whole(self) -> bool:
        """Whether it can be judged."""
        return self.hit is not None and self.quantity is not None and self.wrong is None

    @property
    def quantity_text(self) -> str:
        """The quantity as people count: 30箱5瓶."""
        if self.quantity is None or self.hit is None:
            return self.typed if self.wrong and self.wrong[0] == "quantity" else ""
        return format_quantity(self.quantity, self.hit.unit, self.hit.packs)


@dataclass(slots=True)
class Entry:
    """An order being written.

    `selling` tells the direction: to one's own customer, or to HQ. The seller's and the buyer's ids are "" while
    they are not known.
    """

    id: str
    selling: bool
    seller: str
    buyer: str
    date: dt.date
    warehouse: str = ""
    ref: str = ""
    remark: str = ""
    coupons: tuple[str, ...] = ()
    use_wallet: bool = False
    wallet_most: Decimal | None = None
    supersedes: str = ""
    lines: list[EntryLine] = field(default_factory=list)
    _past: list[tuple[EntryLine, ...]] = field(default_factory=list)
    _future: list[tuple[EntryLine, ...]] = field(default_factory=list)

    # ---- changing

    def _remember(self) -> None:
        self._past.append(tuple(self.lines))
        del self._past[:-_UNDONE]
        self._future.clear()

    def put(self, place: int, line: EntryLine) -> None:
        """Replaces a line, or appends it after the last."""
        self._remember()
        if place < len(self.lines):
            self.lines[place] = line
        else:
            self.lines.append(line)

    def insert(self, place: int, lines: Sequence[EntryLine]) -> None:
        self._remember()
        self.lines[place:place] = lines

    def remove(self, place: int) -> None:
        if place < len(self.lines):
            self._remember()
            del self.lines[place]

    def undo(self) -> bool:
        """Takes back the last change; False where there is none."""
        if not self._past:
            return False
        self._future.append(tuple(self.lines))
        self.lines = list(self._past.pop())
        return True

    def redo(self) -> bool:
        if not self._future:
            return False
        self._past.append(tuple(self.lines))
        self.lines = list(self._future.pop())
        return True

    # ---- asking

    @property
    def places(self) -> list[int]:
        """The places of the lines that can be judged, in order: line n of the draft is the line at places[n-1]."""
        return [place for place, line in enumerate(self.lines) if line.whole]

    @property
    def wrong(self) -> list[tuple[int, EntryLine]]:
        """The lines that can't be judged though something stands in them."""
        return [(place, line) for place, line in enumerate(self.lines) if not line.whole and not line.empty]

    def place_of(self, product: str) -> int | None:
        """Where a product stands already."""
        places = (place for place, line in enumerate(self.lines) if line.hit and line.hit.product == product)
        return next(places, None)

    def draft(self) -> OrderDraft:
        """The order as far as it can be judged."""
        lines = []
        for place in self.places:
            line = self.lines[place]
            assert line.hit is not None
            assert line.quantity is not None
            lines.append(DraftLine(line.hit.product, line.quantity, line.unit, line.pack_size, line.agreed))
        return OrderDraft(
            id=self.id,
            seller=self.seller,
            buyer=self.buyer,
            date=self.date,
            warehouse=self.warehouse,
            ref=self.ref,
            remark=self.remark,
            lines=tuple(lines),
            coupons=self.coupons,
            use_wallet=self.use_wallet,
            wallet_most=self.wallet_most,
            supersedes=self.supersedes,
        )


def with_product(line: EntryLine, hit: ProductHit) -> EntryLine:
    """The line with another product; a quantity stays where its unit still exists."""
    units = {hit.unit: _ONE, **{pack.unit: pack.size for pack in hit.packs}}
    if line.quantity is not None and line.unit in units:
        count = line.quantity / line.pack_size
        size = units[line.unit]
        return replace(line, hit=hit, typed="", wrong=None, pack_size=size, quantity=count * size, agreed=None)
    return EntryLine(hit=hit, unit=hit.unit)


def with_quantity(line: EntryLine, text: str) -> EntryLine:
    """The line with what was typed as its quantity: `12`, `12箱`, `30箱5瓶`, `=3*4箱`; a bare number counts in the unit
    the line already has.
    """
    if line.hit is None:
        return line
    try:
        quantity, unit, size = parse_quantity(_with_unit(line, text), line.hit.unit, line.hit.packs)
    except UsageError as wrong:
        told = UsageError(wrong.code, **(wrong.facts | {"text": text}))
        return replace(line, quantity=None, typed=text, wrong=("quantity", told))
    return replace(line, quantity=quantity, unit=unit, pack_size=size, typed="", wrong=None)


def _with_unit(line: EntryLine, text: str) -> str:
    plain = text.strip()
    if plain.startswith(("=", "＝")):
        figures = plain.rstrip("".join({*(line.hit.unit if line.hit else ""), *_pack_letters(line)}))
        value = read_number(figures)
        if value is not None:
            plain = f"{plain_number(value)}{plain[len(figures) :]}"
    return f"{plain}{line.unit}" if read_number(plain) is not None and line.unit else plain


def _pack_letters(line: EntryLine) -> str:
    return "".join(pack.unit for pack in line.hit.packs) if line.hit else ""


def with_price(line: EntryLine, text: str) -> EntryLine:
    """The line with a price settled by hand, per base unit; nothing typed takes the list's price again."""
    if not text.strip():
        wrong = line.wrong if line.wrong and line.wrong[0] != "price" else None
        return replace(line, agreed=None, wrong=wrong)
    price = read_number(text)
    failure: DeskError | None = None
    if price is None:
        failure = UsageError("amount_unreadable", text=text)
    elif price < 0:
        failure = UsageError("price_negative", price=price)
    elif price * 10_000 % 1:
        failure = UsageError("price_decimals", price=price, most=4)
    if failure is not None:
        return replace(line, wrong=("price", failure))
    return replace(line, agreed=price, wrong=line.wrong if line.wrong and line.wrong[0] != "price" else None)


def with_next_unit(line: EntryLine) -> EntryLine:
    """The same count in the product's next unit: 12瓶 becomes 12箱."""
    if line.hit is None or not line.hit.packs:
        return line
    units = [(line.hit.unit, _ONE), *((pack.unit, pack.size) for pack in line.hit.packs)]
    names = [name for name, _ in units]
    unit, size = units[(names.index(line.unit) + 1) % len(units) if line.unit in names else 0]
    count = None if line.quantity is None else line.quantity / line.pack_size
    return replace(line, unit=unit, pack_size=size, quantity=None if count is None else count * size)


def line_of(view: OrderLineView, available: Decimal | None = None, *, agreed: bool = False) -> EntryLine:
    """A line of a stored order or a checked draft as a line to be typed on."""
    hit = ProductHit(view.product, view.sku, view.name, "", view.base_unit, view.packs, available, view.unit_price)
    by_hand = view.unit_price if agreed and any(step.code == "hand" for step in view.steps) else None
    return EntryLine(hit, view.quantity, view.unit or view.base_unit, view.pack_size, by_hand)


def lines_of(checked: CheckedOrder) -> list[EntryLine]:
    """A judged draft's lines to be typed on, prices settled by hand kept."""
    stock = checked.stock
    return [
        line_of(line, stock[line.product].available if line.product in stock else None, agreed=True)
        for line in checked.lines
        if not line.gift  # what comes on top is reckoned anew
    ]
