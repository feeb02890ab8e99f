"""The same three documents in some hundreds of strange files: what is booked is always they, and every row adds up.

Each file is one way of keeping a table (text, workbook, page) with one or two customs of people on top: sums,
signatures, merged keys, units, short years, damaged codes. Where something can't be told less is booked, never else.
"""

import datetime as dt
import gzip
import html
import random
from decimal import Decimal

import pytest
import xlsxwriter

from desktop.actions.imports.history import import_orders
from domain.errors import DeskError
from tests.building.desktop.a_desk import a_desk

HEAD = ["单据编号", "单据日期", "客户编码", "客户名称", "商品编码", "品名", "数量", "单价", "金额"]
NUMBER, DAY, CODE, NAME, SKU, GOODS, COUNT, PRICE, AMOUNT = range(9)
ROWS = [
    ["X1", "2026-09-13", "K01", "南门店", "A1", "绿茶", "10", "1.5", "15"],
    ["X1", "2026-09-13", "K01", "南门店", "A2", "水", "5", "1", "5"],
    ["X2", "2026-09-14", "K02", "北门店", "A1", "绿茶", "2", "1.5", "3"],
    ["X3", "2026-09-25", "K01", "南门店", "A2", "水", "-1", "1", "-1"],
]
TRUTH = {
    ("X1 2026-09-13 K01 A1", "10件 = 15.00"), ("X1 2026-09-13 K01 A2", "5件 = 5.00"),
    ("X2 2026-09-14 K02 A1", "2件 = 3.00"), ("X3 2026-09-25 K01 A2", "-1件 = -1.00"),
}  # fmt: skip
WIDE = str.maketrans("0123456789-.", "０１２３４５６７８９－．")


# ---- customs of people: each changes the table, and says whether all of it can still be booked


def each(place, change):
    return lambda rows: [[*row[:place], change(row[place]), *row[place + 1 :]] for row in rows]


def day_as(form):
    return each(DAY, lambda day: form.format(*map(int, day.split("-")), int(day[2:4])))


def put(place, *more):
    return lambda rows: [*rows[:place], *more, *rows[place:]]


def blank(count=9):
    return [""] * count


def row_of(**cells):
    row = blank()
    for name, cell in cells.items():
        row[globals()[name]] = cell
    return row


def first_row_only(rows):
    seen, told = set(), []
    for row in rows:
        told.append([*([""] * 4 if row[NUMBER] in seen else row[:4]), *row[4:]])
        seen.add(row[NUMBER])
    return told


def subtotals(rows):
    last = row_of(NUMBER="总计", COUNT="16", AMOUNT="22")
    return [*rows[:2], row_of(NUMBER="小计", COUNT="15", AMOUNT="20"), *rows[2:], last]


CUSTOMS = {
    "as it is": lambda rows: rows,
    "sums": subtotals,
    "a sum without a word": put(4, row_of(COUNT="16", AMOUNT="22")),
    "a sum in the customer's column": put(4, row_of(NAME="合 计", COUNT="16", AMOUNT="22")),
    "a sum in English": put(4, row_of(NUMBER="Grand Total", COUNT="16", AMOUNT="22")),
    "signatures": put(4, row_of(NUMBER="制单：张三", NAME="审核：李四"), row_of(GOODS="以下空白"), ["第 1 页 共 1 页"]),
    "a remark": put(4, ["注：本表数据仅供参考，请以财务为准"]),
    "the titles again": put(2, HEAD),
    "blank rows": put(2, blank(), [" "], ["", "　"]),
    "a void document": put(4, ["X9(作废)", "2026-09-14", "K02", "北门店", "A1", "绿茶", "7", "1.5", "10.5"]),
    "a void one in a remark": put(4, ["X9", "2026-09-14", "K02", "北门店", "A1", "绿茶", "7", "1.5", "10.5", "已作废"]),
    "keys on the first row": first_row_only,
    "wide figures": each(COUNT, lambda text: text.translate(WIDE)),
    "money signs": each(AMOUNT, lambda text: f"￥{Decimal(text):,.2f}"),
    "yuan": each(PRICE, lambda text: f"{text}元"),
    "a minus behind": each(AMOUNT, lambda text: f"{text[1:]}-" if text.startswith("-") else text),
    "brackets for a minus": each(AMOUNT, lambda text: f"({text[1:]})" if text.startswith("-") else text),
    "blanks around": lambda rows: [[f" {cell} " for cell in row] for row in rows],
    "characters nobody sees": each(SKU, lambda text: f"\u200b{text}\ufeff"),
    "wide codes": each(CODE, lambda text: text.replace("K", "Ｋ")),
    "other case": lambda rows: [[*row[:SKU], row[SKU].lower() if place else row[SKU], *row[SKU + 1 :]]
                                for place, row in enumerate(rows)],
    "days with slashes": day_as("{0}/{1}/{2}"),
    "days with points": day_as("{0}.{1:02}.{2:02}"),
    "days in Chinese": day_as("{0}年{1}月{2}日"),
    "days in a row": day_as("{0}{1:02}{2:02}"),
    "days with a time": day_as("{0}-{1:02}-{2:02} 14:30:05"),
    "short years": day_as("{3}/{1}/{2}"),
    "days without a year": day_as("{1}月{2}日"),
    "Taiwan's years": day_as("民國{3}年{1}月{2}日"),
    "days of a spreadsheet": each(DAY, lambda day: str((dt.date.fromisoformat(day) - dt.date(1899, 12, 30)).days)),
    "month first": day_as("{1}/{2}/{0}"),
    "units behind": each(COUNT, lambda text: f"{text}件"),
    "an apostrophe": each(CODE, lambda text: f"'{text}"),
    "no amounts": each(AMOUNT, lambda _: ""),
    "no prices": each(PRICE, lambda _: ""),
    "a draft": put(4, ["X8", "2026-09-14", "K02", "北门店", "A1", "绿茶", "9", "1", "9", "未过账"]),
    "a damaged code": put(4, ["X7", "2026-09-14", "K02", "北门店", "6.90123E+12", "假", "7", "1.5", "10.5"]),
    "no customer": put(4, ["X7", "2026-09-14", "", "", "A1", "绿茶", "7", "1.5", "10.5"]),
    "no day": put(4, ["X7", "那天", "K02", "北门店", "A1", "绿茶", "7", "1.5", "10.5"]),
    "figures in words": put(4, ["X7", "2026-09-14", "K02", "北门店", "A1", "绿茶", "若干", "1.5", "待定"]),
    "a formula": put(4, ["X7", "2026-09-14", "K02", "北门店", "A1", "绿茶", "=G2*2", "1.5", "=H9"]),
    "an error of a spreadsheet": put(4, ["X7", "2026-09-14", "K02", "北门店", "A1", "绿茶", "#N/A", "1.5", "#REF!"]),
}  # fmt: skip
UNREADABLE = {
    "a damaged code", "no customer", "no day", "figures in words", "a formula", "an error of a spreadsheet",
}  # fmt: skip
STATES = {"a void one in a remark": "状态", "a draft": "单据状态"}


def table(names):
    rows = [list(row) for row in ROWS]
    head = [*HEAD, *(STATES[name] for name in names if name in STATES)]
    layout = next((LAYOUTS[name] for name in names if name in LAYOUTS), list)
    names = [name for name in names if name in CUSTOMS]
    for name in sorted(names, key=lambda name: (len(CUSTOMS[name](ROWS)) > len(ROWS), name)):  # cells before rows
        rows = CUSTOMS[name](rows)
    if "Taiwan's years" in names:
        rows = [[cell.replace("民國26年", "民國115年") for cell in row] for row in rows]
    width = max(len(head), *(len(row) for row in rows))
    return layout([[*row, *[""] * (width - len(row))] for row in (head, *rows)])


# ---- ways to lay its columns out


def beside(title, value, *, first=False):
    """One more column, with a value for each row by its place below the titles."""

    def added(rows):
        cells = [title, *(value(place, row) for place, row in enumerate(rows[1:], 1))]
        return [[cell, *row] if first else [*row, cell] for cell, row in zip(cells, rows, strict=True)]

    return added


def titled(**titles):
    new = {globals()[name]: title for name, title in titles.items()}
    return lambda rows: [[new.get(place, cell) for place, cell in enumerate(rows[0])], *rows[1:]]


def without(*places):
    return lambda rows: [[cell for place, cell in enumerate(row) if place not in places] for row in rows]


def is_line(row):
    return bool(row[SKU].strip())


def two_rows(rows):
    above = ["单据", "", "客户", "", "商品", "", "本次销售", "", ""]
    below = ["编号", "日期", "编码", "名称", "编码", "名称", "数量", "单价", "金额"]
    return [[*above, *rows[0][9:]], [*below, *rows[0][9:]], *rows[1:]]


LAYOUTS = {
    "a serial number": beside("序号", lambda place, row: str(place) if is_line(row) else "", first=True),
    "a serial number and the sum in it": beside(
        "序号", lambda place, row: str(place) if is_line(row) else "合计" if row[COUNT] else "", first=True
    ),
    "remarks": beside("备注", lambda _, row: "含合计优惠，不开票" if is_line(row) else ""),
    "an order's number": beside("订单号", lambda place, row: f"DD{place}" if is_line(row) else ""),
    "tax": beside("税额", lambda _, row: f"{float(row[AMOUNT]) * 13 / 113:.2f}" if is_line(row) else ""),
    "a running sum": beside("累计金额", lambda place, row: str(place * 20) if is_line(row) else ""),
    "stars and units in titles": titled(
        NUMBER="*单据编号", DAY="单据日期*", COUNT="数量（件）", AMOUNT="金额(元)", PRICE="单价【含税】"
    ),
    "other titles": titled(
        NUMBER="出库单号", DAY="出库日期", CODE="客户代码", SKU="货号", GOODS="商品名称", AMOUNT="价税合计"
    ),
    "titles over two lines": titled(NUMBER="单据\n编号", DAY="单据 日期", COUNT="数 量"),
    "English titles": titled(
        NUMBER="Invoice No.", DAY="Invoice Date", CODE="Customer ID", NAME="Customer Name", SKU="SKU",
        GOODS="Description", COUNT="Qty", PRICE="Unit Price", AMOUNT="Line Total",
    ),
    "two rows of titles": two_rows,
    "no names": without(NAME, GOODS),
    "backwards": lambda rows: [row[::-1] for row in rows],
}  # fmt: skip


# ---- ways of keeping a table


def parted(by, *, above=(), encoding="utf-8", quoted=False):
    def write(path, rows):
        lines = [*above, *(by.join(f'"{cell}"' if quoted else cell for cell in row) for row in rows)]
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding, "replace"))

    return write


def zipped(path, rows):
    path.write_bytes(gzip.compress("\n".join(",".join(row) for row in rows).encode()))


def page(path, rows):
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in cells)
    path.write_text(f"<html><meta charset=utf-8><table>{body}</table></html>", encoding="utf-8")


def book(*, above=(), left=0, beside=False, extra=0):
    def write(path, rows):
        workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
        sheet = workbook.add_worksheet("销售")
        heads = [*([[text] for text in above]), *rows]
        for down, row in enumerate(heads):
            more = [f"备用{place}" if down == len(above) else "" for place in range(extra)]
            for across, cell in enumerate([*row, *more]):
                plain = cell.lstrip("-").replace(".", "", 1).isdigit() and across - left not in (CODE, DAY)
                (sheet.write_number if plain else sheet.write_string)(
                    down, across + left, float(cell) if plain else cell
                )
        if beside:
            other = workbook.add_worksheet("说明")
            other.write_string(0, 0, "使用说明")
            secret = workbook.add_worksheet("底稿")
            for across, cell in enumerate(rows[0]):
                secret.write_string(0, across, cell)
            secret.hide()
        workbook.close()

    return write


TITLES = ("某某商贸有限公司", "2026年9月 销售明细表", "")
KEPT = {
    "a.csv": parted(","),
    "b.csv": parted(",", encoding="utf-8-sig", quoted=True),
    "c.csv": parted(",", encoding="gb18030", above=TITLES),
    "d.txt": parted("\t", encoding="utf-16"),
    "e.csv": parted(";"),
    "f.xls": parted("\t", encoding="gb18030"),
    "g.xls": page,
    "h.csv.gz": zipped,
    "i.xlsx": book(),
    "j.xlsx": book(above=TITLES, left=2, beside=True),
    "k.xlsx": book(extra=300),
}


def combined():
    """Every custom alone in three ways of keeping, and pairs of customs, chosen by a chance that stays the same."""
    chance = random.Random(20261130)
    names, ways = list(CUSTOMS), list(KEPT)
    for place, name in enumerate(names):
        yield from (((name,), ways[(place * 3 + more) % len(ways)]) for more in range(3))
    for place, name in enumerate(LAYOUTS):
        for custom in ("as it is", "sums", "signatures", "keys on the first row", "a void document"):
            yield (custom, name), ways[(place + len(custom)) % len(ways)]
    for _ in range(60):
        pair = chance.sample(names[1:], 2)
        if not all(CUSTOMS[name](ROWS)[0][DAY] != ROWS[0][DAY] for name in pair):  # a day is written in one way only
            yield tuple(sorted(pair)), chance.choice(ways)


def said_of(desk, path, names):
    """What is wrong with how a file was read, or nothing."""
    try:
        done = import_orders(desk, path, seller="GD01", check=True, report=path.with_suffix(".why"))
    except DeskError as failure:
        return f"refused whole: {failure.code} {failure.facts}"
    if done.booked_lines + done.left_lines + done.refused_lines != done.lines:
        return "rows don't add up"
    if done.booked_amount + done.left_amount + done.refused_amount != done.amount:
        return "amounts don't add up"
    if done.refused_lines != len(UNREADABLE & set(names)):
        return f"refuses {dict(done.reasons)}"
    taken = {(row.what.upper(), row.says) for row in done.rows if row.state == "taken"}
    if wrong := taken - TRUTH:
        return f"books what isn't true: {sorted(wrong)}"
    missing = TRUTH - taken
    return f"lacks {sorted(missing)}: {dict(done.reasons)} {dict(done.left)}" if missing else ""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with a_desk(tmp_path_factory.mktemp("strange") / "desk") as opened:
        yield opened


def test_some_hundreds_of_strange_files_book_the_truth_and_nothing_else(desk, tmp_path):
    wrong = {}
    cases = list(dict.fromkeys(combined()))
    assert len(cases) > 240
    for place, (names, kept) in enumerate(cases):
        path = tmp_path / f"{place}-{kept}"
        KEPT[kept](path, table(names))
        if said := said_of(desk, path, names):
            wrong[names, kept] = said
    assert wrong == {}
