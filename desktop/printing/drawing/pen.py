"""A pen over one PDF file: millimetres from the top left, text encoded once and written with few words.

Reportlab's own `drawString` splits, escapes and wraps every string anew. A statement repeats dates, kinds and
digits thousands of times, so the pen keeps each character's code and each string's encoded form, and writes all
text of a page in one text object. Shapes of a page are written before its text.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from desktop.printing.drawing import fonts
from desktop.printing.drawing.breaking import break_before
from desktop.printing.drawing.paper import PaperFormat
from desktop.printing.drawing.pdf_file import PdfFile, Picture, Sink
from desktop.printing.practice_mark import PRACTICE_TEXT, is_practice_paper

MM = 72 / 25.4
ELLIPSIS = "…"
Align = Literal["left", "right", "centre"]

_PALE_MARK, _GREY_MARK = "0.976 0.88 0.86", "0.86 0.86 0.86"  # of the practice company's papers
_MOST_KEPT = 15_000  # encoded texts; a file of all customers has more of them than need be kept


class Style(NamedTuple):
    """How text looks: size in points, colour as PDF writes it, weight, extra space after each character."""

    size: float
    colour: str = "0 0 0"
    bold: bool = False
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Printout:
    """A finished PDF: bytes, number of pages, and the characters the font lacked (drawn as 〓): tell the user."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


class _Face:
    """One weight of the font inside one document: characters to codes and widths."""

    def __init__(self, font: Any, document: Any, missing: dict[str, None]) -> None:
        self._font = font
        self._document = document
        self._missing = missing
        self._known = font.face.charToGlyph
        self._widths = font.face.charWidths
        self._codes: dict[str, tuple[int, str, int]] = {}
        self._encoded: dict[str, tuple[tuple[tuple[int, str], ...], int]] = {}
        self._names: dict[int, str] = {}

    def encode(self, text: str) -> tuple[tuple[tuple[int, str], ...], int]:
        """Runs of (subset, codes in hexadecimal) and the width in thousandths of the text size."""
        found = self._encoded.get(text)
        if found is None:
            if len(self._encoded) >= _MOST_KEPT:
                self._encoded.clear()
            found = self._encoded[text] = self._encode(text)
        return found

    def name(self, subset: int) -> str:
        """The PDF name of one subset of the font."""
        found = self._names.get(subset)
        if found is None:
            found = self._names[subset] = self._font.getSubsetInternalName(subset, self._document)
        return found

    def _encode(self, text: str) -> tuple[tuple[tuple[int, str], ...], int]:
        codes = self._codes
        runs: list[tuple[int, str]] = []
        current = -1
        pieces: list[str] = []
        width = 0
        for mark in text:
            entry = codes.get(mark)
            if entry is None:
                entry = codes[mark] = self._code(mark)
            subset, code, advance = entry
            if subset != current:
                if pieces:
                    runs.append((current, "".join(pieces)))
                current, pieces = subset, []
            pieces.append(code)
            width += advance
        if pieces:
            runs.append((current, "".join(pieces)))
        return tuple(runs), width

    def _code(self, mark: str) -> tuple[int, str, int]:
        drawn = " " if mark.isspace() and ord(mark) not in self._known else mark
        if ord(drawn) not in self._known:
            self._missing[mark] = None
            drawn = fonts.SUBSTITUTE
        ((subset, code),) = self._font.splitString(drawn, self._document)
        return subset, code.hex(), int(self._widths[ord(drawn)])


class Pen:
    """Draws on the pages of one new PDF; `finish()` gives the bytes. The same strokes give the same bytes."""

    def __init__(self, paper: PaperFormat, *, title: str, author: str, language: str, sink: Sink | None = None) -> None:
        regular, bold = fonts.font(), fonts.font(bold=True)
        self.paper = paper
        self._buffer = None if sink is not None else io.BytesIO()
        self._file = PdfFile(sink or self._buffer or io.BytesIO(), title=title, author=author, language=language)
        self._missing: dict[str, None] = {}
        document = self._file.document
        self._faces = (_Face(regular, document, self._missing), _Face(bold, document, self._missing))
        self._height = paper.height * MM
        self._shapes: list[str] = []
        self._texts: list[str] = []
        self._look: tuple[object, ...] = ()
        self._pictures: dict[bytes, Picture | None] = {}

    @property
    def pages(self) -> int:
        """How many pages were closed."""
        return self._file.pages

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters drawn so far that the font lacks."""
        return tuple(self._missing)

    # ------------------------------------------------------------------ text

    def width(self, text: str, style: Style) -> float:
        """The width of a text in millimetres."""
        units = self._faces[style.bold].encode(text)[1]
        return (units * style.size / 1000 + style.spacing * max(len(text) - 1, 0)) / MM

    def clip(self, text: str, style: Style, width: float) -> str:
        """The text itself when it fits, else as much of it as fits with … at its end."""
        if self.width(text, style) <= width:
            return text
        room = width - self.width(ELLIPSIS, style)
        return text[: self._fitting(text, style, room)].rstrip() + ELLIPSIS

    def wrap(self, text: str, style: Style, width: float, lines: int, later: float | None = None) -> list[str]:
        """The text in at most so many lines, the last one clipped; broken as Chinese is broken.

        `later` is the width of every line after the first, where it is another one.
        """
        result: list[str] = []
        rest = text.strip()
        while rest and len(result) < lines - 1 and self.width(rest, style) > width:
            cut = break_before(rest, self._fitting(rest, style, width))
            result.append(rest[:cut].rstrip())
            rest = rest[cut:].lstrip()
            width = width if later is None else later
        return [*result, self.clip(rest, style, width)] if rest else result

    def _fitting(self, text: str, style: Style, width: float) -> int:
        """How many of a text's characters fit."""
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.width(text[:middle], style) <= width else (low, middle - 1)
        return low

    def shrink(self, text: str, style: Style, width: float) -> Style:
        """The style made just so small that the text fits: figures and numbers are never cut."""
        needed = self.width(text, style)
        return style if needed <= width else style._replace(size=style.size * width / needed)

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """Writes a text whose baseline stands at y; x is its left end, right end or middle."""
        if align != "left":
            taken = self.width(text, style)
            x -= taken if align == "right" else taken / 2
        self._put(x * MM, self._height - y * MM, text, style)

    def cells(
        self,
        y: float,
        row: Sequence[str],
        slots: Sequence[tuple[float, float, bool]],
        style: Style,
        negative: Style | None = None,
    ) -> None:
        """Writes one table row at baseline y. A slot is (left, right, to the right?) in millimetres.

        Left cells too long are clipped with …; right cells (figures) too long are set smaller: nothing collides.
        `negative` is the look of figures below zero; it has the size and weight of `style`.
        """
        height = self._height - y * MM
        encode = self._faces[style.bold].encode
        for text, (left, right, figures) in zip(row, slots, strict=True):
            if not text:
                continue
            taken = encode(text)[1] * style.size / 1000
            look = negative if negative is not None and figures and text[0] == "-" else style
            if taken > (right - left) * MM:
                self._narrow(text, left, right, y, figures=figures, style=look)
            else:
                self._put(right * MM - taken if figures else left * MM, height, text, look)

    def _narrow(self, text: str, left: float, right: float, y: float, *, figures: bool, style: Style) -> None:
        if figures:
            self.text(right, y, text, self.shrink(text, style, right - left), "right")
        else:
            self.text(left, y, self.clip(text, style, right - left), style)

    def _put(self, x: float, y: float, text: str, style: Style) -> None:
        face = self._faces[style.bold]
        write = self._texts.append
        write(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        size, colour, bold, spacing = style
        for subset, codes in face.encode(text)[0]:
            look = (bold, subset, size, colour, spacing)
            if look != self._look:
                self._look = look
                write(f"{colour} rg {face.name(subset)} {size:g} Tf {spacing:g} Tc")
            write(f"<{codes}> Tj")

    # ------------------------------------------------------------------ shapes

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float | None = None,
        colour: str | None = None,
        dash: str = "",
    ) -> None:
        """Draws a line; width in millimetres (None: the paper's rule), dash as lengths in points (`3 2`)."""
        taken = self.paper.rule if width is None else width
        shade = self.paper.colours.rule if colour is None else colour
        self._shapes.append(
            f"{shade} RG {taken * MM:.3f} w [{dash}] 0 d {x1 * MM:.2f} {self._height - y1 * MM:.2f} m "
            f"{x2 * MM:.2f} {self._height - y2 * MM:.2f} l S"
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        rule: float | None = None,
        dash: str = "",
    ) -> None:
        """Draws a box from its top left corner; nothing at all when it has neither filling nor edge."""
        if fill is None and edge is None:
            return
        place = f"{x * MM:.2f} {self._height - (y + height) * MM:.2f} {width * MM:.2f} {height * MM:.2f} re"
        if fill is not None:
            self._shapes.append(f"{fill} rg {place} f")
        if edge is not None:
            taken = self.paper.rule if rule is None else rule
            self._shapes.append(f"{edge} RG {taken * MM:.3f} w [{dash}] 0 d {place} S")

    def modules(self, x: float, y: float, side: float, rows: Sequence[int]) -> None:
        """Draws a square of black modules (a QR code) as a picture of one bit each; the leftmost is the highest bit."""
        count = len(rows)
        wide = (count + 7) // 8
        bits = "".join((row << wide * 8 - count).to_bytes(wide, "big").hex() for row in rows)
        place = f"q 0 0 0 rg {side * MM:.2f} 0 0 {side * MM:.2f} {x * MM:.2f} {self._height - (y + side) * MM:.2f} cm"
        self._shapes.append(f"{place}\nBI /W {count} /H {count} /BPC 1 /IM true /D [1 0] /F /AHx ID\n{bits}>\nEI Q")

    def picture(self, data: bytes, x: float, y: float, width: float, height: float) -> float:
        """Draws a PNG or JPEG as large as fits, from the top left corner; the width it took, 0 where it is neither."""
        if data not in self._pictures:
            try:
                self._pictures[data] = self._file.add_picture(data)
            except ValueError:
                self._pictures[data] = None
        found = self._pictures[data]
        if found is None:
            return 0.0
        scale = min(width / found.width, height / found.height)
        wide, high = found.width * scale, found.height * scale
        place = f"{x * MM:.2f} {self._height - (y + high) * MM:.2f}"
        self._shapes.append(f"q {wide * MM:.2f} 0 0 {high * MM:.2f} {place} cm /{found.name} Do Q")
        return wide

    # ------------------------------------------------------------------ pages

    def end_page(self) -> None:
        """Closes the page; the next stroke starts a new one. The practice company's are marked right across."""
        marked = self._practice_mark() if is_practice_paper() else []
        content = "\n".join([*marked, *self._shapes, "BT", *self._texts, "ET"]).encode("ascii")
        self._file.add_page(self.paper.width * MM, self.paper.height * MM, content)
        self._shapes.clear()
        self._texts.clear()
        self._look = ()

    def _practice_mark(self) -> list[str]:
        """The mark, pale from corner to corner under all that is drawn, and small and dark above it."""
        face, paper = self._faces[True], self.paper
        runs, units = face.encode(PRACTICE_TEXT)
        slope = math.atan2(paper.height, paper.width)
        size = min(0.72 * math.hypot(paper.width, paper.height) * 1000 / units, paper.height * 0.4) * MM
        along, down = units * size / 2000, size * 0.35
        x = paper.width * MM / 2 - along * math.cos(slope) + down * math.sin(slope)
        y = self._height / 2 - along * math.sin(slope) - down * math.cos(slope)
        turned = f"{math.cos(slope):.4f} {math.sin(slope):.4f} {-math.sin(slope):.4f} {math.cos(slope):.4f}"
        pale = _PALE_MARK if paper.colours.tint else _GREY_MARK
        shown = [f"{face.name(subset)} {size:.1f} Tf <{codes}> Tj" for subset, codes in runs]
        style = Style(9, paper.colours.red, bold=True)
        self.text((paper.left + paper.right) / 2, paper.top - 2, PRACTICE_TEXT, style, "centre")
        return [f"q BT {pale} rg {turned} {x:.2f} {y:.2f} Tm", *shown, "ET Q"]

    def finish(self) -> Printout:
        """Ends the file with the used characters of both fonts; the bytes are empty where they went into a sink."""
        self._file.finish()
        return Printout(self._buffer.getvalue() if self._buffer else b"", self.pages, self.missing)
