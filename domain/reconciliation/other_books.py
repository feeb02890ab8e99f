"""The other side's book of our account, from a file of any layout mapped once: its lines, opening and closing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.bank.formats import BankLayout, Recognised, Row, Unmapped, layout_by_hand, plain_title, unmapped
from domain.bank.lines import read_movements
from domain.bank.movements import Movement
from domain.bank.rows_apart import rows_apart
from domain.explain import Reason
from domain.reconciliation.book_shapes import AMOUNT, KeptBy, in_shape, is_sum
from domain.reconciliation.ledger_columns import LOWERS, RAISES, Figures, figures_of, parted
from domain.reconciliation.matching import BookLine
from domain.reconciliation.running_balances import FollowedBook, StatedRow, follow
from domain.reconciliation.stated_balances import BalanceReader, StatedBalance
from domain.tables.words import names_closing, names_opening
from domain.values.money import ZERO

_UNMARKED: Mapping[int, str] = {}

_SHARED = {
    "date": "日期 单据日期 业务日期 记账日期 凭证日期 发生日期 开单日期 发货日期 制单日期 "
    "date invoice_date doc_date document_date posting_date",
    "reference": "单据编号 单据号 单号 凭证字号 凭证号 凭证编号 编号 票号 发票号 发票号码 出库单号 销售单号 送货单号 "
    "业务单号 凭证 凭证号数 号数 字号 入库单号 进货单号 采购单号 收货单号 付款单号 对方单号 单据号码 "
    "number document voucher invoiceno invoiceno. invoicenumber docno docno. documentno documentno. "
    "documentnumber voucherno voucherno. ref ref. reference no no.",
    "amount": "金额 发生额 本币金额 价税合计 金额(元) 往来金额 金额(按余额) amount value",
    "direction": "方向 借贷 借贷方向 借/贷 增减 dr/cr d/c",
    "balance": "余额 期末余额 本期余额 应收余额 应付余额 应收款余额 累计欠款 欠款余额 结余 balance runningbalance",
    "summary": "摘要 单据类型 类型 业务类型 单据名称 项目 summary description particulars details type",
    "memo": "备注 说明 remark memo note notes",
}
_SELLER_RAISES = (
    "借方(应收) 借方 借方金额 借方发生额 应收金额 应收 本期应收 本期增加 增加金额 本期增加额 增加应收 增加 "
    "应收增加 欠款增加 销售 销售金额 发货 发货金额 发货额 本期发货 本期销售 本期借方 "
    "debit debitamount dr charges invoices invoiced"
)
_SELLER_LOWERS = (
    "贷方(已收) 贷方 贷方金额 贷方发生额 实际收款金额 实收金额 已收金额 已收 实收 本期实收 收款 收款金额 回款 回款金额 "
    "回款额 本期收款 本期回款 本期贷方 退货 退货金额 退货款 本期减少 "
    "减少应收 减少 减少金额 本期减少额 应收减少 欠款减少 credit creditamount cr payments"
)
_BUYER_RAISES = (
    "贷方(应付) 贷方 贷方金额 贷方发生额 应付金额 应付 本期应付 本期增加 增加金额 本期增加额 增加 "
    "credit creditamount cr purchases charges invoices invoiced "
    "应付增加 增加应付 欠款增加 进货 进货金额 采购 采购金额 购货 购货金额 本期贷方"
)
_BUYER_LOWERS = (
    "借方(已付) 借方 借方金额 借方发生额 实付金额 已付金额 已付 实付 本期实付 付款 付款金额 本期付款 本期借方 "
    "退货 退货金额 退货款 本期减少 减少 减少金额 本期减少额 应付减少 减少应付 欠款减少 debit debitamount dr payments"
)


@dataclass(frozen=True, slots=True)
class OtherBook:
    """What a file says of our account, with the seller's signs.

    `opening` and `closing` are None where no row tells them. Remarks are those of `domain.bank.lines.BankFile`. `run`
    is the book followed by the balances it states row by row.
    """

    lines: tuple[BookLine, ...]
    opening: Decimal | None
    closing: Decimal | None
    remarks: tuple[Reason, ...]
    run: FollowedBook = field(default_factory=FollowedBook)


def unmapped_book(rows: Sequence[Row], kept_by: KeptBy) -> Unmapped:
    """What can be guessed of a file's columns; `income` is the column that raises what the buyer owes.

    That is the debit of a seller's ledger and the credit of a buyer's.
    """
    return unmapped(rows, _usual(kept_by))


def shaped_book(rows: Sequence[Row], kept_by: KeptBy, near: dt.date) -> list[Row]:
    """The rows of a file as a plain table has them; as `domain.reconciliation.book_shapes.in_shape`."""
    return in_shape(rows, _usual(kept_by), kept_by, near)


def _usual(kept_by: KeptBy) -> Mapping[str, str]:
    raises, lowers = (_SELLER_RAISES, _SELLER_LOWERS) if kept_by == "seller" else (_BUYER_RAISES, _BUYER_LOWERS)
    return {RAISES: raises, LOWERS: lowers, **_SHARED}


def book_layout(name: str, titles: Mapping[str, str]) -> BankLayout:
    """The layout as mapped, to be remembered; as `domain.bank.formats.layout_by_hand`."""
    return layout_by_hand(name, titles)


def read_book(
    rows: Sequence[Row],
    found: Recognised,
    kept_by: KeptBy,
    marks: Mapping[int, str] = _UNMARKED,
    apart: frozenset[int] = frozenset(),
) -> OtherBook:
    """The lines of a file whose layout is mapped.

    With two columns `income` raises the debt; with a word, 借 raises it in a seller's book and 贷 in a buyer's; one
    signed amount has the sign of whoever keeps the book: a buyer's payable counts as the seller's receivable. `apart`
    are rows (by their place from 0) of other accounts, which count for nothing here.
    """
    header, below = rows[found.row], rows[found.row + 1 :]
    head = found.row + 1
    own = [place for place in range(len(below)) if head + place not in apart]
    others = {place - head: mark for place, mark in rows_apart(rows, found, ledger=True).items()}
    marks = {**{head + place: mark for place, mark in others.items()}, **marks}
    sums = [below[place] for place in own if place not in others and is_sum(below[place])]
    lines_of = [place for place in own if place in others or not is_sum(below[place])]
    figures = figures_of(found.layout, header, [below[place] for place in lines_of if place not in others])
    parts = [(each, part) for each in lines_of for part in parted(below[each], None if each in others else figures)]
    places = [place for place, _ in parts]
    moved = {head + at: marks[head + place] for at, place in enumerate(places) if head + place in marks}
    read = read_movements([*rows[:head], *(part for _, part in parts)], found, marks=moved, ledger=True)
    balances = BalanceReader(found.layout, header, [below[place] for place in own], kept_by)

    def place_of(row: int | None) -> int:
        return places[(row or 0) - found.row - 2] + found.row + 2

    def stated(row: int, amount: Decimal | None) -> StatedRow:
        balance = balances.of(rows[row - 1])
        return StatedRow(row, amount, balance.amount if balance else None, bool(balance and balance.sure))

    known, unsigned = (
        [each for each in read.movements if (each.direction == "neutral") is way] for way in (False, True)
    )
    lines = tuple(_line(each, turned=found.layout.sign == "word" and kept_by == "seller") for each in known)
    opening = _carried(sums, balances, names_opening)
    closing = _carried([*reversed(sums)], balances, names_closing)
    steps = [stated(row, amount) for row, amount in _by_row([place_of(each.row) for each in known], lines).items()]
    steps += [stated(place_of(each.row), None) for each in unsigned]
    steps += [StatedRow(place_of(each.line), None, None) for each in read.remarks if each.severity == "warn"]
    first, sure = (opening.amount, opening.sure) if opening else (None, False)
    run = follow(sorted(steps, key=lambda step: step.row), first, sure=sure)
    if closing is None and found.layout.titles.get("amount") == AMOUNT:
        closing = next(filter(None, map(balances.of, reversed(below))), None)
    turned = run.turned or _is_turned(opening, closing, lines, followed=run.followed)
    return OtherBook(
        lines=lines,
        opening=_signed(opening, turned=turned),
        closing=run.ending if closing is None else _signed(closing, turned=turned),
        run=run,
        remarks=(
            *_by_balance(found.layout),
            *_once(replace(each, line=place_of(each.line)) for each in read.remarks),
            *(Reason("bank_row_sign", "warn", {"text": each.summary}, place_of(each.row)) for each in unsigned),
            *_of_columns(figures, Counter(places), proved=bool(run.followed and not run.departures)),
        ),
    )


def _by_balance(layout: BankLayout) -> list[Reason]:
    """That amounts are the differences of the balances, where they are."""
    return [Reason("book_by_balance", "warn", {})] if layout.titles.get("amount") == AMOUNT else []


def _by_row(rows: Sequence[int], lines: Sequence[BookLine]) -> dict[int, Decimal]:
    """What each row of the file adds to the balance; several lines may be of one row."""
    moved: dict[int, Decimal] = {}
    for row, line in zip(rows, lines, strict=True):
        moved[row] = moved.get(row, ZERO) + line.amount
    return moved


def _once(remarks: Iterable[Reason]) -> list[Reason]:
    """Remarks of rows that were parted, each once."""
    told = {(each.code, each.line): each for each in remarks}
    return list(told.values())


def _of_columns(figures: Figures | None, parts: Mapping[int, int], *, proved: bool) -> Iterator[Reason]:
    """That rows were read as several lines, and columns that may lower the balance and weren't read.

    `proved` says that the balances follow from what was read.
    """
    if several := sum(count > 1 for count in parts.values()):
        yield Reason("book_rows_parted", "info", {"lines": several})
    if figures and figures.unread and not proved:
        yield Reason("book_columns_apart", "info", {"titles": ", ".join(figures.unread)})


def mirrored_book(book: OtherBook) -> OtherBook:
    """A book that writes debts as negative figures, turned to the seller's signs."""
    run = book.run
    return replace(
        book,
        lines=tuple(replace(line, amount=-line.amount) for line in book.lines),
        opening=None if book.opening is None else -book.opening,
        closing=None if book.closing is None else -book.closing,
        run=replace(
            run,
            departures=tuple(replace(each, stated=-each.stated, reckoned=-each.reckoned) for each in run.departures),
            opening=None if run.opening is None else -run.opening,
            ending=None if run.ending is None else -run.ending,
        ),
    )


def _line(movement: Movement, *, turned: bool) -> BookLine:
    return BookLine(
        id=movement.id,
        date=movement.date,
        amount=-movement.signed if turned else movement.signed,
        number=movement.reference,
        summary=" ".join(filter(None, (movement.summary, movement.memo))),
    )


def _carried(rows: Sequence[Row], balances: BalanceReader, named: Callable[[str], bool]) -> StatedBalance | None:
    """The balance in the first row that names it."""
    for row in rows:
        if any(named(plain_title(cell)) for cell in row) and (told := balances.carried(row)) is not None:
            return told
    return None


def _is_turned(
    opening: StatedBalance | None, closing: StatedBalance | None, lines: Sequence[BookLine], *, followed: int
) -> bool:
    """Whether both ends have the other sign than the amounts, where no row's own balance could tell."""
    if followed or opening is None or closing is None or opening.sure or closing.sure:
        return False
    total = sum((line.amount for line in lines), ZERO)
    return opening.amount + total != closing.amount and opening.amount - total == closing.amount


def _signed(told: StatedBalance | None, *, turned: bool) -> Decimal | None:
    """A balance with the seller's sign: what the file tells no side of has that of its rows."""
    if told is None:
        return None
    return -told.amount if turned and not told.sure else told.amount
