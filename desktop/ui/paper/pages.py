"""A printed paper as the window holds it: the PDF, pictures of its pages, and what its font lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtGui import QImage

from desktop.ui.widgets import formatting

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout
    from desktop.printing.preview import PageImage

DPI = 132
_SHOWN = 40  # pages; what is longer is read in the file


@dataclass(frozen=True, slots=True)
class Pages:
    """One paper: `images` are the first pictures, `sizes` every page's millimetres, `missing` what became a 〓.

    `papers` are counted as printed when the last page is out; `kind` is a document's kind; `printer` is the one whose
    offset the pages have. Of very many pages there is a `file` with its `count`, no bytes and the first size alone.
    """

    number: str
    pdf: bytes
    images: tuple[QImage, ...]
    sizes: tuple[tuple[float, float], ...]
    missing: tuple[str, ...]
    papers: tuple[str, ...] = ()
    kind: str = ""
    printer: str = ""
    file: Path | None = None
    count: int = 0

    @property
    def length(self) -> int:
        """How many pages there are."""
        return self.count or len(self.sizes)

    @property
    def lack(self) -> str:
        """The sentence that names the characters the font lacks; empty where it has them all."""
        return formatting.told("font_lacks", marks="".join(self.missing)) if self.missing else ""


def pages_of(number: str, printed: Printout, papers: tuple[str, ...] = (), kind: str = "") -> Pages:
    """A finished PDF with its pictures."""
    from desktop.printing.preview import page_sizes

    images, sizes = pictures(printed.pdf, DPI, _SHOWN), tuple(page_sizes(printed.pdf))
    return Pages(number, printed.pdf, images, sizes, printed.missing, papers, kind)


class NoteLook(NamedTuple):
    """How a note is to look: `columns` by kind of paper, `form` puts only its values onto a pre-printed form.

    `why` tells below each line of an order how it came to its amount; other kinds have nothing to tell.
    """

    paper: str
    language: str
    prices: bool = True
    copies: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = {}
    form: bool = False
    printer: str = ""
    why: bool = False


def notes_pages(desk: Desk, numbers: Sequence[str], look: NoteLook) -> Pages:
    """Draws documents' notes one behind the other, so that they are looked at and printed in one go."""
    from desktop.actions.documents.notes import named
    from desktop.printing.preview import joined

    found = [(*named(desk, number), number) for number in numbers]
    whole = joined([_drawn(desk, kind, number, look) for kind, _, number in found])
    kinds = {kind for kind, _, _ in found}
    title = found[0][1] if len(found) == 1 else f"{found[0][1]}+{len(found) - 1}"
    papers = tuple(f"{kind}/{shown}" for kind, shown, _ in found)
    pages = pages_of(title, whole, papers, kinds.pop() if len(kinds) == 1 else "")
    return replace(pages, printer=look.printer) if look.form else pages


def _drawn(desk: Desk, kind: str, number: str, look: NoteLook) -> Printout:
    from desktop.actions.documents.notes import note_bytes
    from desktop.actions.documents.overlays import onto_form
    from desktop.printing.columns import kind_of_paper

    language = cast("Any", look.language)
    if look.form:
        return onto_form(desk, kind, number, look.printer, language, prices=look.prices)
    columns = look.columns.get(kind_of_paper(kind), ())
    more: dict[str, Any] = {"prices": look.prices, "copies": look.copies, "columns": columns}
    return note_bytes(desk, number, look.paper, language, **more, why=look.why and kind == "order")


def pictures(pdf: bytes, dpi: float, most: int | None = None, *, first: int = 0) -> tuple[QImage, ...]:
    """The pages of a PDF as pictures that own their pixels."""
    from desktop.printing.preview import page_images

    return tuple(picture(image) for image in page_images(pdf, dpi, first=first, last=most))


def picture(image: PageImage) -> QImage:
    """A rendered page as a picture that owns its pixels."""
    return QImage(image.rgb, image.width, image.height, image.stride, QImage.Format.Format_RGB888).copy()


def save_pages(
    desk: Desk,  # noqa: ARG001 -- the worker gives it to everybody
    pdf: bytes,
    path: Path,
    progress: Callable[..., None],  # noqa: ARG001 -- it is one piece of work
    cancelled: Callable[[], bool],  # noqa: ARG001 -- likewise
) -> Path:
    """Writes the PDF into a file, whole or not at all."""
    from desktop.actions.documents.saving import write_whole

    return write_whole(path, pdf)
