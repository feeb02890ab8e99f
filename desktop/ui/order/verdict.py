"""What became of an order, said in one banner."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.actions.documents.views import OrderView
from desktop.ui.widgets import formatting

_KINDS = {
    "accepted": "good",
    "submitted": "info",
    "accepted_in_part": "warn",
    "needs_approval": "warn",
    "refused": "bad",
}


def verdict_kind(view: OrderView) -> str:
    """The banner's colour."""
    return _KINDS.get(view.state, "info")


def verdict_text(view: OrderView) -> str:
    """Number, verdict, and the reasons that matter."""
    said = {
        "accepted": QCoreApplication.translate("verdict", "订单 {0} 已接受，合计 {1}。"),
        "accepted_in_part": QCoreApplication.translate("verdict", "订单 {0} 部分接受，接受的合计 {1}（所订 {2}）。"),
        "needs_approval": QCoreApplication.translate("verdict", "订单 {0} 已保存，合计 {1}，需要审批。"),
        "refused": QCoreApplication.translate("verdict", "订单 {0} 已保存，合计 {1}，但被拒绝。"),
        "submitted": QCoreApplication.translate("verdict", "订单 {0} 已保存，合计 {1}，等待卖方答复；联网后自动送出。"),
    }.get(view.state, "{0} {1}")
    reasons = [formatting.tell(reason) for reason in view.reasons if reason.severity != "info"]
    taken = view.accepted_total if view.state == "accepted_in_part" else None
    total = view.total if taken is None else taken
    told = said.format(view.number, formatting.money(total), formatting.money(view.total))
    if view.paid:
        told += formatting.told("order_paid", paid=view.paid, left=total - view.paid)
    return "\n".join([told, *reasons[:4]])
