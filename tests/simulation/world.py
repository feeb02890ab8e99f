"""A small channel in one process: HQ, desks of four tiers, their files, and the lines between them."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import keyring
import msgspec
from keyring.backends import null

from desktop import desk as opening
from desktop.actions.headquarters.asked_acts import verbs
from desktop.desk import Desk, Identity
from sync.client.line.transport import Response
from sync.client.streams.exchanging import exchange
from sync.client.streams.waiting import pending
from sync.hq.channel.seller_cards import publish_sellers
from sync.hq.service.endpoints import Endpoints
from sync.hq.taking import following
from sync.keys import DeviceKey, load_key
from sync.records.bodies.policies import GrantBody, UserBody
from sync.records.bodies.records import DealerBody, PriceBody, ProductBody
from sync.records.books.ahead import Ahead
from sync.records.books.bulk import query_rows
from sync.records.books.database import open_sqlite, open_url
from sync.records.books.settings import write_setting
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from sync.records.people.people import people
from tests.building.sync.books import NOW, put, stock_up
from tests.building.sync.ends import HASTY, a_desk
from tests.simulation.chance import Clock
from tests.simulation.crashing import Steps, copy_files, move_steps
from tests.simulation.model import Member, Model, Paper
from tests.simulation.network import BadLine, Sniffer
from tests.simulation.observing import WrongError, last_entry, watch_answers

# Dealer, tier, parent, price list, how many desks.
SMALL = (
    ("HQ", "hq", None, "", 0), ("P1", "province", "HQ", "P", 2), ("C1", "city", "P1", "C", 1),
    ("S1", "store", "C1", "S", 1),
)  # fmt: skip
# The same with a desk of HQ's own people, who ask HQ to do what it alone may.
STAFFED = (("HQ", "hq", None, "", 1), *SMALL[1:])
LARGE = (
    *STAFFED, ("P2", "province", "HQ", "P", 1), ("C2", "city", "P1", "C", 1), ("C3", "city", "P2", "C", 1),
    ("C4", "city", "P2", "C", 1), ("S2", "store", "C1", "S", 1), ("S3", "store", "C2", "S", 1),
    ("S4", "store", "C2", "S", 0), ("S5", "store", "C3", "S", 2), ("S6", "store", "C3", "S", 0),
    ("S7", "store", "C4", "S", 1), ("S8", "store", "C4", "S", 0),
)  # fmt: skip
# Three desks of one dealer, a customer with books of its own, and one without.
OFFICE = (
    ("HQ", "hq", None, "", 0), ("P1", "province", "HQ", "P", 3), ("C1", "city", "P1", "C", 1),
    ("S1", "store", "P1", "S", 0),
)  # fmt: skip
SHAPES = {"small": SMALL, "staffed": STAFFED, "large": LARGE}
PRODUCTS = ("A", "B", "C")
PRICES = {"P": 200, "C": 250, "S": 325}  # fen for one of product A; B costs a fen more, C two
LIMITS = {"C1": 60_000, "P2": 150_000}
HQ_STOCK = {"A": 300, "B": 120, "C": 40}
OWN_STOCK = {"A": 80, "B": 30, "C": 10}


def shape_of(name):
    """Dealers and desks by the name of a channel; lives draw theirs from `SHAPES` alone."""
    return OFFICE if name == "office" else SHAPES[name]


@dataclass
class Machine:
    """One desk's machine; `line` is its way to HQ."""

    name: str
    desk_id: str
    dealer: str
    prefix: str
    steps: Steps
    key: DeviceKey
    line: BadLine
    desk: Desk | None = None
    backups: list[tuple[Path, int]] = field(default_factory=list)
    revoked: bool = False

    @property
    def open(self) -> Desk:
        assert self.desk is not None
        return self.desk

    @property
    def book(self):
        return self.open.book

    def pending(self):
        with self.book.reading() as connection:
            return pending(connection)


class World:
    """One life's channel in a folder of its own, copied from a template.

    HQ's book is a SQLite file in a folder, or a database of `server`: `place` is either.
    """

    def __init__(self, folder, shape, server=None):
        self.folder, self.shape, self.server = folder, shape, server
        self.verbs = verbs()
        self.clock = Clock()
        self.model = Model()
        self.story: list[str] = []
        self.machines: list[Machine] = []
        self.exact = True  # whether HQ's answers can be foretold; not once HQ was set back
        self.seen = 0
        self.epochs = 1
        self.versions: dict[str, int] = {}
        self.cloned: set[str] = set()
        self.moved: set[str] = set()
        self.tampered: set[str] = set()
        self.ever: dict[str, set[int]] = {}  # by product the prices that once stood, also at an HQ that was set back
        self.set_back: set[str] = set()  # machines whose database alone was once set back
        self.hq_steps = Steps("hq", folder / "hq")
        if server is not None:
            (folder / "hq").mkdir()
        self.hq_backups: list[tuple[Path, Any]] = []
        self.hq_place: Any = folder / "hq"
        self.databases: list[str] = []
        self.open_hq(folder / "hq" if server is None else self.copy_hq(template(shape, server)[1]))
        self._meet()

    # ---- HQ ------------------------------------------------------------------------------------------------------

    def open_hq(self, place):
        if self.server is None:
            move_steps(self.hq_steps, place)
            book = open_sqlite(place / "hq.db", serving=True)
            book.ahead = Ahead(place / "hq.db")  # one program answers all, as the service in one process
        else:
            book = open_url(self.server.url(place))
        self.hq_place = place
        self.hq = Desk(book, Identity("hq", "", "HQ", "00", ""), self.folder, clock=lambda: self.clock.at("hq"))
        self.endpoints = Endpoints(book, lambda: self.clock.at("hq"), self.verbs)

    def copy_hq(self, place=None):
        """HQ's book as it is, or as it was kept, copied by the engine's own means; where the copy is."""
        if self.server is None:
            target = self.hq_steps.copy()
            if place is not None:
                shutil.rmtree(target)
                copy_files(place, target)
            return target
        if place is None:
            self.hq.book.engine.dispose()
        self.databases.append(self.server.copy(place or self.hq_place))
        return self.databases[-1]

    def restart_hq(self, place=None):
        """HQ's program is gone and comes again, over its book or the one in another place."""
        if self.server is None:
            target = place or self.hq_steps.copy()
        else:  # the server goes on whatever becomes of the program
            target = place if isinstance(place, str) else self.hq_place
        self.hq.book.close()
        self.open_hq(target)
        following.follow_up(self.hq.book, self.clock.at("hq"), self.verbs)  # as the service does when it starts

    # ---- desks ---------------------------------------------------------------------------------------------------

    def _meet(self):
        for dealer, tier, parent, price_list, count in shape_of(self.shape):
            self.model.members[dealer] = Member(parent, tier, price_list, LIMITS.get(dealer))
            for place in range(count):
                self._add_machine(f"{dealer}{'abc'[place]}", dealer)
        for dealer, member in self.model.members.items():
            member.always = set(self.model.above(dealer))
        for name, fen in PRICES.items():
            for place, product in enumerate(PRODUCTS):
                self.model.prices[name, product] = [fen + place]
        with self.hq.book.reading() as connection:
            found = query_rows(connection, "SELECT id, seller, warehouse FROM document ORDER BY id")
        for record, owner, warehouse in found:
            stock = HQ_STOCK if owner == "HQ" else OWN_STOCK
            lines: list[tuple[str, int, int | None]] = [(each, stock[each], None) for each in PRODUCTS]
            paper = Paper(record, "adjustment", record, owner, owner, 0, lines, warehouse, "", "template")
            self.model.papers[record] = paper
        self.seen = last_entry(self.hq.book)

    def _add_machine(self, name, dealer):
        folder = self.folder / name
        desk_id, prefix = (folder / "desk.txt").read_text(encoding="ascii").split()
        key = load_key(folder, desk_id)
        assert key is not None
        machine = Machine(name, desk_id, dealer, prefix, Steps(name, folder), key, BadLine(Sniffer(self, desk_id)))
        self.model.desks[desk_id] = dealer
        self.machines.append(machine)
        self.open_machine(machine, folder)

    def open_machine(self, machine, folder):
        """Opens a desk's files as the program does at its start."""
        move_steps(machine.steps, folder)
        book = open_sqlite(folder / "desk.db")
        open_outbox(book, folder / FILE)
        machine.desk = opening._opened(book, folder, None)
        machine.desk.clock = lambda: self.clock.at(machine.name)
        if machine.desk.asks:
            with book.reading() as connection:
                machine.desk.user = next(iter(people(connection)), None)

    def restart(self, machine, folder=None):
        """The desk's program is gone without a word and comes again, over its files as they lie there or others."""
        target = folder or machine.steps.copy()
        if machine.desk is not None:
            machine.desk.book.close()
        self.open_machine(machine, target)

    def exchange(self, machine):
        """One exchange: whatever dies or is set back in a life, what HQ sends fits, and nothing is mended behind it.

        A fault that is mended in the same breath would show nowhere else.
        """
        done = exchange(machine.book, machine.key, transport=machine.line, patience=HASTY)
        mended = [dict(each.facts) for each in done.notices if each.code == "stream_mended"]
        if mended:
            raise WrongError(f"{machine.name} ended up holding something else than HQ: {mended}")
        return done

    def watch_answers(self):
        self.hq_steps.paused = True
        try:
            watch_answers(self)
        finally:
            self.hq_steps.paused = False

    def whole(self, name):
        """Whether nothing a dealer wrote can have been lost with a disk."""
        dealer = "HQ" if name == "hq" else next(each.dealer for each in self.machines if each.name == name)
        return dealer not in self.cloned and all(each.sure for each in self.model.papers.values())

    def excused(self, kind, record):
        """Whether a held record is what must come of this life: said twice, or of what was lost with a disk."""
        order = self.model.orders.get(record)
        if self.tampered and (record.startswith("forged-") or kind == "answer"):
            return True
        return kind in ("answer", "order") and order is not None and (order.loose or bool(order.states))

    def close(self):
        for machine in self.machines:
            if machine.desk is not None:
                machine.desk.book.close()
        self.hq.book.close()
        for name in self.databases:
            self.server.drop(name)


class Local:
    """Carries requests straight to whatever service runs now."""

    def __init__(self, book):
        self._endpoints = Endpoints(book, lambda: datetime.now(UTC))

    def send(self, method, path, headers, body):
        answer = self._endpoints.answer(method, path, headers, body)
        return Response(answer.status, answer.body)


@cache
def template(shape, server):
    """A channel that has begun: HQ with goods and prices, every desk enrolled, filled and stocked.

    Gives its folder, and the name of HQ's database where there is a server.
    """
    keyring.set_keyring(null.Keyring())
    folder = Path(tempfile.mkdtemp(prefix="channel-", dir=scratch()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = "" if server is None else server.copy()
    if server is None:
        (folder / "hq").mkdir()
        book = open_sqlite(folder / "hq" / "hq.db", create=True)
    else:
        book = open_url(server.url(database))
    _found(book, shape_of(shape))
    line = Local(book)
    for dealer, _, _, _, count in shape_of(shape):
        for place in range(count):
            _begin_desk(book, folder / f"{dealer}{'abc'[place]}", dealer, line, stocked=place == 0)
    for _ in range(2):
        for each in sorted(folder.iterdir()):
            _exchange_once(each, line)
    book.close()
    return folder, database


def scratch():
    """Where files of lives lie: in memory where the system offers that."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else Path(tempfile.gettempdir())


def _found(book, shape):
    with book.writing() as writing:
        for key, value in {"role": "hq", "prefix": "00", "dealer_id": "HQ", "secret": "s"}.items():
            write_setting(writing.connection, key, value)
        for dealer, tier, parent, price_list, _ in shape:
            stream = "catalog" if tier == "hq" else f"dealer/{dealer}"
            card = DealerBody(dealer, f"店{dealer}", tier, parent, "44", price_list, LIMITS.get(dealer), 3000)
            writing.put(stream, "dealer", dealer, card)
        for place, sku in enumerate(PRODUCTS):
            writing.put("catalog", "product", sku, ProductBody(sku, f"商品{sku}", "瓶"))
            for name, fen in PRICES.items():
                writing.put(f"prices/{name}", "price", f"{name}|{sku}|", PriceBody(name, sku, (fen + place) * 100))
    stock_up(book, HQ_STOCK)
    publish_sellers(book)


def _begin_desk(book, folder, dealer, line, *, stocked):
    end = a_desk(book, folder, dealer, line=line)
    end.exchange()
    if dealer == "HQ":
        put(end.book, end.stream, "user", "u-1", UserBody("HQ", end.desk, "老总", "admin"))
        put(book, "hq", "grant", f"{end.desk}/老总", GrantBody(end.desk, "老总", "admin", NOW, "陈总"))
        end.exchange()
    elif stocked:
        stock_up(end.book, OWN_STOCK, "主仓", dealer, stream=end.stream)
        end.exchange()
    with end.book.reading() as connection:
        prefix = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'prefix'").scalar()
    (folder / "desk.txt").write_text(f"{end.desk} {prefix}", encoding="ascii")
    end.book.close()


def _exchange_once(folder, line):
    if folder.name == "hq":
        return
    desk_id = (folder / "desk.txt").read_text(encoding="ascii").split()[0]
    book = open_sqlite(folder / "desk.db")
    open_outbox(book, folder / FILE)
    key = load_key(folder, desk_id)
    assert key is not None
    exchange(book, key, transport=line, patience=HASTY)
    book.close()


def new_world(shape, root, server=None):
    """A fresh channel of this shape below a folder."""
    for each in template(shape, server)[0].iterdir():
        copy_files(each, root / each.name)
    return World(root, shape, server)


def money(fen):
    return Decimal(fen) / 100


__all__ = ["Machine", "World", "money", "msgspec", "new_world", "template"]
