"""What stock.csv and opening.csv say, as documents: only rows that changed since they were last loaded do anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from domain.errors import DeskError
from domain.tables.words import side_of
from domain.values.dates import check_open
from sync.hq.channel.tree import Tree
from sync.hq.loading.csv_files import FileForm, LoadedRow, LoadedSheet
from sync.hq.loading.master_files import unrepeated
from sync.records.bodies.records import ProductBody
from sync.records.books import reading
from sync.records.books.bulk import parts, rows_in, upsert_rows
from sync.records.documents.builders import PostingContext, make_reversal
from sync.records.documents.limits import MOST_AMOUNT, MOST_QUANTITY
from sync.records.documents.note_builders import make_opening
from sync.records.documents.posting import put_document
from sync.records.documents.stock_builders import make_adjustment
from sync.records.log.writing import Writing
from sync.records.schema import service_tables

STOCK = FileForm("stock.csv", ("warehouse", "sku", "quantity"), ("unit",))
OPENING = FileForm("opening.csv", ("seller", "buyer", "date", "amount"), ("direction", "currency"))
# A count of a whole warehouse is cut into documents a person can still read.
_LINES = 500


def read_stock(sheet: LoadedSheet, products: Mapping[str, ProductBody]) -> dict[str, tuple[str, str, Decimal]]:
    """Warehouse, product and counted quantity by key."""
    found: dict[str, tuple[str, str, Decimal]] = {}
    for key, row in unrepeated(sheet, lambda row: f"{row.cells['warehouse']}|{row.cells['sku']}", "sku").items():
        warehouse, sku = row.needed("warehouse", forbidden="|"), row.needed("sku")
        quantity = row.number_in("quantity", 3, most=MOST_QUANTITY)
        if not row.cells["quantity"]:
            row.blame("cell_missing", "quantity")
        if sku and sku not in products:
            row.blame("product_unknown", "sku", product=sku)
        elif sku:
            row.check_unit("quantity", products[sku].unit)
        found[key] = (warehouse, sku, quantity or Decimal(0))
    return found


def write_stock(writing: Writing, clerk: PostingContext, rows: Mapping[str, tuple[str, str, Decimal]]) -> int:
    """Brings the stock of changed rows to what was counted; returns how many rows had changed."""
    said = {key: f"{quantity.normalize():f}" for key, (_, _, quantity) in rows.items()}
    changed = _changed(writing.connection, STOCK.file, said)
    by_warehouse: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    for key in changed:
        warehouse, product, quantity = rows[key]
        by_warehouse[warehouse][product] = quantity
    for warehouse, counted in sorted(by_warehouse.items()):
        for part in parts(sorted(counted), _LINES):
            some = {product: counted[product] for product in part}
            made = make_adjustment(writing.connection, clerk, warehouse, some, on=clerk.today)
            if made:
                put_document(writing, made)
    _remember(writing.connection, STOCK.file, {key: said[key] for key in changed})
    return len(changed)


def read_openings(
    sheet: LoadedSheet, connection: Connection, dealers: Mapping[str, object], clerk: PostingContext
) -> dict[str, tuple[str, str, date, Decimal]]:
    """Seller, buyer, date and amount by key; a date may lie in the past as long as it is open."""
    tree = Tree.around(connection, {row.cells[side] for row in sheet.rows for side in ("seller", "buyer")})
    closed = reading.closed_through(connection, clerk.dealer)
    found: dict[str, tuple[str, str, date, Decimal]] = {}
    for key, row in unrepeated(sheet, lambda row: f"{row.cells['seller']}|{row.cells['buyer']}", "buyer").items():
        seller, buyer = _party(row, "seller", dealers), _party(row, "buyer", dealers)
        if seller and buyer and not (tree.is_above(seller, buyer) or tree.had_account(seller, buyer)):
            row.blame("opening_not_below", "buyer", seller=seller, buyer=buyer)
        amount = _owed(row)
        row.check_currency()
        for column in ("date", "amount"):
            if not row.cells[column]:
                row.blame("cell_missing", column)
        on = row.day("date")
        if on and not _stands(connection, key, on, amount):
            _check_day(row, on, closed, clerk.today)
        found[key] = (seller, buyer, on or clerk.today, amount or Decimal(0))
    return found


def _owed(row: LoadedRow) -> Decimal | None:
    """What the buyer owes, below zero where the row says that it was paid ahead."""
    amount = row.number_in("amount", 2, least=None, most=MOST_AMOUNT)
    if amount is None or not row.has("direction"):
        return amount
    side = side_of(row.text("direction"))
    if side == "ahead" and amount < 0:
        row.blame("ahead_negative", "amount", amount=amount)
    elif amount and side not in ("owes", "ahead"):
        row.blame("direction_unknown", "direction", text=row.text("direction"))
    return -amount if side == "ahead" else amount


def write_openings(writing: Writing, clerk: PostingContext, rows: Mapping[str, tuple[str, str, date, Decimal]]) -> int:
    """Posts the openings of changed rows, the earlier ones reversed first; returns how many rows had changed."""
    changed = _changed(writing.connection, OPENING.file, {key: _text(row[2], row[3]) for key, row in rows.items()})
    for key in changed:
        seller, buyer, on, amount = rows[key]
        earlier = _openings(writing.connection, seller, buyer)
        for record, state, day in earlier:
            if state == "posted":
                _reverse(writing, clerk, seller, record, day)
        if amount:
            suffix = f":{len(earlier) + 1}" if earlier else ""
            record = f"opening:{seller}:{buyer}{suffix}"
            made = make_opening(writing.connection, clerk, buyer, amount, on=on, seller=seller, record=record)
            put_document(writing, made)
    _remember(writing.connection, OPENING.file, {key: _text(rows[key][2], rows[key][3]) for key in changed})
    return len(changed)


def no_longer_listed(connection: Connection, file: str, keys: Sequence[str]) -> tuple[str, ...]:
    """Keys of rows loaded from this file before and not in it now."""
    known = {key for (key,) in rows_in(connection, "SELECT key FROM loaded_row WHERE file IN (?*)", [file])}
    return tuple(sorted(known - set(keys)))


def _party(row: LoadedRow, column: str, dealers: Mapping[str, object]) -> str:
    code = row.needed(column)
    if code and code not in dealers:
        row.blame("dealer_unknown", column, dealer=code)
        return ""
    return code


def _check_day(row: LoadedRow, on: date, closed: date | None, today: date) -> None:
    try:
        check_open(on, closed, today)
    except DeskError as refused:
        row.blame(refused.code, "date", **{name: str(fact) for name, fact in refused.facts.items()})


def _stands(connection: Connection, key: str, on: date, amount: Decimal | None) -> bool:
    return not _changed(connection, OPENING.file, {key: _text(on, amount or Decimal(0))})


def _text(on: date, amount: Decimal) -> str:
    return f"{on.isoformat()} {amount.normalize():f}"


def _openings(connection: Connection, seller: str, buyer: str) -> list[tuple[str, str, date]]:
    """Id, state and date of the openings loaded for an account, the first one first."""
    query = (
        "SELECT id, state, date FROM document WHERE kind IN (?*) AND seller = ? AND buyer = ? AND reverses IS NULL "
        "ORDER BY pk"
    )
    start = f"opening:{seller}:{buyer}"
    found = rows_in(connection, query, ["opening"], seller, buyer)
    return [(record, state, date.fromisoformat(day)) for record, state, day in found if record.startswith(start)]


def _reverse(writing: Writing, clerk: PostingContext, seller: str, record: str, day: date) -> None:
    """Undoes an opening on its own day, or today where that day is closed."""
    closed = reading.closed_through(writing.connection, clerk.dealer)
    on = clerk.today if closed and day <= closed else day
    posted_for = PostingContext(seller, clerk.prefix, clerk.name, clerk.at, clerk.today)
    made = make_reversal(writing.connection, posted_for, record, on=on)
    put_document(writing, made)


def _changed(connection: Connection, file: str, said: Mapping[str, str]) -> list[str]:
    query = "SELECT key, digest FROM loaded_row WHERE key IN (?*) AND file = ?"
    known = dict(rows_in(connection, query, list(said), file))
    return [key for key, text in said.items() if known.get(key) != text]


def _remember(connection: Connection, file: str, said: Mapping[str, str]) -> None:
    rows = [(file, key, text) for key, text in said.items()]
    upsert_rows(connection, service_tables.loaded_row, ("file", "key", "digest"), rows, key=("file", "key"))
