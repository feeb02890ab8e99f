"""Lists of the desk itself: its people, what needs a look, and what was asked of HQ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from desktop.actions.documents.views import Attention
from desktop.actions.headquarters import requests
from desktop.actions.headquarters.attention import attention
from desktop.actions.headquarters.exchange_log import exchange_log, log_sentences
from desktop.actions.headquarters.requests import RequestView
from desktop.actions.headquarters.status_views import KEY
from desktop.actions.people import users
from desktop.labels import Language
from desktop.listings.listing import (
    COMMAND,
    FILED,
    JSON,
    TOLD,
    WINDOW,
    CellLook,
    ListColumn,
    Listing,
    ListQuery,
    Place,
    RowSource,
)
from desktop.listings.types import CODE, COUNT, DAY, FIGURES, MOMENT, NONE, YES, called, either, itself, named, said
from desktop.wording import say, say_reason
from domain.parties.users import Person

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell
    from sync.client.streams.exchange_log import LogLine


def _people(desk: Desk, _: ListQuery) -> Iterable[Person]:
    return users.people(desk)


def _active(row: Person, language: Language) -> Cell:
    return either(language, "在用", "in use") if row.active else either(language, "已停用", "shut out")


def _active_text(row: Person, _row: Person, language: Language) -> str:
    return either(language, "在用", "In use") if row.active else either(language, "已停用", "Shut out")


def _active_tone(row: Person) -> str:
    return "good" if row.active else "muted"


def _guarded_text(guarded: bool, _row: Person, language: Language) -> str:
    return either(language, "有", "Set") if guarded else NONE


PEOPLE = Listing(
    "people",
    (
        ListColumn("name", "姓名", "Name", look=CellLook(0, "strong", name=True)),
        ListColumn("role", "角色", "Role", named("role"), look=CellLook(106)),
        ListColumn(
            "password",
            "有密码",
            "Has a password",
            YES._replace(text=_guarded_text),
            "guarded",
            look=CellLook(84, title=("密码", "Password")),
        ),
        ListColumn(
            "state",
            "状态",
            "State",
            said(_active)._replace(text=_active_text),
            itself,
            look=CellLook(84, "chip", tone=_active_tone),
        ),
    ),
    RowSource(_people),
)


def _attention(desk: Desk, _: ListQuery) -> Iterable[Attention]:
    with desk.book.reading() as connection:
        return attention(connection, desk)


def _fact(*facts: str) -> Any:
    def told(row: Attention) -> Cell:
        return next((str(row.facts[each]) for each in facts if row.facts.get(each)), None)

    return told


_STAGES = {"order_cancelled_by_seller": "cancelled", "rest_closed": "closed", "closing_wanted": "partly_delivered"}
_ASKED = {
    "draft": ("政策待批准", "Policy to approve"),
    "adjustment": ("调整待批准", "Correction to approve"),
    "line": ("与总部的线路", "Line to HQ"),
    "folder": ("文件夹", "Folder"),
    "restored": ("恢复之后", "After a restore"),
    "outbox": ("另存的记录", "Kept records"),
    "move": ("客户划转", "Customer moved"),
    "dealer": ("本单位", "This dealer"),
    "request": ("总部未同意", "Refused by HQ"),
}
_TONES = {
    "order_refused": "bad",
    "order_needs_approval": "warn",
    "order_changed": "warn",
    "order_cancelled_by_seller": "bad",
    "draft_proposed": "warn",
    "adjustment_proposed": "warn",
    "statement_issued": "warn",
    "rest_closed": "warn",
    "closing_wanted": "warn",
}


def _kind(row: Attention, language: Language) -> Cell:
    if row.kind == "order":
        return called("stage", _STAGES.get(row.code) or row.code.removeprefix("order_"), language)
    if row.kind == "statement":
        return called("list", "statements", language)
    if row.kind == "dealer" and row.code.startswith("customer_"):
        return either(language, "客户", "Customer")
    if row.kind in _ASKED:
        return either(language, *_ASKED[row.kind])
    kind = str(row.facts.get("kind") or "")
    return called("kind", kind, language) if kind else None


def _attention_tone(row: Attention) -> str:
    return _TONES.get(row.code, "bad")


def _day(row: Attention) -> Cell:
    try:
        return dt.date.fromisoformat(str(row.facts.get("date", "")))
    except ValueError:
        return None


def _sentence(row: Attention, language: Language) -> Cell:
    return say(row.code, language, **{"record": row.number, **row.facts})


def _key(row: Attention) -> Cell:
    """By what a person puts it away; nothing where it goes when its cause is over."""
    if row.kind == "problem":
        return f"{row.facts['stream']}#{row.facts['entry']}"
    return str(row.facts.get(KEY) or "") or None


_SENTENCE = CellLook(0, "flow", second=("party",))
ATTENTION = Listing(
    "attention",
    (
        ListColumn(
            "kind",
            "种类",
            "Kind",
            said(_kind),
            itself,
            nothing=(NONE, NONE),
            look=CellLook(128, "chip", tone=_attention_tone),
        ),
        ListColumn("number", "单号", "Number", CODE, look=CellLook(190, "strong")),
        ListColumn("date", "日期", "Date", DAY, _day, look=CellLook(108)),
        ListColumn("party", "往来单位", "Party", of=_fact("party", "stream"), where=TOLD),
        ListColumn("sentence", "什么事", "What it is", said(_sentence), itself, look=_SENTENCE),
        ListColumn("key", "收起用的键", "Key", CODE, _key, frozenset({COMMAND, JSON}), nothing=("-", "-")),
    ),
    RowSource(_attention),
)


def _requests(desk: Desk, _: ListQuery) -> Iterable[RequestView]:
    return requests.requests(desk)


def wish_text(row: RequestView, language: Language) -> str:
    """What was asked for, in words."""
    return say(f"wish_{row.verb}", language, **row.facts).rstrip("。.")


def _answer(row: RequestView, language: Language) -> Cell:
    words = {"waiting": ("待答复", "waiting"), "done": ("已办", "done"), "refused": ("未同意", "refused")}
    return either(language, *words[row.state])


def _reasons(row: RequestView, language: Language) -> Cell:
    return " ".join(say_reason(each, language) for each in row.reasons)


REQUESTS = Listing(
    "requests",
    (
        ListColumn("verb", "请总部办什么", "Asked for", named("verb"), where=FILED),
        ListColumn("subject", "对象", "About", where=FILED),
        ListColumn("wish", "申请", "Request", said(wish_text), itself, frozenset({COMMAND, JSON})),
        ListColumn("by", "谁请的", "Asked by"),
        ListColumn("at", "时间", "Asked at", MOMENT),
        ListColumn("answer", "状态", "State", said(_answer), itself),
        ListColumn("answered_at", "答复时间", "Answered at", MOMENT),
        ListColumn("result", "结果", "Result", where=TOLD),
        ListColumn("reasons", "原因", "Why", said(_reasons), itself),
    ),
    RowSource(_requests),
)


def _exchanges(desk: Desk, _: ListQuery) -> Iterable[LogLine]:
    return exchange_log(desk)


def _told(row: LogLine, language: Language) -> Cell:
    return " ".join(log_sentences(row, language))


def _went(row: LogLine, language: Language) -> Cell:
    return either(language, "完成", "done") if row.ok else either(language, "没有完成", "broke off")


def _went_text(row: LogLine, _row: LogLine, language: Language) -> str:
    return either(language, "完成", "Done") if row.ok else either(language, "没有完成", "Broke off")


def _went_tone(row: LogLine) -> str:
    return "good" if row.ok else "bad"


def _seconds(value: int, _row: LogLine, _language: Language) -> str:
    return f"{value / 1000:.1f} s"


def _bytes(row: LogLine) -> str:
    return f"{_size(row.bytes_up)} / {_size(row.bytes_down)}"


_KB = 1024


def _size(count: int) -> str:
    return f"{count / _KB:,.1f} KB" if count < 100 * _KB else f"{count / _KB:,.0f} KB"


_SEEN: frozenset[Place] = frozenset({WINDOW})
EXCHANGES = Listing(
    "exchanges",
    (
        ListColumn("at", "结束于", "Ended", MOMENT, look=CellLook(108, "strong", title=("时间", "Time"))),
        ListColumn(
            "went",
            "结果",
            "Outcome",
            said(_went)._replace(text=_went_text),
            itself,
            look=CellLook(96, "chip", tone=_went_tone),
        ),
        ListColumn(
            "milliseconds",
            "毫秒",
            "Milliseconds",
            COUNT._replace(text=_seconds),
            look=CellLook(82, title=("用时", "Took")),
        ),
        ListColumn("requests", "请求数", "Requests", COUNT, where=FILED),
        ListColumn("bytes_up", "上行字节", "Bytes up", COUNT, where=TOLD),
        ListColumn("bytes_down", "下行字节", "Bytes down", COUNT, where=TOLD),
        ListColumn("sent", "发出", "Sent", COUNT, quiet=True, look=CellLook(84)),
        ListColumn("received", "收到", "Received", COUNT, quiet=True, look=CellLook(92)),
        ListColumn("bytes", "流量 ↑ ↓", "Bytes ↑ ↓", FIGURES, _bytes, _SEEN, look=CellLook(136)),
        ListColumn("told", "说明", "What it was", said(_told), itself, look=CellLook(0, "flow")),
    ),
    RowSource(_exchanges),
)
LISTS = (
    EXCHANGES,
    PEOPLE,
    ATTENTION,
    REQUESTS,
)
