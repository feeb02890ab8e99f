"""What may happen on an office's day, each act by its name: who, on which paper, how much.

An act that finds nothing to act on, or that its desk refuses, is no act.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from tests.simulation.office import Office

OURS = "seller = 'P1' AND state = 'posted' AND reverses IS NULL"
SOLD = f"kind = 'delivery' AND {OURS}"
ORDERED = "kind = 'order' AND seller = 'P1'"
OPEN = f"{ORDERED} AND state IN ('accepted', 'accepted_in_part', 'partly_delivered')"


@dataclass(frozen=True)
class Drawn:
    """What chance says of one act; each takes of it what it needs."""

    office: Office
    name: str
    at: int
    quantity: int
    buyer: str
    product: str
    yes: bool

    def of(self, *choices):
        return choices[self.at % len(choices)]

    def on(self, where, act, *values, name=""):
        """Does it to one of the papers a person at this place could name."""
        place = name or self.name
        found = self.office.papers(place, where)
        if found:
            act(place, found[self.at % len(found)], *values)

    def on_statement(self, act, *values, name=""):
        place = name or self.name
        found = self.office.statements(place, self.buyer if not name else "C1")
        if found:
            number, closing = found[self.at % len(found)]
            act(place, number, *(closing if each == "closing" else each for each in values))


def _note_about(each: Drawn):
    def note(name, paper):
        [(buyer,)] = each.office.rows(name, "SELECT buyer FROM document WHERE id = ?", paper)
        each.office.write_note(name, each.of("discount", "credit_note"), buyer, each.quantity, paper)

    each.on(SOLD, note)


Act = Callable[[Drawn], object]

GOODS: Mapping[str, Act] = {
    "order": lambda each: each.office.order(each.name, each.buyer, each.product, each.quantity),
    "shop orders": lambda each: each.office.order("C1a", "C1", each.product, each.quantity),
    "buy": lambda each: each.office.order(each.name, "P1", each.product, each.quantity, seller="HQ"),
    "hq ships": lambda each: each.on(OPEN.replace("'P1'", "'HQ'"), each.office.deliver, name="hq"),
    "deliver": lambda each: each.on(OPEN, each.office.deliver, None if each.yes else each.quantity),
    "deliver all": lambda each: each.on(OPEN, each.office.deliver),
    "answer": lambda each: each.office.answer(each.name),
    "refuse": lambda each: each.on(f"{ORDERED} AND state IN ('submitted', 'needs_approval')", each.office.refuse),
    "approve": lambda each: each.on(f"{ORDERED} AND state IN ('refused', 'needs_approval')", each.office.approve),
    "cancel": lambda each: each.on(f"{ORDERED} AND state <> 'cancelled'", each.office.cancel),
    "amend": lambda each: each.on(f"{ORDERED} AND state <> 'cancelled'", each.office.amend, each.quantity),
    "shop cancels": lambda each: each.on(
        "kind = 'order' AND buyer = 'C1' AND state <> 'cancelled'", each.office.cancel, name="C1a"
    ),
    "take back": lambda each: each.on(SOLD, each.office.take_back, each.quantity),
    "receive": lambda each: each.on(
        "kind = 'delivery' AND buyer = 'P1' AND state = 'posted' AND reverses IS NULL", each.office.receive
    ),
    "shop receives": lambda each: each.on(
        "kind = 'delivery' AND buyer = 'C1' AND state = 'posted' AND reverses IS NULL", each.office.receive, name="C1a"
    ),
    "reverse": lambda each: each.on(
        "kind <> 'order' AND (seller = 'P1' OR kind = 'goods_receipt') AND state = 'posted' AND reverses IS NULL",
        each.office.reverse,
    ),
    "count": lambda each: each.office.count(each.name, each.product, each.quantity * 7 - 7),
}  # fmt: skip
MONEY: Mapping[str, Act] = {
    "take money": lambda each: each.office.take_money(each.name, each.buyer, each.quantity),
    "settle": lambda each: each.office.settle(each.name, each.buyer),
    "open account": lambda each: each.office.open_account(
        each.name, each.buyer, each.quantity * (49 if each.yes else 1)
    ),
    "note": lambda each: each.office.write_note(
        each.name, each.of("payment", "discount", "credit_note", "debit_note"), each.buyer, each.quantity
    ),
    "note about": _note_about,
    "keep ahead": lambda each: each.on(f"kind = 'money_receipt' AND {OURS}", each.office.keep_ahead),
    "take apart": lambda each: each.on(f"kind IN ('money_receipt', 'delivery') AND {OURS}", each.office.take_apart),
    "give up rest": lambda each: each.on(f"kind IN ('money_receipt', 'delivery') AND {OURS}", each.office.give_up_rest),
    "reverse money": lambda each: each.on(f"kind <> 'order' AND kind <> 'delivery' AND {OURS}", each.office.reverse),
    "bank": lambda each: each.office.read_bank(each.name, each.buyer, 77 + each.at % 2, theirs=each.yes),
}  # fmt: skip
ACCOUNTS: Mapping[str, Act] = {
    "issue": lambda each: each.office.issue(each.name, each.buyer),
    "withdraw": lambda each: each.on_statement(each.office.withdraw),
    "reply": lambda each: each.on_statement(each.office.reply, "agrees" if each.yes else "agrees_by_silence"),
    "shop signs": lambda each: each.on_statement(each.office.sign, "closing", name="C1a"),
    "shop objects": lambda each: each.on_statement(each.office.object, name="C1a"),
    "close books": lambda each: each.office.close_books(each.name),
    "close today": lambda each: each.office.close_today(each.name),
    "close month": lambda each: each.office.close_month(each.name),
    "reopen": lambda each: each.office.reopen(each.name),
    "reopen month": lambda each: each.office.reopen_month(each.name),
    "take money": MONEY["take money"],
    "note": MONEY["note"],
}  # fmt: skip
CARE: Mapping[str, Act] = {
    "card": lambda each: each.office.add_customer(each.name, f"T{1 + each.at % 2}", "甲店" if each.yes else "乙店"),
    "import customer": lambda each: each.office.import_card(each.name, "customer", "T1", "甲" if each.yes else "乙"),
    "import product": lambda each: each.office.import_card(each.name, "product", "T1", "甲" if each.yes else "乙"),
    "way": lambda each: each.office.choose_way(
        each.name, each.of("hand", "oldest", "all"), each.buyer if each.yes else ""
    ),
    "silence": lambda each: each.office.agree_on_silence(each.name, each.buyer, each.of(None, 7, 30)),
    "look away": lambda each: each.office.look_away(each.name, each.at),
    "night": lambda each: each.office.pass_time(timedelta(days=1)),
    "keep disk": lambda each: each.office.keep_disk(each.name),
    "set back": lambda each: each.office.set_back(each.name),
}  # fmt: skip


__all__ = ["ACCOUNTS", "CARE", "GOODS", "MONEY", "Drawn"]
