"""Faults put back on purpose, each named by what it does: whoever can't find these proves nothing by finding none."""

from collections import Counter
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import msgspec

from domain.errors import RefusedError, UnreachableError
from sync.client.streams import exchanging, offering
from sync.hq import admission
from sync.hq.channel import scope
from sync.hq.deciding import orders as deciding
from sync.hq.taking import answering, exchange, following, pages
from sync.records.bodies import records as bodies
from sync.records.bodies.records import DocumentBody
from sync.records.books.settings import moment, read_setting
from sync.records.copies import joining, outbox
from sync.records.log import rebuilding, receiving, streams, writing
from sync.records.log.applying import put_records
from sync.records.log.receiving import take_entries
from sync.records.log.streams import lock_head, store_head
from sync.streams import Head, chain, shift_digest
from sync.wire.messages import Cursor
from tests.simulation import mishaps


@contextmanager
def taking_the_same_entries_again():
    """HQ doesn't look at the numbers it is offered: what is sent again after a lost answer is taken again."""

    def take(book, asker, own, now, *_):
        numbered = exchange._numbered(own)
        with book.writing() as transaction:
            connection = transaction.connection
            key, head = lock_head(connection, asker.stream)
            hashes = chain(head.hash, head.number + 1, (entry.leaf for _, entry, _ in numbered))
            again = [
                (place, entry, each)
                for place, ((_, entry, _), each) in enumerate(zip(numbered, hashes, strict=True), head.number + 1)
            ]
            if again:
                take_entries(connection, asker.stream, (key, head), again, held={}, now=moment(now))

    # The desk, too, believes what it is told of its own numbers.
    with patch.object(exchange, "take_own", take):
        yield


@contextmanager
def ids_by_counting():
    """Every desk gives its orders the ids 1, 2, 3 …"""
    from desktop.actions.orders import orders as desk_orders

    given: Counter[str] = Counter()

    def save(desk, draft, save_order=desk_orders.save_order, **more):
        given[desk.identity.desk_id] += 1
        counted = f"order-{given[desk.identity.desk_id]}"
        with patch.object(desk_orders, "id_for", lambda *_, **__: counted):
            return save_order(desk, draft, **more)

    with patch.object(desk_orders, "save_order", save):
        yield


@contextmanager
def emptying_the_second_copy_early():
    """The second copy is emptied at every acknowledgement, whatever of it HQ has."""

    def acknowledged(self, *_):
        self.rewrite([])

    with (
        patch.object(outbox.Outbox, "append", lambda self, *_: None),
        patch.object(outbox.Outbox, "acknowledged", acknowledged),
    ):
        yield


@contextmanager
def never_reading_the_second_copy():
    """What only the second copy knows after a database was set back isn't looked for."""
    with (
        patch.object(joining._Join, "run", lambda self: 0),
        patch.object(outbox.Outbox, "entries", lambda self: iter(())),
    ):
        yield


@contextmanager
def pages_that_leave_one_out():
    """A page begins one entry behind the cursor and says it began at it."""
    entries = pages._entries

    def short(source, stream, after, until, sparse, *more):
        found, whole = entries(source, stream, after, until, sparse, *more)
        return (found[1:] if sparse and len(found) > 1 else found), whole

    with patch.object(pages, "_entries", short):
        yield


@contextmanager
def pages_that_lose_their_end():
    """A page of a first fill is cut in the middle of what one transaction wrote, and says it came to the end of it."""
    entries = pages._entries

    def short(connection, stream, after, until, sparse, *more):
        found, whole = entries(connection, stream, after, until, sparse, *more)
        return (found[:-1] if sparse and len(found) > 1 else found), whole

    with patch.object(pages, "_entries", short):
        yield


@contextmanager
def unknown_places_are_errors():
    """A place HQ can't go on from is refused, where the stream should begin anew."""
    place = pages._place

    def strict(*arguments):
        found, fresh = place(*arguments)
        if fresh:
            raise RefusedError("place_unknown")
        return found, fresh

    with patch.object(pages, "_place", strict):
        yield


@contextmanager
def a_queue_that_gives_up():
    """A desk whose exchange failed once offers nothing any more."""
    given_up: set[str] = set()
    run, own_entries = exchanging._Exchange.run, rebuilding.own_entries

    def trying(self, first):
        try:
            run(self, first)
        except UnreachableError:
            given_up.add(self.own)
            raise

    def offered(connection, own, previous, limit):
        return [] if own in given_up else own_entries(connection, own, previous, limit)

    with patch.object(exchanging._Exchange, "run", trying), patch.object(offering, "own_entries", offered):
        yield


@contextmanager
def one_bad_record_stops_all():
    """HQ refuses the whole page in which there is one entry it doesn't believe."""
    judge = admission.judge_entries

    def strict(*arguments):
        if judge(*arguments):
            raise RefusedError("record_refused")
        return {}

    with patch.object(exchange, "judge_entries", strict):
        yield


@contextmanager
def papers_without_their_last_line():
    """The entry of a paper lacks the last of its lines."""
    encode = bodies.encode

    def short(body):
        cut = isinstance(body, DocumentBody) and len(body.lines) > 1
        return encode(msgspec.structs.replace(body, lines=body.lines[:-1]) if cut else body)

    with patch.object(writing, "encode", short):
        yield


@contextmanager
def answers_kept_to_oneself():
    """HQ writes its answer into its tables, and no entry tells of it."""
    put = deciding._put

    def silent(transaction, home, order, answer, now, by=""):
        if home.role != "hq":
            return put(transaction, home, order, answer, now, by)
        answer.decided_at, answer.decided_by, answer.number = now, by, order.number
        put_records(transaction.connection, "answer", [(order.id, answer)])
        return answer.state

    with patch.object(deciding, "_put", silent):
        yield


@contextmanager
def cursors_before_rows():
    """The desk notes how far it got, and writes the rows in a second step that may never come."""
    seen: Counter[str] = Counter()

    def receive(connection, page, now):
        seen[page.stream] += 1
        if seen[page.stream] % 3 or page.fresh or page.digest is None or not page.entries:
            return receiving.receive_page(connection, page, now)
        key, _ = lock_head(connection, page.stream)
        store_head(connection, key, Head(page.epoch, page.last, page.hash, page.count or 0, page.digest))
        return receiving.ReceivedPage(len(page.entries), 0, True)

    with patch.object(exchanging, "receive_page", receive):
        yield


@contextmanager
def cursors_of_another_past():
    """HQ, set back to a backup, goes on from any number a desk names without asking for the hash there."""

    def place(source, stream, cursor, dense):
        found = Cursor(stream.head.epoch, 0, b"", None if dense else stream.head.number)
        if cursor is None or (cursor.number == 0 and cursor.filling_to is None):
            return found, False
        return Cursor(stream.head.epoch, cursor.number, cursor.hash, cursor.filling_to), False

    with patch.object(pages, "_place", place), patch.object(mishaps, "begin_epoch", lambda *_, **__: None):
        yield


@contextmanager
def the_first_version_wins():
    """Of several versions of one record in a page the first is taken for the newest."""

    def first(entries):
        places = {(entry.kind, entry.record): place for place, entry in reversed(list(enumerate(entries)))}
        return sorted(places.values())

    with patch.object(streams, "last_versions", first):
        yield


@contextmanager
def streams_that_stay():
    """What a desk may no longer read stays in its books."""
    with patch.object(exchanging, "remove_stream", lambda *_: False):
        yield


@contextmanager
def everybody_reads_everything():
    """HQ shows every desk every stream."""

    def all_streams(connection, desk, dealer, hq):
        return scope.sight_of(connection, desk, hq, hq)

    with patch.object(answering, "sight_of", all_streams):
        yield


@contextmanager
def tables_saved_before_the_entry():
    """The tables are committed before the entry that tells of them is written."""

    def put_all(self, stream, kind, records, whole=writing.Writing.put_all):
        whole(self, stream, kind, records)
        if self.connection.dialect.name == "sqlite" and stream.startswith("desk/"):
            self.connection.connection.dbapi_connection.commit()
            self.connection.connection.cursor().execute("BEGIN IMMEDIATE")

    with patch.object(writing.Writing, "put_all", put_all):
        yield


@contextmanager
def following_up_new_entries_only():
    """HQ decides what it has just taken, and nothing that it took before it died."""
    with (
        patch.object(exchange, "follow_up", lambda *_, **__: None),
        patch.object(following, "follow_up", lambda *_, **__: None),
        patch.object(following, "sweep", lambda *_: 0),
        patch.object(exchange, "note_undone", lambda _connection, _stream, first, _last, _now: first),
    ):
        yield


@contextmanager
def clocks_that_decide():
    """A desk offers what was recorded after its last exchange, by its own clock."""
    own_entries = rebuilding.own_entries

    def newer(connection, own, previous, limit):
        since = read_setting(connection, "last_exchange")
        found = []
        for each in own_entries(connection, own, previous, limit):
            body = msgspec.json.decode(each.entry.body) if each.entry.body else {}
            if body.get("recorded_at", "9") < since:
                break
            found.append(each)
        return found

    with patch.object(offering, "own_entries", newer):
        yield


@contextmanager
def forks_unseen():
    """HQ doesn't compare what a desk offers with what it holds, and a desk doesn't compare what HQ acknowledges."""

    def acknowledge(self, transaction, own):
        if own is None:
            return False
        key, head = lock_head(transaction.connection, self.own)
        moved = min(own.number, head.number)
        transaction.connection.exec_driver_sql("UPDATE stream SET acked = ? WHERE id = ?", (moved, key))
        return True

    with (
        patch.object(exchange, "_check_place", lambda *_: None),
        patch.object(exchanging._Exchange, "_acknowledge", acknowledge),
    ):
        yield


@contextmanager
def sequences_that_stay_behind():
    """After a rebuilding, document numbers go on where the restored disk had them."""
    from sync.records.copies import strays

    with ExitStack() as stack:
        for room in (joining, rebuilding, strays):
            stack.enter_context(patch.object(room, "raise_sequences", lambda *_: None))
        yield


@contextmanager
def believing_every_entry():
    """HQ takes whatever a desk writes for true."""
    with patch.object(exchange, "judge_entries", lambda *_: {}):
        yield


@contextmanager
def papers_not_passed_on():
    """What one dealer writes for another who can't read his stream stays at HQ."""
    from sync.hq.channel import copying

    with patch.object(copying, "forward", lambda *_: 0):
        yield


@contextmanager
def promising_what_is_promised():
    """HQ promises what lies in the warehouse, whatever of it is reserved."""
    from sync.records.books import reading
    from sync.records.orders import evaluation

    levels = reading.levels_in

    def free(rows, *arguments):
        return levels([(product, place, on_hand, 0) for product, place, on_hand, _ in rows], *arguments)

    with patch.object(evaluation, "levels_in", free), patch.object(reading, "levels_in", free):
        yield


@contextmanager
def digests_left_alone():
    """A deletion doesn't leave the digest."""

    def shift(digest, *, added, removed, whole=shift_digest):
        return whole(digest, added=added, removed=())

    with patch.object(streams, "shift_digest", shift):
        yield
