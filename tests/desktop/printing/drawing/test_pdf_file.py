"""Pages go into the file as they come, in the order they came, and other programs find all of them."""

from __future__ import annotations

import io
import tracemalloc

import pypdfium2
import pytest
from PIL import Image

from desktop.printing.drawing.pdf_file import PdfFile


class Counting:
    """A sink that keeps nothing but how much came and when."""

    def __init__(self):
        self.bytes = 0

    def write(self, data):
        self.bytes += len(data)


def a_file(sink, language="zh"):
    return PdfFile(sink, title="对账单（十月）", author="华南商贸 \\( )", language=language)


def test_pages_keep_their_order_and_their_own_sizes():
    sink = io.BytesIO()
    file = a_file(sink)
    for width, height in ((595.28, 841.89), (683.15, 396.0), (683.15, 264.0)):
        file.add_page(width, height, b"0 0 0 rg 10 10 20 20 re f")
    file.finish()
    document = pypdfium2.PdfDocument(sink.getvalue())
    assert [document.get_page_size(place) for place in range(3)] == [
        pytest.approx(size, abs=0.01) for size in ((595.28, 841.89), (683.15, 396.0), (683.15, 264.0))
    ]
    assert file.pages == 3


@pytest.mark.parametrize(("language", "told"), [("zh", b"(zh-CN)"), ("en", b"(en)")])
def test_title_author_and_language_are_told_whatever_they_hold(language, told):
    sink = io.BytesIO()
    file = a_file(sink, language)
    file.add_page(100, 100, b"")
    file.finish()
    document = pypdfium2.PdfDocument(sink.getvalue())
    assert document.get_metadata_value("Title") == "对账单（十月）"
    assert document.get_metadata_value("Author") == "华南商贸 \\( )"
    assert told in sink.getvalue()


def test_every_object_stands_where_the_table_says():
    sink = io.BytesIO()
    file = a_file(sink)
    for _ in range(5):
        file.add_page(100, 100, b"0 0 m 9 9 l S")
    file.finish()
    pdf = sink.getvalue()
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    lines = pdf[start:].split(b"\n")
    count = int(lines[1].split()[1])
    for number, line in enumerate(lines[3 : 2 + count], 1):
        at = int(line[:10])
        assert pdf[at:].startswith(b"%d 0 obj" % number)


def a_picture(form="PNG", mode="RGBA"):
    held = io.BytesIO()
    Image.new(mode, (40, 20), (200, 10, 10, 0) if mode == "RGBA" else (200, 10, 10)).save(held, form)
    return held.getvalue()


def test_a_picture_is_laid_on_white():
    sink = io.BytesIO()
    file = a_file(sink)
    shown = file.add_picture(a_picture())
    assert (shown.width, shown.height) == (40, 20)
    file.add_page(100, 100, f"q 40 0 0 20 10 10 cm /{shown.name} Do Q".encode())
    file.finish()
    seen = pypdfium2.PdfDocument(sink.getvalue())[0].render().to_pil().convert("RGB")
    assert seen.getpixel((20, 80)) == (255, 255, 255)  # what is transparent leaves the paper white


@pytest.mark.parametrize("data", [b"", b"nonsense", a_picture("GIF", "RGB"), a_picture()[:60]])
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValueError, match="neither PNG nor JPEG"):
        a_file(Counting()).add_picture(data)


def test_many_pages_need_no_more_memory_than_few():
    content = b"0 0 m 9 9 l S\n" * 400
    peaks = []
    for pages in (200, 2000):
        file, sink = a_file(Counting()), Counting()
        file._sink = sink
        tracemalloc.start()
        for _ in range(pages):
            file.add_page(595, 842, content)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert sink.bytes > pages * 100
    assert peaks[1] < peaks[0] + 600_000  # a number a page, not a page
