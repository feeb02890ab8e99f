"""After the last act: faults stop, everybody exchanges until nothing moves, and both ends are held to the model."""

import json
import random
from collections import Counter
from datetime import timedelta

import msgspec

from desktop.actions.orders.orders import decide_orders
from domain.errors import DeskError, RefusedError
from sync.hq.restored.epochs import end_waiting
from sync.hq.restored.retaking import leave, retake
from sync.hq.taking import following
from sync.records.books.bulk import query_rows
from sync.records.books.settings import moment
from sync.records.log.streams import living
from sync.records.repair.checking import check
from sync.streams import digest_of
from tests.simulation.acts import answered
from tests.simulation.mishaps import know_again
from tests.simulation.observing import WrongError, adopt_changes, last_entry

ROUNDS = 16
# What HQ holds a paper for that another desk of the same dealer had said before, or its other party undone.
TWICE = "'counted_twice', 'reversed_twice', 'delivered_beyond', 'received_beyond', 'returned_beyond', "
TWICE += "'delivery_undone', 'opened_twice'"


def judge(world, seed, *, quick=False):
    """Raises WrongError, or whatever the program raised, where something isn't as it must be."""
    chance = random.Random(seed)
    heal(world, chance)
    resolve(world)
    check_acts(world)
    check_asks(world)
    check_verdicts(world)
    check_figures(world)
    check_streams(world)
    check_problems(world)
    check_books(world, chance, quick=quick)


# ---- quiet ----------------------------------------------------------------------------------------------------------


def heal(world, chance):
    """Everybody exchanges and every seller answers, round after round, until a round changes nothing."""
    if world.clock.wrong.pop("hq", None):
        world.clock.now += timedelta(hours=25)  # what HQ noted by a clock that was ahead is past by now
    world.clock.wrong.clear()
    moved: list[str] = []
    seen: dict[str, tuple[int, int]] = {}
    for machine in world.machines:
        machine.line.tune(chance.getrandbits(32), 0)
    for number in range(ROUNDS):
        moved = [each.name for each in world.machines if not each.revoked and _exchanged(world, each, seen)]
        taken = _taken_back(world)
        decided = [machine.name for machine in world.machines if not machine.revoked and _decided(world, machine)]
        for machine in world.machines:
            machine.line.arrive()
        world.clock.now += timedelta(minutes=3)
        following.sweep(world.hq.book, world.clock.at("hq"), world.verbs)  # as the service does all the while
        world.watch_answers()
        if number and not moved and not decided and not taken:
            return
    raise WrongError(f"not quiet after {ROUNDS} rounds: {moved} still move")


def _exchanged(world, machine, seen):
    """Whether an exchange moved anything; left out where nothing was written at either end since one that didn't."""
    if seen.get(machine.name) == _ends(world, machine):
        return False
    try:
        done = world.exchange(machine)
    except RefusedError as refused:
        if refused.code != "signature_wrong" or not world.epochs:
            raise
        know_again(world, machine)
        done = world.exchange(machine)
    seen.pop(machine.name, None)
    if done.pending:
        raise WrongError(f"{machine.name} has {done.pending} entries that HQ doesn't take")
    told = [reason.code for reason in done.notices]
    if told:
        world.story.append(f"{machine.name}: exchange, {done.sent} up, {done.received} down {told}")
    moved = bool(done.sent or done.received or done.removed)
    if not moved:
        seen[machine.name] = _ends(world, machine)
    return moved


def _ends(world, machine):
    return last_entry(world.hq.book), last_entry(machine.book)


def _decided(world, machine):
    """The seller's first machine answers what waits for him."""
    first = next(each for each in world.machines if each.dealer == machine.dealer and not each.revoked)
    if machine is not first:
        return []
    found = decide_orders(machine.open)
    for view in found:
        if view.id not in world.model.orders:
            raise WrongError(f"{machine.name} answered an order nobody wrote: {view.number}")
        answered(world, view)
        world.story.append(f"{machine.name}: decides {view.number}: {view.state}")
    return found


def _taken_back(world):
    """Once all have come, HQ's person takes what desks gave back, and leaves what was decided otherwise since."""
    book, now = world.hq.book, moment(world.clock.at("hq"))
    before = last_entry(book)
    done = retake(book, now, unproven=True)
    adopt_changes(world, before)
    left = leave(book, now)
    end_waiting(book, world.clock.at("hq"))
    if done.taken or left:
        world.story.append(f"hq: takes back {len(done.taken)}, leaves {left}")
        following.follow_up(book, world.clock.at("hq"), world.verbs)
    return done.taken or left


def _rows(book, sql, *values):
    with book.reading() as connection:
        return [tuple(row) for row in query_rows(connection, sql.replace("live = 1", living(connection)), *values)]


def resolve(world):
    """What may have been lost with a disk, or said twice, is what HQ's books say of it."""
    model = world.model
    there = {record for (record,) in _rows(world.hq.book, "SELECT id FROM document")}
    for record, _ in _rows(
        world.hq.book, f"SELECT record, id FROM problem WHERE held AND code IN ({TWICE}) ORDER BY id"
    ):
        if record not in there:
            model.let_go(record)
    # Money that both desks took was set against the same debt by both.
    held = "SELECT record, facts FROM problem WHERE held AND code = 'settled_beyond' AND kind = 'settlement'"
    settled = {record for (record,) in _rows(world.hq.book, "SELECT id FROM settlement")}
    named = {record: msgspec.json.decode(facts).get("by") for record, facts in _rows(world.hq.book, held)}
    model.twice |= {record for record, by in named.items() if by in settled}
    revoked = {each.name for each in world.machines if each.revoked}
    model.papers = {
        key: each for key, each in model.papers.items() if key in there or (each.sure and each.place not in revoked)
    }
    model.orders = {
        key: each for key, each in model.orders.items() if key in there or (each.sure and each.place not in revoked)
    }
    shut = {each.dealer for each in world.machines if each.revoked}
    for order in model.orders.values():
        if order.loose or order.id in model.crossed or order.states or order.seller in shut or order.place in revoked:
            _as_hq_says(world, order)


def _as_hq_says(world, order):
    state, warehouse, stated = _rows(
        world.hq.book, "SELECT state, warehouse, stated FROM document WHERE id = ?", order.id
    )[0]
    lines = _rows(
        world.hq.book,
        "SELECT l.accepted, l.reserved_in FROM document_line l JOIN document d ON d.pk = l.document "
        "WHERE d.id = ? ORDER BY l.line",
        order.id,
    )
    order.cancelled = stated == "cancelled"
    answers = _rows(world.hq.book, 'SELECT state FROM answer WHERE "order" = ?', order.id)
    order.state = answers[0][0] if answers else stated
    order.accepted = None if lines and lines[0][0] is None else [(each[0] or 0) // 1000 for each in lines]
    order.warehouse = (lines[0][1] if lines else "") or warehouse
    if state != world.model.state(order):
        raise WrongError(f"order {order.number} is {state} at HQ, its answer and deliveries make it otherwise")


# ---- every act exactly once -----------------------------------------------------------------------------------------


def check_acts(world):
    """What a person was told is saved stands at HQ once, as it was told; and nothing else does."""
    model = world.model
    found = {
        row[0]: row[1:] for row in _rows(world.hq.book, "SELECT id, kind, number, seller, buyer, amount FROM document")
    }
    for paper in model.papers.values():
        if paper.id not in found:
            raise WrongError(f"lost: {paper.kind} {paper.number} of {paper.place}")
        kind, _, seller, buyer, amount = found[paper.id]
        if (kind, seller, buyer, amount) != (paper.kind, paper.seller, paper.buyer, paper.amount):
            raise WrongError(f"{paper.number} is {found[paper.id]} at HQ")
    for order in model.orders.values():
        if order.id not in found:
            raise WrongError(f"lost: order {order.number} of {order.place}")
    strange = found.keys() - model.papers.keys() - model.orders.keys()
    if strange:
        raise WrongError(f"nobody wrote {sorted(strange)}: {[found[each] for each in strange][:3]}")
    numbers = Counter(row[1] for row in found.values() if not row[1].startswith("adj-"))
    twice = sorted(number for number, times in numbers.items() if times > 1)
    if twice and not world.cloned:
        raise WrongError(f"numbers given twice: {twice}")
    doubled = _rows(
        world.hq.book,
        "SELECT kind, record, COUNT(*) FROM entry WHERE live = 1 AND kind <> 'copy' "
        "GROUP BY kind, record HAVING COUNT(*) > 1",
    )
    doubled += _rows(
        world.hq.book,
        "SELECT e.kind, e.record, COUNT(*) FROM entry e JOIN stream s ON s.id = e.stream WHERE substr(s.name, 1, 5) = "
        "'desk/' AND e.kind IN ('delivery', 'return', 'money_receipt', 'goods_receipt', 'adjustment', 'opening') "
        "GROUP BY e.kind, e.record HAVING COUNT(*) > 1",
    )
    again = Counter((stream, number) for stream, number in _rows(world.hq.book, "SELECT stream, number FROM entry"))
    if doubled or max(again.values(), default=1) > 1:
        raise WrongError(f"doubled: {doubled}")


def check_asks(world):
    """What HQ's people asked for at their desk has one answer, and came to one paper or to none."""
    answers = dict(_rows(world.hq.book, "SELECT request, state FROM request_answer"))
    there = {record for (record,) in _rows(world.hq.book, "SELECT id FROM document")}
    shut = {each.name for each in world.machines if each.revoked}
    for record, ask in world.model.asks.items():
        if ask.sure and ask.place not in shut and record not in answers:
            raise WrongError(f"what was asked at {ask.place} has no answer: {ask.verb} {record}")
        done = ask.papers & there
        if len(done) > 1:
            raise WrongError(f"asked once, done {len(done)} times: {ask.verb} {record}")
        if ask.papers and answers.get(record) == "done" and not done:
            raise WrongError(f"done by its answer, and nowhere: {ask.verb} {record}")


def check_verdicts(world):
    """No order is without its answer, and every end says the same of it."""
    states = dict(_rows(world.hq.book, "SELECT id, state FROM document WHERE kind = 'order'"))
    shut = {each.dealer for each in world.machines if each.revoked}
    manned = {each.dealer for each in world.machines if not each.revoked} | {"HQ"}
    for order in world.model.orders.values():
        state = states[order.id]
        if state == "submitted" and order.seller in manned and order.seller not in shut:
            raise WrongError(f"order {order.number} is without an answer")
        if state != world.model.state(order):
            raise WrongError(f"order {order.number} is {state} at HQ and {world.model.state(order)} by what was said")
    for machine in _living(world):
        for record, state in _rows(machine.book, "SELECT id, state FROM document WHERE kind = 'order'"):
            if states.get(record) != state:
                told = world.model.orders.get(record)
                raise WrongError(
                    f"order {told.number if told else record} is {state} at {machine.name}, {states.get(record)} at HQ"
                )


def _living(world):
    """The desks whose books are held to the model: not those that were shut out, nor those that lie."""
    return [each for each in world.machines if not each.revoked and each.desk_id not in world.tampered]


# ---- figures --------------------------------------------------------------------------------------------------------


def check_figures(world):
    """Balances, goods and reservations are the model's: at HQ all of them, at a desk its own branch's and no others."""
    model = world.model
    balances, hand, held = model.balances(), model.on_hand(), model.reserved()
    _compare("hq", "balances", _balances(world.hq.book), balances)
    _compare("hq", "goods", _stock(world.hq.book, "on_hand"), hand)
    _compare("hq", "reserved", _stock(world.hq.book, "reserved"), held)
    for machine in _living(world):
        branch = model.whole(machine.dealer)
        theirs = {pair: fen for pair, fen in balances.items() if pair[0] in branch or pair[1] in branch}
        _compare(machine.name, "balances", _balances(machine.book), theirs)
        own = {place: count for place, count in hand.items() if place[0] in branch}
        _compare(machine.name, "goods", _mine(_stock(machine.book, "on_hand"), branch), own)
        own = {place: count for place, count in held.items() if place[0] in branch}
        _compare(machine.name, "reserved", _mine(_stock(machine.book, "reserved"), branch), own)


def _mine(found, branch):
    return {place: count for place, count in found.items() if place[0] in branch}


def _compare(place, what, found, right):
    if found != right:
        differing = {
            key: (found.get(key), right.get(key))
            for key in found.keys() | right.keys()
            if found.get(key) != right.get(key)
        }
        raise WrongError(f"{what} at {place} (there, right): {differing}")


def _balances(book):
    found = _rows(book, "SELECT seller, buyer, SUM(amount) FROM posting GROUP BY seller, buyer")
    return {(seller, buyer): int(amount) for seller, buyer, amount in found if amount}


def _stock(book, column):
    found = _rows(book, f"SELECT owner, warehouse, product, {column} FROM stock WHERE {column} <> 0")
    return {(owner, warehouse, product): count / 1000 for owner, warehouse, product, count in found}


# ---- both ends ------------------------------------------------------------------------------------------------------


def check_streams(world):
    """Each stream a desk holds is HQ's, head and live records; it holds all it may read, and nothing else."""
    there, records = _streams(world.hq.book)
    for machine in _living(world):
        here, held = _streams(machine.book)
        allowed = world.model.readable(machine.desk_id)
        if allowed is not None and here.keys() - allowed:
            raise WrongError(f"{machine.name} still holds {sorted(here.keys() - allowed)}")
        missing = {name for name in (allowed or there.keys()) & there.keys() - here.keys() if there[name][1]}
        if missing:
            raise WrongError(f"{machine.name} never got {sorted(missing)}")
        for name, head in here.items():
            if name in there and head != there[name] and there[name][1]:
                raise WrongError(f"{name} at {machine.name} stands at {head}, at HQ at {there[name]}")
            if held.get(name) != records.get(name):
                raise WrongError(f"{name} holds other records at {machine.name}")
    for name, (_, _, _, live, digest) in there.items():
        leaves = [leaf for *_, leaf in records.get(name, [])]
        if (live, digest) != (len(leaves), digest_of(leaves)):
            raise WrongError(f"the digest of {name} is not of what is there")


def _streams(book):
    """Each stream's epoch, number, hash, count and digest; and its live records."""
    heads = {
        name: (epoch, head, bytes(chain), live, bytes(digest))
        for name, epoch, head, chain, live, digest in _rows(
            book, "SELECT name, epoch, head, hash, live, digest FROM stream"
        )
    }
    records: dict[str, list[tuple[str, str, bytes]]] = {}
    found = "SELECT s.name, e.kind, e.record, e.leaf FROM entry e JOIN stream s ON s.id = e.stream WHERE e.live = 1"
    for name, kind, record, leaf in _rows(book, f"{found} ORDER BY s.name, e.kind, e.record"):
        records.setdefault(name, []).append((kind, record, bytes(leaf)))
    return heads, records


def check_problems(world):
    """Nothing is held anywhere, save a second answer to one order."""
    for name, book in [("hq", world.hq.book), *((each.name, each.book) for each in _living(world))]:
        for stream, kind, record, code, facts in _rows(book, "SELECT stream, kind, record, code, facts FROM problem"):
            if record in world.model.twice or (kind == "answer" and record in world.model.crossed):
                continue
            if kind == "settlement" and json.loads(facts).get("id") in world.model.twice:
                continue  # what such a paper settled goes along with it
            if code == "journal_empty" and name in world.set_back:
                continue  # an old database beside a copy that HQ's acknowledgement emptied: told as it should be
            if not world.excused(kind, record):
                raise WrongError(f"{name} holds {kind} {record} of {stream}: {code}")


def check_books(world, chance, *, quick):
    """The program's own check finds nothing: at HQ, and at one desk or all."""
    living = _living(world)
    looked = [("hq", world.hq.book)]
    some = living if not quick else chance.sample(living, min(1, len(living))) if chance.randrange(3) == 0 else []
    looked += [(each.name, each.book) for each in some]
    for name, book in looked:
        differences = check(book)
        if differences:
            raise WrongError(f"check at {name}: {differences[:3]}")


__all__ = ["DeskError", "judge"]
