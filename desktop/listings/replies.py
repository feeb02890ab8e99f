"""Lists of answers to statements: what came, line by line where it differs, and what nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.accounts.account_views import ConfirmationView, ObjectionRow, ReplyView, UnansweredRow
from desktop.actions.statements import confirming, issued, replies
from desktop.actions.statements.issued import IssuedRow
from desktop.labels import Language
from desktop.listings.listing import FILED, JSON, TOLD, CellLook, ListColumn, Listing, ListQuery, RowSource, party
from desktop.listings.rows import blocks
from desktop.listings.types import CODE, COUNT, DAY, DAYS_LATE, LATE, MONEY, NONE, called, either, itself, named, said
from domain.accounts.ledger import bucket_of

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


def _account(row: Any) -> object:
    """Balances of one account on two days make no sum."""
    return row.buyer.id


def _replies(desk: Desk, wish: ListQuery) -> Iterator[IssuedRow]:
    return _issued(desk, issued.issued_ids(desk, state=wish.only))


def _issued(desk: Desk, pks: Sequence[int]) -> Iterator[IssuedRow]:
    for block in blocks(pks):
        yield from issued.issued_rows(desk, block)


def _age(row: IssuedRow, language: Language) -> Cell:
    """How old its silence is; nothing where somebody answered."""
    return called("bucket", bucket_of(row.days_late), language) if row.answered is None else None


def _late(row: Any) -> Cell:
    late: int = row.days_late
    return late if late > 0 else None


def _channel(row: IssuedRow, language: Language) -> Cell:
    if row.answered is None:
        return None
    if row.state == "agrees_by_silence":
        return either(language, "没有回函，照约定", "none came, as agreed")
    return either(language, "对方的程序", "their program") if row.by_program else either(language, "回执", "on paper")


_REPLY_TONES = {
    "waiting": "info",
    "late": "warn",
    "differs": "bad",
    "agrees": "good",
    "agrees_by_silence": "muted",
    "withdrawn": "muted",
    "replaced": "muted",
}


def _reply_tone(row: IssuedRow) -> str:
    return _REPLY_TONES.get(row.state, "muted")


def _period(row: IssuedRow) -> str:
    return f"{row.start} – {row.end}"


_NONE = NONE, NONE
REPLIES = Listing(
    "replies",
    (
        ListColumn("number", "对账单", "Statement", CODE, look=CellLook(178, "strong", second=("period",))),
        ListColumn("period", "期间", "Period", CODE, _period, frozenset()),
        ListColumn("start", "起", "From", DAY, where=TOLD),
        ListColumn("end", "止", "To", DAY, where=TOLD),
        *party("buyer", ("客户", "Customer"), ("客户名称", "Customer's name"), joined="."),
        ListColumn("issued", "开具", "Issued", DAY, where=FILED),
        ListColumn("reply_by", "回函期限", "Reply by", DAY, nothing=_NONE, look=CellLook(98, second=("days_late",))),
        ListColumn("days_late", "过期天数", "Days late", DAYS_LATE, _late, TOLD),
        ListColumn(
            "closing", "期末余额", "Closing", MONEY, total="always", once=_account, look=CellLook(106, "strong")
        ),
        ListColumn("age", "未回账龄", "Silent for", said(_age), itself, FILED),
        ListColumn("answered", "答复日期", "Answered", DAY, where=FILED),
        ListColumn("by", "答复人", "By", where=FILED),
        ListColumn("channel", "答复方式", "Through", said(_channel), itself, FILED),
        ListColumn("attachments", "附件", "Scans", COUNT, where=FILED),
        ListColumn("state", "状态", "State", named("reply_state"), look=CellLook(98, "chip", tone=_reply_tone)),
    ),
    RowSource(_replies, issued.issued_ids, _issued),
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


def _difference(row: Any) -> Cell:
    return (row.line.ours or Decimal(0)) - (row.line.theirs or Decimal(0))


def _objected(row: Objection, language: Language) -> Cell:
    return row.line.number or either(language, "期初余额", "opening balance")


OBJECTIONS = Listing(
    "objections",
    (
        ListColumn("number", "对账单", "Statement", CODE, "statement.number"),
        ListColumn("buyer", "客户", "Customer", CODE, "statement.buyer.code"),
        ListColumn("buyer_name", "客户名称", "Customer's name", of="statement.buyer.name"),
        ListColumn("objected", "单据", "Document", said(_objected), itself),
        ListColumn("reason", "原因", "Reason", named("objection"), "line.reason"),
        ListColumn("ours", "我方金额", "Ours", MONEY, "line.ours", total="always"),
        ListColumn("theirs", "对方金额", "Theirs", MONEY, "line.theirs", total="always"),
        ListColumn("difference", "差额", "Difference", MONEY, _difference, total="always"),
        ListColumn("remark", "说明", "Remark", of="line.remark"),
    ),
    RowSource(_objections, by_key=_objections_of),
)


def _unanswered(desk: Desk, wish: ListQuery) -> Iterable[UnansweredRow]:
    return replies.unanswered_rows(desk, wish.on)


UNANSWERED = Listing(
    "unanswered",
    (
        ListColumn("statement", "对账单记录", "Statement's id", CODE, where=frozenset({JSON})),
        ListColumn("number", "对账单", "Statement", CODE),
        ListColumn("buyer", "客户", "Customer", CODE, "buyer.code"),
        ListColumn("buyer_name", "客户名称", "Customer's name", of="buyer.name"),
        ListColumn("issued", "开具", "Issued", DAY),
        ListColumn("reply_by", "回函期限", "Reply by", DAY),
        ListColumn("closing", "期末余额", "Closing", MONEY, total="always", once=_account),
        ListColumn("days", "发出天数", "Days out", COUNT),
        ListColumn("days_late", "过期天数", "Days late", LATE),
        ListColumn("bucket", "未回账龄", "Silent for", named("bucket")),
    ),
    RowSource(_unanswered),
    takes=frozenset({"on"}),
)


LISTS = (REPLIES, OBJECTIONS, UNANSWERED)
