"""A PDF written page by page into a file as the pages come, so that ten thousand pages need no more memory than one.

Only what all pages share waits for the end: the fonts with just the characters that were used, made by reportlab.
"""

from __future__ import annotations

import io
import threading
import zlib
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.printing.drawing import fonts

_CATALOG, _PAGES, _INFO, _RESOURCES = 1, 2, 3, 4
_LEVEL = 4  # of compression: pages a tenth larger than at the best level, in half the time

_saving = threading.Lock()  # the fonts' subset writer moves a read position of its own


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that pages of one file show: its name there, and its width and height in pixels."""

    name: str
    width: int
    height: int


class PdfFile:
    """One PDF on its way into a sink.

    Attributes:
        document: reportlab's own document, the home of this file's fonts; no page is ever put into it.
        pages: how many pages were written.
    """

    def __init__(self, sink: Sink, *, title: str, author: str, language: str) -> None:
        from reportlab.pdfbase.pdfdoc import PDFDocument

        fonts.font()
        self.document = PDFDocument(compression=1, invariant=1)
        self.pages = 0
        self._sink = sink
        self._title, self._author = title, author
        self._language = "zh-CN" if language == "zh" else "en"
        self._at = 0
        self._places: dict[int, int] = {}
        self._next = _RESOURCES + 1
        self._kids: list[int] = []
        self._pictures: dict[str, int] = {}
        # The second line tells programs that move files about that this one isn't text.
        self._write(b"%PDF-1.4\n%\xe4\xbd\xa0\xe5\xa5\xbd\n")

    # ---- as pages come

    def add_page(self, width: float, height: float, content: bytes) -> None:
        """Writes a page of these measures in points."""
        packed = zlib.compress(content, _LEVEL)
        stream = self._object(b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed))
        page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources %d 0 R /Contents %d 0 R >>"
        self._kids.append(self._object(page % (_PAGES, width, height, _RESOURCES, stream)))
        self.pages += 1

    def add_picture(self, data: bytes) -> Picture:
        """A PNG or JPEG that pages may show; ValueError where it is neither."""
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(io.BytesIO(data)) as opened:
                if opened.format not in ("PNG", "JPEG"):
                    raise ValueError("neither PNG nor JPEG")
                flat = Image.new("RGB", opened.size, "white")
                seen = opened.convert("RGBA")
        except (UnidentifiedImageError, OSError) as unreadable:
            raise ValueError("neither PNG nor JPEG") from unreadable
        flat.paste(seen, mask=seen.getchannel("A"))
        packed = zlib.compress(flat.tobytes(), 9)
        head = (
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 "
            b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        )
        name = f"P{len(self._pictures) + 1}"
        self._pictures[name] = self._object(head % (*flat.size, len(packed), packed))
        return Picture(name, *flat.size)

    # ---- the end

    def finish(self) -> None:
        """Writes what all pages share, and the table of contents that every PDF ends with."""
        with _saving:
            basic = self._write_fonts()
        pictures = b" ".join(b"/%s %d 0 R" % (name.encode(), number) for name, number in self._pictures.items())
        shown = b" /XObject << %s >>" % pictures if pictures else b""
        self._object(b"<< /ProcSet [/PDF /Text /ImageC] /Font %d 0 R%s >>" % (basic, shown), _RESOURCES)
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids)
        self._object(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self._kids), kids), _PAGES)
        catalog = b"<< /Type /Catalog /Pages %d 0 R /Lang (%s) >>" % (_PAGES, self._language.encode())
        self._object(catalog, _CATALOG)
        told = (("Title", self._title), ("Author", self._author), ("Creator", "Distributor Desk"))
        self._object(b"<< %s >>" % b" ".join(b"/%s %s" % (key.encode(), _text(text)) for key, text in told), _INFO)
        self._write_table()

    def _write_fonts(self) -> int:
        """The fonts' objects, numbered on after this file's own; gives the number of their dictionary."""
        from reportlab.pdfbase.pdfdoc import format as formatted

        document: Any = self.document
        for each in document.delayedFonts:
            each.addObjects(document)
        shift = self._next - 1
        for name, (number, version) in list(document.idToObjectNumberAndVersion.items()):
            document.idToObjectNumberAndVersion[name] = (number + shift, version)
        for place in range(1, document.objectcounter + 1):
            name = document.numberToId[place]
            self._object(formatted(document.idToObject[name], document, toplevel=1), place + shift)
        self._next = document.objectcounter + shift + 1
        return int(document.idToObjectNumberAndVersion["BasicFonts"][0])

    def _write_table(self) -> None:
        start, count = self._at, self._next
        lines = [b"0000000000 65535 f \n", *(b"%010d 00000 n \n" % self._places[each] for each in range(1, count))]
        self._write(b"xref\n0 %d\n%s" % (count, b"".join(lines)))
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        self._write(trailer % (count, _CATALOG, _INFO, start))

    def _object(self, content: bytes, number: int = 0) -> int:
        if not number:
            number = self._next
            self._next += 1
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        return number

    def _write(self, data: bytes) -> None:
        self._sink.write(data)
        self._at += len(data)


def _text(text: str) -> bytes:
    """A text as PDF writes it where any character may stand."""
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()
