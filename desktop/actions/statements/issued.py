"""Statements that went out and where each stands: waiting, late by days, agreed, disputed, silence recorded."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import dealers_by_id, stranger
from desktop.actions.catalog.cost import check_cost
from desktop.actions.reconciliation.views import BookRow
from desktop.actions.statements.deemed_acceptance import days_of
from domain.parties.dealers import Dealer
from domain.statements.replies import Sent, silence_from
from domain.values.money import from_fen
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.searching import like_text
from sync.records.statements.confirming import COUNTS, SILENT, follow_all, statement_row
from sync.records.statements.issued import STANDING
from sync.records.statements.lines import statement_lines

if TYPE_CHECKING:
    from desktop.desk import Desk

_GONE = frozenset({"withdrawn", "replaced"})
STATES = ("waiting", "late", "differs", "agrees", "agrees_by_silence", "withdrawn")
_BY_PROGRAM: Mapping[str, str] = {"confirmed": "agrees", "disputed": "differs", "answered": "differs"}
# The last act of the other side's program says where a statement stands that nobody answered on paper.
_ACT = (
    f"(SELECT c.act FROM confirmation c WHERE c.statement = s.id AND {COUNTS} ORDER BY c.place DESC, c.pk DESC LIMIT 1)"
)
_NONE = f"r.pk IS NULL AND {SILENT}"
_STANDS = STANDING.format("s")
_FROM = "statement s LEFT JOIN reply r ON r.statement = s.id LEFT JOIN dealer d ON d.id = s.buyer"
_NAMED = " OR ".join(f"{name} LIKE ? ESCAPE '|'" for name in ("s.number", "d.code", "d.name", "d.pinyin"))
_WHERE: Mapping[str, str] = {
    "": "1 = 1",
    "waiting": f"{_NONE} AND (s.reply_by = '' OR s.reply_by >= :today)",
    "late": f"{_NONE} AND s.reply_by <> '' AND s.reply_by < :today",
    "agrees_by_silence": f"{_STANDS} AND r.verdict = 'agrees_by_silence'",
    "differs": f"{_STANDS} AND (r.verdict = 'differs' OR (r.pk IS NULL AND {_ACT} IN ('dispute', 'answer')))",
    "agrees": f"{_STANDS} AND (r.verdict = 'agrees' OR (r.pk IS NULL AND {_ACT} = 'confirm'))",
    "withdrawn": f"NOT ({_STANDS})",
}


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """One statement of ours; `days_late` counts from its reply date where nobody answered.

    `by_program` tells an answer that came through the exchange from one that was recorded by a person; `reason` why it
    was withdrawn; `prints` how often it was printed here. From `silence_from` on its silence may be recorded as
    agreement, as was agreed on with this customer.
    """

    pk: int
    statement: str
    number: str
    buyer: Dealer
    start: dt.date
    end: dt.date
    issued: dt.date
    reply_by: dt.date | None
    closing: Decimal
    state: str
    days_late: int
    answered: dt.date | None
    by: str
    by_program: bool
    attachments: int
    prints: int = 0
    reason: str = ""
    silence_from: dt.date | None = None

    @property
    def stands(self) -> bool:
        """Whether it was neither withdrawn nor replaced."""
        return self.state not in _GONE


def issued_ids(desk: Desk, text: str = "", state: str = "") -> array[int]:
    """Keys of this dealer's issued statements: those that are late by their age, all others the newest first."""
    today = desk.today()
    with desk.book.reading() as connection:
        where = _WHERE[state].replace(":today", "?")
        values = [today.isoformat()] * where.count("?")
        order = "s.reply_by, s.pk" if state == "late" else "s.last_day DESC, s.pk DESC"
        sql = f"SELECT s.pk FROM {_FROM} WHERE s.seller = ? AND {where}"
        if text:
            like = like_text(text)
            sql += f" AND ({_NAMED})"
            values += [like, like, like, like.lower()]
        rows = query_rows(connection, f"{sql} ORDER BY {order}", desk.dealer_id, *values)
    return array("q", [row.pk for row in rows])


def issued_rows(desk: Desk, pks: Sequence[int]) -> list[IssuedRow]:
    """The statements of these keys, in their order."""
    today = desk.today()
    with desk.book.reading() as connection:
        rows = rows_in(
            connection,
            "SELECT s.pk, s.id, s.number, s.seller, s.buyer, s.first_day, s.last_day, s.issued, s.reply_by, s.closing, "
            's.digest, s.author, r.verdict, r.date AS answered, r."by" AS who, r.attachments, '
            "(SELECT COUNT(*) FROM confirmation c WHERE c.statement = s.id) AS acts, "
            "(SELECT n.times FROM print_count n WHERE n.paper = 'statement/' || s.number) AS prints "
            "FROM statement s LEFT JOIN reply r ON r.statement = s.id WHERE s.pk IN (?*)",
            list(pks),
        )
        names = dealers_by_id(connection, [row.buyer for row in rows])
        acted = [row.pk for row in rows if row.acts]
        whole = rows_in(connection, "SELECT * FROM statement WHERE pk IN (?*)", acted)
        standing = {each.statement.pk: each for each in follow_all(connection, whole)}
        agreed = days_of(connection, dict.fromkeys(row.buyer for row in rows))
    found = {
        row.pk: _row(row, names.get(row.buyer) or stranger(row.buyer), standing.get(row.pk), today, agreed)
        for row in rows
    }
    return [found[pk] for pk in pks if pk in found]


def lines_of(desk: Desk, statement: str) -> tuple[BookRow, ...]:
    """The documents that stand on an issued statement; UsageError `statement_unknown`."""
    with desk.book.reading() as connection:
        row = statement_row(connection, statement)
        check_cost(desk, row.buyer)
        told = statement_lines(row.form)
    return tuple(BookRow(each.date, each.number, each.amount, each.kind, each.summary) for each in told.lines)


# ---- inside -----------------------------------------------------------------------------------------------------


def _row(row: Any, buyer: Dealer, followed: Any, today: dt.date, agreed: Mapping[str, int]) -> IssuedRow:
    reply_by = dt.date.fromisoformat(row.reply_by) if row.reply_by else None
    late = max((today - reply_by).days, 0) if reply_by else 0
    state, answered, who, by_program = row.verdict or "", row.answered, row.who or "", False
    valid = [event for event, _, wrong in followed.acts if wrong is None] if followed is not None else []
    if valid and followed.confirmation.state == "withdrawn":
        state = "replaced" if valid[-1].replacement else "withdrawn"
        answered, who, by_program = valid[-1].on.isoformat(), valid[-1].by, True
    if not state and valid and followed.confirmation.state != "issued":
        state = _BY_PROGRAM.get(followed.confirmation.state, followed.confirmation.state)
        answered, who, by_program = valid[-1].on.isoformat(), valid[-1].by, True
    if not state:
        state = "late" if late else "waiting"
    sent = Sent(row.number, row.buyer, dt.date.fromisoformat(row.issued), reply_by, from_fen(row.closing))
    return IssuedRow(
        pk=row.pk,
        statement=row.id,
        number=row.number,
        buyer=buyer,
        start=dt.date.fromisoformat(row.first_day),
        end=dt.date.fromisoformat(row.last_day),
        issued=dt.date.fromisoformat(row.issued),
        reply_by=reply_by,
        closing=from_fen(row.closing),
        state=state,
        days_late=late if state == "late" else 0,
        answered=dt.date.fromisoformat(answered) if answered else None,
        by=who,
        by_program=by_program,
        attachments=row.attachments.count('"sha256"') if row.attachments else 0,
        prints=row.prints or 0,
        reason=valid[-1].reason if valid and state in _GONE else "",
        silence_from=silence_from(sent, agreed.get(row.buyer)) if state in ("waiting", "late") else None,
    )
