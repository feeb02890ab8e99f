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
from desktop.listings.listing import ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, COUNT, DAY, MOMENT, YES, called, either, itself, named, said
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


PEOPLE = Listing(
    "people",
    (
        ListColumn("name", "姓名", "Name"),
        ListColumn("role", "角色", "Role", named("role")),
        ListColumn("guarded", "有密码", "Has a password", YES),
        ListColumn("active", "状态", "State", said(_active), itself),
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


def _day(row: Attention) -> Cell:
    try:
        return dt.date.fromisoformat(str(row.facts.get("date", "")))
    except ValueError:
        return None


def _sentence(row: Attention, language: Language) -> Cell:
    return say(row.code, language, **{"record": row.number, **row.facts})


ATTENTION = Listing(
    "attention",
    (
        ListColumn("kind", "种类", "Kind", said(_kind), itself),
        ListColumn("number", "单号", "Number", CODE),
        ListColumn("day", "日期", "Date", DAY, _day),
        ListColumn("party_stream", "往来单位", "Party", of=_fact("party", "stream")),
        ListColumn("sentence", "什么事", "What it is", said(_sentence), itself),
    ),
    RowSource(_attention),
)


def _requests(desk: Desk, _: ListQuery) -> Iterable[RequestView]:
    return requests.requests(desk)


def _answer(row: RequestView, language: Language) -> Cell:
    words = {"waiting": ("待答复", "waiting"), "done": ("已办", "done"), "refused": ("未同意", "refused")}
    return either(language, *words[row.state])


def _reasons(row: RequestView, language: Language) -> Cell:
    return " ".join(say_reason(each, language) for each in row.reasons)


REQUESTS = Listing(
    "requests",
    (
        ListColumn("verb", "请总部办什么", "Asked for", named("verb")),
        ListColumn("subject", "对象", "About"),
        ListColumn("by", "谁请的", "Asked by"),
        ListColumn("at", "时间", "Asked at", MOMENT),
        ListColumn("answer", "状态", "State", said(_answer), itself),
        ListColumn("answered_at", "答复时间", "Answered at", MOMENT),
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


EXCHANGES = Listing(
    "exchanges",
    (
        ListColumn("at", "结束于", "Ended", MOMENT),
        ListColumn("went", "结果", "Outcome", said(_went), itself),
        ListColumn("milliseconds", "毫秒", "Milliseconds", COUNT),
        ListColumn("requests", "请求数", "Requests", COUNT),
        ListColumn("bytes_up", "上行字节", "Bytes up", COUNT),
        ListColumn("bytes_down", "下行字节", "Bytes down", COUNT),
        ListColumn("sent", "发出", "Sent", COUNT),
        ListColumn("received", "收到", "Received", COUNT),
        ListColumn("told", "说明", "What it was", said(_told), itself),
    ),
    RowSource(_exchanges),
)

LISTS = (
    EXCHANGES,
    PEOPLE,
    ATTENTION,
    REQUESTS,
)
