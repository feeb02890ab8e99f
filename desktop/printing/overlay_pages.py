"""Pre-printed forms filled: the values alone, and the test page by which a layout is brought to its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.printing.drawing.codes import code_rows
from desktop.printing.drawing.paper import BLACK, PaperFormat, paper_named
from desktop.printing.drawing.pdf_file import Sink
from desktop.printing.drawing.pen import Pen, Printout, Style
from desktop.printing.overlay import CLOSING, Overlay, Spot

_LEAST = 0.7  # of its size; a longer text is cut, a longer figure never
_TICK, _LONG, _ARM = 1.6, 3.0, 4.0
_SMALL, _TINY = Style(8), Style(6.5)


def print_overlay(
    overlay: Overlay, values: Mapping[str, str], lines: Sequence[Mapping[str, str]] = (), *, printer: str = ""
) -> Printout:
    """The values alone, at their places; more lines than a form holds go on with the next one."""
    pen = form_pen(overlay)
    fill_forms(pen, overlay, values, lines, printer=printer)
    return pen.finish()


def form_pen(overlay: Overlay, sink: Sink | None = None) -> Pen:
    """A pen for a layout's forms."""
    return Pen(_bare(overlay), title=overlay.kind, author="", language="zh", sink=sink)


def fill_forms(
    pen: Pen, overlay: Overlay, values: Mapping[str, str], lines: Sequence[Mapping[str, str]], *, printer: str = ""
) -> None:
    """Draws one paper's forms; what closes it stands on its last one alone."""
    shift, held = overlay.offset(printer), max(overlay.lines, 1)
    starts = range(0, max(len(lines), 1), held)
    for form, start in enumerate(starts, 1):
        told = {**values, "page": f"{form}/{len(starts)}"}
        for spot in overlay.spots:
            if form == len(starts) or spot.field not in CLOSING:
                _put(pen, spot, told.get(spot.field, ""), shift)
        for place, line in enumerate(lines[start : start + held]):
            for spot in overlay.columns:
                _put(pen, spot, line.get(spot.field, ""), (shift[0], shift[1] + place * overlay.step))
        pen.end_page()


def print_test(overlay: Overlay, names: Mapping[str, str], *, printer: str = "", told: Sequence[str] = ()) -> Printout:
    """The test page, with the printer's offset: rulers and crosses where printers can reach, every field as a box.

    A cross says how far it must stand from the paper's left and upper edge: what it misses by is the offset to add.
    `told` are lines that say so.
    """
    paper = _bare(overlay)
    pen = Pen(paper, title="test", author="", language="zh")
    shift = overlay.offset(printer)
    _rulers(pen, paper, shift)
    for x, y in crosses(paper):
        _cross(pen, x, y, shift)
    for spot in overlay.spots:
        _box(pen, spot, names, shift)
    for place in range(max(overlay.lines, 1)) if overlay.columns else ():
        for spot in overlay.columns:
            _box(pen, spot, names if place == 0 else {}, (shift[0], shift[1] + place * overlay.step))
    for place, line in enumerate(told):
        y = paper.height - 2.2 - (len(told) - 1 - place) * 3.4
        pen.text(paper.left + 20, y, pen.clip(line, _SMALL, paper.inner - 40), _SMALL)
    pen.end_page()
    return pen.finish()


def crosses(paper: PaperFormat) -> tuple[tuple[float, float], ...]:
    """Where a test page's crosses stand: in its corners, at whole centimetres that every printer reaches."""
    left, right = _tens(paper.left), (paper.right - 2) // 10 * 10
    top, bottom = 10.0, (paper.height - 8) // 10 * 10
    return ((left, top), (right, top), (left, bottom), (right, bottom))


def _tens(millimetres: float) -> float:
    return (millimetres + 9.999) // 10 * 10


def _rulers(pen: Pen, paper: PaperFormat, shift: tuple[float, float]) -> None:
    """Two rulers inside what prints, counting from the paper's own edges."""
    (left, top), (right, _), (_, bottom), _ = crosses(paper)
    dx, dy = shift
    pen.line(left + dx, top + dy, right + dx, top + dy)
    pen.line(left + dx, top + dy, left + dx, bottom + dy)
    for millimetre in range(int(left) + 15, int(right) - 14, 5):  # beside the crosses' own figures
        long = _LONG if millimetre % 10 == 0 else _TICK
        pen.line(millimetre + dx, top + dy, millimetre + dx, top + dy - long)
        if millimetre % 20 == 0:
            pen.text(millimetre + dx, top + dy - _LONG - 0.8, str(millimetre), _SMALL, "centre")
    for millimetre in range(int(top), int(bottom) + 1, 5):
        long = _LONG if millimetre % 10 == 0 else _TICK
        pen.line(left + dx, millimetre + dy, left + dx + long, millimetre + dy)
        if millimetre % 20 == 0 and top < millimetre < bottom:
            pen.text(left + dx - 0.6, millimetre + dy + 0.8, str(millimetre), _TINY, "right")


def _cross(pen: Pen, x: float, y: float, shift: tuple[float, float]) -> None:
    dx, dy = shift
    pen.line(x - _ARM + dx, y + dy, x + _ARM + dx, y + dy, width=0.4)
    pen.line(x + dx, y - _ARM + dy, x + dx, y + _ARM + dy, width=0.4)
    right, below = x > 100, y > 50
    place = x + dx + (-1 if right else 1), y + dy + (3.2 if below else -1)
    pen.text(*place, f"{x:g}, {y:g}", _SMALL, "right" if right else "left")


def _box(pen: Pen, spot: Spot, names: Mapping[str, str], shift: tuple[float, float]) -> None:
    if not spot.shown:
        return
    x, y, high = spot.x + shift[0], spot.y + shift[1], spot.size * 25.4 / 72
    if spot.field == "qr":
        pen.box(x, y - spot.width, spot.width, spot.width, edge="0 0 0")
    else:
        pen.box(x, y - high, spot.width, high + 1.2, edge="0 0 0")
    if names:
        style = pen.shrink(names.get(spot.field, spot.field), Style(spot.size), spot.width - 1.2)
        at = x + (spot.width - 0.6 if spot.right else 0.6)
        pen.text(at, y, names.get(spot.field, spot.field), style, "right" if spot.right else "left")


def _bare(overlay: Overlay) -> PaperFormat:
    return replace(paper_named(overlay.paper), colours=BLACK)


def _put(pen: Pen, spot: Spot, text: str, shift: tuple[float, float]) -> None:
    if not text or not spot.shown:
        return
    x, y = spot.x + shift[0], spot.y + shift[1]
    if spot.field == "qr":
        pen.modules(x, y - spot.width, spot.width, code_rows(text))
        return
    style = pen.shrink(text, Style(spot.size), spot.width)
    if style.size < spot.size * _LEAST and not text.lstrip("-¥")[:1].isdigit():
        style = Style(spot.size * _LEAST)
        text = pen.clip(text, style, spot.width)
    pen.text(x + (spot.width if spot.right else 0), y, text, style, "right" if spot.right else "left")
