"""Lists of statements: issued ones, their answers line by line, those between programs, and who gets none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.accounts.account_views import ConfirmationView, ObjectionRow
from desktop.actions.catalog.cards import dealers_by_id, stranger
from desktop.actions.statements import comparing, confirming
from desktop.actions.statements.comparing import ComparedRow
from desktop.actions.statements.papers import rows_with_states
from desktop.actions.statements.statements import UnissuedAccount, drafts
from desktop.labels import Language
from desktop.listings.listing import ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, COUNT, DAY, MONEY, called, either, itself, named, said
from desktop.wording import say, say_reason
from domain.parties.dealers import Dealer
from sync.records.statements.issued import StatementRow, statement_rows

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell

# ---- issued -----------------------------------------------------------------------------------------------------


class IssuedPaper(NamedTuple):
    """An issued statement and whose it is."""

    row: StatementRow
    buyer: Dealer


def issued_papers(desk: Desk, account: str = "", end: dt.date | None = None) -> list[IssuedPaper]:
    """The statements this book knows, the newest period first; only a dealer's (his id), or those of one last day."""
    with desk.book.reading() as connection:
        shown = rows_with_states(connection, desk, statement_rows(connection, dealer=account, end=end))
        known = dealers_by_id(connection, [row.buyer for row in shown])
    return [IssuedPaper(row, known.get(row.buyer) or stranger(row.buyer)) for row in shown]


def _statements(desk: Desk, _: ListQuery) -> list[IssuedPaper]:
    return issued_papers(desk)


def _account(row: Any) -> object:
    """Balances of one account on two days make no sum."""
    return row.buyer.id


def _seller(paper: IssuedPaper) -> object:
    """What is owed to us and what we owe make no sum."""
    return paper.row.seller


STATEMENTS = Listing(
    "statements",
    (
        ListColumn("number", "编号", "Number", CODE, "row.number"),
        ListColumn("start", "起", "From", DAY, "row.start"),
        ListColumn("end", "止", "To", DAY, "row.end"),
        ListColumn("issued", "开具", "Issued", DAY, "row.issued"),
        ListColumn("buyer", "客户", "Customer", CODE, "buyer.code"),
        ListColumn("buyer_name", "客户名称", "Customer's name", of="buyer.name"),
        ListColumn("state", "状态", "State", named("statement_state"), "row.state"),
        ListColumn("replaced_by", "由哪张替代", "Replaced by", of="row.replaced_by", optional=True),
        ListColumn(
            "opening", "期初余额", "Opening", MONEY, "row.opening", total="always", alike=_seller, once=_account
        ),
        ListColumn(
            "closing", "期末余额", "Closing", MONEY, "row.closing", total="always", alike=_seller, once=_account
        ),
        ListColumn("reply_by", "回函期限", "Reply by", DAY, "row.reply_by"),
        ListColumn("author", "制单", "Made by", of="row.author"),
        ListColumn("prints", "打印次数", "Prints", COUNT, "row.prints"),
    ),
    RowSource(_statements),
)


# ---- between programs -------------------------------------------------------------------------------------------


def _confirmations(desk: Desk, _: ListQuery) -> Iterable[ConfirmationView]:
    return confirming.confirmations(desk)


def _turn(row: ConfirmationView, language: Language) -> Cell:
    if row.mine:
        return either(language, "我方", "us")
    return {"seller": either(language, "卖方", "seller"), "buyer": either(language, "买方", "buyer")}.get(row.turn)


def _act(row: ConfirmationView, language: Language) -> Cell:
    return called("act", row.events[-1].act, language) if row.events else None


def _day(row: ConfirmationView) -> dt.date | None:
    return row.events[-1].date if row.events else None


def _by(row: ConfirmationView) -> str:
    return row.events[-1].by if row.events else ""


def _disputed(row: ConfirmationView) -> Cell:
    return len(row.disputed) or None


CONFIRMATIONS = Listing(
    "confirmations",
    (
        ListColumn("number", "对账单", "Statement", CODE),
        ListColumn("seller", "卖方", "Seller", CODE, "seller.code"),
        ListColumn("seller_name", "卖方名称", "Seller's name", of="seller.name"),
        ListColumn("buyer", "买方", "Buyer", CODE, "buyer.code"),
        ListColumn("buyer_name", "买方名称", "Buyer's name", of="buyer.name"),
        ListColumn("first_day", "起", "From", DAY),
        ListColumn("last_day", "止", "To", DAY),
        ListColumn("closing", "期末余额", "Closing", MONEY),
        ListColumn("state", "状态", "State", named("confirmation")),
        ListColumn("turn", "该谁答复", "Waits for", said(_turn), itself),
        ListColumn("disputed", "异议笔数", "Disputed lines", COUNT, _disputed),
        ListColumn("act", "最近动作", "Last act", said(_act), itself),
        ListColumn("date", "日期", "Date", DAY, _day),
        ListColumn("by", "经手", "By", of=_by),
    ),
    RowSource(_confirmations),
)


@dataclass(frozen=True, slots=True)
class ComparedStatementLine:
    """A line of a statement beside one's own book, with what was objected to it and what was answered."""

    statement: str
    line: ComparedRow
    objection: ObjectionRow | None = None
    answer: tuple[bool, str, str] | None = None


def told_lines(view: ConfirmationView, lines: Sequence[ComparedRow]) -> list[ComparedStatementLine]:
    """All lines of a statement, and what is disputed beyond them."""
    against, answers = {each.number: each for each in view.disputed}, view.answers
    rows = [
        ComparedStatementLine(view.number, each, against.pop(each.number, None), answers.get(each.number))
        for each in lines
    ]
    for each in against.values():
        beyond = ComparedRow(view.last_day, each.number, "", each.ours, each.theirs, "not_told", None)
        rows.append(ComparedStatementLine(view.number, beyond, each, answers.get(each.number)))
    return rows


def _compared(desk: Desk, wish: ListQuery) -> list[ComparedStatementLine]:
    return told_lines(confirming.confirmation(desk, wish.number), comparing.compared(desk, wish.number))


def _number(row: ComparedStatementLine, language: Language) -> Cell:
    return row.line.number or either(language, "期初余额", "opening balance")


def _kind(row: ComparedStatementLine, language: Language) -> Cell:
    known = row.line.kind and row.line.number
    return called("kind", row.line.kind, language) if known else None


def _apart(row: ComparedStatementLine) -> Cell:
    """By how much both differ; nothing where there is no second book beside it."""
    line = row.line
    if line.state == "same" and line.held is None:
        return None
    return (line.told or Decimal(0)) - (line.held or Decimal(0))


def _result(row: ComparedStatementLine, language: Language) -> Cell:
    """What comparing came to; nothing where there is no second book to compare with."""
    alone = row.line.state == "same" and row.line.held is None
    return None if alone else called("compared", row.line.state, language)


def _cause(row: ComparedStatementLine, language: Language) -> Cell:
    return say_reason(row.line.cause, language) if row.line.cause else None


def _objection(row: ComparedStatementLine, language: Language) -> Cell:
    told = row.objection
    return f"{called('objection', told.reason, language)} {told.remark}".strip() if told else None


def _answer(row: ComparedStatementLine, language: Language) -> Cell:
    if row.answer is None:
        return None
    accepted, remark, document = row.answer
    return " ".join(filter(None, (called("accepted", "yes" if accepted else "no", language), document, remark)))


COMPARED = Listing(
    "compared",
    (
        ListColumn("statement", "对账单", "Statement"),
        ListColumn("date", "日期", "Date", DAY, "line.date"),
        ListColumn("number", "单据", "Document", said(_number), itself),
        ListColumn("kind", "种类", "Kind", said(_kind), itself),
        ListColumn("told", "对账单金额", "Told", MONEY, "line.told", total="always"),
        ListColumn("held", "买方账", "Held", MONEY, "line.held", total="always"),
        ListColumn("apart", "差额", "Difference", MONEY, _apart, total="always"),
        ListColumn("result", "核对结果", "Compared", said(_result), itself),
        ListColumn("cause", "可能原因", "Likely cause", said(_cause), itself),
        ListColumn("objection", "异议", "Objection", said(_objection), itself),
        ListColumn("answer", "答复", "Answer", said(_answer), itself),
    ),
    RowSource(_compared),
    takes=frozenset({"number"}),
    needs=frozenset({"number"}),
)


# ---- who gets none ----------------------------------------------------------------------------------------------


def _without(desk: Desk, wish: ListQuery) -> list[UnissuedAccount]:
    today = desk.today()
    start, end = wish.start or today.replace(day=1), wish.end or today
    with desk.book.reading() as connection:
        return [each for each in drafts(connection, desk, start, end) if isinstance(each, UnissuedAccount)]


def _why(row: UnissuedAccount, language: Language) -> Cell:
    return say(row.code, language)


WITHOUT = Listing(
    "without_statement",
    (
        ListColumn("buyer", "客户", "Customer", CODE, "buyer.code"),
        ListColumn("buyer_name", "客户名称", "Customer's name", of="buyer.name"),
        ListColumn("why", "为什么没有", "Why none", said(_why), itself),
    ),
    RowSource(_without),
    takes=frozenset({"start", "end"}),
)

LISTS = (
    STATEMENTS,
    CONFIRMATIONS,
    COMPARED,
    WITHOUT,
)
