"""What a note's paper is made from: the document's lines as rows, long names in several, and the columns they need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from desktop.documents.face import PaperFace
from desktop.documents.faces import PAPERS
from desktop.label_groups import Pair
from desktop.printing.drawing.paper import PaperFormat
from desktop.printing.drawing.pen import Pen, Style
from desktop.printing.drawing.table import PADDING, PaperColumn
from desktop.printing.labels import Labels
from desktop.printing.statements.sheet import Heading, Looks
from domain.values.money import format_money

_Row = tuple[str, ...]
KEYS = ("place", "sku", "name", "quantity", "price", "discount", "amount")
FIXED = frozenset({"name", "quantity"})
RECEIPT = ("place", "name", "amount")  # money has neither code nor quantity
_FIGURES = frozenset({"quantity", "price", "discount", "amount"})
_MONEY = frozenset({"price", "discount", "amount"})
# The least and the most of the paper's width that a column takes.
_BOUNDS = {
    "place": (0.05, 0.08),
    "sku": (0.1, 0.2),
    "quantity": (0.1, 0.2),
    "price": (0.1, 0.16),
    "discount": (0.08, 0.14),
    "amount": (0.13, 0.18),
}
_MOST_TOLD = 3  # lines of one explanation
_MOST_NAME = 6  # lines of one name


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One product of a note: `quantity` as it is spoken (`12箱`), the price of one base `unit`, the line's amount.

    `discount` is what promotions took off the amount; the steps `told` stand in small type below the line.
    """

    sku: str
    name: str
    quantity: str
    unit_price: Decimal | None
    amount: Decimal
    unit: str = ""
    discount: Decimal = Decimal(0)
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """A posted delivery, return or goods receipt as its paper shows it.

    `customer` is the other party (the supplier on what is `bought`), `source` the number of the document it follows,
    `reverses` the number of the one it undoes, `void` in a word why nothing comes of it; balances are the customer's
    before and after it. `taken` names what each policy took off the whole; `wallet` is what the wallet pays of the
    total, `words_left` the rest as words.
    """

    number: str
    date: dt.date
    customer: str
    lines: tuple[NoteLine, ...]
    total: Decimal
    amount_in_words: str
    kind: str = "delivery"
    bought: bool = False
    customer_code: str = ""
    contact: str = ""
    address: str = ""
    source: str = ""
    reverses: str = ""
    undone: bool = False
    void: str = ""
    balance_before: Decimal | None = None
    balance_after: Decimal | None = None
    maker: str = ""
    remark: str = ""
    taken: tuple[tuple[str, Decimal], ...] = ()
    wallet: Decimal = Decimal(0)
    words_left: str = ""


@dataclass(frozen=True, slots=True)
class NoteSheet:
    """One note on one paper in one language."""

    note: DeliveryNote
    heading: Heading
    printed_at: str
    print_count: int
    paper: PaperFormat
    labels: Labels
    looks: Looks
    columns: tuple[str, ...] = ()
    prices: bool = True

    @property
    def face(self) -> PaperFace:
        """How the paper of this kind looks to people."""
        return PAPERS[self.note.kind]

    @property
    def of_money(self) -> bool:
        """Whether it tells of an amount alone."""
        return self.face.like == "money_receipt"

    def worded(self, pair: Pair) -> str:
        """Words of the face in the paper's language."""
        return pair[self.labels.language == "en"]

    @property
    def shown(self) -> list[str]:
        """Which columns stand on the paper: what a note can't do without always, discounts only where there are any.

        Without prices nothing of money stands there, but on a receipt, which is of nothing else.
        """
        if self.of_money:
            return [key for key in RECEIPT if key in FIXED or not self.columns or key in self.columns]
        chosen = [key for key in KEYS if not self.columns or key in {*self.columns, *FIXED, "discount"}]
        without = set() if self.discounted else {"discount"}
        return [key for key in chosen if key not in (without if self.prices else _MONEY)]

    @property
    def discounted(self) -> bool:
        """Whether any line has a discount to show."""
        return self.prices and any(line.discount for line in self.note.lines)

    @property
    def closing(self) -> int:
        """How many rows close the whole note, besides its total."""
        return len(self.note.taken) + (2 if self.note.wallet else 0) if self.prices else 0


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a note: its row, the rest of a long name or code below it, and what is `told` in small type."""

    amount: Decimal
    cells: tuple[_Row, ...]
    told: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return len(self.cells) + len(self.told)

    def cut(self, rows: int) -> list[Block]:
        """Parts of at most so many rows, where no page can hold it whole."""
        parts: list[Block] = []
        for first in range(0, self.rows, rows):
            cells = self.cells[first : first + rows]
            told = self.told[max(first - len(self.cells), 0) : max(first + rows - len(self.cells), 0)]
            parts.append(Block(Decimal(0) if first else self.amount, cells, told))
        return parts


def blocks_and_columns(pen: Pen, sheet: NoteSheet) -> tuple[list[Block], list[PaperColumn]]:
    """The note's lines, and the columns that suit them."""
    cells = [_cells(sheet, place, line) for place, line in enumerate(sheet.note.lines, 1)]
    columns = _columns(pen, sheet, cells)
    lines = zip(sheet.note.lines, cells, strict=True)
    return [_block(pen, sheet, line, row, columns) for line, row in lines], columns


def _cells(sheet: NoteSheet, place: int, line: NoteLine) -> Mapping[str, str]:
    price = "" if line.unit_price is None else f"{line.unit_price:,.4f}"
    price = price.removesuffix("00")  # four places only where they say something
    price = f"{price}/{line.unit}" if price and line.unit else price
    discount = format_money(line.discount) if line.discount else ""
    figures = (price, discount, format_money(line.amount)) if sheet.prices else ("", "", "")
    return dict(zip(KEYS, (str(place), line.sku, line.name, line.quantity, *figures), strict=True))


def _block(
    pen: Pen, sheet: NoteSheet, line: NoteLine, cells: Mapping[str, str], columns: Sequence[PaperColumn]
) -> Block:
    """What is too long for its column goes on below: goods are known by their whole code and name."""
    looks, shown = sheet.looks, sheet.shown
    wrapped = [
        [cells[key]]
        if column.figures or key == "place"
        else pen.wrap(cells[key], looks.body, column.width - 2 * PADDING, _MOST_NAME)
        for key, column in zip(shown, columns, strict=True)
    ]
    rows = tuple(zip_longest(*wrapped, fillvalue=""))
    # Explanations begin below the name and may run to the paper's edge.
    room = sum(column.width for column in columns[shown.index("name") :]) - 2 * PADDING
    return Block(line.amount, rows, _joined(pen, line.told, looks.small, room))


def _joined(pen: Pen, steps: Sequence[str], style: Style, room: float) -> tuple[str, ...]:
    """Steps one after the other, in as few lines as hold them; a step longer than a line is broken."""
    lines: list[str] = []
    for step in steps:
        joined = f"{lines[-1]} → {step}" if lines else step
        if pen.width(joined, style) <= room:
            lines[-1:] = [joined]
        else:
            lines += pen.wrap(f"→ {step}" if lines else step, style, room, _MOST_TOLD)
    return tuple(lines)


def _columns(pen: Pen, sheet: NoteSheet, rows: Sequence[Mapping[str, str]]) -> list[PaperColumn]:
    """Columns as wide as their longest text, within bounds; the product's name takes what is left."""
    titles, share = dict(zip(KEYS, sheet.labels.note_columns, strict=True)), sheet.paper.inner
    if sheet.of_money:
        titles["name"] = sheet.labels.received_by
    total = format_money(sheet.note.total)
    widths: dict[str, float] = {}
    for key in sheet.shown:
        if key == "name":
            continue
        low, high = _BOUNDS[key]
        texts = [titles[key], total if key == "amount" else ""]
        needed = max(pen.width(text, sheet.looks.strong) for text in texts)
        needed = max([needed, *(pen.width(row[key], sheet.looks.body) for row in rows)])
        widths[key] = min(max(needed + 2 * PADDING + 0.2, low * share), high * share)
    rest = share - sum(widths.values())
    return [PaperColumn(titles[key], widths.get(key, rest), key in _FIGURES) for key in sheet.shown]
