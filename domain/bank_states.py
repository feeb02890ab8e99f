"""What banks and wallets call a deal that never was, or one that hasn't come to money yet."""

from __future__ import annotations

_CLOSED = (
    "交易关闭",
    "已关闭",
    "失败",
    "退汇",
    "已撤销",
    "已取消",
    "已作废",
    "拒绝",
    "failed",
    "cancelled",
    "rejected",
)
_WAITING = (
    *("等待付款", "等待买家付款", "等待发货", "等待确认收货", "等待对方确认", "待收款", "待对方收钱"),
    *(
        "处理中",
        "受理中",
        "审核中",
        "待确认",
        "待处理",
        "待审核",
        "待审批",
        "未到账",
        "待到账",
        "pending",
        "processing",
    ),
)


def unmoved(status: str) -> str | None:
    """The code that tells why no money came by a deal of this state, or None where nothing says so."""
    said = status.casefold()
    if any(each in said for each in _CLOSED):
        return "bank_row_closed"
    return "bank_row_waiting" if any(each in said for each in _WAITING) else None
