"""Commands about goods, money and posted documents."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.documents import deliveries, lists, posting, reversing
from desktop.actions.documents.json_forms import paper_form
from desktop.actions.documents.views import PaperView
from desktop.actions.headquarters.queued import Queued
from desktop.actions.orders.orders import dealer_id, order
from desktop.cli.calls import Call, CommandResult
from desktop.cli.grammar.choices import code_named, codes_told
from desktop.cli.listed import listed as told_list
from desktop.cli.shown import paper_text
from desktop.listings.documents import DOCUMENTS, INCOMING
from desktop.wording import say
from domain.documents.kinds import PAPERS
from domain.errors import UsageError
from domain.values.amounts import amount_as_typed

if TYPE_CHECKING:
    from desktop.cli.calls import Units
    from desktop.desk import Desk


def deliver(call: Call) -> CommandResult | Queued:
    """Delivers an order."""
    args = call.args
    with call.desk(writing=True) as desk:
        wanted = call.quantities(lambda: order_units(desk, args.number))
        made = deliveries.deliver(desk, args.number, wanted, call.day(desk), args.warehouse)
    return told_paper(call, made)


def receive(call: Call) -> CommandResult | Queued:
    """Receives a delivery's goods."""
    args = call.args
    with call.desk(writing=True) as desk:
        if args.refuse:
            return told_paper(call, deliveries.refuse_delivery(desk, args.number, args.reason, call.day(desk)))
        wanted = call.quantities(lambda: _paper_units(desk, args.number))
        made = deliveries.receive(desk, args.number, args.warehouse, call.day(desk), wanted)
    return told_paper(call, made)


def give_back(call: Call) -> CommandResult | Queued:
    """Takes back goods of a delivery."""
    args = call.args
    with call.desk(writing=True) as desk:
        wanted = call.quantities(lambda: _paper_units(desk, args.number))
        made = deliveries.return_goods(desk, args.number, wanted, call.day(desk), args.warehouse, args.lost)
    return told_paper(call, made)


def reverse(call: Call) -> CommandResult | Queued:
    """Undoes a document."""
    with call.desk(writing=True) as desk:
        made = reversing.reverse(desk, call.args.number, call.day(desk), call.args.reason)
    return told_paper(call, made)


def listed(call: Call) -> CommandResult:
    """Lists posted documents, the newest first; with `--incoming` the goods to receive."""
    args = call.args
    if args.incoming:
        return _incoming(call)
    kind = code_named(("kind",), args.kind, PAPERS) if args.kind else ""
    if kind is None:
        raise UsageError("kind_unknown", kind=args.kind, known=codes_told(("kind",), PAPERS, call.language))
    with call.desk() as desk:
        buyer = dealer_id(desk, args.buyer) if args.buyer else ""
        chosen = lists.PaperFilter("", buyer, "", call.day(desk, "start"), call.day(desk, "end"))
        rows = lists.paper_rows(desk, lists.paper_ids(desk, kind, chosen))
    return told_list(call, DOCUMENTS, rows)


def show(call: Call) -> CommandResult | Queued:
    """Shows one document."""
    with call.desk() as desk:
        return told_paper(call, posting.paper(desk, call.args.number))


def read_amount(typed: str) -> Decimal:
    """Yuan as typed; UsageError `amount_not_a_number`."""
    amount = amount_as_typed(typed)
    if amount is None:
        raise UsageError("amount_not_a_number", text=typed)
    return amount


def order_units(desk: Desk, number: str) -> dict[int, Units]:
    """What an order's lines are counted in."""
    return {line.line: (line.base_unit or line.unit, line.packs) for line in order(desk, number).lines}


def _paper_units(desk: Desk, number: str) -> dict[int, Units]:
    return {line.line: (line.base_unit, line.packs) for line in posting.paper(desk, number).lines}


def _incoming(call: Call) -> CommandResult:
    with call.desk() as desk:
        rows = deliveries.incoming(desk)
    return told_list(call, INCOMING, rows)


def told_paper(call: Call, made: PaperView | Queued) -> CommandResult | Queued:
    """A document, with what a person should know of one that was just made."""
    if isinstance(made, Queued):
        return made
    text = paper_text(made, call.language)
    if made.charge_told:
        text += "\n" + say(made.charge_told, call.language, charge=abs(made.charge), number=made.charge_number)
    text += "".join("\n" + say(each.code, call.language, **each.facts) for each in made.told)
    return CommandResult(paper_form(made), text)
