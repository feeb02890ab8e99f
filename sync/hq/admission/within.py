"""What a paper may take of those it speaks of: one function for each word of the table.

Two desks of one dealer that hadn't heard of each other do the same thing twice; what HQ took first stands. `by` names
the other's record, so that the desk that came second can find it in its own books and lets go of its own
(`sync.records.orders.crossed`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from domain.documents.kinds import KINDS, TAKING_OFF, following
from domain.errors import RefusedError
from domain.values.money import format_money, from_fen
from domain.values.quantities import from_milli, plain_number
from sync.hq.admission.remainders import TakenUp
from sync.hq.admission.sheets import PaperSheet, SheetLine, sheet_of
from sync.hq.admission.standing import Candidate, statement_as_row
from sync.hq.admission.table import Within
from sync.records.accounts.account_rows import HELD
from sync.records.bodies.accounts import SettlementBody, StatementBody
from sync.records.bodies.records import AnswerBody, DocumentBody, PeriodBody
from sync.records.documents.stored import REFUSED
from sync.records.log.holding import Held
from sync.records.statements.confirming import issued_by
from sync.records.statements.integrity import check_form

_UNDECIDED = frozenset({"submitted", "needs_approval", "refused", "cancelled"})


def undoing(asked: Candidate) -> Held | None:
    """A paper that undoes another is all of it, negated, and the only one that does."""
    body = asked.body
    if not isinstance(body, DocumentBody) or not body.reverses:
        return None
    left = asked.standing.remainders
    undone = left.sheets[body.reverses]
    facts = {"of": undone.number}
    if undone.reverses:
        return Held("undoes_a_reversal", facts)
    first = left.undone.get(body.reverses, "")
    if first and first != asked.entry.record:
        return Held("reversed_twice", {**facts, "by": first})
    field = _differs(undone, sheet_of(asked.entry.kind, body))
    return Held("reversal_inexact", {**facts, "field": field}) if field else _followed(asked, body)


def _followed(asked: Candidate, body: DocumentBody) -> Held | None:
    """A delivery isn't undone while goods of it are received or taken back; what a wallet paid of it neither."""
    kind, left = asked.entry.kind, asked.standing.remainders
    paid_for = body.source if kind in following("pays_for", "delivery") else None
    delivery = body.reverses if kind == "delivery" else paid_for
    if not delivery or delivery not in left.sheets:
        return None
    for kind in following("takes_up", "delivery"):
        if any(quantity for quantity, _ in left.taken(delivery, kind, asked.entry.record).products.values()):
            facts = {"of": left.sheets[delivery].number, "kind": kind, "by": left.taker(delivery, kind)}
            return Held("delivery_followed", facts, ("delivery", delivery))
    return None


def _differs(undone: PaperSheet, by: PaperSheet) -> str:
    """The first field in which a reversal isn't the very paper negated; "" where it is."""
    if by.amount != -undone.amount:
        return "amount"
    if [_negated(each) for each in by.lines] != [each[1:5] for each in undone.lines]:
        return "lines"
    return next((name for name in ("warehouse", "source") if getattr(by, name) != getattr(undone, name)), "")


def _negated(line: SheetLine) -> tuple[str, int, int, int | None]:
    return line.product, -line.quantity, -line.amount, line.order_line


def replacing(asked: Candidate) -> Held | None:
    """Of one order's place only one other takes it, where the seller decided both; what only asks is judged later."""
    body, left = _paper(asked), asked.standing.remainders
    if not body.supersedes or body.state in _UNDECIDED:
        return None
    first = left.other_successor(body.supersedes, asked.entry.record)
    old = left.sheets.get(body.supersedes)
    facts = {"of": old.number if old else body.supersedes, "by": first}
    return Held("superseded_twice", facts, ("order", first)) if first else None


def ordered(asked: Candidate) -> Held | None:
    """An answer accepts of each line no more than was ordered; what it adds stands in lines of its own."""
    body = asked.body
    assert isinstance(body, AnswerBody)
    wanted = asked.standing.ordered(body.order)
    for place, accepted in enumerate(body.accepted):
        there = wanted[place] if place < len(wanted) else 0
        if accepted > there:
            facts = {"line": str(place + 1), "wanted": _quantity(accepted), "left": _quantity(there)}
            return Held("accepted_beyond", facts, ("order", body.order))
    return None


def promised(asked: Candidate) -> Held | None:
    """A delivery takes of its order what is accepted and not delivered yet.

    Goods that left before anybody there had heard that the promise was taken back did leave, and so did those that
    the desk promised itself while another one answered otherwise: such a delivery stands within what was promised
    then, and everybody who sees the order is told (`sync.records.orders.contradictions`).
    """
    held = _takes_up(asked, "order", money=False)
    if held is None:
        return _priced(asked)
    left, order = asked.standing.remainders, _paper(asked).source or ""
    before = left.promised_before(order) or left.promised_apart(order)
    return held if before is None else _takes_up(asked, "order", money=False, of_what=before)


# Two desks that deliver parts of one line without knowing of each other each round once more.
_LEEWAY = 10


def _priced(asked: Candidate) -> Held | None:
    """However an order is cut into deliveries, each line's come to what so much of it costs by its seller's answer."""
    body, left = _paper(asked), asked.standing.remainders
    if not body.source or body.reverses:
        return None
    source = left.sheets[body.source]
    all_of_it = left.taken(body.source, asked.entry.kind, asked.entry.record).copied()
    for line in body.lines:
        all_of_it.add(line.order_line, line.product, line.quantity, line.amount)
    for ordered_line in source.lines:
        quantity, amount = all_of_it.lines.get(ordered_line.line, _NONE)
        right = _cost(ordered_line, quantity)
        if quantity > 0 and right is not None and abs(amount - right) > _LEEWAY:
            facts = {
                "of": source.number,
                "line": str(ordered_line.line),
                "wanted": _money(amount),
                "left": _money(right),
            }
            return Held("delivered_at_other_price", facts, ("order", body.source))
    return None


def _cost(line: SheetLine, quantity: int) -> int | None:
    """What so much of an order's line costs, in fen; None where it has no price."""
    if line.net is not None and line.accepted:
        return (2 * line.net * quantity + line.accepted) // (2 * line.accepted)
    return None if line.price is None else (quantity * line.price + 50_000) // 100_000


def delivered(asked: Candidate) -> Held | None:
    """What is received or taken back of a delivery is no more than was delivered, and not of one that was undone."""
    body, left = _paper(asked), asked.standing.remainders
    if body.source and not body.reverses:
        source = left.sheets[body.source]
        undone = left.undone.get(body.source, "") or source.reverses
        if undone:
            return Held("delivery_undone", {"of": source.number, "by": undone})
        held = _received(asked, body.source) if asked.entry.kind == "goods_receipt" else None
        if held is not None:
            return held
    return _takes_up(asked, "delivery", money=asked.entry.kind == "return")


def _received(asked: Candidate, delivery: str) -> Held | None:
    """Of one delivery goods are taken in, or it is refused as a whole: not both, and refused once."""
    left = asked.standing.remainders
    there = left.received(delivery, asked.entry.record)
    refuses = _paper(asked).method == REFUSED
    for code, others in (
        ("refused_before", [each for each, refused in there.items() if refused]),
        ("received_before", [each for each, refused in there.items() if not refused and refuses]),
    ):
        if others:
            by = left.elsewhere("goods_receipt", others) or others[0]
            return Held(code, {"of": left.sheets[delivery].number, "by": by}, ("delivery", delivery))
    return None


def noted(asked: Candidate) -> Held | None:
    """A discount or credit note about a document takes no more off it than is left, and nothing off one undone."""
    body, left = _paper(asked), asked.standing.remainders
    if not body.source or body.reverses or left.sheets[body.source].posted < 0:
        return None
    about = left.sheets[body.source]
    undone = left.undone.get(body.source, "")
    if undone:
        return Held("noted_undone", {"of": about.number, "by": undone})
    before = left.noted(body.source, asked.entry.record)
    rest = about.amount - sum(before.values())
    if rest >= body.amount:
        return None
    by = next(filter(None, (left.elsewhere(kind, list(before)) for kind in TAKING_OFF)), "")
    facts = {"of": about.number, "wanted": _money(body.amount), "left": _money(max(rest, 0))}
    return Held("noted_beyond", {**facts, **({"by": by} if by else {})}, ("document", body.source))


def sourced(asked: Candidate) -> Held | None:
    """Goods are received of a delivery, and of nothing else."""
    return None if _paper(asked).source else Held("receipt_without_delivery")


def _takes_up(asked: Candidate, of: str, *, money: bool, of_what: PaperSheet | None = None) -> Held | None:
    """Whether a paper's lines, with what others took before, stay within its source; what they come to as well."""
    body, kind, left = _paper(asked), asked.entry.kind, asked.standing.remainders
    if not body.source or body.reverses:
        return None
    source = of_what or left.sheets[body.source]
    products = {line.line: line.product for line in source.lines}
    for line in body.lines:
        if line.order_line is not None and products.get(line.order_line) != line.product:
            return Held("line_of_another", {"of": source.number, "line": str(line.order_line), "sku": line.sku})
    there, done = _whole(source), left.taken(body.source, kind, asked.entry.record)
    wanted = TakenUp({}, {})
    for line in body.lines:
        wanted.add(line.order_line, line.product, line.quantity, line.amount)
    pairs = [(wanted.lines, there.lines, done.lines), (wanted.products, there.products, done.products)]
    for want, there_is, before in pairs:
        for key, figures in want.items():  # type: ignore[attr-defined]
            over = _beyond(figures, there_is.get(key, _NONE), before.get(key, _NONE), money=money)  # type: ignore[attr-defined]
            if over is not None:
                by = left.other_taker(body.source, kind)
                product = str(key) if there_is is there.products else products.get(key, "")
                facts = {"of": source.number, **_of_goods(asked, product, over), **({"by": by} if by else {})}
                return Held(_beyond_code(kind), facts, (of, body.source))
    return None


def _of_goods(asked: Candidate, product: str, over: dict[str, str]) -> dict[str, str]:
    """What is too much, with the goods it is too much of and what they are counted in; of amounts, in money."""
    card = asked.standing.card(product)
    named = {"goods": f"{card.sku} {card.name}"} if card else {}
    if not card or over["wanted"].startswith(_MONEY):
        return {**over, **named}
    packed = {"unit": card.pack_unit, "pack_size": plain_number(from_milli(card.pack_size))} if card.pack_unit else {}
    return {**over, **named, "base_unit": card.unit, **packed}


def _beyond_code(kind: str) -> str:
    """What is said of a record of this kind that takes more than is left."""
    source = KINDS[kind].source
    return source.beyond if source else ""


_NONE: Sequence[int] = (0, 0)


def _whole(source: PaperSheet) -> TakenUp:
    """All there is of a source: of an order what is accepted."""
    found = TakenUp({}, {})
    for line in source.lines:
        quantity = line.promised if source.kind == "order" else line.quantity
        found.add(line.line, line.product, quantity, line.amount)
    return found


def _beyond(want: Sequence[int], rest: Sequence[int], before: Sequence[int], *, money: bool) -> dict[str, str] | None:
    """What is wanted and what is left, where that is too much or goes the other way: quantity and amount."""
    for place, shown in ((0, _quantity), (1, _money))[: 2 if money else 1]:
        all_of_it = want[place] + before[place]
        if not min(rest[place], 0) <= all_of_it <= max(rest[place], 0) or want[place] * rest[place] < 0:
            return {"wanted": shown(want[place]), "left": shown(rest[place] - before[place])}
    return None


def uncounted(asked: Candidate) -> Held | None:
    """A count says what is there more or less than the books; two that didn't know of each other would say it twice."""
    body = _paper(asked)
    if body.reverses or not body.known:
        return None
    left = asked.standing.remainders
    first = left.other_count(asked.standing.dealer, asked.standing.desk, body)
    if not first:
        return None
    there = left.goods_of(first)
    alone = [f"{line.sku} {line.name}".strip() for line in body.lines if line.product not in there]
    more = " …" if len(alone) > _MOST_NAMED else ""
    rest = {"rest": ", ".join(alone[:_MOST_NAMED]) + more} if alone else {}
    return Held("counted_twice", {"by": first, **rest}, ("adjustment", first))


# So many goods are named one by one.
_MOST_NAMED = 6


def unopened(asked: Candidate) -> Held | None:
    """What was owed when the books began is booked once; two desks that hadn't heard of each other book it twice."""
    body = _paper(asked)
    if body.reverses:
        return None
    first = asked.standing.remainders.other_opening(body)
    return Held("opened_twice", {"by": first, "buyer": body.buyer}, ("opening", first)) if first else None


def genuine(asked: Candidate) -> Held | None:
    """A statement's text, digest and columns say one thing, and whoever signed it is the desk that sends it."""
    body = asked.body
    assert isinstance(body, StatementBody)
    row = statement_as_row(asked.entry.record, body)
    try:
        check_form(row)
    except RefusedError as refused:
        return Held(refused.code, {"statement": body.number})
    # Where the key is lost, a paper is made without a signature, and says so wherever it is looked at.
    foreign = body.signer not in ("", asked.standing.desk)
    if foreign or (body.signature and not asked.standing.is_signed(issued_by(row))):
        return Held("statement_forged", {"statement": body.number})
    taken = asked.standing.remainders.other_statement(body.number, asked.entry.record)
    return Held("statement_number_taken", {"number": body.number, "by": taken}) if taken else None


def past(asked: Candidate) -> Held | None:
    """Who closes days to come keeps the dealer's other desks from writing; clocks and time zones are a day apart."""
    body = asked.body
    assert isinstance(body, PeriodBody)
    last = asked.standing.today + timedelta(days=1)
    if body.closed_through <= last.isoformat():
        return None
    return Held("period_to_come", {"through": body.closed_through, "today": asked.standing.today.isoformat()})


def opened(asked: Candidate) -> Held | None:
    """A settlement sets so much of what lowers a debt against what raises it, and no more of either than is open."""
    body, left, own = asked.body, asked.standing.remainders, asked.entry.record
    assert isinstance(body, SettlementBody)
    paying = left.sheets[body.credit]
    if paying.posted >= 0:
        return Held("settled_wrong_side", {"of": paying.number, **_settlement(asked)})
    if body.mode == HELD:
        return _over(asked, body.credit, -paying.posted - left.settled(body.credit, own))
    owing = left.sheets[body.debt]
    if owing.posted <= 0:
        return Held("settled_wrong_side", {"of": owing.number, **_settlement(asked)})
    if {body.credit, body.debt} & left.undone.keys():
        return None  # of what was undone it settles nothing
    over = _over(asked, body.credit, -paying.posted - left.settled(body.credit, own))
    part = owing.part(body.part) - left.settled_part(body.debt, body.part, own)
    return over or _over(asked, body.debt, min(part, owing.posted - left.settled(body.debt, own)))


def _over(asked: Candidate, document: str, rest: int) -> Held | None:
    """What is wrong where a settlement takes more of a paper than is left of it."""
    body, left = asked.body, asked.standing.remainders
    assert isinstance(body, SettlementBody)
    if body.amount <= rest:
        return None
    by = left.other_settler(document)
    facts = {"of": left.sheets[document].number, "wanted": _money(body.amount), "left": _money(max(rest, 0))}
    facts |= _settlement(asked)
    return Held("settled_beyond", {**facts, **({"by": by} if by else {})}, ("document", document))


def _settlement(asked: Candidate) -> dict[str, str]:
    """What a settlement sets against what, by their numbers."""
    body, sheets = asked.body, asked.standing.remainders.sheets
    assert isinstance(body, SettlementBody)
    named = {"credit": sheets.get(body.credit), "debt": sheets.get(body.debt)}
    return {side: sheet.number for side, sheet in named.items() if sheet is not None}


def _paper(asked: Candidate) -> DocumentBody:
    assert isinstance(asked.body, DocumentBody)
    return asked.body


def _quantity(milli: int) -> str:
    return plain_number(from_milli(milli))


_MONEY = "¥"


def _money(fen: int) -> str:
    return _MONEY + format_money(from_fen(fen))


WITHIN: Mapping[Within, Callable[[Candidate], Held | None]] = {
    Within.UNDOING: undoing,
    Within.ORDERED: ordered,
    Within.PROMISED: promised,
    Within.REPLACING: replacing,
    Within.NOTED: noted,
    Within.DELIVERED: delivered,
    Within.SOURCED: sourced,
    Within.UNCOUNTED: uncounted,
    Within.UNOPENED: unopened,
    Within.GENUINE: genuine,
    Within.PAST: past,
    Within.OPEN: opened,
}
