"""The list of customers: what each owes, what is ordered, what is left of the limit."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from desktop.cards.customer import CUSTOMER
from desktop.labels import Language, name_of
from desktop.listings.listing import FILED, JSON, TOLD, CellLook, Filter, ListColumn, Listing, ListQuery, RowSource
from desktop.listings.rows import blocks
from desktop.listings.types import CODE, CREDIT_DAYS, DAYS_LATE, MONEY, TERMS, ValueType, called, named
from domain.parties.dealers import ACTIVE

if TYPE_CHECKING:
    from desktop.actions.documents.views import CustomerRow
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


def _ids(desk: Desk, text: str = "", owing: str = "") -> array[int]:
    from desktop.actions.catalog.customers import customer_ids

    return customer_ids(desk, text, owing)


def _rows(desk: Desk, pks: Sequence[int]) -> Iterator[CustomerRow]:
    from desktop.actions.catalog.customers import customer_rows

    for block in blocks(pks):
        yield from customer_rows(desk, block)


def _ask(desk: Desk, query: ListQuery) -> Iterable[CustomerRow]:
    return _rows(desk, _ids(desk, query.text, query.only))


def _balance_tone(row: CustomerRow) -> str:
    return "good" if row.balance < 0 else "text"


def _overdue_tone(row: CustomerRow) -> str:
    return "bad" if row.overdue else "faint"


def _available_tone(row: CustomerRow) -> str:
    return "bad" if row.available is not None and row.available < 0 else "text"


def _days_late(row: CustomerRow) -> int:
    return row.overdue_days if row.overdue else 0


def _standing_text(code: str, _row: Any, language: Language) -> str:
    return "" if code == ACTIVE else called("dealer_status", code, language)


def _standing_told(code: str, _row: Any, language: Language) -> str:
    return "" if code == ACTIVE else name_of("dealer_status", code, language)


def _standing_cell(code: str, language: Language) -> Cell:
    return _standing_text(code, None, language) or None


STANDING = ValueType("standing", text=_standing_text, cell=_standing_cell, told=_standing_told)
"""Whether somebody may order; whoever may needs no word."""
_NAME = CellLook(
    look="strong",
    second=("code", "status", "phone"),
    name=True,
    title=("客户", "Customer"),
    title_at_hq=("经销商", "Dealer"),
)
CUSTOMERS = Listing(
    "customers",
    (
        ListColumn("code", *CUSTOMER.title("code"), CODE, where=TOLD),
        ListColumn("name", *CUSTOMER.title("name"), look=_NAME),
        ListColumn(
            "tier", *CUSTOMER.title("tier"), named("tier"), look=CellLook(78, second=("credit_days",), spare=True)
        ),
        ListColumn("phone", *CUSTOMER.title("phone"), where=FILED),
        ListColumn("seller", "卖方", "Seller", where=frozenset({JSON})),
        ListColumn("price_list", *CUSTOMER.title("price_list"), where=FILED),
        ListColumn("credit_days", *CUSTOMER.title("credit_days"), CREDIT_DAYS, where=FILED),
        ListColumn("terms", *CUSTOMER.title("terms"), TERMS, where=FILED),
        ListColumn(
            "balance", "余额", "Balance", MONEY, total="always", look=CellLook(112, "strong", tone=_balance_tone)
        ),
        ListColumn(
            "overdue",
            "逾期",
            "Overdue",
            MONEY,
            total="always",
            quiet=True,
            look=CellLook(96, second=("overdue_days",), tone=_overdue_tone),
        ),
        ListColumn("overdue_days", "逾期天数", "Days late", DAYS_LATE, _days_late, where=TOLD),
        ListColumn("committed", "已订未发", "Ordered", MONEY, total="always", look=CellLook(98, spare=True)),
        ListColumn(
            "credit_limit", *CUSTOMER.title("credit_limit"), MONEY, nothing=("不限", "none"), look=CellLook(108)
        ),
        ListColumn("available", "可用额度", "Available", MONEY, look=CellLook(112, tone=_available_tone)),
        ListColumn("status", "往来状态", "Standing", STANDING, where=TOLD),
    ),
    RowSource(_ask, _ids, _rows),
    filters=(
        Filter("", "全部", "All"),
        Filter("owes", "欠款", "Owing"),
        Filter("overdue", "逾期", "Overdue"),
        Filter("over_limit", "超额", "Over limit"),
        Filter("others", "下级的客户", "Others' customers", at_hq=True),
    ),
)
LISTS = (CUSTOMERS,)
