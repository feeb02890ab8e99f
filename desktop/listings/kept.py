"""Lists of what waits for a person: orders half written, and what came back after headquarters was set back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.actions.headquarters import restored
from desktop.actions.headquarters.restored import ReturnedView
from desktop.actions.orders import drafts
from desktop.actions.orders.order_views import KeptDraft
from desktop.cards.customer import CUSTOMER
from desktop.labels import Language
from desktop.listings.listing import COMMAND, JSON, TOLD, CellLook, ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, COUNT, DAY, MOMENT, PLACE, TEXT, either, itself, named, said
from desktop.wording import say

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


def _drafts(desk: Desk, _: ListQuery) -> Iterable[KeptDraft]:
    return drafts.kept_drafts(desk)


def _code(row: KeptDraft) -> Cell:
    return row.party.code if row.party else None


def _party(row: KeptDraft, language: Language) -> Cell:
    if row.party:
        return row.party.name
    typed = row.draft.party_text
    if typed:
        return either(language, f"“{typed}”（还没认出）", f"“{typed}” (not known yet)")
    return either(language, "还没选客户", "No customer yet")


def _direction(row: KeptDraft, language: Language) -> Cell:
    return (
        either(language, "销售订单", "Sales order") if row.selling else either(language, "进货订单", "Purchase order")
    )


def _goods_text(first: str, row: KeptDraft, language: Language) -> str:
    return either(language, f"{first} 等", f"{first} and more") if first and row.rows > 1 else first


def _unread_told(count: int, _row: KeptDraft, _language: Language) -> str:
    return str(count) if count else ""


def _noted(row: KeptDraft) -> str:
    return "  ".join(text for text in (row.draft.ref, row.draft.remark) if text)


def _warns(_: KeptDraft) -> str:
    return "warn"


def _quiet(_: KeptDraft) -> str:
    return "muted"


GOODS = TEXT._replace(text=_goods_text)
DRAFTS = Listing(
    "drafts",
    (
        ListColumn("code", *CUSTOMER.title("code"), CODE, _code, TOLD),
        ListColumn(
            "party",
            "往来单位",
            "Other side",
            said(_party),
            itself,
            look=CellLook(0, "strong", second=("code",), name=True),
        ),
        ListColumn("direction", "类型", "Kind", said(_direction), itself, look=CellLook(110)),
        ListColumn("date", "日期", "Date", DAY, "draft.date", look=CellLook(104)),
        ListColumn(
            "first",
            "第一样商品",
            "First product",
            TEXT._replace(text=_goods_text),
            look=CellLook(title=("商品", "Goods")),
        ),
        ListColumn("rows", "行数", "Lines", COUNT, look=CellLook(64, spare=True)),
        ListColumn("unread", "没填好", "Unfinished", COUNT._replace(text=_unread_told), look=CellLook(88, tone=_warns)),
        ListColumn("noted", "参考号与备注", "Reference and remark", of=_noted, look=CellLook(160)),
        ListColumn("kept_at", "存于", "Kept at", MOMENT, look=CellLook(112, tone=_quiet)),
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


def _note_tone(row: ReturnedView) -> str:
    return "warn" if row.notes else "good"


RETURNED = Listing(
    "returned",
    (
        ListColumn("id", "号", "ID", PLACE, where=frozenset({COMMAND, JSON})),
        ListColumn("kind", "种类", "Kind", named("kind"), look=CellLook(120, "strong")),
        ListColumn("number", "单号或记录", "Number or record", CODE, _number, look=CellLook(second=("stream",))),
        ListColumn("stream", "记录流", "Stream", CODE, where=frozenset({JSON})),
        ListColumn("giver", "由谁交还", "Given back by", said(_giver), itself, look=CellLook(150)),
        ListColumn("notes", "注意", "Note", said(_notes), itself, look=CellLook(220, "chip", tone=_note_tone)),
    ),
    RowSource(_returned),
)

LISTS = (
    DRAFTS,
    RETURNED,
)
