"""What people do in the channel: each act is done by the real program, and told to the model as the person knows it."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from desktop.actions.accounts.settling import settle
from desktop.actions.documents.deliveries import deliver, receive, return_goods
from desktop.actions.documents.money import NoteDetails, book_note, book_opening, receive_money
from desktop.actions.documents.reversing import reverse
from desktop.actions.documents.stock import count_stock
from desktop.actions.headquarters.queued import Queued
from desktop.actions.orders.order_views import DraftLine, OrderDraft
from desktop.actions.orders.orders import approve_order, cancel_order, decide_orders, place_order, refuse_order
from desktop.actions.statements.papers import issue_statement
from tests.simulation.model import OPEN, Order, Paper
from tests.simulation.observing import WrongError
from tests.simulation.world import PRODUCTS, money


class SkipError(Exception):
    """There is nothing to do this act on."""


class OnlyAskedError(Exception):
    """HQ was asked to do the act, which ends it for now."""

    def __init__(self, queued):
        super().__init__(queued.verb)
        self.queued = queued


def at_once(result):
    """What came of an act; where HQ was only asked, the act ends here."""
    if isinstance(result, Queued):
        raise OnlyAskedError(result)
    return result


@dataclass(frozen=True)
class Place:
    """Where an act is done: HQ's own program or a desk's."""

    name: str
    dealer: str
    desk: object


def pick(chance, things):
    found = list(things)
    if not found:
        raise SkipError
    return found[chance.randrange(len(found))]


def places(world, dealer=None):
    """The programs that run: of one dealer, or of all."""
    found = [Place("hq", "HQ", world.hq)] if dealer in (None, "HQ") else []
    found += [
        Place(each.name, each.dealer, each.open)
        for each in world.machines
        if dealer in (None, each.dealer) and each.desk is not None
    ]
    return found


# ---- orders ---------------------------------------------------------------------------------------------------------


def order(world, chance):
    machine = pick(chance, [each for each in places(world) if each.name != "hq"])
    model = world.model
    pairs = [(machine.dealer, child) for child in model.children(machine.dealer)]
    parent = model.members[machine.dealer].parent
    pairs += [(parent, machine.dealer)] * 2 if parent else []
    seller, buyer = pick(chance, pairs)
    products = chance.sample(PRODUCTS, chance.randint(1, 3))
    lines = tuple(DraftLine(each, Decimal(chance.randint(1, 60)), "瓶", Decimal(1)) for each in products)
    return placed(world, machine, seller, buyer, lines)


def placed(world, machine, seller, buyer, lines):
    """An order is typed and saved."""
    view = place_order(machine.desk, OrderDraft(uuid4().hex, seller, buyer, machine.desk.today(), lines=lines))
    asked = [(each.product, int(each.quantity), int((each.unit_price or 0) * 100)) for each in view.lines]
    if [each[:2] for each in asked] != [(each.product, int(each.quantity)) for each in lines]:
        raise WrongError(f"{view.number} holds other lines than were typed")
    _check_prices(world, buyer, asked, view.number)
    made = Order(
        view.id, view.number, seller, buyer, asked, machine.name, view.date.isoformat(), view.state,
        warehouse=view.warehouse,
    )  # fmt: skip
    if seller == machine.dealer:
        made.accepted = [int(each.accepted or 0) for each in view.lines]
        if any(take > line[1] for take, line in zip(made.accepted, asked, strict=True)):
            raise WrongError(f"{view.number}: more accepted than asked")
    elif view.state != "submitted":
        raise WrongError(f"{view.number} is {view.state} before its seller said anything")
    world.model.orders[view.id] = made
    return f"{machine.name}: order {view.number} {seller}→{buyer} {asked}: {view.state}"


def _check_prices(world, buyer, lines, number):
    """A desk prices by the list it last heard of; whichever that was, the price has stood in it.

    Also where HQ was set back since: the desk hears of that by its next exchange.
    """
    for product, _, price in lines:
        told = {fen for (_, listed), prices in world.model.prices.items() if listed == product for fen in prices}
        if price not in told | world.ever.get(product, set()):
            raise WrongError(f"{number}: {price} for {product} stood in no list")


def decide(world, chance):
    place = pick(chance, [each for each in places(world) if each.name != "hq"])
    return f"{place.name}: decides {_decided(world, place)}"


def _decided(world, place):
    told = []
    for view in decide_orders(place.desk):
        answered(world, view)
        told.append(f"{view.number} {view.state}")
    return told


def answered(world, view):
    """The seller's people see their answer."""
    order_ = world.model.orders[view.id]
    if order_.accepted is not None and order_.state != "needs_approval":
        world.model.crossed.add(view.id)
    order_.state, order_.accepted = view.state, [int(each.accepted or 0) for each in view.lines]
    order_.warehouse = view.warehouse or order_.warehouse or "主仓"
    prices = [int((each.unit_price or 0) * 100) for each in view.lines]
    order_.lines = [(product, asked, price) for (product, asked, _), price in zip(order_.lines, prices, strict=True)]


def approve(world, chance):
    model = world.model
    found = pick(chance, [each for each in model.orders.values() if each.state in ("needs_approval", "refused")])
    place = pick(chance, places(world, found.seller))
    if place.desk.asks:
        approve_order(place.desk, found.id, "老客户")
        return f"{place.name}: asks HQ to approve {found.number}"
    if place.name == "hq":
        before, world.exact = world.exact, False
        try:
            view = approve_order(place.desk, found.id, "老客户")
            world.watch_answers()
        finally:
            world.exact = before
    else:
        view = approve_order(place.desk, found.id, "老客户")
        answered(world, view)
    return f"{place.name}: approves {found.number}: {view.state}"


def refuse(world, chance):
    found = pick(
        chance, [each for each in world.model.orders.values() if each.state in ("needs_approval", "submitted")]
    )
    place = pick(chance, places(world, found.seller))
    view = refuse_order(place.desk, found.id, "没货")
    if place.desk.asks:
        return f"{place.name}: asks HQ to refuse {found.number}"
    if place.name == "hq":
        world.watch_answers()
    else:
        answered(world, view)
    return f"{place.name}: refuses {found.number}"


def cancel(world, chance):
    """The one who wrote an order takes it back while it waits."""
    waiting = [each for each in world.model.orders.values() if not each.cancelled and each.sure]
    found = pick(chance, waiting)
    place = pick(chance, [each for each in places(world) if each.name == found.place])
    view = cancel_order(place.desk, found.id)
    # Where the seller has answered meanwhile, the answer may stand before it.
    found.states = {view.state, found.state, "cancelled"}
    found.cancelled = True
    return f"{place.name}: cancels {found.number}"


# ---- goods ----------------------------------------------------------------------------------------------------------


def posted(world, place, view, *, source="", reverses=""):
    """The person sees the paper; the model keeps it."""
    lines = [(each.product, int(each.quantity), each.order_line) for each in view.lines]
    paper = Paper(
        view.id, view.kind, view.number, view.seller.id, view.buyer.id, int(view.amount * 100), lines, view.warehouse,
        source, place.name, reverses, view.date.isoformat(),
    )  # fmt: skip
    world.model.papers[view.id] = paper
    return paper


def deliver_order(world, chance):
    model = world.model
    found = pick(chance, [each for each in model.orders.values() if model.state(each) in OPEN])
    place = pick(chance, places(world, found.seller))
    done = model.delivered(found.id)
    accepted = found.accepted or []
    left = {line: take - done.get(line, 0) for line, take in enumerate(accepted, 1) if take > done.get(line, 0)}
    quantities = None
    if left and chance.randrange(2):
        quantities = {line: Decimal(chance.randint(1, rest)) for line, rest in left.items()}
    view = at_once(deliver(place.desk, found.id, quantities))
    paper = posted(world, place, view, source=found.id)
    cost = sum(quantity * found.lines[(line or 1) - 1][2] for _, quantity, line in paper.lines)
    if cost != paper.amount:
        raise WrongError(f"{paper.number} costs {paper.amount}, the order's prices make {cost}")
    return f"{place.name}: delivers {found.number} by {paper.number} {paper.lines} for {paper.amount}"


def _standing(world, kind):
    undone = {each.reverses for each in world.model.papers.values()}
    return [
        each
        for each in world.model.papers.values()
        if each.kind == kind and not each.reverses and each.id not in undone
    ]


def receive_goods(world, chance):
    found = pick(chance, _standing(world, "delivery"))
    place = pick(chance, places(world, found.buyer))
    view = receive(place.desk, found.id, "主仓")
    posted(world, place, view, source=found.id)
    return f"{place.name}: receives {found.number} by {view.number}"


def take_back(world, chance):
    found = pick(chance, _standing(world, "delivery"))
    place = pick(chance, places(world, found.seller))
    line = chance.randint(1, len(found.lines))
    most = found.lines[line - 1][1]
    view = at_once(return_goods(place.desk, found.id, {line: Decimal(chance.randint(1, max(most, 1)))}))
    paper = posted(world, place, view, source=found.id)
    return f"{place.name}: takes back {paper.lines} of {found.number} by {paper.number}"


def undo(world, chance):
    """Any posted paper is reversed by who wrote it."""
    model = world.model
    undone = {each.reverses for each in model.papers.values()}
    found = pick(chance, [each for each in model.papers.values() if not each.reverses and each.id not in undone])
    owner = found.buyer if found.kind == "goods_receipt" else found.seller
    place = pick(chance, places(world, owner))
    view = at_once(reverse(place.desk, found.id))
    paper = posted(world, place, view, source=found.source, reverses=found.id)
    if paper.amount != -found.amount:
        raise WrongError(f"{paper.number} is no negative of {found.number}")
    return f"{place.name}: reverses {found.number} by {paper.number}"


def count(world, chance):
    place = pick(chance, places(world))
    product = pick(chance, PRODUCTS)
    warehouse = "W1" if place.dealer == "HQ" else "主仓"
    counted = chance.randint(0, 150)
    view = count_stock(place.desk, {product: Decimal(counted)}, warehouse)
    if view is None:
        return f"{place.name}: counts {product}, it agrees"
    posted(world, place, view)
    return f"{place.name}: counts {counted} of {product} by {view.number}"


# ---- money ----------------------------------------------------------------------------------------------------------


def _customer(world, chance):
    place = pick(chance, [each for each in places(world) if world.model.children(each.dealer)])
    return place, pick(chance, world.model.children(place.dealer))


def take_money(world, chance):
    place, buyer = _customer(world, chance)
    fen = chance.randint(1, 50_000)
    view = at_once(receive_money(place.desk, buyer, money(fen), ref=f"参考{fen}"))
    paper = posted(world, place, view)
    if paper.amount != fen:
        raise WrongError(f"{paper.number} says {paper.amount} instead of {fen}")
    return f"{place.name}: {fen} fen from {buyer} by {paper.number}"


def write_note(world, chance):
    place, buyer = _customer(world, chance)
    kind = pick(chance, ["discount", "credit_note", "debit_note", "payment"])
    fen = chance.randint(1, 5_000)
    view = at_once(book_note(place.desk, kind, buyer, money(fen), said=NoteDetails(remark="说明")))
    paper = posted(world, place, view)
    if paper.amount != fen:
        raise WrongError(f"{paper.number} says {paper.amount} instead of {fen}")
    return f"{place.name}: {kind} {fen} to {buyer} by {paper.number}"


def open_account(world, chance):
    place, buyer = _customer(world, chance)
    fen = chance.choice([-1, 1]) * chance.randint(1, 30_000)
    view = at_once(book_opening(place.desk, buyer, money(fen)))
    posted(world, place, view)
    return f"{place.name}: opening {fen} of {buyer} by {view.number}"


def settle_account(world, chance):
    place, buyer = _customer(world, chance)
    at_once(settle(place.desk, buyer))
    return f"{place.name}: settles {buyer}"


def issue(world, chance):
    """A statement of all that is known; what HQ, or a dealer with one desk, says is owed is what is owed."""
    place, buyer = _customer(world, chance)
    day = place.desk.today()
    issued = at_once(issue_statement(place.desk, buyer, day.replace(year=day.year - 3), day))
    closing = int(issued.form.statement.closing * 100)
    right = world.model.balance(place.dealer, buyer)
    alone = place.name == "hq" or len(places(world, place.dealer)) == 1
    papers = [each for each in world.model.papers.values() if (each.seller, each.buyer) == (place.dealer, buyer)]
    past = all(each.date <= day.isoformat() for each in papers)
    if alone and past and world.whole(place.name) and closing != right:
        raise WrongError(f"{place.name}'s statement for {buyer} closes at {closing}, owed is {right}")
    return f"{place.name}: statement for {buyer} over {closing}"
