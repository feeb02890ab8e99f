"""How the model learns what a program did without saying so: HQ's answers, and what was saved as a program died."""

import msgspec
from sqlalchemy import text

from sync.records.bodies import DOCUMENT_KINDS, AnswerBody, DocumentBody
from tests.simulation.model import Order, Paper

_WRITTEN = text(
    "SELECT e.id, s.name, e.kind, e.record, e.body FROM entry e JOIN stream s ON s.id = e.stream "
    "WHERE e.id > :after AND e.body IS NOT NULL ORDER BY e.id"
)


class WrongError(AssertionError):
    """The program and the model don't agree."""


def written_since(book, after):
    with book.reading() as connection:
        return list(connection.execute(_WRITTEN, {"after": after}))


def last_entry(book):
    with book.reading() as connection:
        return connection.execute(text("SELECT COALESCE(MAX(id), 0) FROM entry")).scalar()


def watch_answers(world):
    """Takes over the answers HQ gave since the last look, each checked against what the model says of it."""
    for key, stream, kind, record, body in written_since(world.hq.book, world.seen):
        world.seen = key
        if kind == "answer" and stream.startswith("dealer/"):
            take_answer(world, record, msgspec.json.decode(body, type=AnswerBody))


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
    if body.state == "needs_approval" or order.date != world.hq.today().isoformat():
        return
    state, accepted = world.model.verdict(order, now)
    if (body.state, whole) != (state, accepted):
        told = f"{body.state} {whole} {sorted(codes)}"
        raise WrongError(f"order {order.number}: HQ says {told}, right is {state} {accepted}")
    if state != "refused" and prices and prices != now:
        raise WrongError(f"order {order.number}: prices {prices}, right are {now}")


def adopt(world, place, book, stream, after):
    """Takes over what a program saved before it died and told nobody."""
    for _, name, kind, record, body in written_since(book, after):
        if name != stream and not (stream == "hq" and (name.startswith("dealer/") or name == "hq")):
            continue
        if kind in DOCUMENT_KINDS:
            adopt_document(world, place, kind, record, msgspec.json.decode(body, type=DocumentBody))
        elif kind == "answer" and stream != "hq":
            adopt_answer(world, record, msgspec.json.decode(body, type=AnswerBody))


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
        told = [(each.product, each.quantity // 1000, each.order_line) for each in body.lines]
        model.papers[record] = Paper(
            record, kind, body.number, body.seller, body.buyer, body.amount, told, body.warehouse, body.source or "",
            place, body.reverses or "", body.date,
        )  # fmt: skip


def adopt_answer(world, record, body):
    order = world.model.orders.get(record)
    if order is not None:
        order.state = body.state
        order.accepted = [each // 1000 for each in body.accepted] or [0] * len(order.lines)
        order.warehouse = order.warehouse or body.warehouse
