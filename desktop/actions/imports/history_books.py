"""Puts lines of history into the books: whole documents under ids that a second import finds again."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid5

from desktop.actions.catalog.outsiders import outsiders_of
from desktop.actions.imports.history_met import Earlier, earlier_of
from domain.catalog.products import Product
from domain.documents.kinds import TRADED
from domain.explain import Reason
from domain.imports.history import DEFAULT_UNIT, Group, HistoryLine
from domain.imports.history_survey import Found
from domain.parties.dealers import Dealer
from domain.tables.cells import folded
from domain.tables.codes_with_names import codes_within
from domain.tables.sorting import Why
from domain.tables.spelling import bearers, spellings, zero_notes
from domain.values.dates import due_date
from domain.values.money import to_fen, to_price
from domain.values.quantities import to_milli
from sync.records.bodies.records import Body, DealerBody, DocumentBody, LineBody, ProductBody
from sync.records.books import reading
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.numbering import next_numbers
from sync.records.books.searching import pinyin_keys
from sync.records.documents.payable import set_due

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.log.writing import Writing

PAGE_LINES = 10_000  # half a second of work: an order typed meanwhile waits no longer, and memory holds no more
_HISTORY = UUID("6f2d3c1e-8a57-5b0e-9d54-3f0f7a4c2b19")  # the name space of ids made from a document's own words

Numbered = tuple[str, str, DocumentBody]
Card = TypeVar("Card", Dealer, Product)


class HistoryBooks:
    """The books of one seller while history is imported into them.

    Attributes:
        customers: by their code in the file.
        goods: products by SKU.
        made: how many documents were booked (`delivery`, `return`).
        new: codes of the customers and products made, in the order of the file.
        crossed: those of the customers that are known as products; two columns may be taken for each other.
        adjustments: numbers of the stock adjustments booked.
        openings: the day of each customer's opening balance, by his id.
        spelled_customers, spelled_goods: codes of the file as the books or its first row write them, where case or
            width differ.
        named: codes of the file that are customers' names, with their codes.
        miscalled: a known code with a name that is another's in the books, with the code of that other one.
        done: documents that were booked by now, or that a check would have booked.
        outsiders, barred_goods: why codes of the file can't be those of new customers and products.
        within: codes of the file that hold a known one and its name.
        without_unit: products that are made without a unit being told.
        namesakes: customers made although the books have another one of their name, whose code stands beside theirs.
    """

    def __init__(self, desk: Desk, seller: Dealer, *, check: bool, remark: str = "") -> None:
        """`remark` says on the stock adjustment what it is for, in the words of whoever imports."""
        self._desk = desk
        self._remark = remark
        self._seller = seller
        self._check = check
        self.customers: dict[str, Dealer] = {}
        self.goods: dict[str, Product] = {}
        self.made: Counter[str] = Counter()
        self.new: dict[str, list[str]] = {"customer": [], "product": []}
        self.crossed: list[str] = []
        self.adjustments: list[str] = []
        self.spelled_customers: dict[str, str] = {}
        self.spelled_goods: dict[str, str] = {}
        self.namesakes: dict[str, str] = {}
        self.outsiders: dict[str, Why] = {}
        self.barred_goods: dict[str, Why] = {}
        self.within: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.without_unit: set[str] = set()
        self.miscalled: dict[str, str] = {}
        self.done: set[Group] = set()
        self._unmade_customers: dict[str, Dealer] = {}
        self._unmade_goods: dict[str, Product] = {}
        with desk.book.reading() as connection:
            self.closed_through = reading.closed_through(connection, seller.id)
            sql = (
                "SELECT buyer, MIN(date) AS first FROM document WHERE kind = 'opening' AND state = 'posted' "
                "AND seller = ? GROUP BY buyer"
            )
            self.openings = {
                row.buyer: dt.date.fromisoformat(row.first) for row in query_rows(connection, sql, seller.id)
            }

    # ---- customers and products -----------------------------------------------------------------------------------

    def names(self, meaning: str) -> Mapping[str, str]:
        """The code of each name of a `customer` or a `product`, folded for comparing; "" where several bear it."""
        sql = "SELECT name, code FROM dealer WHERE parent = ?"
        if meaning == "product":
            sql = "SELECT name, sku FROM product WHERE owner IN ('', ?)"
        with self._desk.book.reading() as connection:
            return bearers((name, code) for name, code in query_rows(connection, sql, self._seller.id))

    def learn(self, found: Found) -> list[Reason]:
        """Knows every customer and product a table names; what to know of them.

        Those the books don't have are made with the first document that needs them: a row that is refused names nobody.
        """
        with self._desk.book.reading() as connection:
            notes = self._learn_customers(connection, found.customer_names)
            self._bar_outsiders(connection, found.customer_names)
            notes += self._learn_goods(connection, list(found.product_names))
        customers = [
            _new_customer(self._seller, code, name, found.regions.get(code, ""))
            for code, name in found.customer_names.items()
            if not {code} & (self.customers.keys() | self.spelled_customers.keys() | self.outsiders.keys())
        ]
        goods = [
            _new_product(self._seller, sku, name, found.product_units.get(sku, ""))
            for sku, name in found.product_names.items()
            if not {sku} & (self.goods.keys() | self.spelled_goods.keys() | self.barred_goods.keys())
        ]
        self._unmade_customers |= {dealer.code: dealer for dealer in customers}
        self._unmade_goods |= {product.sku: product for product in goods}
        self.without_unit |= {product.sku for product in goods if not found.product_units.get(product.sku)}
        self.customers |= self._unmade_customers
        self.goods |= self._unmade_goods
        sql = "SELECT sku FROM product WHERE sku IN (?*) AND owner IN ('', ?)"
        with self._desk.book.reading() as connection:
            self.crossed += (
                sku for (sku,) in rows_in(connection, sql, [each.code for each in customers], self._seller.id)
            )
        known = {code: each.code for code, each in self.customers.items() if code not in self._unmade_customers}
        self._see_names("customer", found.called["customer"], known)
        known = {sku: each.sku for sku, each in self.goods.items() if sku not in self._unmade_goods}
        self._see_names("product", found.called["product"], known)
        return notes

    def _see_names(self, meaning: str, called: Sequence[tuple[str, str]], codes: Mapping[str, str]) -> None:
        """Keeps which codes bear another's name: the code counts, but one of the two is wrong."""
        if not called:
            return
        spelled = self.spelled_customers if meaning == "customer" else self.spelled_goods
        bearer = self.names(meaning)
        for code, name in called:
            known, other = codes.get(spelled.get(code, code)), bearer.get(folded(name))
            if known and other and other != known:
                self.miscalled[f"{code} {name}"] = other

    def _learn_customers(self, connection: Connection, names: Mapping[str, str]) -> list[Reason]:
        codes = list(names)
        self.customers |= self._known_customers(connection, codes)
        self.named |= {
            code: dealer.code for code in codes if (dealer := self.customers.get(code)) and dealer.code != code
        }
        self.customers |= {code: self.customers[name] for name, code in self.named.items()}
        new = [code for code in codes if code not in self.customers]
        if not new:
            return []
        sql = "SELECT code, name FROM dealer WHERE parent = ?"
        own = {str(code): str(name) for code, name in query_rows(connection, sql, self._seller.id)}
        spelled = spellings(new, list(own)) | self._within("customer", new, own)
        by_name = bearers((name, code) for code, name in own.items())
        spelled |= {code: known for code in new if code not in spelled and (known := by_name.get(folded(code)))}
        self.customers |= self._known_customers(connection, list(spelled.values()))
        self.spelled_customers |= spelled
        self.outsiders |= _of_many("name_of_many", [code for code in new if code not in spelled], by_name)
        new = [code for code in new if code not in spelled]
        alike = {folded(name): code for code, name in own.items() if name}
        self.namesakes |= {code: known for code in new if names[code] and (known := alike.get(folded(names[code])))}
        return zero_notes(new, list(own))

    def _bar_outsiders(self, connection: Connection, names: Mapping[str, str]) -> None:
        new = [code for code in names if code not in self.customers and code not in self.spelled_customers]
        if new:
            outsiders = outsiders_of(connection, self._seller.id)
            self.outsiders |= {code: why for code in new if (why := outsiders.why(code, names[code]))}

    def _learn_goods(self, connection: Connection, skus: Sequence[str]) -> list[Reason]:
        self.goods |= self._known_goods(connection, skus)
        new = [sku for sku in skus if sku not in self.goods]
        if not new:
            return []
        sql = "SELECT sku, name, barcode FROM product WHERE owner IN ('', ?)"
        rows = query_rows(connection, sql, self._seller.id)
        own = {str(sku): str(name) for sku, name, _ in rows}
        spelled = spellings(new, list(own)) | self._within("product", new, own)
        self.goods |= self._known_goods(connection, list(spelled.values()))
        self.spelled_goods |= spelled
        free = [sku for sku in new if sku not in spelled]
        self.barred_goods |= _of_many("name_of_many", free, bearers((name, sku) for sku, name, _ in rows))
        self.barred_goods |= _of_many("barcode_of_many", free, bearers((barcode, sku) for sku, _, barcode in rows))
        return zero_notes([sku for sku in new if sku not in spelled], list(own))

    def _within(self, meaning: str, new: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
        """The known codes that stand in new ones beside their names; those beside others' names are barred."""
        found, barred = codes_within(new, names)
        self.within |= found
        self.outsiders |= barred if meaning == "customer" else {}
        self.barred_goods |= barred if meaning == "product" else {}
        return found

    def _known_customers(self, connection: Connection, codes: Sequence[str]) -> dict[str, Dealer]:
        below = rows_in(connection, "SELECT * FROM dealer WHERE code IN (?*) AND parent = ?", codes, self._seller.id)
        own = rows_in(
            connection, "SELECT * FROM dealer WHERE id IN (?*)", [f"{self._seller.id}:{each}" for each in codes]
        )
        known = {row.code: reading.dealer_of(row) for row in (*below, *own)}
        # Many files name their customers by name alone; one that only one customer bears is his.
        unknown = [each for each in codes if each not in known]
        sql = "SELECT * FROM dealer WHERE name IN (?*) AND parent = ?"
        named = rows_in(connection, sql, unknown, self._seller.id)
        once = Counter(row.name for row in named)
        return known | {row.name: reading.dealer_of(row) for row in named if once[row.name] == 1}

    def _known_goods(self, connection: Connection, skus: Sequence[str]) -> dict[str, Product]:
        sql = "SELECT * FROM product WHERE sku IN (?*) AND owner IN ('', ?) ORDER BY owner"
        known = {row.sku: reading.product_of(row) for row in rows_in(connection, sql, skus, self._seller.id)}
        unknown = [each for each in skus if each not in known]
        for column in ("barcode", "name"):
            named = rows_in(connection, sql.replace("sku IN", f"{column} IN"), unknown, self._seller.id)
            once = Counter(getattr(row, column) for row in named)
            more = {getattr(row, column): reading.product_of(row) for row in named if once[getattr(row, column)] == 1}
            known = {**more, **known}
        return known

    def _cards_for(self, page: Sequence[tuple[Group, Sequence[HistoryLine]]]) -> dict[str, list[tuple[str, Body]]]:
        """The customers and products that these documents are the first to need."""
        lines = [line for _, each in page for line in each]
        customers = _taken_out(self._unmade_customers, (line.customer for line in lines))
        goods = _taken_out(self._unmade_goods, (line.sku for line in lines))
        self.new["customer"] += (each.code for each in customers)
        self.new["product"] += (each.sku for each in goods)
        return {
            "dealer": [(each.id, _dealer_body(each)) for each in customers],
            "product": [(each.id, _product_body(each)) for each in goods],
        }

    # ---- documents ------------------------------------------------------------------------------------------------

    def record_of(self, group: Group, customer: str = "") -> str:
        """The id of the document these lines belong to, the same at every import, whoever `customer` was called."""
        number, code, on, returned = group
        words = (self._seller.id, number, customer or code, on.isoformat(), "return" if returned else "delivery")
        return uuid5(_HISTORY, "\0".join(words)).hex

    def earlier(self, groups: Collection[Group]) -> dict[Group, Earlier]:
        """Those of these documents that stand already; what this import booked itself isn't compared once more."""
        told = {group: Earlier(group[0]) for group in groups if group in self.done and self._check}
        asked = {
            group: self.customers[group[1]] for group in groups if group not in told and group[1] in self.customers
        }
        records = {self.record_of(group, buyer.name): group for group, buyer in asked.items()}
        records |= {self.record_of(group): group for group in asked}
        with self._desk.book.reading() as connection:
            buyers = {group: buyer.id for group, buyer in asked.items()}
            found = earlier_of(connection, self._seller.id, records, buyers)
        return told | {group: Earlier(each.number) if group in self.done else each for group, each in found.items()}

    def book(self, page: Sequence[tuple[Group, Sequence[HistoryLine]]]) -> None:
        """Books whole documents in one transaction, and beside them what keeps today's stock as it was."""
        if not page:
            return
        self.made.update("return" if group[3] else "delivery" for group, _ in page)
        self.done.update(group for group, _ in page)
        cards = self._cards_for(page)
        if self._check:
            return
        with self._desk.book.writing() as writing:
            for kind, records in cards.items():
                writing.put_all(self._desk.stream, kind, records)
            numbered = self._numbered(writing.connection, page)
            for kind in TRADED:
                writing.put_all(self._desk.stream, kind, [each[1:] for each in numbered if each[0] == kind])
            self._keep_stock(writing, numbered)

    def _numbered(self, connection: Connection, page: Sequence[tuple[Group, Sequence[HistoryLine]]]) -> list[Numbered]:
        wanted = Counter((("return" if group[3] else "delivery"), group[2]) for group, _ in page)
        prefix = self._desk.identity.prefix
        series: dict[tuple[str, dt.date], Iterator[str]] = {
            (kind, on): iter(next_numbers(connection, kind, prefix, on, count)) for (kind, on), count in wanted.items()
        }
        now = self._desk.now()
        numbered = []
        for group, lines in page:
            kind = "return" if group[3] else "delivery"
            body = self._body(group, lines, next(series[kind, group[2]]), now)
            numbered.append((kind, self.record_of(group), body))
        return numbered

    def _body(self, group: Group, lines: Sequence[HistoryLine], number: str, now: str) -> DocumentBody:
        source, code, on, _ = group
        buyer = self.customers[code]
        rows = [self._line(line) for line in lines]
        body = DocumentBody(
            number=number,
            seller=self._seller.id,
            buyer=buyer.id,
            date=on.isoformat(),
            recorded_at=now,
            amount=sum(row.amount for row in rows),
            lines=rows,
            author=self._desk.operator,
            ref=source,
        )
        if buyer.terms.strip():
            set_due(body, buyer, on)
        elif buyer.credit_days:
            body.due = due_date(on, buyer.credit_days).isoformat()
        return body

    def _line(self, line: HistoryLine) -> LineBody:
        product = self.goods[line.sku]
        return LineBody(
            product=product.id,
            sku=product.sku,
            quantity=to_milli(line.quantity),
            amount=to_fen(line.amount),
            unit_price=to_price(line.unit_price),
            unit=product.unit,
        )

    def _keep_stock(self, writing: Writing, numbered: Sequence[Numbered]) -> None:
        """One adjustment, the day before these documents, of all that they move (why: docs/decisions)."""
        moved: defaultdict[str, int] = defaultdict(int)
        known: dict[str, LineBody] = {}
        for kind, _, body in numbered:
            for line in body.lines:
                moved[line.product] += line.quantity if kind == "delivery" else -line.quantity
                known[line.product] = line
        lines = [
            LineBody(product=each, sku=known[each].sku, quantity=quantity, amount=0, unit=known[each].unit)
            for each, quantity in moved.items()
            if quantity
        ]
        if not lines:
            return
        first = dt.date.fromisoformat(min(body.date for _, _, body in numbered))
        before = first - dt.timedelta(days=1)
        on = first if self.closed_through and before <= self.closed_through else before
        [number] = next_numbers(writing.connection, "adjustment", self._desk.identity.prefix, on, 1)
        body = DocumentBody(
            number=number,
            seller=self._seller.id,
            buyer=self._seller.id,
            date=on.isoformat(),
            recorded_at=numbered[0][2].recorded_at,
            amount=0,
            lines=lines,
            author=self._desk.operator,
            remark=self._remark,
        )
        writing.put(self._desk.stream, "adjustment", uuid5(_HISTORY, f"stock\0{numbered[0][1]}").hex, body)
        self.adjustments.append(number)


def _taken_out(cards: dict[str, Card], codes: Iterable[str]) -> list[Card]:
    return [cards.pop(code) for code in dict.fromkeys(codes) if code in cards]


def _of_many(reason: str, words: Sequence[str], bearer: Mapping[str, str]) -> dict[str, Why]:
    """Why words that several cards bear can't be a new one's code; `bearer` says "" of those."""
    return {word: (reason, {"name": word}) for word in words if bearer.get(folded(word)) == ""}


def _new_customer(seller: Dealer, code: str, name: str, region: str) -> Dealer:
    return Dealer(f"{seller.id}:{code}", code, name or code, "store", seller.id, address=region)


def _new_product(seller: Dealer, sku: str, name: str, unit: str) -> Product:
    return Product(f"{seller.id}:{sku}", sku, name or sku, unit or DEFAULT_UNIT, owner=seller.id)


def _dealer_body(dealer: Dealer) -> DealerBody:
    return DealerBody(
        code=dealer.code,
        name=dealer.name,
        tier=dealer.tier,
        parent=dealer.parent,
        address=dealer.address,
        pinyin=pinyin_keys(dealer.name),
    )


def _product_body(product: Product) -> ProductBody:
    return ProductBody(
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        owner=product.owner,
        pinyin=pinyin_keys(product.name),
    )
