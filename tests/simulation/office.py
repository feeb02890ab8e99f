"""Three desks of one dealer, a customer's desk and HQ in one process: what people do at them, and exchanges.

Nothing here knows the program's rules; an act that a desk refuses is no act.
"""

import shutil
import tempfile
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from desktop.actions.accounts.periods import close, close_month, reopen, reopen_month
from desktop.actions.accounts.settling import hold, set_way, settle, unsettle, write_off_rest
from desktop.actions.bank.booking import book_lines
from desktop.actions.catalog.customers import NewCustomer, add_customer
from desktop.actions.documents.deliveries import deliver, receive, return_goods
from desktop.actions.documents.money import book_note, book_opening, receive_money
from desktop.actions.documents.reversing import reverse
from desktop.actions.documents.stock import count_stock
from desktop.actions.documents.views import PaperView
from desktop.actions.headquarters.attention import attention
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.held import put_away
from desktop.actions.headquarters.status_views import KEY
from desktop.actions.imports.card_files import import_customers, import_products
from desktop.actions.orders.amending import amended_draft
from desktop.actions.orders.order_views import DraftLine, OrderDraft, OrderView
from desktop.actions.orders.orders import approve_order, cancel_order, decide_orders, place_order, refuse_order
from desktop.actions.statements.confirming import confirm, dispute, withdraw
from desktop.actions.statements.deemed_acceptance import agree
from desktop.actions.statements.papers import issue_statement
from desktop.actions.statements.replies import record_reply
from desktop.wording import say
from domain.bank.movements import Movement
from domain.errors import RefusedError, UsageError
from sync.client.line.transport import Response
from sync.client.streams.exchanging import exchange
from sync.hq.taking import following
from sync.records.books.bulk import query_rows
from sync.records.documents.note_builders import NoteDetails
from sync.records.log.streams import living
from sync.records.statements.issued import Issued
from tests.building.sync.ends import HASTY
from tests.simulation.chance import determined
from tests.simulation.swift import swift
from tests.simulation.world import PRODUCTS, new_world, scratch

DESKS = ("P1a", "P1b", "P1c")
BUYERS = ("C1", "S1")
ROUNDS = 12


class Line:
    """Carries requests to the service that runs in this process."""

    def __init__(self, office):
        self._office = office

    def send(self, method, path, headers, body):
        answer = self._office.world.endpoints.answer(method, path, headers, body)
        assert answer.status != 500, path
        return Response(answer.status, answer.body)


class Office:
    """The books of a day on which nobody's line works but when `exchange` says so.

    `saved` keeps what a person was told is saved: id, number and desk of each paper.
    """

    def __init__(self, desks=3, server=None):
        self._stack = ExitStack()
        self._root = Path(tempfile.mkdtemp(prefix="office-", dir=scratch()))
        self._stack.callback(shutil.rmtree, self._root, ignore_errors=True)
        self._stack.enter_context(swift())
        self.world = new_world("office", self._root, server)
        self._stack.callback(self.world.close)
        self._stack.enter_context(determined(self.world.clock)).seed(1)
        self.machines = {each.name: each for each in self.world.machines if each.name in (*DESKS[:desks], "C1a")}
        self.desks = tuple(name for name in self.machines if name != "C1a")
        self.saved: list[tuple[str, str, str]] = []
        self.notices: dict[str, set[str]] = {name: set() for name in self.machines}
        self.story: list[str] = []
        self.away: list[str] = []
        self.kept: dict[str, Path] = {}
        self._line = Line(self)

    def close(self):
        self._stack.close()

    # ---- books ----------------------------------------------------------------------------------------------------

    def desk(self, name):
        return self.world.hq if name == "hq" else self.machines[name].open

    def rows(self, name, sql, *values):
        with self.desk(name).book.reading() as connection:
            sql = sql.replace("LIVING", living(connection))
            return [tuple(row) for row in query_rows(connection, sql, *values)]

    def papers(self, name, where, *values):
        """Ids of the documents a person at this place could name, in the order they were made there."""
        return [each for (each,) in self.rows(name, f"SELECT id FROM document WHERE {where} ORDER BY number", *values)]

    def told(self, name):
        """What a person here is asked to look at: code, number and the sentences in both languages."""
        desk = self.desk(name)
        with desk.book.reading() as connection:
            found = [each for each in attention(connection, desk) if each.kind != "line"]
        return [
            (each, tuple(say(each.code, lang, **{"record": each.number, **each.facts}) for lang in ("zh", "en")))
            for each in found
        ]

    def open_for_business(self):
        """What all desks know of when the day begins: orders, one delivered in part, money, goods on their way."""
        self.order("P1a", "S1", "B", 12)
        order = self.order("P1b", "S1", "A", 12)
        self.order("C1a", "C1", "A", 10)
        self.deliver("P1b", order.id, 6)
        self.take_money("P1a", "S1", 9)
        bought = self.order("P1a", "P1", "A", 10, seller="HQ")
        self.quiet()
        self.deliver("hq", bought.id)
        self.quiet()

    # ---- acts -----------------------------------------------------------------------------------------------------

    def act(self, name, what, *values, **more):
        """Does something at a place; None where its desk refuses it."""
        try:
            view = what(self.desk(name), *values, **more)
        except (RefusedError, UsageError) as refused:
            self.story.append(f"{name}: {what.__name__} refused, {refused.code}")
            return None
        number = getattr(view, "number", "")
        self.story.append(f"{name}: {what.__name__} {values} {number}")
        if isinstance(view, Issued):
            self.saved.append((number, number, name))
        elif isinstance(view, PaperView | OrderView):
            self.saved.append((view.id, number, name))
        return view

    def order(self, name, buyer, product, quantity, seller="P1"):
        lines = (DraftLine(product, Decimal(quantity), "瓶", Decimal(1)),)
        draft = OrderDraft(uuid4().hex, seller, buyer, self.desk(name).today(), lines=lines)
        return self.act(name, place_order, draft)

    def answer(self, name):
        """The seller's program answers the orders that wait there."""
        self.story.append(f"{name}: answers {[(each.number, each.state) for each in decide_orders(self.desk(name))]}")

    def refuse(self, name, order):
        def refuse(desk, number):
            return refuse_order(desk, number, "没货")

        return self.act(name, refuse, order)

    def amend(self, name, order, quantity):
        def amend(desk, number):
            draft = amended_draft(desk, number)
            line = DraftLine(draft.lines[0].product, Decimal(quantity), "瓶", Decimal(1))
            return place_order(desk, OrderDraft(
                uuid4().hex, draft.seller, draft.buyer, desk.today(), lines=(line,), supersedes=draft.supersedes
            ))  # fmt: skip

        return self.act(name, amend, order)

    def deliver(self, name, order, quantity=None):
        return self.act(name, deliver, order, {1: Decimal(quantity)} if quantity else None)

    def take_back(self, name, delivery, quantity):
        return self.act(name, return_goods, delivery, {1: Decimal(quantity)})

    def receive(self, name, delivery):
        return self.act(name, receive, delivery, "主仓")

    def reverse(self, name, paper):
        return self.act(name, reverse, paper)

    def cancel(self, name, order):
        return self.act(name, cancel_order, order)

    def take_money(self, name, buyer, yuan):
        return self.act(name, receive_money, buyer, Decimal(yuan))

    def settle(self, name, buyer):
        return self.act(name, settle, buyer)

    def open_account(self, name, buyer, yuan):
        return self.act(name, book_opening, buyer, Decimal(yuan))

    def count(self, name, product, quantity):
        return self.act(name, count_stock, {product: Decimal(quantity)}, "主仓")

    def add_customer(self, name, code, called):
        return self.act(name, add_customer, NewCustomer(code, called))

    def close_books(self, name):
        desk = self.desk(name)
        return self.act(name, close, desk.today().replace(day=1) - timedelta(days=1))

    def close_today(self, name):
        return self.act(name, close, self.desk(name).today())

    def reopen(self, name):
        return self.act(name, reopen, None)

    def close_month(self, name):
        return self.act(name, close_month, anyway=True)

    def reopen_month(self, name):
        return self.act(name, reopen_month, anyway=True)

    def approve(self, name, order):
        return self.act(name, approve_order, order, "老客户")

    def write_note(self, name, kind, buyer, yuan, about=""):
        return self.act(name, book_note, kind, buyer, Decimal(yuan), said=NoteDetails(source=about))

    def keep_ahead(self, name, receipt):
        return self.act(name, hold, receipt)

    def take_apart(self, name, paper):
        return self.act(name, unsettle, documents=[paper])

    def give_up_rest(self, name, paper):
        return self.act(name, write_off_rest, paper)

    def choose_way(self, name, way, buyer):
        return self.act(name, set_way, way, buyer)

    def agree_on_silence(self, name, buyer, days):
        return self.act(name, agree, buyer, days)

    def read_bank(self, name, buyer, yuan, *, theirs=True):
        """A movement of the bank's file: the same file at whichever desk, for the payer a person names or nobody's."""
        day = date(2026, 11, 23)
        one = Movement(
            f"b-{yuan}", 1, day, "", "in", Decimal(yuan), "CNY", None, f"店{buyer}", "", "", "", f"r{yuan}", ""
        )  # fmt: skip
        payer = {1: buyer if theirs else "-"}
        return self.act(name, book_lines, "十一月.csv", "icbc", "6222", (one,), payer, 80)

    def import_card(self, name, kind, code, called):
        """A card in a file, new or known: whoever made it first, its own desk alone may change it."""
        rows = {"customer": f"编码,名称\n{code},{called}\n", "product": f"货号,品名,单位\n{code},{called},瓶\n"}
        file = self._root / f"{kind}.csv"
        file.write_text(rows[kind], encoding="utf-8")
        return self.act(name, import_customers if kind == "customer" else import_products, file)

    # ---- statements -----------------------------------------------------------------------------------------------

    def issue(self, name, buyer):
        today = self.desk(name).today()
        return self.act(name, issue_statement, buyer, today.replace(day=1), today, why="补单")

    def withdraw(self, name, statement):
        return self.act(name, withdraw, statement, reason="有误")

    def reply(self, name, statement, verdict):
        told = self.rows(name, "SELECT closing FROM statement WHERE number = ?", statement)
        closing = Decimal(told[0][0]) / 100 if told else None  # whoever agrees writes the balance down
        return self.act(name, record_reply, statement, verdict, by="王五", their_closing=closing, original=True)

    def differ(self, name, statement, yuan):
        closing = Decimal(yuan)
        return self.act(name, record_reply, statement, "differs", by="王五", their_closing=closing, original=True)

    def sign(self, name, statement, closing):
        return self.act(name, confirm, statement, Decimal(closing) / 100)

    def object(self, name, statement):
        return self.act(name, dispute, statement)

    def statements(self, name, buyer):
        sql = "SELECT number, closing FROM statement WHERE seller = 'P1' AND buyer = ? ORDER BY number"
        return self.rows(name, sql, buyer)

    # ---- what needs a look ----------------------------------------------------------------------------------------

    def look_away(self, name, at):
        """A person puts one of the lines away without doing anything about it."""
        kinds = ("contradiction", "problem", "late", "card")
        lines = [
            (each, said)
            for each, said in self.told(name)
            if each.kind in kinds and (each.kind == "problem" or KEY in each.facts)
        ]
        if not lines:
            return None
        line, said = lines[at % len(lines)]
        if line.kind == "problem":
            done = self.act(name, put_away, str(line.facts["stream"]), int(str(line.facts["entry"])))
        else:
            done = self.act(name, dismiss, str(line.facts[KEY]))
        self.away.append(said[0])
        return done

    # ---- exchanges ------------------------------------------------------------------------------------------------

    def noticed(self, name):
        """What the program tells after one exchange."""
        machine = self.machines[name]
        return exchange(machine.book, machine.key, transport=self._line, patience=HASTY).notices

    def exchange(self, name):
        machine = self.machines[name]
        done = exchange(machine.book, machine.key, transport=self._line, patience=HASTY)
        told = {each.code for each in done.notices}
        self.notices[name] |= told
        self.story.append(f"{name}: exchange, {done.sent} up, {done.received} down {sorted(told)}")
        return bool(done.sent or done.received or done.removed)

    def pass_time(self, span):
        self.world.clock.now += span
        self.story.append(f"-- {self.world.clock.now:%m-%d} --")

    def keep_disk(self, name):
        """The disk as it is, to be set back to later."""
        self.kept[name] = self.machines[name].steps.copy()
        self.story.append(f"{name}: the disk is copied")

    def set_back(self, name):
        """The database is the one that was kept; what waits to be sent lies beside it, as after a restored backup."""
        if name not in self.kept:
            return
        machine = self.machines[name]
        target = machine.steps.copy()
        for each in ("desk.db", "desk.db-wal"):
            (target / each).unlink(missing_ok=True)
            if (self.kept[name] / each).exists():
                shutil.copy(self.kept[name] / each, target / each)
        self.world.restart(machine, target)
        self.story.append(f"{name}: the database is set back")

    def quiet(self):
        """Everybody exchanges and every seller answers until nothing moves any more."""
        self.story.append("-- quiet --")
        for _ in range(ROUNDS):
            moved = [name for name in self.machines if self.exchange(name)]
            decided = [name for name in (self.desks[0], "C1a") if decide_orders(self.desk(name))]
            self.world.clock.now += timedelta(minutes=3)
            following.sweep(self.world.hq.book, self.world.clock.at("hq"), self.world.verbs)
            if not moved and not decided:
                return
        raise AssertionError(f"not quiet after {ROUNDS} rounds")


__all__ = ["BUYERS", "DESKS", "PRODUCTS", "Office"]
