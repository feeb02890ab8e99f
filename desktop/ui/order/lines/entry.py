"""The lines being typed and every state they had: plain values, so that undo is a step back in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from desktop.actions.documents.views import CheckedOrder, DraftLine, DraftRow, OrderDraft, OrderLineView, ProductHit
from desktop.actions.orders.shown_prices import SeenOrder, ShownOrder, first_shown, shown_of
from desktop.ui.widgets.numbers import read_number
from domain.errors import DeskError, UsageError
from domain.values.quantities import format_quantity, plain_number, read_quantity, shown_unit

_UNDONE = 200
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of the grid; what can't be read yet stays as it was typed, with the reason beside it.

    `typed` is what was typed for a product nobody knows, `quantity_typed` and `price_typed` what was typed there and
    waits: to be put right, or for the product that says how to read it.
    """

    hit: ProductHit | None = None
    quantity: Decimal | None = None
    unit: str = ""
    pack_size: Decimal = _ONE
    agreed: Decimal | None = None
    typed: str = ""
    quantity_typed: str = ""
    price_typed: str = ""
    product_wrong: DeskError | None = None
    quantity_wrong: DeskError | None = None
    price_wrong: DeskError | None = None

    @property
    def wrong(self) -> tuple[str, DeskError] | None:
        """The first column that can't be read, and why."""
        if self.hit is None:
            unknown = self.product_wrong or UsageError("product_unknown", product=self.typed)
            return ("product", unknown) if self.typed else None
        if self.quantity_wrong is not None:
            return "quantity", self.quantity_wrong
        return ("price", self.price_wrong) if self.price_wrong is not None else None

    @property
    def empty(self) -> bool:
        return self.hit is None and not self.typed

    @property
    def whole(self) -> bool:
        """Whether it can be judged."""
        return self.hit is not None and self.quantity is not None and self.wrong is None

    @property
    def quantity_text(self) -> str:
        """The quantity as people count: 30箱5瓶; what was typed where it can't be read."""
        if self.quantity is None or self.hit is None:
            return self.quantity_typed
        return format_quantity(self.quantity, self.hit.unit, self.hit.packs)

    @property
    def counted_in(self) -> tuple[str, Decimal]:
        """The unit a bare number counts in, and its size: the one that is shown."""
        if self.quantity is None or self.hit is None or self.pack_size != 1:
            return self.unit, self.pack_size
        return shown_unit(self.quantity, self.hit.unit, self.hit.packs)

    @property
    def price_text(self) -> str:
        """The price settled by hand, or what was typed for one."""
        return self.price_typed or ("" if self.agreed is None else plain_number(self.agreed))


@dataclass(slots=True)
class OrderEntry:
    """An order being written.

    `selling` tells the direction: to one's own customer, or to HQ. The seller's and the buyer's ids are "" while
    they are not known. `dated`: it was given its date before it was opened; else it is today's.
    `party_text` is what was typed for the customer and names nobody yet. `shown`: the prices as they were shown first;
    `seen`: what stands on the screen now, or stood there last.
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
    dated: bool = False
    party_text: str = ""
    shown: ShownOrder | None = None
    seen: SeenOrder | None = None
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

    def see(self, checked: CheckedOrder) -> None:
        """Somebody sees these prices; what was shown of them before is what a change is told against."""
        self.shown = first_shown(self.shown, shown_of(checked.draft, checked.lines))

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

    def draft(self, also: tuple[int, str, str] | None = None) -> OrderDraft:
        """The order as it stands: its lines as far as they can be judged, and every row as it was typed.

        `also` is what stands in an editor that is still open: the place of its line, the column, and the text.
        """
        rows = [*self.lines]
        if also is not None:
            place, column, text = also
            rows[place : place + 1] = [with_typed(rows[place] if place < len(rows) else EntryLine(), column, text)]
        lines = [
            DraftLine(line.hit.product, line.quantity, line.unit, line.pack_size, line.agreed)
            for line in rows
            if line.whole and line.hit is not None and line.quantity is not None
        ]
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
            party_text=self.party_text,
            shown=self.shown,
            rows=tuple(_row(line) for line in rows if not line.empty),
        )


def _row(line: EntryLine) -> DraftRow:
    """A line as it is kept."""
    if line.hit is None:
        return DraftRow("", line.typed, quantity_text=line.quantity_typed, price_text=line.price_typed)
    return DraftRow(
        line.hit.product,
        line.hit.sku,
        line.quantity,
        line.unit,
        line.pack_size,
        line.agreed,
        line.quantity_typed,
        line.price_typed,
    )


def row_line(row: DraftRow, hit: ProductHit | None) -> EntryLine:
    """A line as it was kept; where its product is known no more, what was typed of it waits for another."""
    if hit is None:
        unit = row.unit if row.quantity is not None else ""
        count = row.quantity_text if row.quantity is None else f"{plain_number(row.quantity / row.pack_size)}{unit}"
        price = row.price_text or ("" if row.agreed is None else plain_number(row.agreed))
        return EntryLine(typed=row.text or row.product, quantity_typed=count, price_typed=price)
    kept = EntryLine(hit, row.quantity, row.unit or hit.unit, row.pack_size, row.agreed)
    line = with_quantity(kept, row.quantity_text) if row.quantity_text else kept
    return with_price(line, row.price_text) if row.price_text else line


def with_typed(line: EntryLine, column: str, text: str) -> EntryLine:
    """The line with what was typed into one of its columns: `product`, `quantity` or `price`."""
    if column == "quantity":
        return line if not text.strip() or text == line.quantity_text else with_quantity(line, text)
    if column == "price":
        return with_price(line, text)
    plain = text.strip()
    if not plain or (line.hit is not None and plain == line.hit.name):
        return line
    return EntryLine(typed=plain, quantity_typed=line.quantity_text, price_typed=line.price_text)


def with_product(line: EntryLine, hit: ProductHit) -> EntryLine:
    """The line with another product; a quantity stays where its unit still exists, and what waited is read now."""
    units = {hit.unit: _ONE, **{pack.unit: pack.size for pack in hit.packs}}
    if line.quantity is not None and line.unit in units:
        count = line.quantity / line.pack_size
        size = units[line.unit]
        return EntryLine(hit, count * size, line.unit, size)
    fresh = EntryLine(hit=hit, unit=hit.unit)
    if line.quantity_typed:
        fresh = with_quantity(fresh, line.quantity_typed)
    return with_price(fresh, line.price_typed) if line.price_typed else fresh


def with_quantity(line: EntryLine, text: str) -> EntryLine:
    """The line with what was typed as its quantity: `12`, `12箱`, `30箱5瓶`, `3+5`, `3x`, `=3*4箱`; a bare number
    counts in the unit that is shown.
    """
    if line.hit is None:
        return line
    try:
        quantity, unit, size = read_quantity(_summed(line, text), line.hit.unit, line.hit.packs, line.counted_in[0])
    except UsageError as wrong:
        told = UsageError(wrong.code, **(wrong.facts | {"text": text}))
        return replace(line, quantity=None, quantity_typed=text, quantity_wrong=told)
    return replace(line, quantity=quantity, unit=unit, pack_size=size, quantity_typed="", quantity_wrong=None)


def _summed(line: EntryLine, text: str) -> str:
    """What was typed, a sum behind `=` reckoned."""
    plain = text.strip()
    if not plain.startswith(("=", "＝")):
        return plain
    figures = plain.rstrip("".join({*(line.hit.unit if line.hit else ""), *_pack_letters(line)}))
    value = read_number(figures)
    return plain if value is None else f"{plain_number(value)}{plain[len(figures) :]}"


def _pack_letters(line: EntryLine) -> str:
    return "".join(pack.unit for pack in line.hit.packs) if line.hit else ""


def with_price(line: EntryLine, text: str) -> EntryLine:
    """The line with a price settled by hand, per base unit; nothing typed takes the list's price again."""
    if not text.strip():
        return replace(line, agreed=None, price_typed="", price_wrong=None)
    price = read_number(text)
    failure: DeskError | None = None
    if price is None:
        failure = UsageError("amount_unreadable", text=text)
    elif price < 0:
        failure = UsageError("price_negative", price=price)
    elif price * 10_000 % 1:
        failure = UsageError("price_decimals", price=price, most=4)
    if failure is not None:
        return replace(line, agreed=None, price_typed=text, price_wrong=failure)
    return replace(line, agreed=price, price_typed="", price_wrong=None)


def with_next_unit(line: EntryLine) -> EntryLine:
    """The same count in the product's next unit: 12瓶 becomes 12箱."""
    if line.hit is None or not line.hit.packs:
        return line
    units = [(line.hit.unit, _ONE), *((pack.unit, pack.size) for pack in line.hit.packs)]
    names = [name for name, _ in units]
    shown, counted = line.counted_in
    unit, size = units[(names.index(shown) + 1) % len(units) if shown in names else 0]
    count = None if line.quantity is None else line.quantity / counted
    return replace(line, unit=unit, pack_size=size, quantity=None if count is None else count * size)


def line_of(view: OrderLineView) -> EntryLine:
    """A line of a stored order as a line to be typed on; a price settled by hand was settled for that order."""
    hit = ProductHit(view.product, view.sku, view.name, "", view.base_unit, view.packs, None, view.unit_price)
    return EntryLine(hit, view.quantity, view.unit or view.base_unit, view.pack_size)
