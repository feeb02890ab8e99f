"""Lists of statements: issued ones, their answers line by line, those between programs, and who gets none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.accounts.account_views import ConfirmationView, ObjectionRow, ReplyView, UnansweredRow
from desktop.actions.catalog.cards import dealers_by_id, stranger
from desktop.actions.statements import comparing, confirming, issued, replies
from desktop.actions.statements.comparing import ComparedRow
from desktop.actions.statements.issued import IssuedRow
from desktop.actions.statements.papers import rows_with_states
from desktop.actions.statements.statements import UnissuedAccount, drafts
from desktop.labels import Language
from desktop.listings.listed import Col, Listed, either, name
from desktop.listings.listing import ListQuery
from desktop.listings.rows import blocks
from desktop.listings.types import called
from desktop.wording import say, say_reason
from domain.accounts.ledger import bucket_of
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


def _statements(desk: Desk, _: ListQuery) -> list[IssuedPaper]:
    with desk.book.reading() as connection:
        shown = rows_with_states(connection, desk, statement_rows(connection))
        known = dealers_by_id(connection, [row.buyer for row in shown])
    return [IssuedPaper(row, known.get(row.buyer) or stranger(row.buyer)) for row in shown]


def _account(row: Any) -> object:
    """Balances of one account on two days make no sum."""
    return row.buyer.id


def _seller(paper: IssuedPaper) -> object:
    """What is owed to us and what we owe make no sum."""
    return paper.row.seller


STATEMENTS = Listed(
    (
        Col("编号", "Number", "row.number"),
        Col("起", "From", "row.start", "date"),
        Col("止", "To", "row.end", "date"),
        Col("开具", "Issued", "row.issued", "date"),
        Col("客户", "Customer", "buyer.code"),
        Col("客户名称", "Customer's name", "buyer.name"),
        Col("状态", "State", name("statement_state", "row.state")),
        Col("由哪张替代", "Replaced by", "row.replaced_by", optional=True),
        Col("期初余额", "Opening", "row.opening", "money", "always", alike=_seller, once=_account),
        Col("期末余额", "Closing", "row.closing", "money", "always", alike=_seller, once=_account),
        Col("回函期限", "Reply by", "row.reply_by", "date"),
        Col("制单", "Made by", "row.author"),
        Col("打印次数", "Prints", "row.prints", "integer"),
    ),
    _statements,
)


# ---- answers ----------------------------------------------------------------------------------------------------


def _replies(desk: Desk, wish: ListQuery) -> Iterator[IssuedRow]:
    return _issued(desk, issued.issued_ids(desk, state=wish.only))


def _issued(desk: Desk, pks: Sequence[int]) -> Iterator[IssuedRow]:
    for block in blocks(pks):
        yield from issued.issued_rows(desk, block)


def _age(row: IssuedRow, language: Language) -> Cell:
    """How old its silence is; nothing where somebody answered."""
    return called("bucket", bucket_of(row.days_late), language) if row.answered is None else None


def _late(row: Any, _: Language) -> Cell:
    late: int = row.days_late
    return late if late > 0 else None


def _channel(row: IssuedRow, language: Language) -> Cell:
    if row.answered is None:
        return None
    if row.state == "agrees_by_silence":
        return either(language, "没有回函，照约定", "none came, as agreed")
    return either(language, "对方的程序", "their program") if row.by_program else either(language, "回执", "on paper")


REPLIES = Listed(
    (
        Col("对账单", "Statement", "number"),
        Col("起", "From", "start", "date"),
        Col("止", "To", "end", "date"),
        Col("客户", "Customer", "buyer.code"),
        Col("客户名称", "Customer's name", "buyer.name"),
        Col("期末余额", "Closing", "closing", "money", "always", once=_account),
        Col("开具", "Issued", "issued", "date"),
        Col("回函期限", "Reply by", "reply_by", "date"),
        Col("状态", "State", name("reply_state", "state")),
        Col("过期天数", "Days late", _late, "integer"),
        Col("未回账龄", "Silent for", _age),
        Col("答复日期", "Answered", "answered", "date"),
        Col("答复人", "By", "by"),
        Col("答复方式", "Through", _channel),
        Col("附件", "Scans", "attachments", "integer"),
    ),
    _replies,
    _issued,
    only=issued.STATES,
)


class Objection(NamedTuple):
    """One thing a customer holds against a statement."""

    statement: IssuedRow
    line: ObjectionRow


def _objections(desk: Desk, _: ListQuery) -> Iterator[Objection]:
    return _objections_of(desk, issued.issued_ids(desk, state="differs"))


def _objections_of(desk: Desk, pks: Sequence[int]) -> Iterator[Objection]:
    for row in _issued(desk, pks):
        if row.state == "differs":
            told: ReplyView | ConfirmationView
            if row.by_program:
                told = confirming.confirmation(desk, row.number)
                lines = told.disputed or _last_disputed(told)
            else:
                lines = replies.reply_to(desk, row.statement).lines
            yield from (Objection(row, each) for each in lines)


def _last_disputed(view: ConfirmationView) -> tuple[ObjectionRow, ...]:
    found = [event.lines for event in view.events if event.act == "dispute" and event.wrong is None]
    return found[-1] if found else ()


def _difference(row: Any, _: Language) -> Cell:
    return (row.line.ours or Decimal(0)) - (row.line.theirs or Decimal(0))


def _objected(row: Objection, language: Language) -> Cell:
    return row.line.number or either(language, "期初余额", "opening balance")


OBJECTIONS = Listed(
    (
        Col("对账单", "Statement", "statement.number"),
        Col("客户", "Customer", "statement.buyer.code"),
        Col("客户名称", "Customer's name", "statement.buyer.name"),
        Col("单据", "Document", _objected),
        Col("原因", "Reason", name("objection", "line.reason")),
        Col("我方金额", "Ours", "line.ours", "money", "always"),
        Col("对方金额", "Theirs", "line.theirs", "money", "always"),
        Col("差额", "Difference", _difference, "money", "always"),
        Col("说明", "Remark", "line.remark"),
    ),
    _objections,
    _objections_of,
)


def _unanswered(desk: Desk, wish: ListQuery) -> Iterable[UnansweredRow]:
    return replies.unanswered_rows(desk, wish.on)


UNANSWERED = Listed(
    (
        Col("对账单", "Statement", "number"),
        Col("客户", "Customer", "buyer.code"),
        Col("客户名称", "Customer's name", "buyer.name"),
        Col("开具", "Issued", "issued", "date"),
        Col("回函期限", "Reply by", "reply_by", "date"),
        Col("期末余额", "Closing", "closing", "money", "always", once=_account),
        Col("发出天数", "Days out", "days", "integer"),
        Col("过期天数", "Days late", _late, "integer"),
        Col("未回账龄", "Silent for", name("bucket", "bucket")),
    ),
    _unanswered,
    takes=frozenset({"on"}),
)


# ---- between programs -------------------------------------------------------------------------------------------


def _confirmations(desk: Desk, _: ListQuery) -> Iterable[ConfirmationView]:
    return confirming.confirmations(desk)


def _turn(row: ConfirmationView, language: Language) -> Cell:
    if row.mine:
        return either(language, "我方", "us")
    return {"seller": either(language, "卖方", "seller"), "buyer": either(language, "买方", "buyer")}.get(row.turn)


def _last(attribute: str) -> Any:
    def told(row: ConfirmationView, language: Language) -> Cell:
        if not row.events:
            return None
        last = row.events[-1]
        return called("act", last.act, language) if attribute == "act" else getattr(last, attribute)

    return told


def _disputed(row: ConfirmationView, _: Language) -> Cell:
    return len(row.disputed) or None


CONFIRMATIONS = Listed(
    (
        Col("对账单", "Statement", "number"),
        Col("卖方", "Seller", "seller.code"),
        Col("卖方名称", "Seller's name", "seller.name"),
        Col("买方", "Buyer", "buyer.code"),
        Col("买方名称", "Buyer's name", "buyer.name"),
        Col("起", "From", "first_day", "date"),
        Col("止", "To", "last_day", "date"),
        Col("期末余额", "Closing", "closing", "money"),
        Col("状态", "State", name("confirmation", "state")),
        Col("该谁答复", "Waits for", _turn),
        Col("异议笔数", "Disputed lines", _disputed, "integer"),
        Col("最近动作", "Last act", _last("act")),
        Col("日期", "Date", _last("date"), "date"),
        Col("经手", "By", _last("by")),
    ),
    _confirmations,
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


def _apart(row: ComparedStatementLine, _: Language) -> Cell:
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


COMPARED = Listed(
    (
        Col("对账单", "Statement", "statement"),
        Col("日期", "Date", "line.date", "date"),
        Col("单据", "Document", _number),
        Col("种类", "Kind", _kind),
        Col("对账单金额", "Told", "line.told", "money", "always"),
        Col("买方账", "Held", "line.held", "money", "always"),
        Col("差额", "Difference", _apart, "money", "always"),
        Col("核对结果", "Compared", _result),
        Col("可能原因", "Likely cause", _cause),
        Col("异议", "Objection", _objection),
        Col("答复", "Answer", _answer),
    ),
    _compared,
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


WITHOUT = Listed(
    (
        Col("客户", "Customer", "buyer.code"),
        Col("客户名称", "Customer's name", "buyer.name"),
        Col("为什么没有", "Why none", _why),
    ),
    _without,
    takes=frozenset({"start", "end"}),
)

LISTS = {
    "statements": STATEMENTS,
    "replies": REPLIES,
    "objections": OBJECTIONS,
    "unanswered": UNANSWERED,
    "confirmations": CONFIRMATIONS,
    "compared": COMPARED,
    "without_statement": WITHOUT,
}
