"""The lists of posted documents: as a whole, line by line, and the goods that are on their way here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from desktop.documents.fields import DOCUMENT_FIELDS
from desktop.labels import Language
from desktop.listings.listing import FILED, TOLD, WINDOW, CellLook, ListColumn, Listing, ListQuery, RowSource, party
from desktop.listings.rows import blocks
from desktop.listings.tones import state_tone
from desktop.listings.types import CODE, COUNT, DAY, MONEY, PRICE, QUANTITY, YES, either, itself, named, said, written
from desktop.wording import say
from domain.documents.kinds import PAPERS, sign_of

if TYPE_CHECKING:
    from decimal import Decimal

    from desktop.actions.documents.views import IncomingRow, PaperLineView, PaperRow, PaperView
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


_TAKES = frozenset({"number", "account", "start", "end"})


def _keys(desk: Desk, query: ListQuery) -> Sequence[int]:
    from desktop.actions.documents.lists import PaperFilter, paper_ids
    from desktop.actions.orders.orders import dealer_id
    from sync.records.documents.stored import document_row

    if query.number:
        with desk.book.reading() as connection:
            return [document_row(connection, query.number).pk]
    buyer = dealer_id(desk, query.account) if query.account else ""
    return paper_ids(desk, query.only, PaperFilter(buyer=buyer, start=query.start, end=query.end))


# ---- documents as a whole ---------------------------------------------------------------------------------------


def _rows(desk: Desk, pks: Sequence[int]) -> Iterator[PaperRow]:
    from desktop.actions.documents.lists import paper_rows

    for block in blocks(pks):
        yield from paper_rows(desk, block)


def _ask(desk: Desk, query: ListQuery) -> Iterator[PaperRow]:
    return _rows(desk, _keys(desk, query))


def _above(row: PaperRow) -> str:
    """The document it follows: what it undoes, or what it was made from."""
    return row.reverses_number or row.source_number


def _party(row: PaperRow) -> str:
    return row.seller_name if row.kind == "goods_receipt" else row.buyer_name


def _party_code(row: PaperRow) -> str:
    return row.seller_code if row.kind == "goods_receipt" else row.buyer_code


def _note(row: PaperRow) -> str:
    return "  ".join(text for text in (row.ref, row.remark) if text)


def _amount_tone(row: PaperRow) -> str:
    return "bad" if row.amount < 0 else "text"


def _state_tone(row: PaperRow) -> str:
    return state_tone(row.state)


def _posted(row: PaperRow) -> Decimal | None:
    """What the document does to what the buyer owes."""
    sign = sign_of(row.kind)
    return row.amount * sign if sign else None


def _of_one_kind(row: PaperRow) -> object:
    return row.kind, row.seller_code


def _of_one_seller(row: PaperRow) -> object:
    """Only what is owed to one seller adds up."""
    return row.seller_code


METHODS = ("bank", "wechat", "cash", "alipay", "cheque")
"""How money comes in."""
_SEEN = frozenset({WINDOW})
DOCUMENTS = Listing(
    "documents",
    (
        ListColumn("number", "单号", "Number", CODE, look=CellLook(180, "strong", second=("above",))),
        ListColumn("above", "承接单据", "Follows", CODE, _above, frozenset()),
        ListColumn("kind", "种类", "Kind", named("kind"), where=TOLD),
        ListColumn("date", "日期", "Date", DAY, look=CellLook(104)),
        ListColumn(
            "party", "往来单位", "Other side", of=_party, where=_SEEN, look=CellLook(second=("party_code",), name=True)
        ),
        ListColumn("party_code", "往来单位编码", "Other side's code", CODE, _party_code, frozenset()),
        ListColumn("seller", "卖方", "Seller", CODE, "seller_code", FILED),
        ListColumn("seller_name", "卖方名称", "Seller's name", where=TOLD, look=CellLook(title=("卖方", "Seller"))),
        ListColumn("buyer", "买方", "Buyer", CODE, "buyer_code", FILED),
        ListColumn("buyer_name", "买方名称", "Buyer's name", where=TOLD, look=CellLook(title=("买方", "Buyer"))),
        ListColumn(
            "method",
            *DOCUMENT_FIELDS["method"],
            named("method"),
            where=FILED | _SEEN,
            look=CellLook(128),
            codes=METHODS,
        ),
        ListColumn("note", "参考号与摘要", "Ref. and note", of=_note, where=_SEEN),
        ListColumn("ref", *DOCUMENT_FIELDS["ref"], where=FILED),
        ListColumn("remark", "摘要", "Remark", where=FILED),
        ListColumn("source", "来源单据", "Made from", CODE, "source_number", FILED),
        ListColumn("reverses", "红冲", "Reverses", CODE, "reverses_number", FILED),
        ListColumn(
            "amount", "金额", "Amount", MONEY, total=_of_one_kind, look=CellLook(122, "strong", tone=_amount_tone)
        ),
        ListColumn("posted", "欠款增减", "On the account", MONEY, _posted, FILED, total=_of_one_seller),
        ListColumn(
            "state",
            "状态",
            "State",
            named("state"),
            look=CellLook(100, "chip", tone=_state_tone, spare=True),
            codes=("posted", "reversed"),
        ),
    ),
    RowSource(_ask, by_key=_rows),
    takes=_TAKES,
    only=PAPERS,
)


# ---- documents line by line -------------------------------------------------------------------------------------


class PaperLine(NamedTuple):
    """A line of a document, with the document it stands in."""

    paper: PaperView
    line: PaperLineView


def _ask_lines(desk: Desk, query: ListQuery) -> Iterator[PaperLine]:
    return _lines(desk, _keys(desk, query))


def _lines(desk: Desk, pks: Sequence[int]) -> Iterator[PaperLine]:
    from desktop.actions.documents.document_views import papers_of

    for block in blocks(pks):
        for paper in papers_of(desk, block):
            for line in paper.lines:
                yield PaperLine(paper, line)


def _gift(row: PaperLine) -> str:
    return row.line.gift_name or row.line.gift


def _given(row: PaperLine, language: Language) -> Cell:
    """Which policy gave it, of goods on top."""
    return say("given_by", language, policy=_gift(row)) if row.line.gift else None


def _line_of_one_kind(row: PaperLine) -> object:
    return row.paper.kind, row.paper.seller.id


_PRICED = CellLook(100, title=("单价", "Price"))
LINES = Listing(
    "document_lines",
    (
        ListColumn("number", "单号", "Number", CODE, "paper.number", TOLD),
        ListColumn("kind", "种类", "Kind", named("kind"), "paper.kind", FILED),
        ListColumn("date", "日期", "Date", DAY, "paper.date", TOLD),
        ListColumn("seller_name", "卖方名称", "Seller's name", of="paper.seller.name", where=FILED),
        ListColumn("buyer", "买方", "Buyer", CODE, "paper.buyer.code", FILED),
        ListColumn("buyer_name", "买方名称", "Buyer's name", of="paper.buyer.name", where=TOLD),
        ListColumn("state", "状态", "State", named("state"), "paper.state", FILED),
        ListColumn("warehouse", *DOCUMENT_FIELDS["warehouse"], named("warehouse"), "paper.warehouse", FILED),
        ListColumn("line", "行", "Line", COUNT, "line.line", TOLD),
        ListColumn("sku", "货号", "SKU", CODE, "line.sku", TOLD),
        ListColumn(
            "name",
            "品名",
            "Name",
            of="line.name",
            look=CellLook(second=("sku", "given"), name=True, title=("商品", "Product")),
        ),
        ListColumn("given", "赠品", "Free", said(_given), itself, frozenset()),
        ListColumn("unit", "单位", "Unit", of="line.base_unit", where=FILED),
        ListColumn(
            "quantity",
            "数量",
            "Quantity",
            written(QUANTITY, "line.quantity_text"),
            "line.quantity",
            look=CellLook(110, "strong"),
        ),
        ListColumn("quantity_text", "整箱写法", "In packs", of="line.quantity_text", where=FILED),
        ListColumn("unit_price", "单价", "Unit price", PRICE, "line.unit_price", FILED | _SEEN, look=_PRICED),
        ListColumn(
            "amount",
            "金额",
            "Amount",
            MONEY,
            "line.amount",
            total=_line_of_one_kind,
            look=CellLook(110, "strong"),
        ),
        ListColumn("gift", "赠品政策", "Given by", of=_gift, where=FILED),
    ),
    RowSource(_ask_lines, by_key=_lines),
    takes=_TAKES,
    only=PAPERS,
)


# ---- goods on their way -----------------------------------------------------------------------------------------


def _incoming(desk: Desk, _: ListQuery) -> Iterable[IncomingRow]:
    from desktop.actions.documents.deliveries import incoming

    return incoming(desk)


def _incoming_rows(desk: Desk, pks: Sequence[int]) -> Iterable[IncomingRow]:
    from desktop.actions.documents.lists import incoming_rows

    return incoming_rows(desk, pks)


def _received_text(amount: Decimal, row: IncomingRow, language: Language) -> str:
    if not row.partly:
        return ""
    figure = MONEY.text(amount, row, language)
    return either(language, f"已收 {figure}", f"received {figure}")


def _partly_cell(partly: bool, language: Language) -> Cell:
    return either(language, "部分已收", "in part") if partly else None


INCOMING = Listing(
    "incoming",
    (
        ListColumn("number", "出库单号", "Delivery no.", CODE, look=CellLook(190, "strong", second=("order",))),
        ListColumn("date", "日期", "Date", DAY, look=CellLook(112)),
        *party("seller", ("发货方", "From"), ("发货方名称", "From (name)")),
        ListColumn("order", "订单", "Order", CODE, "order_number", TOLD),
        ListColumn("lines", "行数", "Lines", COUNT, where=FILED | _SEEN, look=CellLook(60, spare=True)),
        ListColumn(
            "amount",
            "金额",
            "Amount",
            MONEY,
            total="always",
            look=CellLook(102, second=("received_amount",), spare=True),
        ),
        ListColumn(
            "received_amount",
            "已收金额",
            "Received amount",
            MONEY._replace(text=_received_text),
            where=TOLD,
            total="always",
        ),
        ListColumn(
            "outstanding_amount",
            "待收金额",
            "Outstanding amount",
            MONEY,
            total="always",
            look=CellLook(110, "strong", title=("待收", "Outstanding")),
        ),
        ListColumn("partly_received", "收货", "Received", YES._replace(cell=_partly_cell), "partly", FILED),
    ),
    RowSource(_incoming, by_key=_incoming_rows),
)
LISTS = (DOCUMENTS, LINES, INCOMING)
