"""Pages become pictures one by one, with their own size and something on them."""

from __future__ import annotations

from itertools import islice

import pytest

from desktop.printing.preview import PageReader, page_images, page_sizes
from tests.building.desktop.papers import a_form, a_statement, print_form


def a_pdf(entries=60, paper="a4"):
    return print_form(a_form(a_statement(entries=entries)), paper).pdf


def test_every_page_is_rendered_in_its_size():
    pdf = a_pdf()
    images = list(page_images(pdf, 72))
    assert len(images) == len(page_sizes(pdf)) == 3
    for image in images:
        assert (image.width, image.height) == (596, 842)
        assert image.stride >= image.width * 3
        assert len(image.rgb) == image.stride * image.height
        assert 0.5 < image.rgb.count(255) / len(image.rgb) < 0.99  # mostly white, not empty


def test_colours_come_as_red_green_blue():
    image = next(page_images(a_pdf(), 72))
    pixels = {image.rgb[place : place + 3] for place in range(0, image.width * 3 * image.height, 3)}
    assert any(blue > red + 60 for red, _green, blue in pixels)  # the closing figure is blue
    assert not any(red > blue + 60 for red, _green, blue in pixels)


def test_pages_are_rendered_when_they_are_asked_for():
    images = page_images(a_pdf(200, "241x140"), 40)
    assert len(list(islice(images, 2))) == 2
    images.close()
    assert len(list(page_images(a_pdf(200, "241x140"), 40, first=1, last=3))) == 2


@pytest.mark.parametrize("read", [page_sizes, lambda pdf: list(page_images(pdf, 50))])
def test_bytes_that_are_no_pdf_are_refused(read):
    with pytest.raises(ValueError, match="PDF"):
        read(b"not a pdf at all")


def test_a_file_is_read_page_by_page_as_its_bytes_are(tmp_path):
    pdf = a_pdf(200, "241x140")
    file = tmp_path / "many.pdf"
    file.write_bytes(pdf)
    assert page_sizes(file) == page_sizes(pdf)
    assert page_sizes(file, 2) == page_sizes(pdf)[:2]
    reader = PageReader(file)
    wanted = list(page_images(pdf, 40, first=1, last=3))
    assert [reader.page(place, 40) for place in (1, 2)] == wanted
    reader.close()
    with pytest.raises(ValueError, match="not a PDF"):
        PageReader(tmp_path / "none.pdf")


def test_needles_get_black_and_white_alone(tmp_path):
    file = tmp_path / "continuous.pdf"
    file.write_bytes(a_pdf(20, "241x140"))
    reader = PageReader(file)
    assert reader.width(0) == pytest.approx(241, abs=0.1)
    image, smooth = reader.page(0, 180, black=True), reader.page(0, 180)
    reader.close()
    assert set(image.rgb) == {0, 255}
    assert len(set(smooth.rgb)) > 2
