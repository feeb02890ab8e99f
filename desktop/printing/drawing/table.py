"""A ruled table on a page: head, rows of equal height, and lines as its paper wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.printing.drawing.pen import Pen, Style

PADDING = 1.6  # between a cell's text and its edges, in millimetres


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """One column: its title, its width in millimetres, and whether it holds figures (set to the right)."""

    title: str
    width: float
    figures: bool = False


class RuledTable:
    """Draws one table from the paper's left edge; `y` counts down as rows are drawn.

    Attributes:
        columns: from left to right. edges: their left edges and the last one's right edge, in millimetres.
        y: where the next row's upper edge stands.
    """

    def __init__(self, pen: Pen, columns: Sequence[PaperColumn], y: float) -> None:
        self.columns = tuple(columns)
        self.y = y
        self._pen = pen
        paper = pen.paper
        self._row = paper.row
        # Half the height of a capital above half the row puts figures and Chinese in the row's middle.
        self._baseline = paper.row / 2 + paper.body * 0.36 * 25.4 / 72
        self.edges = [paper.left]
        for column in self.columns:
            self.edges.append(self.edges[-1] + column.width)
        self.slots = [
            (left + PADDING, right - PADDING, column.figures)
            for left, right, column in zip(self.edges, self.edges[1:], self.columns, strict=False)
        ]
        self._top = y
        self._lines: list[float] = []
        self._free: list[tuple[float, float, int]] = []  # rows whose first columns are one: from, to, how many

    def head(self, style: Style) -> None:
        """Draws the columns' titles in a band of their own."""
        pen, height = self._pen, self.head_height(self._row)
        tint = pen.paper.colours.tint
        pen.box(self.edges[0], self.y, self.edges[-1] - self.edges[0], height, fill=tint)
        baseline = self.y + height / 2 + style.size * 0.36 * 25.4 / 72
        for column, (left, right, figures) in zip(self.columns, self.slots, strict=True):
            look = pen.shrink(column.title, style, right - left)  # a title is never cut
            pen.text(right if figures else left, baseline, column.title, look, "right" if figures else "left")
        self.y += height
        self._lines.append(self.y)

    @staticmethod
    def head_height(row: float) -> float:
        """The height of the head band for rows of that height."""
        return row * 1.15

    def rows(
        self, rows: Iterable[Sequence[str]], style: Style, negative: Style | None = None, *, more: bool = False
    ) -> None:
        """Draws rows of as many texts as there are columns; an empty text leaves its cell empty.

        `more` go on with the row above: no line stands between them.
        """
        cells, slots, step = self._pen.cells, self.slots, self._row
        y = self.y
        for row in rows:
            if more and self._lines:
                self._lines.pop()
            cells(y + self._baseline, row, slots, style, negative)
            y += step
            self._lines.append(y)
        self.y = y

    def free_row(
        self,
        row: Sequence[str],
        slots: Sequence[tuple[float, float, bool]],
        style: Style,
        *,
        until: int,
        more: bool = False,
    ) -> None:
        """Draws a row with slots of its own; the first `until` columns are one field in it.

        `more` goes on with the row above: no line stands between them.
        """
        if more and self._lines:
            self._lines.pop()
        self._pen.cells(self.y + self._baseline, row, slots, style)
        self._free.append((self.y, self.y + self._row, until))
        self._next_line()

    def wide_row(
        self,
        label: str,
        figures: Sequence[str],
        style: Style,
        *,
        start: int,
        first: str = "",
        last: Style | None = None,
        free: bool = False,
    ) -> None:
        """Draws a row whose label starts in column `start` and runs on to the figures in the last columns.

        `first` is a text for the first column; `last` another style for the last figure; `free` leaves out the upright
        lines that the label crosses.
        """
        pen, baseline = self._pen, self.y + self._baseline
        from_column = len(self.columns) - len(figures)
        if free:
            self._free.append((self.y, self.y + self._row, from_column))
        if first:
            pen.cells(baseline, [first], self.slots[:1], style)
        left, right = self.slots[start][0], self.slots[from_column - 1][1]
        pen.text(left, baseline, pen.clip(label, style, right - left), style)
        tail = self.slots[from_column:]
        pen.cells(baseline, figures[:-1], tail[:-1], style)
        pen.cells(baseline, figures[-1:], tail[-1:], last or style)
        self._next_line()

    def words_row(self, label: str, words: str, label_style: Style, style: Style, *, start: int, height: float) -> None:
        """Draws a row of one text behind its label, which starts in column `start`; `height` in rows."""
        pen = self._pen
        baseline = self.y + self._row * height / 2 + style.size * 0.36 * 25.4 / 72
        left, right = self.slots[start][0], self.slots[-1][1]
        pen.text(left, baseline, label, label_style)
        room = right - left - pen.width(label, label_style) - 6
        x = left + pen.width(label, label_style) + 5
        pen.text(x, baseline, words, pen.shrink(words, style, room))
        self._next_line(height)

    def _next_line(self, rows: float = 1) -> None:
        self.y += self._row * rows
        self._lines.append(self.y)

    def close(self, *, open_rows: float = 0) -> None:
        """Draws the lines; on gridded paper the last `open_rows` row heights get none between columns."""
        pen = self._pen
        paper = pen.paper
        left, right = self.edges[0], self.edges[-1]
        if not paper.grid:
            for y in self._lines[:-1]:
                pen.line(left, y, right, y)
            pen.line(left, self.y, right, self.y, width=0.3, colour=paper.colours.ink)
            return
        for y in [self._top, *self._lines]:
            pen.line(left, y, right, y)
        inner_bottom = self.y - open_rows * self._row
        for place, x in enumerate(self.edges[1:-1], 1):
            top = self._top
            for start, end, until in self._free:
                if place < until:
                    if start > top:
                        pen.line(x, top, x, start)
                    top = end
            pen.line(x, top, x, inner_bottom)
        for x in (left, right):
            pen.line(x, self._top, x, self.y)
