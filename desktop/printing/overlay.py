"""Printing onto forms that are printed already (套打): only values, each at its place in millimetres.

A layout is a JSON file in the folder's `layouts`, and each printer has its own offset in it, because no two feed alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.documents.faces import PAPERS
from desktop.printing.drawing.paper import paper_named
from domain.errors import UsageError

_PLAIN = "241x140"
_GOODS = (
    "customer", "number", "date", "address", "total", "words", "balance_before", "balance_after", "maker", "remark",
    "page",
)  # fmt: skip
_MONEY = ("customer", "number", "date", "total", "words", "remark", "maker", "page")
_STATEMENT = (
    "customer", "number", "code", "period", "address", "reply_by", "issued", "page", "opening", "increase", "decrease",
    "closing", "words", "age_not_due", "age_1-30", "age_31-60", "age_61-90", "age_91-120", "age_over_120",
    "prepayments", "wallet", "in_transit", "disputed", "bank", "bank_account", "maker", "checker", "qr",
)  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    **{kind: _MONEY if paper.like == "money_receipt" else _GOODS for kind, paper in PAPERS.items()},
    "statement": _STATEMENT,
}
_GOODS_COLUMNS = ("place", "sku", "name", "quantity", "price", "amount")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{kind: () if paper.like == "money_receipt" else _GOODS_COLUMNS for kind, paper in PAPERS.items()},
    "statement": ("date", "kind", "number", "summary", "debit", "credit", "balance"),
}
KINDS = tuple(FIELDS)
"""What can be printed onto pre-printed forms."""
CLOSING = frozenset(_STATEMENT[_STATEMENT.index("increase") : _STATEMENT.index("bank")]) | {
    "total", "words", "balance_before", "balance_after", "qr",
}  # fmt: skip
"""What stands on the last form alone, where a paper needs several."""
FIGURES = frozenset({"quantity", "price", "amount", "debit", "credit", "balance"})
LONGEST_OFFSET = 30.0  # millimetres; a printer that feeds worse needs its paper set anew
_WIDTHS = {"place": 10.0, "sku": 25.0, "name": 70.0, "quantity": 25.0, "price": 25.0, "amount": 30.0}
_STATEMENT_WIDTHS = {"date": 22.0, "kind": 22.0, "number": 40.0, "summary": 33.0, "debit": 26.0, "credit": 26.0}
_WIDTHS_OF: Mapping[str, Mapping[str, float]] = {"statement": {**_STATEMENT_WIDTHS, "balance": 26.0}}


@dataclass(frozen=True, slots=True)
class Spot:
    """One value's place: its left end and baseline in millimetres from the paper's corner, its width and size.

    `right` sets it to the right end of its width; one that isn't `shown` isn't printed.
    """

    field: str
    x: float
    y: float
    width: float = 50.0
    size: float = 10.0
    right: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Overlay:
    """A layout: the form's paper, its values' places, its lines (the first one's baseline, the step, how many a page).

    `offsets` shifts everything for a printer, by its name: to the right and down.
    """

    kind: str
    paper: str = _PLAIN
    spots: tuple[Spot, ...] = ()
    columns: tuple[Spot, ...] = ()
    step: float = 6.0
    lines: int = 8
    offsets: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def moved(self, name: str, dx: float, dy: float, *, column: bool = False) -> Overlay:
        """One field moved, kept on the paper; `column` is one of the lines'."""
        paper = paper_named(self.paper)

        def shift(spot: Spot) -> Spot:
            x, y = min(max(spot.x + dx, 0), paper.width - 2), min(max(spot.y + dy, 2), paper.height)
            return replace(spot, x=round(x, 2), y=round(y, 2))

        return self.changed(name, shift, column=column)

    def changed(self, name: str, change: Callable[[Spot], Spot], *, column: bool = False) -> Overlay:
        """One field changed."""
        told = self.columns if column else self.spots
        after = tuple(change(spot) if spot.field == name else spot for spot in told)
        return replace(self, columns=after) if column else replace(self, spots=after)

    def on_paper(self, name: str) -> Overlay:
        """The same layout on another paper: as wide as that one prints, and closer where it is shorter."""
        before, after = paper_named(self.paper), paper_named(name)
        wider, higher = after.inner / before.inner, min(1.0, after.height / before.height)

        def fit(spot: Spot) -> Spot:
            x, y = after.left + (spot.x - before.left) * wider, spot.y * higher
            return replace(spot, x=round(x, 1), y=round(y, 1), width=round(spot.width * min(wider, higher), 1))

        spots, columns = tuple(map(fit, self.spots)), tuple(map(fit, self.columns))
        return replace(self, paper=name, spots=spots, columns=columns, step=round(self.step * higher, 1))

    def offset(self, printer: str) -> tuple[float, float]:
        """How far everything is shifted for a printer."""
        return self.offsets.get(printer, (0.0, 0.0))

    def for_printer(self, printer: str, dx: float, dy: float) -> Overlay:
        """Another offset for a printer."""
        return replace(self, offsets={**self.offsets, printer: (round(dx, 2), round(dy, 2))})


def plain_overlay(kind: str, paper: str = _PLAIN) -> Overlay:
    """A layout to begin with, whose lines stand between what heads and what closes the form."""
    if kind == "statement":
        return _plain_statement().on_paper(paper)
    spots = tuple(
        Spot(name, 25.0 + (place % 2) * 105, 18.0 + (place // 2) * 7, 80.0) for place, name in enumerate(FIELDS[kind])
    )
    columns = _plain_columns(kind, 20.0, 18.0 + (len(spots) + 1) // 2 * 7 + 8)
    return Overlay(kind, _PLAIN, spots, columns).on_paper(paper)


def _plain_statement() -> Overlay:
    """The head in two columns, six lines, then sums, ageing, what stands apart, bank and people, and the code."""
    spots: list[Spot] = []

    def put(y: float, size: float, *fields: tuple[str, float, float]) -> None:
        spots.extend(Spot(name, x, y, width, size) for name, x, width in fields)

    put(16, 10, ("customer", 25, 100), ("number", 130, 60), ("page", 200, 20))
    put(22, 9, ("code", 25, 40), ("address", 70, 55), ("period", 130, 60), ("issued", 195, 25))
    put(28, 9, ("opening", 25, 45), ("reply_by", 130, 40))
    put(90, 9.5, ("increase", 25, 45), ("decrease", 75, 45), ("closing", 125, 45))
    put(97, 10, ("words", 25, 160))
    ages = FIELDS["statement"][FIELDS["statement"].index("age_not_due") :][:6]
    put(105, 9, *((name, 25 + place * 27, 25) for place, name in enumerate(ages)))
    apart = ("prepayments", "wallet", "in_transit", "disputed")
    put(113, 9, *((name, 25 + place * 40.5, 38) for place, name in enumerate(apart)))
    put(121, 9, ("bank", 25, 75), ("bank_account", 105, 75))
    put(129, 9, ("maker", 25, 40), ("checker", 75, 40))
    spots.append(Spot("qr", 192, 130, 26))
    order = {name: place for place, name in enumerate(FIELDS["statement"])}
    kept = tuple(sorted(spots, key=lambda spot: order[spot.field]))
    return Overlay("statement", _PLAIN, kept, _plain_columns("statement", 20.0, 38.0), 6.0, 8)


def _plain_columns(kind: str, x: float, y: float) -> tuple[Spot, ...]:
    columns = []
    for name in COLUMNS[kind]:
        width = _WIDTHS_OF.get(kind, _WIDTHS)[name]
        columns.append(Spot(name, x, y, width, 9.5, name in FIGURES))
        x += width + (1.5 if kind == "statement" else 3)
    return tuple(columns)


# ---- kept in the folder


def layout_path(folder: Path, kind: str) -> Path:
    """Where a kind's layout is kept."""
    return folder / "layouts" / f"{kind}.json"


def read_overlay(folder: Path, kind: str) -> Overlay:
    """The layout of a kind of paper, a plain one where none is kept; UsageError `layout_unreadable`.

    Fields that came up since it was kept are there, not shown.
    """
    path = layout_path(folder, kind)
    if not path.is_file():
        return plain_overlay(kind)
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        offsets = {name: (float(dx), float(dy)) for name, (dx, dy) in told.pop("offsets", {}).items()}
        spots = tuple(Spot(**each) for each in told.pop("spots"))
        columns = tuple(Spot(**each) for each in told.pop("columns", []))
        found = Overlay(spots=spots, columns=columns, offsets=offsets, **told)
        paper_named(found.paper)
        plain = plain_overlay(kind)
    except (OSError, ValueError, KeyError, TypeError, UsageError) as wrong:
        raise UsageError("layout_unreadable", path=str(path)) from wrong
    return replace(found, spots=_completed(found.spots, plain.spots), columns=_completed(found.columns, plain.columns))


def _completed(kept: tuple[Spot, ...], plain: tuple[Spot, ...]) -> tuple[Spot, ...]:
    known = {spot.field for spot in kept}
    return (*kept, *(replace(spot, shown=False) for spot in plain if spot.field not in known))


def overlay_json(overlay: Overlay) -> bytes:
    """A layout as its file holds it."""
    return json.dumps(asdict(overlay), ensure_ascii=False, indent=1).encode()
