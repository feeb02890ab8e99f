"""Which columns a kind of paper offers, chosen for paper apart from the screen; what it can't do without stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.documents.faces import PAPERS, paper_like
from desktop.printing import note_sheet
from desktop.printing.labels import LABELS, Language
from desktop.printing.statements import document_rows, open_rows
from domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

KINDS = ("statement", "open_items", *dict.fromkeys(paper.like for paper in PAPERS.values()))
"""The kinds of paper; returns and goods receipts are printed as deliveries are."""
_NOTE = note_sheet.FIXED | {"discount"}  # a discount stands wherever there is one
_RECEIPT = frozenset({"name", "amount"})  # money has no code, and a receipt without its sum tells nothing


def kind_of_paper(document: str) -> str:
    """The kind of paper a document of this kind is printed on."""
    return document if document in KINDS else paper_like(document)


def offered(kind: str, language: Language) -> list[tuple[str, str]]:
    """The columns that can be left out, by key, as the paper calls them."""
    fixed = _fixed(kind)
    return [(key, title) for key, title in _titles(kind, language) if key not in fixed]


def chosen(kind: str, ticked: Sequence[str]) -> tuple[str, ...]:
    """What stands on the paper where only these were ticked."""
    fixed = _fixed(kind)
    return tuple(key for key, _ in _titles(kind, "zh") if key in fixed or key in ticked)


def columns_named(kind: str, typed: str) -> tuple[str, ...]:
    """Columns as typed by key or title, with commas between; "" is all of them, `-` only what must be.

    Raises UsageError `column_unknown`.
    """
    names = [name.strip() for name in typed.replace("，", ",").split(",") if name.strip()]
    if not names:
        return ()
    known = {title.lower(): key for tongue in LABELS for key, title in _titles(kind, tongue)}
    known |= {key: key for key in known.values()} | {"-": "-"}
    for name in names:
        if name.lower() not in known:
            raise UsageError("column_unknown", column=name, known=", ".join(key for key, _ in offered(kind, "zh")))
    return chosen(kind, [known[name.lower()] for name in names])


def _titles(kind: str, language: Language) -> list[tuple[str, str]]:
    labels = LABELS[language]
    if kind == "statement":
        return list(zip(document_rows.KEYS, labels.columns, strict=True))
    if kind == "open_items":
        return list(zip(open_rows.KEYS, labels.open_columns, strict=True))
    titles = dict(zip(note_sheet.KEYS, labels.note_columns, strict=True))
    return [(key, titles[key]) for key in (note_sheet.RECEIPT if kind == "money_receipt" else note_sheet.KEYS)]


def _fixed(kind: str) -> AbstractSet[str]:
    if kind == "statement":
        return document_rows.FIXED
    if kind == "open_items":
        return open_rows.FIXED
    return _RECEIPT if kind == "money_receipt" else _NOTE
