"""余额调节表 as a document in either language: both sides brought to one balance, who signed it off, room to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from desktop.naming import name_of
from desktop.wording.policy_text import PolicyText
from desktop.wording.policy_words import Grid, Section
from domain.money import format_money
from domain.words import amount_in_words
from sync.shapes import make_ready

Language = Literal["zh", "en"]


class KeptRow(msgspec.Struct, frozen=True):
    """One adjustment: to which side, why, for which document, and its likely cause in both languages."""

    side: str
    code: str
    number: str
    amount: Decimal
    zh: str = ""
    en: str = ""


class KeptBooks(msgspec.Struct, frozen=True):
    """Two books brought to one balance, as they are signed off, printed and kept."""

    seller: str
    seller_name: str
    buyer: str
    buyer_name: str
    start: dt.date
    end: dt.date
    source: str
    ours: Decimal
    theirs: Decimal
    adjusted: Decimal
    rows: tuple[KeptRow, ...]
    matched: int = 0
    differing: int = 0
    we_sell: bool = True
    id: str = ""
    signed_by: str = ""
    signed_at: str = ""
    remark: str = ""


make_ready(KeptRow, KeptBooks)


def adjustment_text(kept: KeptBooks, language: Language) -> PolicyText:
    """The whole table in words and figures."""

    def said(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    us, them = (kept.seller_name, kept.buyer_name) if kept.we_sell else (kept.buyer_name, kept.seller_name)
    period = said(f"{kept.start} 至 {kept.end}", f"{kept.start} to {kept.end}")
    source = said("经总部传来的账", "what came through HQ") if kept.source == "hq" else kept.source
    return PolicyText(
        said("余额调节表", "Reconciliation statement"),
        said(f"{us} 与 {them}　{period}", f"{us} and {them}, {period}"),
        (
            _side(kept, "ours", said(f"我方：{us}", f"Ours: {us}"), language),
            _side(kept, "theirs", said(f"对方：{them}", f"Theirs: {them}"), language),
            Section(said("结论", "Result"), tuple(_result(kept, source, language)), None),
            Section(said("签认", "Signed off"), tuple(_signatures(kept, language)), None),
        ),
    )


def _side(kept: KeptBooks, side: str, heading: str, language: Language) -> Section:
    zh = language == "zh"
    heads = ("事由", "单号", "可能原因", "金额") if zh else ("Matter", "Number", "Likely cause", "Amount")
    closing = kept.ours if side == "ours" else kept.theirs
    rows = [("账面余额" if zh else "Balance in the book", "", "", format_money(closing))]
    for row in kept.rows:
        if row.side == side:
            cause = row.zh if zh else row.en
            rows.append((name_of("adjustment", row.code, language), row.number, cause, format_money(row.amount)))
    rows.append(("调节后余额" if zh else "Adjusted balance", "", "", format_money(kept.adjusted)))
    return Section(heading, (), Grid(heads, tuple(rows), (3,)))


def _result(kept: KeptBooks, source: str, language: Language) -> Sequence[str]:
    figures, words = format_money(kept.adjusted), amount_in_words(kept.adjusted)
    if language == "zh":
        return (
            f"调节后双方余额相等：¥{figures}（人民币{words}）。",
            f"逐笔核对：一致 {kept.matched} 组，差异 {kept.differing} 处。对方的账：{source}。",
        )
    return (
        f"Adjusted, both balances are the same: ¥{figures}.",
        f"Compared line by line: {kept.matched} matches, {kept.differing} differences. Their book: {source}.",
    )


def _signatures(kept: KeptBooks, language: Language) -> Sequence[str]:
    zh = language == "zh"
    told = []
    if kept.signed_by:
        told.append(
            f"{kept.signed_by} 于 {kept.signed_at[:10]} 签认并留存。"
            if zh
            else f"Signed off and kept by {kept.signed_by} on {kept.signed_at[:10]}."
        )
    if kept.remark:
        told.append(f"说明：{kept.remark}" if zh else f"Remark: {kept.remark}")
    blank = "＿" * 8 if zh else "_" * 14
    for whose, name in (("我方", "Ours"), ("对方", "Theirs")):
        chinese = f"{whose}（盖章）{blank}　经办 {blank}　日期 {blank}"
        told.append(chinese if zh else f"{name} (stamp) {blank}  by {blank}  date {blank}")
    return told
