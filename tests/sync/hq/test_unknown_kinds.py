"""Records of a newer desk's kinds are kept whole at an older HQ, and both ends say so; known ones pass beside them."""

from sync.records.bodies import BODY_TYPES
from sync.records.checking import check
from sync.records.problems import open_problems
from sync.streams import make_entry
from tests.sync.books import rows
from tests.sync.ends import assert_equal_books, problems_of

KIND = "voucher"


def write_unknown(end, records, kind=KIND):
    """As a newer program would write them."""
    with end.book.writing() as writing:
        writing.put_entries(end.stream, [make_entry(kind, each, b'{"worth":1}') for each in records])


def test_they_are_kept_told_once_at_hq_and_told_to_the_desk(hq, desks):
    desk, above = desks(), desks("HQ")
    desk.order()
    for end in (desk, above):
        end.exchange()
    write_unknown(desk, ["v1", "v2"])
    order = desk.order()
    told = [each for each in desk.exchange().notices if each.code == "kinds_unknown_at_hq"]
    assert [each.facts for each in told] == [{"kinds": KIND}]
    assert problems_of(hq) == [(desk.stream, KIND, "v1", "record_kind_unknown")]
    assert rows(hq, "SELECT COUNT(*) FROM document WHERE id = :id", id=order) == [(1,)]
    # What was told stays told once, at HQ; an exchange that brings none of them tells nothing.
    write_unknown(desk, ["v3"])
    desk.exchange()
    assert desk.exchange().notices == ()
    assert len(problems_of(hq)) == 1
    above.exchange()
    assert_equal_books(hq, desk, above)
    assert check(hq) == []


def test_nobody_is_asked_to_look_once_the_kind_is_known(hq, desks, monkeypatch):
    desk = desks()
    write_unknown(desk, ["v1"])
    desk.exchange()
    with hq.reading() as connection:
        assert [each.code for each in open_problems(connection)] == ["record_kind_unknown"]
    monkeypatch.setattr("sync.records.problems.BODY_TYPES", {**BODY_TYPES, KIND: object})
    with hq.reading() as connection:
        assert open_problems(connection) == []
