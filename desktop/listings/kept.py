"""Lists of what waits for a person: orders half written, and what came back after headquarters was set back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.actions.headquarters import restored
from desktop.actions.headquarters.restored import ReturnedView
from desktop.actions.orders import drafts
from desktop.actions.orders.order_views import KeptDraft
from desktop.labels import Language
from desktop.listings.listing import ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import COUNT, DAY, MOMENT, either, itself, named, said
from desktop.wording import say

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


def _drafts(desk: Desk, _: ListQuery) -> Iterable[KeptDraft]:
    return drafts.kept_drafts(desk)


def _code(row: KeptDraft) -> Cell:
    return row.party.code if row.party else None


def _party(row: KeptDraft) -> Cell:
    return row.party.name if row.party else None


def _direction(row: KeptDraft, language: Language) -> Cell:
    return (
        either(language, "销售订单", "sales order") if row.selling else either(language, "进货订单", "purchase order")
    )


def _noted(row: KeptDraft) -> Cell:
    return "  ".join(filter(None, (row.draft.ref, row.draft.remark))) or None


DRAFTS = Listing(
    "drafts",
    (
        ListColumn("code", "编号", "Code", of=_code),
        ListColumn("party", "往来单位", "Party", of=_party),
        ListColumn("direction", "类型", "Kind", said(_direction), itself),
        ListColumn("date", "日期", "Date", DAY, "draft.date"),
        ListColumn("rows", "行数", "Rows", COUNT),
        ListColumn("first", "第一样商品", "First product"),
        ListColumn("unread", "没填好", "Not readable", COUNT),
        ListColumn("noted", "参考号与备注", "Reference and remark", of=_noted),
        ListColumn("kept_at", "存于", "Kept at", MOMENT),
    ),
    RowSource(_drafts),
)


def _returned(desk: Desk, _: ListQuery) -> Iterable[ReturnedView]:
    return restored.returned_list(desk).rows if desk.asks else ()  # at a dealer's desk nothing comes back to HQ


def _number(row: ReturnedView) -> Cell:
    return row.number or row.record


def _giver(row: ReturnedView, language: Language) -> Cell:
    return row.desk or either(language, "总部的旧账", "headquarters' former book")


def _notes(row: ReturnedView, language: Language) -> Cell:
    return "  ".join(say(code, language) for code in row.notes) or None


RETURNED = Listing(
    "returned",
    (
        ListColumn("kind", "种类", "Kind", named("kind")),
        ListColumn("number", "单号或记录", "Number or record", of=_number),
        ListColumn("giver", "由谁交还", "Given back by", said(_giver), itself),
        ListColumn("notes", "注意", "Note", said(_notes), itself),
    ),
    RowSource(_returned),
)

LISTS = (
    DRAFTS,
    RETURNED,
)
