"""Whatever is on record is found by its number, code or name, in the books and by the index of numbers."""

import pytest

from desktop.actions.finding.records import number_spans, records
from domain.parties.users import Person
from tests.building.desktop.sample_desk import a_sample_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with a_sample_desk(tmp_path_factory.mktemp("found") / "desk") as opened:
        yield opened


def told(desk, typed):
    return [(found.kind, found.title) for found in records(desk, typed)]


def test_every_document_is_found_by_its_number_and_by_its_figures(desk):
    with desk.book.reading() as connection:
        rows = connection.exec_driver_sql("SELECT kind, number FROM document WHERE number <> ''").all()
    assert len({kind for kind, _ in rows}) > 4
    for kind, number in rows:
        assert (kind, number) in told(desk, number), number
        assert (kind, number) in told(desk, number.lower()), number
        home, day, place = number.split("-")[1:]
        if home in ("00", desk.identity.prefix):
            assert (kind, number) in told(desk, f"{day}{place}"), number
            assert (kind, number) in told(desk, f"{day}-{place}"), number


def test_cards_and_policies_are_found_by_name_code_and_pinyin(desk):
    assert told(desk, "fxbl") == [("dealer", "福星便利连锁（深圳南山）")]
    assert ("dealer", "天河小卖部") in told(desk, "TH002")
    assert told(desk, "CX-NN") == [("policy", "牛奶量大价")]
    assert ("policy", "牛奶量大价") in told(desk, "nnld")
    assert ("product", "SP10021") in [(found.kind, found.key) for found in records(desk, "SP10021")]


def test_people_are_found_by_whoever_looks_after_them(desk, monkeypatch):
    monkeypatch.setattr(desk, "user", Person("", "李堃", "owner"))
    assert ("person", "李堃") in told(desk, "李堃")
    monkeypatch.setattr(desk, "user", Person("", "王敏", "clerk"))
    assert ("person", "李堃") not in told(desk, "李堃")


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "'", "|", "\x00", "١٢٣٤٥٦", "9" * 400, "a" * 400, "🙂"])
def test_whatever_is_typed_is_only_looked_for(desk, typed):
    assert records(desk, typed) == []


def test_numbers_are_found_by_their_index(desk):
    with desk.book.reading() as connection:
        sql = "SELECT number FROM document d WHERE number >= 'A' AND number < 'B' ORDER BY number DESC"
        plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
    assert "USING" in plan
    assert "INDEX" in plan
    assert "TEMP B-TREE" not in plan


def test_figures_mean_this_desks_numbers_and_hqs():
    spans = [begins for begins, _ in number_spans("26112300", "01", ("XSDD", "SKD"))]
    assert spans == ["XSDD-01-261123-00", "XSDD-00-261123-00", "SKD-01-261123-00", "SKD-00-261123-00"]
    assert list(number_spans("261", "01", ("XSDD",))) == []
