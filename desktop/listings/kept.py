"""Lists of what waits for a person: orders half written, and what came back after headquarters was set back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.actions.headquarters import restored
from desktop.actions.headquarters.restored import ReturnedView
from desktop.actions.orders import drafts
from desktop.actions.orders.order_views import KeptDraft
from desktop.labels import Language
from desktop.listings.listed import Col, Listed, either, moment, name
from desktop.listings.listing import ListQuery
from desktop.wording import say

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


def _drafts(desk: Desk, _: ListQuery) -> Iterable[KeptDraft]:
    return drafts.kept_drafts(desk)


def _code(row: KeptDraft, _: Language) -> Cell:
    return row.party.code if row.party else None


def _party(row: KeptDraft, _: Language) -> Cell:
    return row.party.name if row.party else None


def _direction(row: KeptDraft, language: Language) -> Cell:
    return (
        either(language, "销售订单", "sales order") if row.selling else either(language, "进货订单", "purchase order")
    )


def _noted(row: KeptDraft, _: Language) -> Cell:
    return "  ".join(filter(None, (row.draft.ref, row.draft.remark))) or None


DRAFTS = Listed(
    (
        Col("编号", "Code", _code),
        Col("往来单位", "Party", _party),
        Col("类型", "Kind", _direction),
        Col("日期", "Date", lambda row, _: row.draft.date, "date"),
        Col("行数", "Rows", "rows", "integer"),
        Col("第一样商品", "First product", "first"),
        Col("没填好", "Not readable", "unread", "integer"),
        Col("参考号与备注", "Reference and remark", _noted),
        Col("存于", "Kept at", moment("kept_at"), "stamp"),
    ),
    _drafts,
)


def _returned(desk: Desk, _: ListQuery) -> Iterable[ReturnedView]:
    return restored.returned_list(desk).rows if desk.asks else ()  # at a dealer's desk nothing comes back to HQ


def _number(row: ReturnedView, _: Language) -> Cell:
    return row.number or row.record


def _giver(row: ReturnedView, language: Language) -> Cell:
    return row.desk or either(language, "总部的旧账", "headquarters' former book")


def _notes(row: ReturnedView, language: Language) -> Cell:
    return "  ".join(say(code, language) for code in row.notes) or None


RETURNED = Listed(
    (
        Col("种类", "Kind", name("kind", "kind")),
        Col("单号或记录", "Number or record", _number),
        Col("由谁交还", "Given back by", _giver),
        Col("注意", "Note", _notes),
    ),
    _returned,
)

LISTS = {"drafts": DRAFTS, "returned": RETURNED}
