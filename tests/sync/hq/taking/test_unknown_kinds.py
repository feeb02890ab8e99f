"""Records of a kind HQ's program doesn't know are held within a quota, told at both ends, and judged once it does."""

from datetime import UTC, datetime

import pytest

from sync.client.line.asking import HqLine
from sync.client.restored.replacing import rebuild
from sync.hq.admission import strangers
from sync.hq.admission.table import RULES
from sync.hq.taking.newly_known import judge_known
from sync.records.bodies.policies import GrantBody
from sync.records.bodies.records import ProductBody, encode
from sync.records.books.settings import KINDS_JUDGED, write_setting
from sync.records.log.problems import open_problems
from sync.records.log.rebuilding import own_entries
from sync.records.repair.checking import check
from sync.streams import make_entry
from sync.wire.messages import ExchangeRequest
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import Local, assert_digests_true, assert_equal_books, assert_sound, heads, problems_of

KIND = "voucher"


@pytest.fixture
def narrow(monkeypatch):
    """HQ keeps four of a desk's strangers whole."""
    monkeypatch.setattr(strangers, "MOST_ENTRIES", 4)


def write_unknown(end, records, kind=KIND, body=b'{"worth":1}'):
    """As a newer program would write them."""
    with end.book.writing() as writing:
        writing.put_entries(end.stream, [make_entry(kind, each, body) for each in records])


def own_product(end, code):
    put(end.book, end.stream, "product", f"GD01:{code}", ProductBody(code, f"自营{code}", "瓶", owner="GD01"))


def told(exchanged, *codes):
    return [(each.code, dict(each.facts)) for each in exchanged.notices if each.code in codes]


def bodies(book, kind):
    return [body for (body,) in rows(book, "SELECT body FROM entry WHERE kind = :kind ORDER BY number", kind=kind)]


def lines_at(book):
    with book.reading() as connection:
        return [(each.code, each.count) for each in open_problems(connection)]


class Before(Local):
    """The line of a desk whose program takes no entry without a body."""

    def __init__(self, hq, monkeypatch):
        super().__init__(hq)
        self._monkeypatch = monkeypatch

    def send(self, method, path, headers, body):
        with self._monkeypatch.context() as patching:
            patching.setattr(ExchangeRequest, "leaves", property(lambda _: False, lambda *_: None), raising=False)
            return super().send(method, path, headers, body)


def test_they_are_held_whole_and_told_at_both_ends_and_others_pass_beside_them(hq, desks):
    desk, above = desks(), desks("HQ")
    desk.order()
    for end in (desk, above):
        end.exchange()
    write_unknown(desk, ["v1", "v2"])
    order = desk.order()
    exchanged = desk.exchange()
    assert told(exchanged, "kinds_unknown_at_hq", "entries_held") == [("kinds_unknown_at_hq", {"kinds": KIND})]
    assert problems_of(hq) == [(desk.stream, KIND, each, "record_kind_unknown") for each in ("v1", "v2")]
    assert lines_at(hq) == [("record_kind_unknown", 2)]
    assert rows(hq, "SELECT COUNT(*) FROM document WHERE id = :id", id=order) == [(1,)]
    assert [bytes(each) for each in bodies(hq, KIND)] == [b'{"worth":1}'] * 2
    # An exchange that brings none of them tells nothing more, and nobody makes use of what HQ can't judge.
    assert desk.exchange().notices == ()
    above.exchange()
    assert rows(above.book, "SELECT live FROM entry WHERE kind = :kind", kind=KIND) == [(False,), (False,)]
    assert_equal_books(hq, above)


def test_beyond_the_quota_only_their_leaves_are_kept_and_the_chain_stays_whole(hq, desks, narrow):
    desk, above = desks(), desks("HQ")
    desk.order()
    for end in (desk, above):
        end.exchange()
    write_unknown(desk, [f"v{place}" for place in range(10)])
    order = desk.order()
    exchanged = desk.exchange()
    assert told(exchanged, "bodies_not_kept_at_hq") == [("bodies_not_kept_at_hq", {"kinds": KIND, "count": 6})]
    assert [body is None for body in bodies(hq, KIND)] == [False] * 4 + [True] * 6
    assert lines_at(hq) == [("kind_beyond_quota", 6), ("record_kind_unknown", 4)]
    assert rows(hq, "SELECT COUNT(*) FROM document WHERE id = :id", id=order) == [(1,)]
    write_unknown(desk, ["later"])
    desk.exchange()
    assert bodies(hq, KIND)[-1] is None
    above.exchange()
    late = desks("HQ")
    for end in (late, above):  # who works at the new one is HQ's news for the other
        end.exchange()
    assert_equal_books(hq, above, late)
    assert heads(desk.book, desk.stream)[desk.stream].hash == heads(hq, desk.stream)[desk.stream].hash
    assert_sound(desk.book)
    assert desk.exchange().rounds == 1


def test_the_quota_is_one_of_bytes_as_well(hq, desks, monkeypatch):
    monkeypatch.setattr(strangers, "MOST_BYTES", 100)
    desk = desks()
    write_unknown(desk, ["v1", "v2", "v3"], body=b'"' + b"x" * 58 + b'"')
    desk.exchange()
    assert [body is None for body in bodies(hq, KIND)] == [False, True, True]


def test_a_flood_of_kinds_is_one_line_of_hqs_list(hq, desks, narrow):
    desk = desks()
    for place in range(30):
        write_unknown(desk, [f"v{place}"], kind=f"kind{place}")
    desk.exchange()
    assert lines_at(hq) == [("kind_beyond_quota", 26), ("record_kind_unknown", 4)]
    assert lines_at(desk.book) == [("held_at_hq", 30)]


def test_a_desk_of_before_reads_the_stream_anew_and_is_not_confused(hq, desks_of, desks, narrow, monkeypatch):
    desk = desks()
    desk.order()
    old = desks_of(hq, "HQ", line=Before(hq, monkeypatch))
    for end in (desk, old):
        end.exchange()
    write_unknown(desk, [f"v{place}" for place in range(8)])
    order = desk.order()
    desk.exchange()
    old.exchange()
    assert rows(old.book, "SELECT COUNT(*) FROM document WHERE id = :id", id=order) == [(1,)]
    assert rows(old.book, "SELECT COUNT(*) FROM entry WHERE kind = :kind AND live", kind=KIND) == [(0,)]
    assert_equal_books(hq, old)


@pytest.mark.parametrize("machine", ["this one", "a new one"])
def test_a_desk_that_gets_its_own_stream_back_proves_it_all_the_same(hq, desks_of, desks, narrow, machine):
    desk = desks()
    write_unknown(desk, [f"v{place}" for place in range(8)])
    desk.exchange()
    end = desk if machine == "this one" else desks_of(hq, desk=desk.desk)
    rebuild(end.book, HqLine(end.line, desk=end.desk, key=end.key), end.stream, "fork")
    with end.book.reading() as connection:
        kept = [each.entry.body is not None for each in own_entries(connection, end.stream, 0)]
    # What HQ didn't keep is still in the books it came from, and nowhere else.
    assert kept == [True] * 8 if machine == "this one" else [True] * 4 + [False] * 4
    end.order()
    end.exchange()
    assert end.pending() == 0
    assert_sound(end.book)
    assert_sound(hq)


def test_an_entry_without_a_body_is_held_and_nobody_is_fooled(hq, desks):
    """A hostile desk leaves bodies out, of a kind HQ knows as well."""
    desk, above = desks(), desks("HQ")
    order = desk.order()
    for end in (desk, above):
        end.exchange()
    with desk.book.writing() as writing:
        entry = make_entry("order", order, b'{"forged":1}')
        writing.put_entries(desk.stream, [type(entry)("order", order, None, entry.leaf)])
    desk.exchange()
    assert [(record, code) for _, _, record, code in problems_of(hq)] == [(order, "body_missing")]
    assert rows(hq, "SELECT COUNT(*) FROM document WHERE id = :id", id=order) == [(1,)]
    above.exchange()
    assert_equal_books(hq, above)


# ---- once HQ's program knows the kind


@pytest.fixture
def updated(hq, monkeypatch):
    """HQ doesn't know own products until it is updated, which this does; gives the streams that were judged."""
    rule = RULES["product"]
    monkeypatch.delitem(RULES, "product")

    def update():
        monkeypatch.setitem(RULES, "product", rule)
        return judge_known(hq, datetime.now(UTC))

    return update


def test_they_are_judged_in_their_turn_and_the_desk_is_told(hq, desks, updated):
    desk, above = desks(), desks("HQ")
    for end in (desk, above):
        end.exchange()
    for code in ("X1", "X2"):
        own_product(desk, code)
    own_product(desk, "X1")
    put(desk.book, desk.stream, "product", "SZ01:X9", ProductBody("X9", "别家的", "瓶", owner="SZ01"))
    desk.exchange()
    above.exchange()
    assert rows(hq, "SELECT id FROM product WHERE owner <> ''") == []
    # Nobody is asked to look at it any more: what is wrong with it then is told all the same.
    with hq.writing() as writing:
        sql = f"UPDATE problem SET put_away_at = '{NOW}', put_away_by = '管'"
        writing.connection.exec_driver_sql(sql)
    assert updated() == [desk.stream]
    assert rows(hq, "SELECT id FROM product WHERE owner <> '' ORDER BY id") == [("GD01:X1",), ("GD01:X2",)]
    assert lines_at(hq) == [("record_not_yours", 1)]
    exchanged = desk.exchange()
    codes = {code for code, _ in told(exchanged, "entry_released", "held_reasons_changed")}
    assert codes == {"entry_released", "held_reasons_changed"}
    [(facts,)] = rows(desk.book, "SELECT facts FROM problem WHERE held")
    assert '"cause":"record_not_yours"' in facts
    above.exchange()
    assert rows(above.book, "SELECT id FROM product WHERE owner <> '' ORDER BY id") == [("GD01:X1",), ("GD01:X2",)]
    assert_equal_books(hq, above)
    assert updated() == []


def test_bodies_that_were_not_kept_are_asked_for_once_more(hq, desks, updated, narrow):
    desk, above = desks(), desks("HQ")
    for end in (desk, above):
        end.exchange()
    for place in range(9):
        own_product(desk, f"X{place}")
    for end in (desk, above):
        end.exchange()
    updated()
    assert rows(hq, "SELECT COUNT(*) FROM product WHERE owner <> ''") == [(4,)]
    desk.exchange()
    assert rows(hq, "SELECT COUNT(*) FROM product WHERE owner <> ''") == [(9,)]
    assert problems_of(hq) == []
    assert desk.exchange().rounds == 1
    assert problems_of(desk.book) == []
    above.exchange()
    assert_equal_books(hq, desk, above)


def test_bodies_that_nobody_has_any_more_are_asked_for_once_and_told(hq, desks_of, desks, updated, narrow):
    desk = desks()
    for place in range(6):
        own_product(desk, f"X{place}")
    desk.exchange()
    new = desks_of(hq, desk=desk.desk)
    new.exchange()
    updated()
    new.exchange()
    assert lines_at(hq) == [("body_missing", 1), ("body_missing", 1)]
    assert new.exchange().rounds == 1
    assert_sound(hq)


def test_a_body_that_is_not_the_chains_is_not_taken(hq, desks, updated, narrow, monkeypatch):
    desk = desks()
    for place in range(5):
        own_product(desk, f"X{place}")
    desk.exchange()
    updated()
    forged = ProductBody("X4", "改过的", "瓶", owner="GD01")
    with desk.book.writing() as writing:
        sql = "UPDATE entry SET body = ? WHERE record = 'GD01:X4'"
        writing.connection.exec_driver_sql(sql, (encode(forged),))
    with pytest.raises(Exception, match="answer_no_progress"):
        desk.exchange()
    assert rows(hq, "SELECT COUNT(*) FROM product WHERE owner <> ''") == [(4,)]
    assert check(hq) == []


def test_what_a_program_of_before_let_live_is_judged_as_well(hq, desks, monkeypatch):
    desk, above = desks(), desks("HQ")
    for end in (desk, above):
        end.exchange()
    own_product(desk, "X1")
    put(desk.book, desk.stream, "grant", "d1/甲", GrantBody("d1", "甲", "admin", NOW, "甲"))
    with monkeypatch.context() as before:
        before.setattr("sync.hq.taking.exchange.judge_entries", lambda *_: {})
        desk.exchange()
    above.exchange()
    invented = "SELECT name FROM role_grant WHERE name = '甲'"
    assert rows(hq, invented) == [("甲",)]
    with hq.writing() as writing:
        write_setting(writing.connection, KINDS_JUDGED, " ".join(RULES.keys() - {"grant", "product"}))
    judge_known(hq, datetime.now(UTC))
    assert rows(hq, invented) == []
    assert rows(hq, "SELECT id FROM product WHERE owner <> ''") == [("GD01:X1",)]
    assert [(record, code) for _, _, record, code in problems_of(hq)] == [("d1/甲", "kind_not_yours")]
    for end in (desk, above):
        end.exchange()
    assert_digests_true(hq)
    assert_equal_books(hq, above)
    assert judge_known(hq, datetime.now(UTC)) == []
