"""What is printed: statements and notes looked at, printed page by page in their own size, kept as files."""

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from desktop.printing.preview import page_sizes
from desktop.ui.frame.preferences import Preferences
from desktop.ui.paper.columns import ColumnsDialog
from desktop.ui.paper.note import NoteDialog
from desktop.ui.paper.printing import Printing
from sync.records.bodies.records import DealerBody

SIZES = {"a4": (210, 297), "241x140": (241, 139.7)}


def open_page(hands, name, given=None):
    hands.shell.go(name, given)
    hands.settle()
    return hands.page


def note_dialog():
    found = QApplication.activeModalWidget()
    assert isinstance(found, NoteDialog)
    return found


def print_to(hands, shown, path, qtbot, printing=None):
    """The way a printer goes, with a file in its place."""
    printing = printing or Printing(hands.program.worker, hands.page)
    printing.prepare(shown)
    printing.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printing.printer.setOutputFileName(str(path))
    with qtbot.waitSignal(printing.told) as told:
        printing.go()
    return told.args


def ink(path):
    """Dark pixels of each page, whose edges must be white."""
    document = pypdfium2.PdfDocument(path)
    dark = []
    for page in document:
        grey = page.render(scale=0.5).to_pil().convert("L")
        dark.append(sum(grey.histogram()[:128]))
    document.close()
    return dark


@pytest.mark.parametrize("paper", ["a4", "241x140"])
def test_a_statement_leaves_the_printer_in_its_own_size(hands, tmp_path, qtbot, paper):
    page = open_page(hands, "statements", "GD01:FX001")
    page.choice.periods.pick("year")
    page.choice.paper.setCurrentIndex(page.choice.paper.findData(paper))
    hands.settle()
    shown = page.preview.paper
    text, kind = print_to(hands, shown, tmp_path / "printed.pdf", qtbot)
    assert kind == "good"
    assert str(len(shown.sizes)) in text
    sizes = page_sizes((tmp_path / "printed.pdf").read_bytes())
    assert len(sizes) == len(shown.sizes)
    assert len(sizes) > (paper != "a4")  # the flat paper needs more than one
    for size in sizes:
        assert size == pytest.approx(SIZES[paper], abs=0.5)
    assert min(ink(tmp_path / "printed.pdf")) > 100


@pytest.mark.qt_log_ignore("QPainter::begin")  # Qt says it too
def test_a_printer_that_refuses_is_told(hands, tmp_path, qtbot):
    page = open_page(hands, "statements", "GD01:FX001")
    text, kind = print_to(hands, page.preview.paper, tmp_path / "missing" / "printed.pdf", qtbot)
    assert kind == "bad"
    assert "打印机" in text


def test_a_delivery_is_printed_from_its_list(hands, tmp_path, qtbot):
    page = open_page(hands, "papers")
    number = page.paper.number
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    assert dialog.shown.number == number
    assert dialog.pages.hasFocus()
    assert dialog.shown.sizes[0] == pytest.approx(SIZES["241x140"], abs=0.1)
    assert text_of(dialog.shown.pdf).count("欠款") == 2
    hands.press("F4")
    hands.settle()
    assert "欠款" not in text_of(dialog.shown.pdf)
    hands.press("Shift+F4")
    hands.settle()
    assert dialog.shown.sizes[0] == pytest.approx(SIZES["a4"], abs=0.1)
    assert dialog.pages.images[0].height() > dialog.pages.images[0].width()
    dialog.save_to(tmp_path / "note.pdf")
    hands.settle()
    assert (tmp_path / "note.pdf").read_bytes() == dialog.shown.pdf
    assert "已保存" in dialog.banner.text
    assert print_to(hands, dialog.shown, tmp_path / "printed.pdf", qtbot)[1] == "good"
    assert page_sizes((tmp_path / "printed.pdf").read_bytes()) == [pytest.approx(SIZES["a4"], abs=0.5)]
    hands.press("Escape")
    assert QApplication.activeModalWidget() is None
    assert hands.shell.preferences.note_paper == "a4"


def test_only_what_goes_with_goods_is_printed(hands):
    page = open_page(hands, "papers")
    page.filters.pick("opening")
    hands.settle()
    assert page.paper.kind == "opening"
    assert not page.print_action.isEnabled()


def test_several_deliveries_are_printed_in_one_go(hands, tmp_path, qtbot):
    page = open_page(hands, "papers")
    hands.press("Shift+Down", "Shift+Down")
    numbers = [row.number for row in page.view.chosen_rows()]
    assert len(set(numbers)) == 3
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    assert dialog.shown.length == 3
    assert dialog.shown.papers == tuple(f"delivery/{number}" for number in numbers)
    assert all(number in text_of(dialog.shown.pdf) for number in numbers)
    assert print_to(hands, dialog.shown, tmp_path / "all.pdf", qtbot)[1] == "good"
    assert len(page_sizes(tmp_path / "all.pdf")) == 3
    dialog.number.setCurrentIndex(0)  # one of them alone
    hands.settle()
    assert (dialog.shown.number, dialog.shown.length) == (numbers[0], 1)


def test_an_order_leads_to_its_notes(hands):
    hands.page.filters.pick("accepted")
    hands.settle()
    hands.press("Return")
    hands.settle()
    hands.press("Ctrl+P")
    hands.settle()
    assert note_dialog().shown.kind == "order"
    assert note_dialog().shown.number == hands.page.order.number
    note_dialog().reject()
    hands.press("F8", "F8")
    hands.settle()
    assert hands.page.order.state == "delivered"
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    assert dialog.shown.number in hands.page.banner.text
    assert hands.page.order.number in text_of(dialog.shown.pdf)
    dialog.reject()


@pytest.mark.parametrize("paper", ["statement", "note"])
def test_what_the_font_lacks_is_told(hands, desk, paper):
    card = DealerBody("FX001", "𠮷野便利", "store", "GD01", "", "W", 9_000_000, 30)

    def rename(desk):
        with desk.book.writing() as writing:
            writing.put("desk/D1", "dealer", "GD01:FX001", card)

    hands.program.worker.read(rename, then=lambda _: None)
    hands.settle()
    if paper == "statement":
        banner = open_page(hands, "statements", "GD01:FX001").banner
    else:
        page = open_page(hands, "papers")
        page.search.setText("FX001")
        hands.settle()
        page.view.setFocus()
        hands.press("Ctrl+P")
        hands.settle()
        banner = note_dialog().banner
    assert "𠮷" in banner.text
    if paper == "note":
        note_dialog().reject()


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_copies_columns_and_the_pre_printed_form_are_chosen_by_keys(hands, desk, tmp_path, qtbot):
    page = open_page(hands, "papers")
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    hands.press("Ctrl+Shift+P", "Ctrl+Shift+P")
    hands.settle()
    assert hands.shell.preferences.note_copies == 3
    assert [name in text_of(dialog.shown.pdf) for name in ("存根", "财务", "仓库")] == [True, True, False]
    assert len(dialog.shown.sizes) == 3
    assert "单价" in text_of(dialog.shown.pdf)
    hands.press("Shift+F2")
    ticks = QApplication.activeModalWidget()
    assert isinstance(ticks, ColumnsDialog)
    ticks.boxes["price"].setChecked(False)
    hands.settle()
    assert "单价" not in text_of(dialog.shown.pdf)
    hands.press("Escape")
    dialog.activateWindow()  # the screen that isn't there gives it to nobody
    dialog.pages.setFocus()
    hands.settle()
    hands.press("Ctrl+T")
    hands.settle()
    assert not dialog.copies.isEnabled()
    assert "金额" not in text_of(dialog.shown.pdf)
    assert len(dialog.shown.sizes) == 1
    hands.press("Ctrl+T")
    hands.settle()
    assert "price" not in Preferences(desk.folder).columns("delivery")
    number = page.paper.number
    assert "第 1 次" in text_of(dialog.shown.pdf)
    text, kind = print_to(hands, dialog.shown, tmp_path / "printed.pdf", qtbot)
    dialog._tell(text, kind)
    hands.settle()
    assert "第 2 次" in text_of(dialog.shown.pdf)
    assert (dialog.shown.number, dialog.banner.text) == (number, text)
    dialog.reject()


def test_a_receipt_of_money_is_printed_from_its_list(hands):
    page = open_page(hands, "money")
    page.view.setFocus()
    hands.press("Ctrl+P")
    hands.settle()
    assert note_dialog().shown.kind == "money_receipt"
    note_dialog().reject()


def test_columns_of_every_kind_are_ticked_in_settings(hands):
    open_page(hands, "settings")
    hands.press("Shift+F2")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ColumnsDialog)
    dialog.kinds.pick("open_items")
    assert set(dialog.boxes) == {"due", "kind", "amount", "settled", "late"}
    for tick in dialog.boxes.values():
        tick.setChecked(False)
    assert hands.shell.preferences.columns("open_items") == ("date", "number", "remaining", "balance")
    dialog.boxes["due"].setChecked(True)
    assert "due" in hands.shell.preferences.columns("open_items")
    dialog.accept()


def test_continuous_paper_reaches_the_printer_without_a_grey_dot(hands, tmp_path, qtbot):
    page = open_page(hands, "statements", "GD01:FX001")
    for paper, greys in (("241x93", False), ("a4", True)):
        page.choice.paper.setCurrentIndex(page.choice.paper.findData(paper))
        hands.settle()
        path = tmp_path / f"{paper}.pdf"
        assert print_to(hands, page.preview.paper, path, qtbot)[1] == "good"
        document = pypdfium2.PdfDocument(path)
        images = [each for each in document[0].get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        tones = {tone for each in images for _, tone in each.get_bitmap().to_pil().convert("L").getcolors(256)}
        document.close()
        assert (tones <= {0, 255}) is not greys


def test_a_pre_printed_form_on_another_paper_than_the_chosen_one_is_told(hands):
    open_page(hands, "papers")
    hands.press("Ctrl+P")
    hands.settle()
    dialog = note_dialog()
    hands.press("Ctrl+T")
    hands.settle()
    assert dialog.banner.isHidden()  # the layout is of the paper that is chosen
    hands.press("Ctrl+T")
    dialog.papers.pick("241x93")
    hands.settle()
    hands.press("Ctrl+T")
    hands.settle()
    assert dialog.shown.sizes[0] == pytest.approx(SIZES["241x140"], abs=0.1)
    assert "241×139.7" in dialog.banner.text
    assert "241×93.1" in dialog.banner.text
    hands.press("Ctrl+T")
    hands.settle()
    assert dialog.banner.isHidden()
