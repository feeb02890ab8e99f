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
from desktop.actions.people import users
from desktop.labels import Language
from desktop.listings.listed import Col, Listed, either, moment, name, yes
from desktop.listings.listing import ListQuery
from desktop.listings.types import called
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


PEOPLE = Listed(
    (
        Col("姓名", "Name", "name"),
        Col("角色", "Role", name("role", "role")),
        Col("有密码", "Has a password", yes("guarded")),
        Col("状态", "State", _active),
    ),
    _people,
)


def _attention(desk: Desk, _: ListQuery) -> Iterable[Attention]:
    with desk.book.reading() as connection:
        return attention(connection, desk)


def _fact(*facts: str) -> Any:
    def told(row: Attention, _: Language) -> Cell:
        return next((str(row.facts[each]) for each in facts if row.facts.get(each)), None)

    return told


def _kind(row: Attention, language: Language) -> Cell:
    known = {
        "order": ("订单", "Order"),
        "statement": ("对账单", "Statement"),
        "draft": ("政策待批准", "Policy to approve"),
        "adjustment": ("调整待批准", "Correction to approve"),
        "request": ("总部未同意", "Refused by HQ"),
    }
    if row.kind in known:
        return either(language, *known[row.kind])
    kind = str(row.facts.get("kind") or "")
    return called("kind", kind, language) if kind else None


def _day(row: Attention, _: Language) -> Cell:
    try:
        return dt.date.fromisoformat(str(row.facts.get("date", "")))
    except ValueError:
        return None


def _sentence(row: Attention, language: Language) -> Cell:
    return say(row.code, language, **{"record": row.number, **row.facts})


ATTENTION = Listed(
    (
        Col("种类", "Kind", _kind),
        Col("单号", "Number", "number"),
        Col("日期", "Date", _day, "date"),
        Col("往来单位", "Party", _fact("party", "stream")),
        Col("什么事", "What it is", _sentence),
    ),
    _attention,
)


def _requests(desk: Desk, _: ListQuery) -> Iterable[RequestView]:
    return requests.requests(desk)


def _answer(row: RequestView, language: Language) -> Cell:
    words = {"waiting": ("待答复", "waiting"), "done": ("已办", "done"), "refused": ("未同意", "refused")}
    return either(language, *words[row.state])


def _reasons(row: RequestView, language: Language) -> Cell:
    return " ".join(say_reason(each, language) for each in row.reasons)


REQUESTS = Listed(
    (
        Col("请总部办什么", "Asked for", name("verb", "verb")),
        Col("对象", "About", "subject"),
        Col("谁请的", "Asked by", "by"),
        Col("时间", "Asked at", moment("at"), "stamp"),
        Col("状态", "State", _answer),
        Col("答复时间", "Answered at", moment("answered_at"), "stamp"),
        Col("原因", "Why", _reasons),
    ),
    _requests,
)


def _exchanges(desk: Desk, _: ListQuery) -> Iterable[LogLine]:
    return exchange_log(desk)


def _told(row: LogLine, language: Language) -> Cell:
    return " ".join(log_sentences(row, language))


def _went(row: LogLine, language: Language) -> Cell:
    return either(language, "完成", "done") if row.ok else either(language, "没有完成", "broke off")


EXCHANGES = Listed(
    (
        Col("结束于", "Ended", moment("at"), "stamp"),
        Col("结果", "Outcome", _went),
        Col("毫秒", "Milliseconds", "milliseconds", "integer"),
        Col("请求数", "Requests", "requests", "integer"),
        Col("上行字节", "Bytes up", "bytes_up", "integer"),
        Col("下行字节", "Bytes down", "bytes_down", "integer"),
        Col("发出", "Sent", "sent", "integer"),
        Col("收到", "Received", "received", "integer"),
        Col("说明", "What it was", _told),
    ),
    _exchanges,
)

LISTS = {"exchanges": EXCHANGES, "people": PEOPLE, "attention": ATTENTION, "requests": REQUESTS}
