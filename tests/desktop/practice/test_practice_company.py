"""The practice company stands by itself: it is made whole or not at all, and nothing real comes of it or to it."""

import os
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import keyring
import pypdfium2
import pytest
import requests
from keyring.backend import KeyringBackend

from desktop import folders
from desktop.actions.books import care
from desktop.actions.documents import deliveries
from desktop.actions.documents.views import DraftLine
from desktop.actions.headquarters import exchange
from desktop.actions.headquarters.lines import change_line
from desktop.actions.orders import orders
from desktop.actions.people.users import nobody_asked
from desktop.cli import main
from desktop.demo.trade import Trade
from desktop.desk import open_desk
from desktop.folders import PracticePlace, practice_place
from desktop.practice.making import make_company, throw_away
from desktop.printing.drawing.paper import PAPERS
from desktop.printing.drawing.pen import Pen
from desktop.printing.practice_mark import PRACTICE_TEXT, drawing_for
from domain.errors import RefusedError, UnreachableError
from sync import practice
from tests.journeys.ends import desk as command


class Watched(KeyringBackend):
    """A key store that works and remembers who asked it anything."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.asked = []

    def get_password(self, service, username):
        self.asked.append(username)

    def set_password(self, service, username, password):
        self.asked.append(username)

    def delete_password(self, service, username):
        self.asked.append(username)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A practice company, made once."""
    place = practice_place(tmp_path_factory.mktemp("company") / "desk")
    make_company(place)
    return place


@pytest.fixture
def company(made, tmp_path):
    """A copy of it."""
    shutil.copytree(made.root, tmp_path / "desk-practice")
    return PracticePlace(tmp_path / "desk-practice")


@pytest.fixture
def inside(company):
    with open_desk(company.desk) as desk:
        nobody_asked(desk)
        yield desk


def test_it_lies_beside_the_books_and_knows_itself_from_within(tmp_path, company):
    assert practice_place(tmp_path / "desk").root == tmp_path / "desk-practice"
    assert practice_place(company.desk) == company
    assert company.made


def test_the_window_and_the_keys_know_it_by_the_same_mark():
    assert folders.PRACTICE_MARK == practice.PRACTICE_MARK


def test_it_is_a_whole_company_whose_books_hold_together(inside, company):
    assert inside.practice
    assert inside.user is not None  # nobody is asked for a password
    assert care.check(inside) == []
    with open_desk(company.hq) as hq:
        assert care.check(hq) == []
        assert hq.practice


def test_its_key_never_meets_the_system_s_store(tmp_path):
    store, before = Watched(), keyring.get_keyring()
    keyring.set_keyring(store)
    try:
        place = practice_place(tmp_path / "desk")
        make_company(place)
        with open_desk(place.desk) as desk:
            nobody_asked(desk)
            exchange.exchange(desk)
        throw_away(place)
    finally:
        keyring.set_keyring(before)
    assert store.asked == []


def test_it_exchanges_with_its_own_hq_and_with_no_other(inside, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("something went onto the network")

    monkeypatch.setattr(requests.Session, "request", refuse)
    assert exchange.online(inside)
    draft = orders.new_draft(inside, "HQ", "GD01")
    product = orders.product_named(inside, "SP1007")
    line = DraftLine(product.id, Decimal(2), product.unit, Decimal(1))
    placed = orders.place_order(inside, type(draft)(draft.id, "HQ", "GD01", draft.date, lines=(line,)))
    exchange.exchange(inside)
    assert orders.order(inside, placed.number).state == "accepted"
    exchange.exchange(inside)  # HQ sends out what it accepted before
    assert [row.order_number for row in deliveries.incoming(inside)] == [placed.number]


@pytest.mark.parametrize("act", ["enrol", "rejoin", "line"])
def test_it_joins_no_real_hq(inside, company, act):
    tries = {
        "enrol": lambda: exchange.enrol(company.desk, "https://hq.example", "ABCDE-FGHJK"),
        "rejoin": lambda: exchange.rejoin(inside, "https://hq.example", "ABCDE-FGHJK"),
        "line": lambda: change_line(inside, "https://hq.example"),
    }
    with pytest.raises(RefusedError, match="practice_alone"):
        tries[act]()


def test_its_backup_never_becomes_real_books(inside, company, tmp_path):
    copy = care.backup(inside, tmp_path / "copy.db")
    with pytest.raises(RefusedError, match="backup_of_practice"):
        care.restore(tmp_path / "desk", copy)
    assert not (tmp_path / "desk" / "desk.db").exists()
    inside.close()
    care.restore(company.desk, copy)  # in its own place it may come back


def test_hq_whose_books_are_gone_is_told_and_the_desk_works_on(inside, company):
    shutil.rmtree(company.hq)
    with pytest.raises(UnreachableError, match="practice_hq_gone"):
        exchange.exchange(inside)
    assert not exchange.online(inside)


def test_what_is_not_the_practice_company_s_is_left_alone(tmp_path):
    place = practice_place(tmp_path / "desk")
    place.root.mkdir()
    (place.root / "letter.txt").write_text("mine")
    with pytest.raises(RefusedError, match="practice_place_taken"):
        make_company(place)
    with pytest.raises(RefusedError, match="practice_place_taken"):
        throw_away(place)
    assert (place.root / "letter.txt").read_text() == "mine"


def test_nobody_throws_it_away_while_somebody_is_in_it(inside, company):
    with pytest.raises(RefusedError, match="folder_in_use"):
        throw_away(company)
    assert company.made


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_where_nothing_can_be_written_it_says_so(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(RefusedError, match="folder_read_only"):
        make_company(practice_place(tmp_path / "closed" / "desk"))


def test_a_file_where_its_folder_would_lie_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError, match="file_in_the_way"):
        make_company(practice_place(tmp_path / "file" / "desk"))


def test_a_full_disk_leaves_nothing_half_made(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Trade, "_move_goods", full)
    place = practice_place(tmp_path / "desk")
    with pytest.raises(RefusedError, match="disk_full"):
        make_company(place)
    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_left_of_making_is_made_over(tmp_path):
    half = tmp_path / "desk-practice.making"
    (half / "desk").mkdir(parents=True)
    (half / "desk" / "desk.db").write_text("half")
    place = practice_place(tmp_path / "desk")
    make_company(place)
    assert place.made
    assert not half.exists()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_page_it_prints_says_that_it_is_practice(paper):
    def texts(books):
        with drawing_for(books):
            pen = Pen(PAPERS[paper], title="t", author="a", language="zh")
            pen.end_page()
            pen.end_page()
            done = pen.finish()
        document = pypdfium2.PdfDocument(done.pdf)
        return [page.get_textpage().get_text_range() for page in document]

    marked = texts(SimpleNamespace(practice=True))
    assert [text.count(PRACTICE_TEXT) for text in marked] == [2, 2]
    assert [text.count("练习") for text in texts(SimpleNamespace(practice=False))] == [0, 0]


def test_by_command_it_is_made_shown_and_removed(tmp_path):
    real = tmp_path / "desk"
    assert command(real, "practice", "show")["made"] is False
    made = command(real, "practice", "make")
    assert (made.status, made["made"]) == (0, True)
    folder = Path(made["folder"])
    assert command(folder, "status").status == 0
    (folder / "note.txt").write_text("from before")
    assert command(real, "practice", "anew").status == 0
    assert not (folder / "note.txt").exists()
    assert command(real, "practice", "remove")["removed"] is True
    assert command(real, "practice", "remove")["removed"] is False
    assert not real.exists()


@pytest.mark.parametrize(("lang", "words"), [("zh", "不算数"), ("en", "nothing there counts")])
def test_both_languages_say_that_it_does_not_count(company, capsys, lang, words):
    assert main(["practice", "make", "--data", str(company.root.with_name("desk")), "--lang", lang]) == 0
    assert words in capsys.readouterr().out


def test_papers_and_workbooks_written_by_command_are_marked(company, inside, tmp_path):
    inside.close()
    data = ("--data", str(company.desk))
    out = tmp_path / "statement.pdf"
    days = ("--from", "2020-01-01", "--to", str(inside.today()))
    assert main(["statement", "--account", "GD0101", *days, "--format", "pdf", "--out", str(out), *data]) == 0
    first = pypdfium2.PdfDocument(str(out))[0].get_textpage().get_text_range()
    assert PRACTICE_TEXT in first
    book = tmp_path / "orders.xlsx"
    assert main(["export", "orders", str(book), *data]) == 0
    with zipfile.ZipFile(book) as parts:
        assert PRACTICE_TEXT in parts.read("xl/worksheets/sheet1.xml").decode()
