"""Any book of sales, written in any layout by a writer of its own, comes back exactly or is refused with a reason."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.exchange.reading import read_tables
from domain.imports.history import HistoryLine, Judge
from domain.imports.history_columns import HISTORY
from domain.imports.history_survey import Survey
from domain.tables.shapes import HISTORY_SHAPE
from domain.tables.sorting import NOT_BOOKED, RowSorter

TODAY = dt.date(2026, 11, 23)


class Sold(NamedTuple):
    """A document of the book."""

    number: str
    on: dt.date
    customer: str
    void: bool
    lines: list[tuple[str, Decimal, Decimal]]


TITLES = {
    "number": ("单据编号", "单号", "出库单号", "單據編號", "单据编号*", "Invoice No"),
    "date": ("单据日期", "日期", "開票日期", "业务日期"),
    "customer": ("客户编码", "客户", "客戶編碼", "往来单位"),
    "sku": ("商品编码", "货号", "商品編碼", "SKU"),
    "name": ("品名", "商品名称", "名称"),
    "quantity": ("数量", "销售数量", "數量", "数 量"),
    "price": ("单价", "单价（元）", "含税单价"),
    "amount": ("金额", "价税合计", "金額"),
    "state": ("状态", "单据状态"),
}
DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%Y%m%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%y/%m/%d",
    "%Y-%m-%d %H:%M:%S",
)
SUMS = ("小计", "合计", "单据小计", "小 计：", "Subtotal", "")
VOIDS = ("已作废", "作废", "Void")
NUMBERS = ("plain", "grouped", "yuan", "wide")


@st.composite
def books(draw):
    documents = []
    for place in range(draw(st.integers(1, 5))):
        lines = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["A1", "B-2", "007", "茶01"]),
                    st.integers(-99, 4000).filter(bool).map(Decimal),
                    st.integers(1, 99_999).map(lambda fen: Decimal(fen) / 100),
                ),
                min_size=1,
                max_size=4,
            )
        )
        day = dt.date(2025, 1, 1) + dt.timedelta(days=draw(st.integers(0, 600)))
        customer = draw(st.sampled_from(["K01", "K02", "越秀超市"]))
        documents.append(Sold(f"X{place:03d}", day, customer, draw(st.booleans()) and draw(st.booleans()), lines))
    return documents


class Layout(NamedTuple):
    """How the writer writes."""

    columns: list[str]
    titles: dict[str, str]
    day: str
    number: str
    fill: bool
    sums: str | None
    total: bool
    above: int
    again: bool
    separator: str
    encoding: str
    void: str


@st.composite
def layouts(draw):
    columns = draw(
        st.permutations(["number", "date", "customer", "sku", "name", "quantity", "price", "amount", "state"])
    )
    return Layout(
        columns=columns,
        titles={column: draw(st.sampled_from(TITLES[column])) for column in columns},
        day=draw(st.sampled_from(DAYS)),
        number=draw(st.sampled_from(NUMBERS)),
        fill=draw(st.booleans()),
        sums=draw(st.sampled_from([None, *SUMS])),
        total=draw(st.booleans()),
        above=draw(st.integers(0, 40)),
        again=draw(st.booleans()),
        separator=draw(st.sampled_from([",", "\t", ";", "|"])),
        encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])),
        void=draw(st.sampled_from(VOIDS)),
    )


def figure(value, style):
    text = f"{value:.2f}" if value % 1 else f"{value:f}"
    if style == "grouped":
        return f"{value:,.2f}"
    if style == "yuan":
        return f"￥{text}" if value >= 0 else f"-￥{-value}"
    return text.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－")) if style == "wide" else text


def row_of(layout, **said):
    return [said.get(column, "") for column in layout.columns]


def written(documents, layout):
    titles = [layout.titles[column] for column in layout.columns]
    rows = [["销售明细"] for _ in range(layout.above)] + [titles]
    for document in documents:
        for place, (sku, quantity, price) in enumerate(document.lines):
            keys = {"number": document.number, "date": document.on.strftime(layout.day), "customer": document.customer}
            figures = {
                "quantity": figure(quantity, "plain" if layout.number == "yuan" else layout.number),
                "price": figure(price, layout.number),
                "amount": figure(quantity * price, layout.number),
            }
            shown = {} if layout.fill and place else keys
            state = {"state": layout.void} if document.void and not place else {}
            rows.append(row_of(layout, **shown, sku=sku, name=f"品{sku}", **figures, **state))
        if layout.sums is not None and (layout.sums or len(document.lines) > 1):
            amounts = sum((quantity * price for _, quantity, price in document.lines), Decimal(0))
            quantities = sum((quantity for _, quantity, _ in document.lines), Decimal(0))
            if amounts and quantities:
                rows.append(row_of(layout, name=layout.sums, quantity=f"{quantities}", amount=f"{amounts:.2f}"))
        if layout.again:
            rows.append(titles)
    if layout.total:
        rows.append(row_of(layout, number="合计", amount="1.00"))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=layout.separator).writerows(rows)
    return text.getvalue().encode(layout.encoding), len(rows) - layout.above - 1


def read_back(path):
    [table] = read_tables(path, HISTORY, {})
    sorter = RowSorter(table.header.titles, table.header.columns, HISTORY_SHAPE)
    survey = Survey(table.header, today=TODAY, above=table.above)
    for number, cells, mark in table.rows():
        filled, why = sorter.see(number, cells, mark)
        if why is None:
            survey.see(filled)
        elif why[0] in NOT_BOOKED:
            survey.see_customs(filled)
    sorter.finish()
    judge = Judge(table.header, survey.found(), {}, lambda _: None)
    booked: list[HistoryLine] = []
    left: list[Any] = []
    refused: list[Any] = []
    for number, cells, _ in table.rows():
        filled, why = sorter.again(number, cells)
        verdict = judge.read(filled) if why is None else why
        if isinstance(verdict, HistoryLine):
            booked.append(verdict)
        else:
            (refused if why is None else left).append(verdict)
    return booked, left, refused


def is_plain(layout, documents):
    """Whether nothing in the dates leaves a choice."""
    if layout.day not in ("%d/%m/%Y", "%m/%d/%Y"):
        return True
    return any(document.on.day > 12 for document in documents)


@settings(max_examples=60, deadline=None)
@given(books(), layouts())
def test_any_book_in_any_layout_comes_back_or_is_refused(tmp_path_factory, documents, layout):
    path = tmp_path_factory.mktemp("any") / "book.csv"
    content, rows = written(documents, layout)
    path.write_bytes(content)
    booked, left, refused = read_back(path)
    assert len(booked) + len(left) + len(refused) == rows
    sold = [
        (
            document.number,
            document.customer,
            document.on,
            sku,
            abs(quantity),
            abs(round(quantity * price, 2)),
            quantity < 0,
        )
        for document in documents
        if not document.void
        for sku, quantity, price in document.lines
    ]
    if is_plain(layout, documents):
        assert [
            (line.number, line.customer, line.on, line.sku, line.quantity, line.amount, line.returned)
            for line in booked
        ] == sold
        assert refused == []
    else:
        assert all(reason[0] == "date_undecided" for each in refused for reason in each.reasons)
        assert {line.on for line in booked} <= {document.on for document in documents}


@pytest.mark.parametrize("day", ["%d/%m/%Y", "%m/%d/%Y"])
def test_a_day_that_nothing_decides_is_never_guessed(tmp_path, day):
    titles = {column: names[0] for column, names in TITLES.items()}
    layout = Layout(list(TITLES), titles, day, "plain", False, None, False, 0, False, ",", "utf-8", "作废")
    path = tmp_path / "book.csv"
    sold = Sold("X1", dt.date(2025, 3, 4), "K01", False, [("A1", Decimal(1), Decimal(1))])
    path.write_bytes(written([sold], layout)[0])
    booked, _, (refused,) = read_back(path)
    assert (booked, [code for code, _ in refused.reasons]) == ([], ["date_undecided"])
