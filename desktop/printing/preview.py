"""Pictures of a PDF's pages for the screen and for printers, and its page count; no window library here."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from desktop.printing.drawing.pen import Printout

_rendering = threading.Lock()  # PDFium serves one thread at a time


class PageImage(NamedTuple):
    """One page as pixels: width and height in pixels, bytes in a row of pixels, and red-green-blue bytes."""

    width: int
    height: int
    stride: int
    rgb: bytes


def page_images(
    pdf: bytes | Path, dpi: float = 110, *, first: int = 0, last: int | None = None
) -> Generator[PageImage, None, None]:
    """Renders pages [first, last) one by one, each only when it is asked for. ValueError when it is no PDF."""
    with _rendering:
        document = _open(pdf)
        end = len(document) if last is None else min(last, len(document))
    try:
        for index in range(first, end):
            with _rendering:
                image = _render(document, index, dpi)
            yield image
    finally:
        with _rendering:
            document.close()


class PageReader:
    """A PDF that stays open while its pages are rendered one after the other; ValueError when it is no PDF."""

    def __init__(self, pdf: Path) -> None:
        with _rendering:
            self._document = _open(pdf)

    def page(self, index: int, dpi: float, *, black: bool = False) -> PageImage:
        """One page, counted from 0; `black` has no dot that is neither black nor white, as needles print."""
        with _rendering:
            return _render(self._document, index, dpi, black=black)

    def width(self, index: int) -> float:
        """A page's width in millimetres."""
        with _rendering:
            return float(self._document.get_page_size(index)[0]) * 25.4 / 72

    def close(self) -> None:
        """Lets the file go."""
        with _rendering:
            self._document.close()


def page_sizes(pdf: bytes | Path, most: int | None = None) -> list[tuple[float, float]]:
    """Each page's width and height in millimetres (of the first `most`), as a printer needs them.

    ValueError when it is no PDF.
    """
    with _rendering:
        document = _open(pdf)
        count = len(document) if most is None else min(most, len(document))
        sizes = [document.get_page_size(index) for index in range(count)]
        document.close()
    return [(width * 25.4 / 72, height * 25.4 / 72) for width, height in sizes]


def joined(printed: Sequence[Printout]) -> Printout:
    """Several printouts as one, page behind page, with all that the font lacked."""
    import pypdfium2

    if len(printed) == 1:
        return printed[0]
    with _rendering:
        whole = pypdfium2.PdfDocument.new()
        for each in printed:
            part = _open(each.pdf)
            whole.import_pages(part)
            part.close()
        target = BytesIO()
        whole.save(target)
        whole.close()
    missing = tuple(dict.fromkeys(mark for each in printed for mark in each.missing))
    return Printout(target.getvalue(), sum(each.pages for each in printed), missing)


def _open(pdf: bytes | Path) -> Any:
    """A file is read as its pages are asked for, not whole."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, FileNotFoundError) as error:
        raise ValueError("not a PDF") from error


def _render(document: Any, index: int, dpi: float, *, black: bool = False) -> PageImage:
    page = document[index]
    bitmap = page.render(
        scale=dpi / 72, rev_byteorder=True, no_smoothtext=black, no_smoothimage=black, no_smoothpath=black
    )
    image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    bitmap.close()
    page.close()
    return image
