"""Answers as people read them in a terminal: tables whose Chinese columns stand straight, and whole documents."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.documents.fields import DOCUMENT_FIELDS
from desktop.wording import name_of
from domain.values.money import format_money

if TYPE_CHECKING:
    from desktop.actions.documents.views import PaperView
    from desktop.cli.calls import Language


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[int] = ()) -> str:
    """Columns under their heads; `figures` are the columns that stand to the right."""
    widths = [max(_width(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    return "\n".join(
        "  ".join(_padded(cell, widths[place], right=place in figures) for place, cell in enumerate(row)).rstrip()
        for row in (heads, *rows)
    )


def local_time(moment: str) -> str:
    """A recording time as the clock on the wall shows it: `2026-11-23 16:41`."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def paper_text(paper: PaperView, language: Language) -> str:
    """A posted document with its lines."""
    kind, state = name_of("kind", paper.kind, language), name_of("state", paper.state, language)
    head = (
        f"{kind} {paper.number}  {paper.date}  {paper.seller.name} → {paper.buyer.name}  {state}  "
        f"{format_money(paper.amount)}{written_by(paper.author, language)}"
    )
    zh = language == "zh"
    rows = [
        [str(each.line), each.sku, named(each.name, each.gift, language), each.quantity_text, format_money(each.amount)]
        for each in paper.lines
    ]
    heads = ["行", "货号", "品名", "数量", "金额"] if zh else ["#", "SKU", "Name", "Quantity", "Amount"]
    noted = beside(language, warehouse=paper.warehouse, ref=paper.ref, remark=paper.remark)
    return "\n".join([head, *noted, *([table(heads, rows, (0, 3, 4))] if rows else [])])


_BESIDE = {
    "warehouse": DOCUMENT_FIELDS["warehouse"],
    "ref": DOCUMENT_FIELDS["ref"],
    "remark": ("备注", "Remark"),
}


def beside(language: Language, **facts: str) -> list[str]:
    """The line under a document's head with what was noted beside it; none where nothing was."""
    names = {fact: pair[language == "en"] for fact, pair in _BESIDE.items()}
    colon = "：" if language == "zh" else ": "
    facts = {
        fact: name_of("warehouse", text, language) if fact == "warehouse" else text for fact, text in facts.items()
    }
    told = "  ".join(f"{names[fact]}{colon}{text}" for fact, text in facts.items() if text)
    return [told] if told else []


def written_by(author: str, language: Language) -> str:
    """Who wrote a document, where that is known."""
    if not author:
        return ""
    return f"  制单 {author}" if language == "zh" else f"  by {author}"


def named(name: str, gift: str, language: Language) -> str:
    """A product's name, marked where the goods come on top of what was bought."""
    if not gift:
        return name
    return f"赠 {name}" if language == "zh" else f"free: {name}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap
