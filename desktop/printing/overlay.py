"""Printing onto forms that are printed already (套打): only values, each at its place in millimetres.

A layout is a JSON file in the folder's `layouts`, and each printer has its own offset in it, because no two feed alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.printing.paper import BLACK, Paper, paper_named
from desktop.printing.pen import Pen, Printout, Style
from domain.errors import UsageError

FIELDS = {
    "delivery": (
        "customer", "number", "date", "address", "total", "words", "balance_before", "balance_after", "maker", "remark",
    ),
    "money_receipt": ("customer", "number", "date", "total", "words", "remark", "maker"),
    "statement": ("customer", "number", "period", "opening", "increase", "decrease", "closing", "words", "maker"),
}  # fmt: skip
COLUMNS = {"delivery": ("place", "sku", "name", "quantity", "price", "amount"), "money_receipt": (), "statement": ()}
_TICK, _LONG = 2.0, 4.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One value's place: its left end and baseline in millimetres from the paper's corner, its width and size."""

    field: str
    x: float
    y: float
    width: float = 50.0
    size: float = 10.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """A layout: the form's paper, its values' places, its lines (the first one's baseline, the step, how many a page).

    `offsets` shifts everything for a printer, by its name: to the right and down.
    """

    kind: str
    paper: str = "241x140"
    spots: tuple[Spot, ...] = ()
    columns: tuple[Spot, ...] = ()
    step: float = 6.0
    lines: int = 8
    offsets: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def moved(self, name: str, dx: float, dy: float) -> Overlay:
        """One field moved, kept on the paper."""
        paper = paper_named(self.paper)

        def shift(spot: Spot) -> Spot:
            if spot.field != name:
                return spot
            x, y = min(max(spot.x + dx, 0), paper.width - 2), min(max(spot.y + dy, 2), paper.height)
            return replace(spot, x=round(x, 2), y=round(y, 2))

        return replace(self, spots=tuple(map(shift, self.spots)), columns=tuple(map(shift, self.columns)))

    def for_printer(self, printer: str, dx: float, dy: float) -> Overlay:
        """Another offset for a printer."""
        return replace(self, offsets={**self.offsets, printer: (round(dx, 2), round(dy, 2))})


def plain_overlay(kind: str, paper: str = "241x140") -> Overlay:
    """A layout to begin with: two columns of fields, and lines below them where the kind has any."""
    spots = tuple(
        Spot(name, 25.0 + (place % 2) * 105, 18.0 + (place // 2) * 7, 80.0) for place, name in enumerate(FIELDS[kind])
    )
    widths = {"place": 10.0, "sku": 25.0, "name": 70.0, "quantity": 25.0, "price": 25.0, "amount": 30.0}
    columns, x, top = [], 20.0, 18.0 + (len(spots) + 1) // 2 * 7 + 8
    for name in COLUMNS[kind]:
        columns.append(Spot(name, x, top, widths[name], 9.5, name in ("quantity", "price", "amount")))
        x += widths[name] + 3
    return Overlay(kind, paper, spots, tuple(columns))


def print_overlay(
    overlay: Overlay, values: Mapping[str, str], lines: Sequence[Mapping[str, str]] = (), *, printer: str = ""
) -> Printout:
    """The values alone, at their places; more lines than a form holds go on with the next one."""
    paper = _bare(overlay)
    pen = Pen(paper, title=overlay.kind, author="", language="zh")
    shift = overlay.offsets.get(printer, (0.0, 0.0))
    for start in range(0, max(len(lines), 1), max(overlay.lines, 1)):
        for spot in overlay.spots:
            _put(pen, spot, values.get(spot.field, ""), shift)
        for place, line in enumerate(lines[start : start + max(overlay.lines, 1)]):
            for spot in overlay.columns:
                _put(pen, spot, line.get(spot.field, ""), (shift[0], shift[1] + place * overlay.step))
        pen.end_page()
    return pen.finish()


def print_test(overlay: Overlay, names: Mapping[str, str], *, printer: str = "") -> Printout:
    """The test page: rulers along two edges and every field as a box with its name, with the printer's offset."""
    paper = _bare(overlay)
    pen = Pen(paper, title="test", author="", language="zh")
    dx, dy = overlay.offsets.get(printer, (0.0, 0.0))
    small = Style(7)
    for millimetre in range(0, int(paper.width) + 1, 5):
        long = _LONG if millimetre % 10 == 0 else _TICK
        pen.line(millimetre, 0, millimetre, long)
        if millimetre % 20 == 0 and millimetre:
            pen.text(millimetre, long + 2.6, str(millimetre), small, "centre")
    for millimetre in range(0, int(paper.height) + 1, 5):
        long = _LONG if millimetre % 10 == 0 else _TICK
        pen.line(0, millimetre, long, millimetre)
        if millimetre % 20 == 0 and millimetre:
            pen.text(long + 1, millimetre + 0.9, str(millimetre), small)
    for spot in (*overlay.spots, *overlay.columns):
        high = spot.size * 25.4 / 72
        pen.box(spot.x + dx, spot.y + dy - high, spot.width, high + 1.2, edge="0 0 0")
        told = pen.clip(names.get(spot.field, spot.field), Style(spot.size), spot.width - 1)
        pen.text(spot.x + dx + 0.6, spot.y + dy, told, Style(spot.size))
    pen.end_page()
    return pen.finish()


def _bare(overlay: Overlay) -> Paper:
    return replace(paper_named(overlay.paper), colours=BLACK)


def _put(pen: Pen, spot: Spot, text: str, shift: tuple[float, float]) -> None:
    if text:
        style = pen.shrink(text, Style(spot.size), spot.width)
        x = spot.x + shift[0] + (spot.width if spot.right else 0)
        pen.text(x, spot.y + shift[1], text, style, "right" if spot.right else "left")


# ---- kept in the folder


def layout_path(folder: Path, kind: str) -> Path:
    """Where a kind's layout is kept."""
    return folder / "layouts" / f"{kind}.json"


def read_overlay(folder: Path, kind: str) -> Overlay:
    """The layout of a kind of paper, a plain one where none is kept; UsageError `layout_unreadable`."""
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
    except (OSError, ValueError, KeyError, TypeError, UsageError) as wrong:
        raise UsageError("layout_unreadable", path=str(path)) from wrong
    return found


def overlay_json(overlay: Overlay) -> bytes:
    """A layout as its file holds it."""
    return json.dumps(asdict(overlay), ensure_ascii=False, indent=1).encode()
