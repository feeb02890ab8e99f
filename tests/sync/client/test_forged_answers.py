"""Whatever stands in an answer, in any field: one clear code, nothing changed, and the next good answer is taken."""

import base64
import copy
import json
from contextlib import contextmanager
from functools import partial

import msgspec
import pytest

from desktop.wording import say
from domain.errors import DeskError, RefusedError, UnreachableError
from domain.explain import Reason
from sync.records.books.settings import read_settings
from sync.wire.messages import (
    EnrolAnswer,
    ExchangeAnswer,
    FailureAnswer,
    Hello,
    Page,
    RecordsAnswer,
    ReturnAnswer,
    Snapshot,
    VerifyAnswer,
)
from tests.building.sync.books import a_price, an_order, put, row, rows
from tests.building.sync.ends import an_hq, assert_equal_books, heads, streams_of
from tests.building.sync.forgers import desk_at, forger_of

dumps = partial(json.dumps, separators=(",", ":"), ensure_ascii=False)  # as HQ writes, so that hashes stay
DEEP = json.loads("[" * 300 + "]" * 300)
HOSTILE = {
    "huge": 10**30, "beyond": 2**63, "negative": -1, "broken": 1.5, "true": True, "null": None, "text": "nonsense",
    "empty": "", "turned": "a\u202eb\u0007\u0000\x1b[31m", "long": "长" * 100_000, "bytes": "AAAA", "list": [[], {}],
    "object": {"a": [1]}, "deep": DEEP, "numbers": [10**30, -1], "texts": ["a\u202e\u0000b"] * 3,
}  # fmt: skip


@contextmanager
def ends(book, folder):
    hq = an_hq(book)
    with forger_of(hq) as forger, desk_at(forger, hq, folder) as desk:
        desk.exchange()
        yield hq, forger, desk


@pytest.fixture
def forged(sqlite_book, tmp_path):
    with ends(sqlite_book, tmp_path / "desk") as made:
        yield made


UNSEEN = "\u202e\x1b\u0007"


def say_of(failure):
    """What a person reads, in both languages."""
    return say(failure, "zh") + say(failure, "en")


def replaced(**fields):
    """Changes these fields of every answer of the exchange."""
    return lambda path, status, raw: (
        (status, dumps(json.loads(raw) | fields).encode()) if path == "/v1/exchange" and status == 200 else None
    )


def an_entry(record="forged-1"):
    return [1, "order", record, msgspec.to_builtins(an_order(number="XSDD-01-261123-0666"))]


# ---- somebody on the line


@pytest.mark.parametrize("signs", ["old", "none"])
def test_the_desk_signs_no_order_that_only_the_line_says_is_its_own(forged, signs):
    hq, forger, desk = forged
    before = heads(desk.book, desk.stream)
    forger.change, forger.signs = replaced(yours=[an_entry()]), signs
    with pytest.raises(UnreachableError) as told:
        desk.exchange()
    assert told.value.code == "hq_nonsense"
    assert detail_of(told).code == {"old": "answer_forged", "none": "answer_unsigned"}[signs]
    assert heads(desk.book, desk.stream) == before
    forger.change = None
    desk.order()
    assert desk.exchange().pending == 0
    assert rows(hq, "SELECT COUNT(*) FROM document WHERE id = 'forged-1'") == [(0,)]
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("code", ["fork", "behind", "desk_revoked", "upgrade_needed"])
def test_a_refusal_that_hq_did_not_sign_is_not_believed(forged, code):
    hq, forger, desk = forged
    desk.order()
    forger.change = lambda path, status, raw: (409, dumps({"error": {"code": code, "facts": {}}}).encode())
    with pytest.raises(UnreachableError) as told:
        desk.exchange()
    assert (told.value.code, detail_of(told).code) == ("hq_nonsense", "answer_forged")
    assert desk.pending() == 1
    forger.change = None
    assert desk.exchange().notices == ()
    assert_equal_books(hq, desk)


def test_an_answer_to_another_request_is_not_taken(forged):
    """An old answer, signed and whole, sent again for a later question."""
    hq, forger, desk = forged
    kept = []

    def again(path, status, raw):
        kept.append((status, raw))
        return kept[0] if len(kept) > 1 else None

    forger.change = again
    desk.order()
    desk.exchange()
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    with pytest.raises(UnreachableError) as told:
        desk.exchange()
    assert detail_of(told).code == "answer_forged"
    forger.change = None
    desk.exchange()
    assert_equal_books(hq, desk)


def test_a_desk_believes_an_older_hq_that_signs_nothing_but_not_what_it_is_to_write(forged):
    hq, forger, desk = forged
    with desk.book.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM setting WHERE key = 'hq_proves'")
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    forger.change, forger.signs = replaced(yours=[an_entry()]), "none"
    done = desk.exchange()
    assert [each.code for each in done.notices] == ["entries_unproven"]
    assert row(desk.book, "SELECT unit_price FROM price WHERE product = 'A'") == (90_000,)
    assert rows(desk.book, "SELECT COUNT(*) FROM document WHERE id = 'forged-1'") == [(0,)]


def test_from_the_first_signed_answer_on_each_has_to_be(forged):
    _, forger, desk = forged
    with desk.book.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM setting WHERE key = 'hq_proves'")
    desk.exchange()
    with desk.book.reading() as connection:
        assert read_settings(connection)["hq_proves"] == "1"
    forger.change, forger.signs = replaced(left=3), "none"
    with pytest.raises(UnreachableError):
        desk.exchange()


# ---- HQ itself, gone mad


def test_a_page_whose_signature_is_not_hqs_is_not_taken(forged):
    hq, forger, desk = forged
    put(hq, "prices/P1", "price", *a_price(price="9.00"))

    def junk(path, status, raw):
        told = json.loads(raw)
        for page in told["pages"]:
            page["signature"] = base64.b64encode(bytes(64)).decode()
        return status, dumps(told).encode()

    before = heads(desk.book, *streams_of(desk.book))
    forger.change, forger.signs = junk, "hq"
    with pytest.raises(UnreachableError) as told:
        desk.exchange()
    assert detail_of(told) == Reason("page_signature", "stop", {"stream": "prices/P1"})
    assert heads(desk.book, *streams_of(desk.book)) == before
    forger.change = None
    desk.exchange()
    assert_equal_books(hq, desk)


@pytest.mark.parametrize(
    "entry", [[1, "order", "", {}], [1, "", "x", {}], [1, "or\u0000der", "x", {}], [1, "order", "y" * 900, None]]
)
def test_what_has_no_proper_name_is_told_and_stops_no_later_exchange(forged, entry):
    hq, forger, desk = forged
    forger.change, forger.signs = replaced(yours=[entry]), "hq"
    desk.order()
    told = desk.exchange().notices
    assert "entry_left_out" in {each.code for each in told}
    assert desk.pending() == 0
    forger.change = None
    desk.order()
    assert desk.exchange().pending == 0
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("code", ["desk\u202erevoked", "\x1b[31m", "Fork", "a" * 200, "", " fork"])
def test_a_code_that_is_none_is_never_shown(forged, code):
    _, forger, desk = forged
    forger.change, forger.signs = lambda *_: (400, dumps({"error": {"code": code, "facts": {}}}).encode()), "hq"
    with pytest.raises(UnreachableError) as told:
        desk.exchange()
    assert told.value.code == "hq_nonsense"
    assert not any(mark in say_of(told.value) for mark in "\u202e\x1b")


def test_marks_that_nobody_sees_are_not_shown_where_a_refusal_tells_facts(forged):
    _, forger, desk = forged
    failure = {
        "error": {"code": "unheard_of", "facts": {"name\u202e": "\x1b[31m\u202egnp.exe", "code": "x", "self": "y"}}
    }
    forger.change, forger.signs = lambda *_: (400, dumps(failure).encode()), "hq"
    with pytest.raises(RefusedError) as told:
        desk.exchange()
    assert told.value.code == "unheard_of"
    assert not any(mark in say_of(told.value) for mark in "\u202e\x1b")


def test_a_broken_page_takes_nothing_away_before_its_stream_begins_anew(forged):
    hq, forger, desk = forged
    put(hq, "prices/P1", "price", *a_price(price="9.00"))

    def elsewhere(path, status, raw):
        told = json.loads(raw)
        told["pages"] = [page | {"first": 99, "last": 99, "signature": ""} for page in told["pages"]]
        return status, dumps(told).encode()

    before = heads(desk.book, "prices/P1")
    forger.change, forger.signs = elsewhere, "hq"
    with pytest.raises(UnreachableError):
        desk.exchange()
    assert heads(desk.book, "prices/P1") == before
    assert rows(desk.book, "SELECT COUNT(*) FROM price") != [(0,)]
    forger.change = None
    desk.exchange()
    assert_equal_books(hq, desk)


# ---- every field of every answer


def example(kind):
    """A plausible JSON value of a type of the wire."""
    info = msgspec.inspect.type_info(kind) if not isinstance(kind, msgspec.inspect.Type) else kind
    while isinstance(info, msgspec.inspect.Metadata):
        info = info.type
    if isinstance(info, msgspec.inspect.StructType):
        told = {each.encode_name: example(each.type) for each in info.fields}
        return list(told.values()) if info.array_like else told
    if isinstance(info, (msgspec.inspect.ListType,)):
        return [example(info.item_type)]
    if isinstance(info, msgspec.inspect.TupleType):
        return [example(each) for each in info.item_types]
    if isinstance(info, msgspec.inspect.UnionType):
        return example(next(each for each in info.types if not isinstance(each, msgspec.inspect.NoneType)))
    if isinstance(info, msgspec.inspect.DictType):
        return {"a": example(info.value_type)}
    if isinstance(info, msgspec.inspect.BytesType):
        return base64.b64encode(bytes(info.min_length or 0)).decode()
    return {"IntType": 1, "BoolType": False, "StrType": "1"}.get(type(info).__name__)


def paths(told, at=()):
    """Every place in a JSON value."""
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for name, value in inner:
        yield (*at, name)
        yield from paths(value, (*at, name))


def put_at(told, path, value):
    *way, last = path
    for step in way:
        told = told[step]
    told[last] = value


def reads(raw, kind):
    try:
        msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return False
    return True


def hostile(exemplar, kind):
    """For each field, each hostile value that is read as a message all the same, and one that isn't."""
    assert reads(dumps(exemplar).encode(), kind)
    for path in paths(exemplar):
        refused = None
        for value in HOSTILE.values():
            told = copy.deepcopy(exemplar)
            put_at(told, path, value)
            raw = dumps(told).encode()
            if reads(raw, kind):
                yield path, raw
            else:
                refused = raw
        if refused is not None:
            yield path, refused


def state_of(desk):
    return heads(desk.book, *streams_of(desk.book)), desk.pending(), rows(desk.book, "SELECT COUNT(*) FROM document")


def detail_of(told) -> Reason:
    """Why an answer wasn't believed."""
    found = told.value.facts["detail"]
    assert isinstance(found, Reason)
    return found


def failure_of(act):
    """The failure an act ends in, if it does, once all that can be read of it was found fit to be read."""
    try:
        act()
    except DeskError as failed:
        return failed, say_of(failed)
    return None, ""


def assert_harmless(desk, before, act, where):
    """Whatever was answered ends in one known code or in nothing, and leaves all as it was."""
    failed, said = failure_of(act)
    known = failed is None or failed.code in {"hq_nonsense", "hq_busy", "hq_defect"} or isinstance(failed, RefusedError)
    assert known, (where, failed)
    assert not any(mark in said for mark in UNSEEN), where
    assert state_of(desk) == before, where


def test_no_field_of_an_exchanges_answer_does_harm(forged):
    hq, forger, desk = forged
    desk.order()
    desk.exchange()
    own = heads(desk.book, desk.stream)[desk.stream]
    stands = [own.epoch, own.number, base64.b64encode(own.hash).decode()]
    exemplar = example(ExchangeAnswer) | {"own": stands, "removed": ["a"], "more": False, "restored": "", "vouched": ""}
    exemplar |= {"nonce": "n", "yours": [], "snapshots": [], "making": [], "wanted": [99]}
    exemplar["pages"][0] |= {"stream": "catalog", "first": 9, "last": 9, "signature": ""}
    desk.order()
    before, told = state_of(desk), [b""]
    forger.change = lambda path, status, raw: (200, told[0]) if path == "/v1/exchange" else None
    forger.signs = "hq"
    tried = 0
    for path, told[0] in hostile(exemplar, ExchangeAnswer):
        assert_harmless(desk, before, desk.exchange, path)
        tried += 1
    assert tried > 110
    forger.change = None
    assert desk.exchange().pending == 0
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("kind", [Page, Snapshot])
def test_no_field_of_a_page_or_of_a_list_of_parts_does_harm(forged, kind):
    hq, forger, desk = forged
    desk.order()
    inner = example(kind) | {"stream": "prices/P1", "signature": ""} | ({"first": 9, "last": 9} if kind is Page else {})
    name = {Page: "pages", Snapshot: "snapshots"}[kind]
    before, told = state_of(desk), [b""]

    def with_it(path, status, raw):
        if path != "/v1/exchange":
            return None
        return 200, dumps(json.loads(raw) | {name: [json.loads(told[0])]}).encode()

    forger.signs = "hq"
    for path, told[0] in hostile(inner, kind):
        forger.change = with_it
        failed, said = failure_of(desk.exchange)
        assert failed is None or failed.code in {"hq_nonsense", "part_gone", "not_found"}, (path, failed)
        assert not any(mark in said for mark in UNSEEN), path
        assert heads(desk.book, "prices/P1") == {"prices/P1": before[0]["prices/P1"]}, path
        forger.change = None
    assert desk.exchange().pending == 0
    assert_equal_books(hq, desk)


@pytest.mark.parametrize(("where", "kind"), [("verify", VerifyAnswer), ("records", RecordsAnswer)])
def test_no_field_of_what_mends_a_stream_does_harm(forged, where, kind):
    hq, forger, desk = forged
    desk.order()
    desk.exchange()
    harm = "UPDATE entry SET leaf = x'00', body = '{}' WHERE record = 'A' AND kind = 'product' AND live"
    touch = iter(range(10_000))
    told = [b""]
    forger.signs = "hq"
    unread = 0
    for path, told[0] in hostile(example(kind), kind):
        unread += not reads(told[0], kind)
        if unread > 3 and not reads(told[0], kind):
            continue  # as the others, before anybody looks at what stands in it
        with desk.book.writing() as writing:
            writing.connection.exec_driver_sql(harm)
            writing.connection.exec_driver_sql("UPDATE stream SET digest = zeroblob(16) WHERE name = 'catalog'")
        put(hq, "catalog", "product", f"N{next(touch)}", _product())
        forger.change = lambda path, status, raw: (200, told[0]) if path == f"/v1/{where}" else None
        failed, said = failure_of(desk.exchange)
        assert failed is None or failed.code == "hq_nonsense", (path, failed)
        assert not any(mark in said for mark in UNSEEN), path
        forger.change = None
    put(hq, "catalog", "product", "LAST", _product())
    desk.exchange()
    assert_equal_books(hq, desk)


def _product():
    from sync.records.bodies.records import ProductBody

    return ProductBody("P9", "九", "瓶")


def test_no_field_of_a_refusal_does_harm(forged):
    hq, forger, desk = forged
    desk.order()
    before, told = state_of(desk), [b""]
    forger.signs = "hq"
    exemplar = {"error": {"code": "not_readable", "facts": {"stream": "x"}}, "nonce": "n"}
    for status in (400, 429, 503):
        forger.change = lambda path, was, raw, status=status: (status, told[0])
        for path, told[0] in hostile(exemplar, FailureAnswer):
            assert_harmless(desk, before, desk.exchange, path)
    forger.change = None
    assert desk.exchange().pending == 0
    assert_equal_books(hq, desk)


def test_no_field_of_what_hq_says_of_lost_heads_does_harm(forged):
    hq, forger, desk = forged
    put(hq, "prices/P1", "price", *a_price(price="9.00"))
    desk.order()
    before, told = state_of(desk), [b""]

    def change(path, status, raw):
        if path == "/v1/returned":
            return 200, told[0]
        return 200, dumps(json.loads(raw) | {"removed": ["catalog", "prices/P1"], "own": None}).encode()

    forger.change, forger.signs = change, "hq"
    exemplar = example(ReturnAnswer) | {"begun": False}
    for path, told[0] in hostile(exemplar, ReturnAnswer):
        if not reads(told[0], ReturnAnswer):  # else the streams really go, as HQ says
            assert_harmless(desk, before, desk.exchange, path)
    forger.change = None
    assert desk.exchange().pending == 0
    assert_equal_books(hq, desk)


def test_no_field_of_the_answer_to_an_enrolment_does_harm(sqlite_book, tmp_path):
    hq = an_hq(sqlite_book)
    with forger_of(hq) as forger:
        told = [b""]
        with desk_at(forger, hq, tmp_path / "first"):
            pass
        exemplar = example(EnrolAnswer) | {"vouched": "", "hq_public_key": forger.key.public, "tier": ""}
        forger.change = lambda path, status, raw: (200, told[0]) if path == "/v1/enrol" else None
        forger.signs = "hq"
        count = iter(range(10_000))
        for path, told[0] in hostile(exemplar, EnrolAnswer):
            folder = tmp_path / f"desk{next(count)}"
            if reads(told[0], EnrolAnswer) and not (
                path[0] in {"hq_public_key", "vouched"} and json.loads(told[0])[path[0]]
            ):
                continue  # names and figures that can be, and what an older HQ leaves out
            with pytest.raises(DeskError) as failed, desk_at(forger, hq, folder):
                pass
            assert failed.value.code == "hq_nonsense", path
            assert not (folder / "desk.db").exists(), path
        forger.change = None
        with desk_at(forger, hq, tmp_path / "last") as desk:
            desk.exchange()
            assert_equal_books(hq, desk)


def test_no_field_of_a_greeting_is_believed_beyond_its_bounds():
    exemplar = {
        "product": "P",
        "protocol": 1,
        "oldest_protocol": 1,
        "dealer": "HQ",
        "dealer_name": "总部",
        "time": "2026",
    }
    taken = [path for path, raw in hostile(exemplar, Hello) if reads(raw, Hello)]
    assert {path[0] for path in taken} <= {"product", "dealer", "dealer_name", "time"}
