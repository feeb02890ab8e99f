"""Builders for books in tests: every default said, nothing shared."""

from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import text

from sync.records.bodies.records import DealerBody, DocumentBody, LineBody, PriceBody, ProductBody, encode
from sync.records.books.settings import write_setting
from sync.records.bounds.fitting import misfit_of
from sync.records.documents.builders import PostingContext
from sync.records.log.applying import put_records
from sync.streams import make_entry

TODAY = date(2026, 11, 23)
NOW = "2026-11-23T08:41:07Z"
HQ = "HQ"
AGENT = "GD01"
SHOP = "GD01A"


def a_clerk(dealer=HQ, prefix="00", name="王芳", at=NOW, today=TODAY):
    return PostingContext(dealer, prefix, name, at, today)


def a_line(sku="A", quantity=10, price="2.50", unit="瓶", pack=1, accepted=None):
    """Quantities in base units; price None for none."""
    stored = None if price is None else round(Decimal(price) * 10000)
    milli = round(Decimal(str(quantity)) * 1000)
    amount = 0 if price is None else round(Decimal(price) * Decimal(str(quantity)) * 100)
    taken = None if accepted is None else round(Decimal(str(accepted)) * 1000)
    return LineBody(sku, sku, milli, amount, stored, unit, pack * 1000, accepted=taken)


def an_order(
    lines=None, number="XSDD-01-261123-0001", seller=HQ, buyer=AGENT, on=TODAY, state="submitted", warehouse=""
):
    lines = lines or [a_line()]
    return DocumentBody(
        number=number, seller=seller, buyer=buyer, date=on.isoformat(), recorded_at=NOW,
        amount=sum(line.amount for line in lines), lines=lines, state=state, warehouse=warehouse,
    )  # fmt: skip


def a_price(sku="A", price="2.50", price_list="P1", valid_from="", valid_to=""):
    body = PriceBody(price_list, sku, round(Decimal(price) * 10000), valid_from, valid_to)
    return f"{price_list}|{sku}|{valid_from}", body


def found_hq(book, *, limit=None, days=30, prices=("A", "B"), agent_status="active"):
    """HQ with one agent below it and one shop below that, products A and B at 2.50 in list P1; no stock."""
    with book.writing() as writing:
        for key, value in {"role": "hq", "prefix": "00", "dealer_id": HQ, "secret": "s"}.items():
            write_setting(writing.connection, key, value)
        writing.put("catalog", "dealer", HQ, DealerBody(HQ, "总部", "hq"))
        fen = None if limit is None else round(Decimal(limit) * 100)
        agent = DealerBody(AGENT, "广东总代理", "province", HQ, "44", "P1", fen, days, agent_status)
        writing.put(f"dealer/{AGENT}", "dealer", AGENT, agent)
        writing.put(f"dealer/{SHOP}", "dealer", SHOP, DealerBody(SHOP, "朝阳便利店", "store", AGENT, "44", "P1"))
        for sku in ("A", "B"):
            writing.put(
                "catalog", "product", sku, ProductBody(sku, f"商品{sku}", "瓶", pack_unit="箱", pack_size=24000)
            )
        writing.put_all("prices/P1", "price", [a_price(sku) for sku in prices])


def found_desk(book, *, desk="d1", dealer=AGENT, prefix="01"):
    """Makes this book a desk's."""
    with book.writing() as writing:
        for key, value in {"role": "desk", "prefix": prefix, "dealer_id": dealer, "desk_id": desk}.items():
            write_setting(writing.connection, key, value)


def enrol(book, desk="d1", dealer=AGENT, prefix="01"):
    with book.writing() as writing:
        writing.connection.execute(
            text(
                "INSERT INTO desk (id, dealer, prefix, public_key, enrolled_at) "
                "VALUES (:desk, :dealer, :prefix, 'k', :at)"
            ),
            {"desk": desk, "dealer": dealer, "prefix": prefix, "at": NOW},
        )


def stock_up(book, quantities, warehouse="W1", owner=HQ, on=TODAY, stream="hq"):
    """Puts goods on hand, by product in base units."""
    lines = [LineBody(sku, sku, round(Decimal(str(quantity)) * 1000), 0) for sku, quantity in quantities.items()]
    named = f"{warehouse}-{owner}-{'-'.join(quantities)}-{len(rows(book, 'SELECT pk FROM document'))}"
    record = f"adj-{uuid5(NAMESPACE_OID, named).hex}"  # a word, whatever the warehouse is called
    body = DocumentBody(
        number=record, seller=owner, buyer=owner, date=on.isoformat(), recorded_at=NOW, amount=0, lines=lines,
        warehouse=warehouse,
    )  # fmt: skip
    put(book, stream, "adjustment", record, body)


def put(book, stream, kind, record, body):
    """Writes a record; one that couldn't be, as a program that knows no bounds writes it."""
    with book.writing() as writing:
        if misfit_of(kind, record, body) is None:
            writing.put(stream, kind, record, body)
        else:
            writing.put_entries(stream, [make_entry(kind, record, encode(body))])
            put_records(writing.connection, kind, [(record, body)])


def rows(book, sql, **values):
    """A query's rows as plain tuples."""
    with book.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql), values)]


def row(book, sql, **values):
    """The only row of a query."""
    (found,) = rows(book, sql, **values)
    return found


def stock_of(book, sku, warehouse="W1", owner=HQ):
    """On hand and reserved in base units; zeros where there is no row."""
    found = rows(
        book, "SELECT on_hand, reserved FROM stock WHERE product = :sku AND warehouse = :place AND owner = :owner",
        sku=sku, place=warehouse, owner=owner,
    )  # fmt: skip
    return tuple(Decimal(value) / 1000 for value in found[0]) if found else (0, 0)


def order_of(book, record):
    """An order's state and, line by line, what is accepted, delivered and reserved, in base units."""
    state = row(book, "SELECT state FROM document WHERE id = :record", record=record)[0]
    lines = rows(
        book,
        "SELECT l.accepted, l.delivered, l.reserved FROM document_line l JOIN document d ON d.pk = l.document "
        "WHERE d.id = :record ORDER BY l.line",
        record=record,
    )
    return state, [tuple(None if value is None else Decimal(value) / 1000 for value in line) for line in lines]


def dump(book):
    """Every derived row by business keys, so that two books can be compared; stock rows that hold nothing left out."""
    queries = {
        "dealer": "SELECT id, code, name, tier, parent, status, credit_limit, credit_days FROM dealer",
        "product": "SELECT id, sku, name, pinyin, unit, pack_size FROM product",
        "price": "SELECT id, unit_price, valid_from, valid_to FROM price",
        "document": "SELECT id, kind, number, seller, buyer, date, due, state, stated, amount, source, reverses, "
        "awaited, reasons FROM document",
        "line": "SELECT d.id, l.line, l.product, l.quantity, l.amount, l.order_line, l.accepted, l.delivered, "
        "l.reserved, l.answered_price, l.reserved_in FROM document_line l JOIN document d ON d.pk = l.document",
        "answer": 'SELECT id, "order", state, accepted, reasons, unit_prices, warehouse FROM answer',
        "posting": "SELECT d.id, p.seller, p.buyer, p.date, p.due, p.amount FROM posting p "
        "JOIN document d ON d.pk = p.document",
        "move": "SELECT d.id, m.line, m.owner, m.warehouse, m.product, m.quantity FROM stock_move m "
        "JOIN document d ON d.pk = m.document",
        "stock": "SELECT owner, warehouse, product, on_hand, reserved FROM stock WHERE on_hand <> 0 OR reserved <> 0",
    }
    return {name: sorted(map(repr, rows(book, sql))) for name, sql in queries.items()}
