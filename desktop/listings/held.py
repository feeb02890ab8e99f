"""Lists of what isn't in the books: records that are held, those only a second copy has, and books signed off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.actions.books import care
from desktop.actions.documents.views import KeptView
from desktop.actions.headquarters import held
from desktop.actions.headquarters.held import ToldProblem
from desktop.actions.reconciliation import kept_books
from desktop.labels import Language
from desktop.listings.listing import FILED, TOLD, ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, DAY, MOMENT, MONEY, PLACE, YES, itself, named, said
from desktop.wording import say
from desktop.wording.accounts.adjustment_text import KeptBooks

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell

# ---- held -------------------------------------------------------------------------------------------------------


def _held(desk: Desk, _: ListQuery) -> Iterable[ToldProblem]:
    return held.held_records(desk)


def _message(row: ToldProblem, language: Language) -> Cell:
    return say(row.code, language, **{"record": row.subject, **row.facts})


HELD = Listing(
    "held",
    (
        ListColumn("stream", "数据", "Stream", CODE, "problem.stream", TOLD),
        ListColumn("number", "条", "Entry", PLACE, "problem.number", TOLD),
        ListColumn("kind", "种类", "Kind", named("kind"), "problem.kind", TOLD),
        ListColumn("message", "原因", "Why", said(_message), itself, TOLD),
        ListColumn("at", "时间", "Since", MOMENT, "problem.at", FILED),
    ),
    RowSource(_held),
)


# ---- a second copy ----------------------------------------------------------------------------------------------


def _kept(desk: Desk, _: ListQuery) -> Iterable[KeptView]:
    return care.kept(desk)


KEPT = Listing(
    "kept",
    (
        ListColumn("desk", "工作台", "Desk", CODE, where=TOLD),
        ListColumn("kind", "种类", "Kind", named("kind"), where=TOLD),
        ListColumn("number", "单号", "Number", CODE, where=TOLD),
        ListColumn("record", "记录", "Record", CODE, where=TOLD),
        ListColumn("ours", "可入账", "Can be taken", YES, where=TOLD),
    ),
    RowSource(_kept),
)


# ---- books signed off -------------------------------------------------------------------------------------------


def _signed(desk: Desk, _: ListQuery) -> Iterable[KeptBooks]:
    return kept_books.kept_books(desk)


def _short(identity: str, _row: KeptBooks, _language: Language) -> str:
    """As much of it as is enough to type."""
    return identity[:8]


RECONCILED = Listing(
    "reconciled",
    (
        ListColumn("id", "编号", "Id", CODE._replace(told=_short), where=TOLD),
        ListColumn("seller_name", "卖方", "Seller", where=TOLD),
        ListColumn("buyer_name", "买方", "Buyer", where=TOLD),
        ListColumn("start", "起", "From", DAY, where=TOLD),
        ListColumn("end", "止", "To", DAY, where=TOLD),
        ListColumn("adjusted", "调节后余额", "Adjusted", MONEY, where=TOLD),
        ListColumn("signed_by", "签认", "Signed off", where=TOLD),
    ),
    RowSource(_signed),
)

LISTS = (HELD, KEPT, RECONCILED)
