"""What banks and wallets call a deal that came to money, one that never was, and one that hasn't come to it yet."""

from __future__ import annotations

import re

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


_NOT_YET = re.compile(
    r"(?:[未没](?:有)?|待|等待)(?:成功|完成|支付|付款|确认|入账|到账|收|结算|清算|记账|审核|处理|发货|转)"
)
TITLE_ENDS = ("状态", "处理结果", "交易结果", "status")
"""What plain titles of columns of states end in."""
_SETTLED = re.compile(
    r"成功|完成|完毕|结束|正常|有效|到账|入账|收款|收钱|已(?:收|存入|转|支付|付|记账|结|清|确认|处理|审核|通过|发货)"
    r"|success|succeed|complete|paid|settled|posted|booked|cleared|processed|done|\bok\b",
    re.IGNORECASE,
)


def is_settled(status: str) -> bool:
    """Whether a state says that the money came; one that says nothing at all is no doubt either."""
    return not status or bool(_SETTLED.search(status))


def unmoved(status: str) -> str | None:
    """The code that tells why no money came by a deal of this state, or None where nothing says so."""
    said = status.casefold()
    if any(each in said for each in _CLOSED):
        return "bank_row_closed"
    return "bank_row_waiting" if _NOT_YET.search(said) or any(each in said for each in _WAITING) else None
