"""How the model learns what a program did without saying so: HQ's answers, and what was saved as a program died."""

import msgspec

from sync.records.bodies.policies import RequestAnswerBody, RequestBody
from sync.records.bodies.records import DOCUMENT_KINDS, AnswerBody, DealerBody, DocumentBody, PriceBody
from sync.records.books.bulk import query_rows
from tests.simulation.model import Ask, Order, Paper

_WRITTEN = (
    "SELECT e.id, s.name, e.kind, e.record, e.body FROM entry e JOIN stream s ON s.id = e.stream "
    "WHERE e.id > ? AND e.body IS NOT NULL ORDER BY e.id"
)


class WrongError(AssertionError):
    """The program and the model don't agree."""


def written_since(book, after):
    with book.asking() as connection:
        return query_rows(connection, _WRITTEN, after)


def last_entry(book):
    with book.asking() as connection:
        return query_rows(connection, "SELECT COALESCE(MAX(id), 0) FROM entry")[0][0]


def watch_answers(world):
    """Takes over the answers HQ gave since the last look, each checked against what the model says of it."""
    written: dict[str, Paper] = {}
    for key, stream, kind, record, body in written_since(world.hq.book, world.seen):
        world.seen = key
        if kind == "answer" and stream.startswith("dealer/"):
            take_answer(world, record, msgspec.json.decode(body, type=AnswerBody))
        elif kind == "request":
            verb = msgspec.json.decode(body, type=RequestBody).verb
            world.model.asks.setdefault(record, Ask(verb, "HQa"))
        elif kind == "request_answer":
            _take_done(world, record, msgspec.json.decode(body, type=RequestAnswerBody), written)
        elif kind in DOCUMENT_KINDS and not stream.startswith("desk/") and record not in world.model.papers:
            paper = paper_of("hq", kind, record, msgspec.json.decode(body, type=DocumentBody))
            written[paper.number] = paper


def _take_done(world, record, body, written):
    """HQ did, in one step with its answer, what somebody at a desk of its people had asked for."""
    ask = world.model.asks.get(record)
    if ask is None:
        raise WrongError(f"HQ answered a request nobody made: {record}")
    for number in body.result.split(", ") if body.state == "done" else ():
        paper = written.pop(number, None)
        if paper is not None:
            world.model.papers[paper.id] = paper
            ask.papers.add(paper.id)


def take_answer(world, record, body):
    order = world.model.orders.get(record)
    if order is None:
        raise WrongError(f"HQ answered an order nobody wrote: {record}")
    prices = [None if each is None else each // 100 for each in body.unit_prices]
    whole = [each // 1000 for each in body.accepted]
    if world.exact and not body.decided_by:
        _check_verdict(world, order, body, prices, whole)
    order.lines = [
        (product, quantity, price if told is None else told)
        for (product, quantity, price), told in zip(
            order.lines, [*prices, *[None] * (len(order.lines) - len(prices))], strict=True
        )
    ]
    order.state, order.accepted = body.state, whole or [0] * len(order.lines)
    order.warehouse = order.warehouse or body.warehouse


def _check_verdict(world, order, body, prices, whole):
    """An order of today at today's prices has one right answer."""
    codes = {reason.code for reason in body.reasons}
    name = world.model.members[order.buyer].price_list
    now = [world.model.prices[name, product][-1] for product, _, _ in order.lines]
    order.warehouse = order.warehouse or body.warehouse or "W1"
    if codes & {"date_future", "date_closed", "order_not_below", "dealer_inactive", "date_behind"}:
        return
    if (body.state == "needs_approval" and "credit_over" not in codes) or order.date != world.hq.today().isoformat():
        return
    state, accepted = world.model.verdict(order, now)
    if (body.state, whole) != (state, accepted):
        told = f"{body.state} {whole} {sorted(codes)}"
        raise WrongError(f"order {order.number}: HQ says {told}, right is {state} {accepted}")
    if state != "refused" and prices and prices != now:
        raise WrongError(f"order {order.number}: prices {prices}, right are {now}")


def adopt(world, place, book, stream, after):
    """Takes over what a program saved before it died and told nobody."""
    if stream == "hq":
        adopt_changes(world, after)
    for _, name, kind, record, body in written_since(book, after):
        if name != stream and not (stream == "hq" and (name.startswith("dealer/") or name == "hq")):
            continue
        if record.startswith("forged-") or (kind == "answer" and not _sells(world, place, record)):
            world.tampered.add(stream.removeprefix("desk/"))  # its program got as far as to write it
        elif kind in DOCUMENT_KINDS:
            adopt_document(world, place, kind, record, msgspec.json.decode(body, type=DocumentBody))
        elif kind == "answer" and stream != "hq":
            adopt_answer(world, record, msgspec.json.decode(body, type=AnswerBody))


def _sells(world, place, order):
    """Whether it is this program's own dealer who answers an order."""
    known, dealers = world.model.orders.get(order), [each.dealer for each in world.machines if each.name == place]
    return place == "hq" or known is None or [known.seller] == dealers


def adopt_changes(world, after):
    """Prices and cards that HQ had changed when its program died, or that a desk of its people gave back."""
    for _, name, kind, record, body in written_since(world.hq.book, after):
        if kind in ("price", "dealer") and not name.startswith("desk/"):
            _adopt_change(world.model, kind, record, body)


def _adopt_change(model, kind, record, body):
    if kind == "price":
        told = msgspec.json.decode(body, type=PriceBody)
        model.prices[told.price_list, told.product].append(told.unit_price // 100)
        return
    card, member = msgspec.json.decode(body, type=DealerBody), model.members.get(record)
    if member is not None:
        member.limit, member.price_list = card.credit_limit, card.price_list
        if card.parent != member.parent:
            model.move(record, card.parent)


def adopt_revoked(world):
    """HQ had shut a desk out when its program died."""
    with world.hq.book.asking() as connection:
        shut = {desk for desk, revoked in query_rows(connection, "SELECT id, revoked FROM desk") if revoked}
    world.model.revoked |= shut
    for machine in world.machines:
        machine.revoked = machine.revoked or machine.desk_id in shut


def adopt_document(world, place, kind, record, body):
    model = world.model
    if kind == "order":
        lines = [(each.product, each.quantity // 1000, (each.unit_price or 0) // 100) for each in body.lines]
        known = model.orders.get(record)
        if known is not None:
            known.cancelled = known.cancelled or body.state == "cancelled"
            return
        model.orders[record] = Order(
            record, body.number, body.seller, body.buyer, lines, place, body.date, body.state, warehouse=body.warehouse,
        )  # fmt: skip
        if body.state != "submitted":
            model.orders[record].accepted = [(each.accepted or 0) // 1000 for each in body.lines]
    elif record not in model.papers:
        model.papers[record] = paper_of(place, kind, record, body)


def paper_of(place, kind, record, body):
    """A posted document as its entry tells it."""
    told = [(each.product, each.quantity // 1000, each.order_line) for each in body.lines]
    return Paper(
        record, kind, body.number, body.seller, body.buyer, body.amount, told, body.warehouse, body.source or "",
        place, body.reverses or "", body.date,
    )  # fmt: skip


def adopt_answer(world, record, body):
    order = world.model.orders.get(record)
    if order is not None:
        order.state = body.state
        order.accepted = [each // 1000 for each in body.accepted] or [0] * len(order.lines)
        order.warehouse = order.warehouse or body.warehouse
