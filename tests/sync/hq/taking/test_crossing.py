"""Two desks that say something of one record at the same moment: one is believed, the other's is held, nobody fails."""

import contextlib
import threading

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from sync.hq.admission import judge_entries
from sync.hq.taking.crossing import CrossedError, again, take_turns
from sync.records.bodies.records import DealerBody, DocumentBody
from sync.records.repair.checking import check
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import an_hq, assert_equal_books
from tests.sync.hq.test_admission import a_paper

CROSSING = {
    "the same kind": ("dealer", "dealer"),
    "documents of the same kind": ("money_receipt", "money_receipt"),
    "documents of two kinds": ("money_receipt", "credit_note"),
}


def a_record(kind, place):
    if kind == "dealer":
        return DealerBody("C1", f"小店{place}", "store", "GD01")
    prefix = {"money_receipt": "SKD", "credit_note": "DXD"}[kind]
    return a_paper("GD01", "GD01A", number=f"{prefix}-0{place}-261123-0001", amount=1000 * place)


@pytest.mark.postgres
@pytest.mark.parametrize("kinds", CROSSING.values(), ids=CROSSING)
def test_of_two_that_cross_one_is_believed_and_the_other_held(postgres_book, desks_of, kinds, monkeypatch, caplog):
    hq = an_hq(postgres_book)
    ends = [desks_of(hq), desks_of(hq)]
    for end in ends:
        end.exchange()
    for place, (end, kind) in enumerate(zip(ends, kinds, strict=True), 1):
        record = "GD01:C1" if kind == "dealer" else "one"
        put(end.book, end.stream, kind, record, a_record(kind, place))
    judged_both(monkeypatch)
    failed = []

    def run(end):
        try:
            end.exchange()
        except Exception as failure:  # noqa: BLE001 -- whatever it is, the test tells it
            failed.append(failure)

    threads = [threading.Thread(target=run, args=(end,)) for end in ends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert caplog.records == []
    why = "card_made_twice" if kinds == ("dealer", "dealer") else "record_of_another"
    assert rows(hq, "SELECT code, held FROM problem") == [(why, True)]
    alive = "SELECT COUNT(*) FROM entry e JOIN stream s ON s.id = e.stream WHERE e.live AND s.name LIKE 'desk/%'"
    assert rows(hq, alive) == [(1,)]
    assert check(hq) == []
    for end in (*ends, *ends):
        end.exchange()
    # Both are told: whoever wrote it, and whoever reads it.
    [(loser,)] = rows(hq, "SELECT stream FROM problem")
    for end in ends:
        assert (loser, "held_at_hq") in rows(end.book, "SELECT stream, code FROM problem WHERE held")
    assert_equal_books(hq)


def judged_both(monkeypatch):
    """Both are judged before either of them is written; what is judged once more waits for nobody."""
    both = threading.Barrier(2)
    turns = iter([True, True])

    def judged(*given):
        found = judge_entries(*given)
        if next(turns, False):
            both.wait(20)
        return found

    monkeypatch.setattr("sync.hq.taking.exchange.judge_entries", judged)


@pytest.mark.postgres
def test_of_two_that_undo_one_paper_at_the_same_moment_one_is_held(postgres_book, desks_of, monkeypatch):
    """Whoever comes second waits at the paper both speak of, and is judged by what the first left."""
    hq = an_hq(postgres_book)
    ends = [desks_of(hq), desks_of(hq)]
    paper = DocumentBody(f"SKD-{ends[0].prefix}-261123-0001", "GD01", "GD01A", "2026-11-23", NOW, 7700)
    put(ends[0].book, ends[0].stream, "money_receipt", "m", paper)
    for end in ends:
        end.exchange()
    for place, end in enumerate(ends):
        name = f"SKD-{end.prefix}-261123-0002"
        undone = DocumentBody(name, "GD01", "GD01A", "2026-11-23", NOW, -7700, reverses="m")
        put(end.book, end.stream, "money_receipt", f"r{place}", undone)
    both = threading.Barrier(2)

    def judged(*given):
        found = judge_entries(*given)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(1)  # only if nothing kept the other one out do both get here before either is written
        return found

    monkeypatch.setattr("sync.hq.taking.exchange.judge_entries", judged)
    threads = [threading.Thread(target=end.exchange) for end in ends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert rows(hq, "SELECT code FROM problem") == [("reversed_twice",)]
    assert rows(hq, "SELECT SUM(amount) FROM posting") == [(0,)]


class _LostError(Exception):
    def __init__(self, state):
        super().__init__(state)
        self.sqlstate = state


def failing(times, failure):
    """Work that fails so often; how often it was tried stands in `tried`."""
    tried: list[int] = []

    def work():
        tried.append(1)
        if len(tried) <= times:
            raise failure
        return "done"

    return work, tried


def lost(state, kind=DBAPIError):
    return kind("UPDATE", {}, _LostError(state))


@pytest.mark.parametrize(
    ("run", "failure", "most"),
    [
        (again, lost("40P01"), 4),
        (again, lost("40001"), 4),
        (take_turns, lost("23505", IntegrityError), 4),
        (take_turns, CrossedError("o"), 4),
        (take_turns, lost("40001"), 4),
    ],
    ids=["a deadlock", "a serial failure", "a record taken", "a document crossed", "a serial failure of a turn"],
)
def test_who_lost_a_race_begins_again_and_not_for_ever(run, failure, most):
    work, tried = failing(most, failure)
    assert run(work) == "done"
    assert len(tried) == most + 1
    work, tried = failing(999, failure)
    with pytest.raises(type(failure)):
        run(work)
    assert len(tried) == most + 1


@pytest.mark.parametrize("run", [again, take_turns])
@pytest.mark.parametrize(
    "failure",
    [lost("42P01"), lost(None), lost("23503", IntegrityError), ValueError("x")],
    ids=["no table", "no state", "a wrong key", "a fault"],
)
def test_what_is_no_lost_race_is_not_tried_again(run, failure):
    work, tried = failing(1, failure)
    with pytest.raises(type(failure)):
        run(work)
    assert len(tried) == 1
