"""A policy on paper: its document under the publisher's heading, with who stands behind it and how it stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.printing.drawing.paper import PaperFormat, paper_named
from desktop.printing.drawing.pen import Pen, Printout, Style
from desktop.printing.drawing.table import PADDING
from desktop.printing.labels import LABELS, Language
from desktop.printing.statements.heads import draw_logo, write_company, write_heading_line
from desktop.printing.statements.sheet import Heading, Looks
from desktop.wording.policies.policy_text import PolicyText, Section, TextGrid

__all__ = ["PolicyPaper", "print_policy"]

_MOST_LINES = 200  # of one sentence or cell; nobody writes more


@dataclass(frozen=True, slots=True)
class PolicyPaper:
    """What is printed: `facts` tell who wrote, approved and published it, `warning` why it doesn't simply hold."""

    text: PolicyText
    number: str
    facts: tuple[str, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """A part that is never broken over two pages: it `keeps` what follows on its page, `head` stands again above it."""

    height: float
    draw: Callable[[float], None]
    keeps: bool = False
    head: _Block | None = None


class _PolicySheet:
    """One policy being laid out on one paper in one language."""

    def __init__(
        self, shown: PolicyPaper, heading: Heading, printed_at: str, paper: PaperFormat, language: Language
    ) -> None:
        self.shown, self.heading, self.printed_at = shown, heading, printed_at
        self.paper, self.labels, self.looks = paper, LABELS[language], Looks.of(paper, language)
        self.step = paper.row * 0.98
        self.pen = Pen(paper, title=shown.text.title, author=heading.name, language=language)

    @property
    def top(self) -> float:
        """Where the body begins below a page's head."""
        return self.paper.top + 16

    # ---- the parts, as blocks

    def blocks(self) -> Iterator[_Block]:
        yield self._title()
        for section in self.shown.text.sections:
            yield from self._section(section)

    def _title(self) -> _Block:
        pen, paper, looks = self.pen, self.paper, self.looks
        lines = pen.wrap(self.shown.text.title, looks.title, paper.inner - 20, 3)
        told = [(self.shown.text.subtitle, looks.body), ("　".join(self.shown.facts), looks.muted)]
        told += [(self.shown.warning, looks.red)] if self.shown.warning else []
        tall = looks.title.size * 0.5

        def draw(y: float) -> None:
            middle = (paper.left + paper.right) / 2
            for place, line in enumerate(lines):
                pen.text(middle, y + (place + 0.8) * tall, line, looks.title, "centre")
            for place, (line, style) in enumerate(told):
                height = y + len(lines) * tall + 3.5 + place * self.step
                pen.text(middle, height, line, pen.shrink(line, style, paper.inner), "centre")

        return _Block(len(lines) * tall + 4 + len(told) * self.step, draw)

    def _section(self, section: Section) -> Iterator[_Block]:
        yield self._heading(section.heading)
        last = len(section.sentences) - 1
        for place, sentence in enumerate(section.sentences):
            yield self._sentence(sentence, keeps=section.grid is not None and place == last)
        if section.grid is not None:
            yield from self._grid(section.grid)

    def _heading(self, heading: str) -> _Block:
        pen, paper, looks = self.pen, self.paper, self.looks

        def draw(y: float) -> None:
            pen.text(paper.left, y + 6.6, heading, looks.subtitle)
            pen.line(paper.left, y + 8.3, paper.right, y + 8.3)

        return _Block(10.4, draw, keeps=True)

    def _sentence(self, sentence: str, *, keeps: bool) -> _Block:
        pen, paper, looks, step = self.pen, self.paper, self.looks, self.step
        lines = pen.wrap(sentence, looks.body, paper.inner - 5, _MOST_LINES)

        def draw(y: float) -> None:
            pen.text(paper.left + 1.2, y + step * 0.72, "·", looks.strong)
            for place, line in enumerate(lines):
                pen.text(paper.left + 5, y + step * (place + 0.72), line, looks.body)

        return _Block(max(len(lines), 1) * step, draw, keeps=keeps)

    def _grid(self, grid: TextGrid) -> Iterator[_Block]:
        edges = self._edges(grid)
        yield _Block(1.4, lambda _y: None, keeps=True)
        head = self._row(grid, grid.heads, edges, self.looks.strong, head=True)
        yield head
        for row in grid.rows:
            block = self._row(grid, row, edges, self.looks.body)
            yield _Block(block.height, block.draw, head=head)

    def _row(
        self, grid: TextGrid, cells: Sequence[str], edges: list[float], style: Style, *, head: bool = False
    ) -> _Block:
        pen, paper, step = self.pen, self.paper, self.step
        slots = list(pairwise(edges))
        wrapped = [
            pen.wrap(cell, style, right - left - 2 * PADDING, _MOST_LINES)
            for cell, (left, right) in zip(cells, slots, strict=True)
        ]
        height = max(len(lines) for lines in wrapped) * step + 1.8

        def draw(y: float) -> None:
            tint = paper.colours.tint if head else None
            pen.box(
                edges[0], y, edges[-1] - edges[0], height, fill=tint, edge=paper.colours.rule if paper.grid else None
            )
            for place, (lines, (left, right)) in enumerate(zip(wrapped, slots, strict=True)):
                for line, text in enumerate(lines):
                    base = y + 0.9 + step * (line + 0.72)
                    if place in grid.figures:
                        pen.text(right - PADDING, base, text, style, "right")
                    else:
                        pen.text(left + PADDING, base, text, style)
            pen.line(edges[0], y + height, edges[-1], y + height)

        return _Block(height, draw, keeps=head)

    def _edges(self, grid: TextGrid) -> list[float]:
        """Columns as wide as they need; where that is too much, the wide ones share what the narrow ones leave."""
        looks, pen = self.looks, self.pen
        needed = [
            max(pen.width(row[column], looks.strong) for row in (grid.heads, *grid.rows)) + 2 * PADDING + 0.4
            for column in range(len(grid.heads))
        ]
        inner = self.paper.inner
        if sum(needed) > inner:
            fair = inner / len(needed)
            left = inner - sum(width for width in needed if width <= fair)
            wide = sum(width for width in needed if width > fair)
            needed = [width if width <= fair else max(width * left / wide, 12) for width in needed]
            needed = [width * inner / sum(needed) for width in needed]
        else:
            # A small table spreads a little, so that its figures stand near each other and not at the edges.
            room = min(1.35, inner / sum(needed))
            needed = [width * room for width in needed]
        edges = [self.paper.left]
        for width in needed:
            edges.append(edges[-1] + width)
        return edges

    # ---- the pages

    def draw(self) -> Printout:
        pages = _paged(list(self.blocks()), self.top, self.paper.bottom)
        for number, page in enumerate(pages, 1):
            self._head(number, len(pages))
            for y, block in page:
                block.draw(y)
            self._foot()
            self.pen.end_page()
        return self.pen.finish()

    def _head(self, number: int, pages: int) -> None:
        pen, paper, looks, labels = self.pen, self.paper, self.looks, self.labels
        place = f"{self.shown.number}　{labels.page.format(number, pages)}"
        room = paper.inner - pen.width(place, looks.body) - 8
        left = paper.left + draw_logo(pen, self.heading, paper.top - 2, 12)
        write_company(pen, self.heading.name, (left, paper.top + 4), looks, room)
        pen.text(paper.right, paper.top + 4, place, looks.body, "right")
        at = left, paper.top + 9
        write_heading_line(pen, self.heading, labels, at, looks.small, paper.right - left)

    def _foot(self) -> None:
        pen, paper, looks, labels = self.pen, self.paper, self.looks, self.labels
        printed = labels.printed_at.format(self.printed_at)
        pen.text(paper.right, paper.foot, f"{labels.product} · {printed}", looks.small, "right")
        if pen.missing:
            codes = "、".join(f"U+{ord(mark):04X}" for mark in pen.missing)
            pen.text(paper.left, paper.foot, labels.missing.format(codes), looks.small)


def _paged(blocks: Sequence[_Block], top: float, bottom: float) -> list[list[tuple[float, _Block]]]:
    """Which block stands where on which page: a heading goes with what follows, a table's head is repeated."""
    pages: list[list[tuple[float, _Block]]] = [[]]
    y = top
    for place, block in enumerate(blocks):
        needed, follows = block.height, place
        while blocks[follows].keeps and follows + 1 < len(blocks):
            follows += 1
            needed += blocks[follows].height
        if y + needed > bottom and y > top:
            pages.append([])
            y = top
            if block.head is not None:
                pages[-1].append((y, block.head))
                y += block.head.height
        pages[-1].append((y, block))
        y += block.height
    return pages


def print_policy(
    shown: PolicyPaper, *, heading: Heading, printed_at: str, language: Language = "zh", paper: str = "a4"
) -> Printout:
    """The policy as PDF, with the characters the font lacks; UsageError `paper_unknown`."""
    return _PolicySheet(shown, heading, printed_at, paper_named(paper), language).draw()
