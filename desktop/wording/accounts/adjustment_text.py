"""余额调节表 as a document in either language: both sides brought to one balance, who signed it off, room to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from desktop.labels import name_of
from desktop.wording import say
from desktop.wording.policies.policy_text import PolicyText
from desktop.wording.policies.text_parts import Section, TextGrid
from domain.values.chinese_amounts import amount_in_words
from domain.values.money import format_money
from sync.shapes import make_ready

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


class KeptRow(msgspec.Struct, frozen=True):
    """One adjustment: to which side, why, for which document, and its likely cause in both languages."""

    side: str
    code: str
    number: str
    amount: Decimal
    zh: str = ""
    en: str = ""


class KeptRemark(msgspec.Struct, frozen=True):
    """What is to be known of the other side's book, in both languages."""

    zh: str
    en: str


class KeptBooks(msgspec.Struct, frozen=True):
    """Two books brought to one balance, as they are signed off, printed and kept.

    `unproven` counts the remarks that leave open whether both agree, such as a row that couldn't be read.
    """

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
    unproven: int = 0
    remarks: tuple[KeptRemark, ...] = ()
    their_adjusted: Decimal | None = None

    @property
    def both(self) -> tuple[Decimal, Decimal]:
        """Our adjusted balance and theirs; only before a signature can they be two."""
        return self.adjusted, self.adjusted if self.their_adjusted is None else self.their_adjusted


make_ready(KeptRow, KeptRemark, KeptBooks)


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
            *_known(kept, language),
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
    adjusted = kept.both[side == "theirs"]
    rows.append(("调节后余额" if zh else "Adjusted balance", "", "", format_money(adjusted)))
    return Section(heading, (), TextGrid(heads, tuple(rows), (3,)))


def _known(kept: KeptBooks, language: Language) -> Iterator[Section]:
    """What of the other side's book was not read, doesn't follow, or was read otherwise than it says."""
    if kept.remarks:
        heading = "对方账须知" if language == "zh" else "To be known of their book"
        yield Section(heading, tuple(each.zh if language == "zh" else each.en for each in kept.remarks), None)


def _result(kept: KeptBooks, source: str, language: Language) -> Sequence[str]:
    figures, words = format_money(kept.adjusted), amount_in_words(kept.adjusted)
    zh = language == "zh"
    told = (
        f"调节后双方余额相等：¥{figures}（人民币{words}）。"
        if zh
        else f"Adjusted, both balances are the same: ¥{figures}."
    )
    ours, theirs = kept.both
    if ours != theirs:
        facts = {"ours": kept.ours, "theirs": kept.theirs, "adjusted": ours, "their_adjusted": theirs}
        told = say("reconciled_apart", language, **facts)
    counted = (
        f"逐笔核对：一致 {kept.matched} 组，差异 {kept.differing} 处。对方的账：{source}。"
        if zh
        else f"Compared line by line: {kept.matched} matched, {kept.differing} different. Their book: {source}."
    )
    open_ = [say("reconciled_unproven", language, count=kept.unproven)] if kept.unproven else []
    return (*open_, told, counted)


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
