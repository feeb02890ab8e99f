"""How a policy's version stands in a list: its words, its columns, and which filter it falls under."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.ui.tables.model import Column
from desktop.ui.widgets import formatting

if TYPE_CHECKING:
    from desktop.actions.policies.views import PolicyRow, ReadReceipt

translate = QCoreApplication.translate
_TONES = {
    "draft": "muted",
    "proposed": "warn",
    "refused": "bad",
    "coming": "info",
    "in_force": "good",
}
_OVER = ("ended", "superseded", "withdrawn")


def state_name(code: str) -> str:
    """What a state is called."""
    return formatting.named("policy_state", code)


def state_tone(code: str) -> str:
    """The chip's colour of a state."""
    return _TONES.get(code, "muted")


def kind_name(row: PolicyRow) -> str:
    """Price list, rebate, or what the promotion's template is called."""
    return formatting.named("template", row.template) if row.template else formatting.named("policy", row.kind)


def falls_under(row: PolicyRow, code: str) -> bool:
    """Whether a filter shows a row."""
    if code == "unread":
        return row.unread
    if code == "waiting":
        return bool(row.draft)
    if code == "over":
        return row.state in _OVER
    return not code or row.state == code


def period_text(start: dt.date | None, end: dt.date | None) -> str:
    """`2026-11-01 至 2026-11-30`, with open ends said."""
    if start is None and end is None:
        return translate("policies", "不限期")
    first = start.isoformat() if start else translate("policies", "不限")
    last = end.isoformat() if end else translate("policies", "不限")
    return translate("policies", "{0} 至 {1}").format(first, last)


def columns() -> tuple[Column, ...]:
    """The columns of the list of policies."""
    return (
        Column(translate("policies", "政策"), _name, 0, second=_id, strong=_unread, name=True),
        Column(translate("policies", "期间"), _start, 112, second=_end, whole=True),
        Column(translate("policies", "状态"), _state, 122, look="chip", tone=_tone),
    )


def version_columns() -> tuple[Column, ...]:
    """The columns of the list of versions."""
    return (
        Column(translate("policies", "版本"), _version, 62, look="strong"),
        Column(translate("policies", "期间"), _start, 0, second=_end, whole=True),
        Column(translate("policies", "状态"), _state, 104, look="chip", tone=_tone),
        Column(translate("policies", "制定 / 审批"), _author, 118, second=_approver),
    )


def receipt_columns() -> tuple[Column, ...]:
    """The columns of who has read it."""
    return (
        Column(translate("policies", "经销商"), _dealer, 0, second=_dealer_code, name=True),
        Column(translate("policies", "阅读时间"), _read_at, 128, second=_reader, tone=_read_tone, whole=True),
    )


def _name(row: PolicyRow) -> str:
    return f"● {row.name}" if row.unread else row.name


def _unread(row: PolicyRow) -> bool:
    return row.unread


def _id(row: PolicyRow) -> str:
    return f"{row.policy}  v{row.version}  ·  {kind_name(row)}"


def _start(row: PolicyRow) -> str:
    return row.start.isoformat() if row.start else translate("policies", "不限")


def _end(row: PolicyRow) -> str:
    return translate("policies", "至 {0}").format(row.end) if row.end else translate("policies", "不限期")


def _state(row: PolicyRow) -> str:
    return state_name(row.state)


def _tone(row: PolicyRow) -> str:
    return state_tone(row.state)


def _version(row: PolicyRow) -> str:
    return f"v{row.version}"


def _author(row: PolicyRow) -> str:
    return row.author


def _approver(row: PolicyRow) -> str:
    return row.approver


def _dealer(receipt: ReadReceipt) -> str:
    return receipt.dealer.name


def _dealer_code(receipt: ReadReceipt) -> str:
    return receipt.dealer.code


def _read_at(receipt: ReadReceipt) -> str:
    return formatting.clock(receipt.read_at) if receipt.read_at else translate("policies", "还没看")


def _reader(receipt: ReadReceipt) -> str:
    return receipt.by


def _read_tone(receipt: ReadReceipt) -> str:
    return "text" if receipt.read_at else "warn"
