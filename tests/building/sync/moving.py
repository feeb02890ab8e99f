"""A small channel of four tiers whose dealers trade and are moved at random, and a plain model of who may read what."""

import json
import random
from collections import defaultdict
from pathlib import Path

from sync.hq.channel.copying import forward
from sync.hq.channel.scope import readable_streams
from sync.hq.channel.seller_cards import publish_sellers
from sync.records.bodies.records import AnswerBody, DealerBody, DocumentBody
from sync.records.repair.checking import check
from sync.wire.messages import ExchangeAnswer
from sync.wire.packing import unpack
from tests.building.sync.books import HQ, NOW, TODAY, a_line, a_price, found_hq, put, rows
from tests.building.sync.ends import Local, a_desk, streams_of

TREE = {"P1": HQ, "P2": HQ, "C1": "P1", "C2": "P1", "C3": "P2", "S1": "C1", "S2": "C2", "S3": "C3"}
TIERS = {"P": "province", "C": "city", "S": "store"}
LISTS = ("L1", "L2", "L3")
# Where each may be moved to: anyone of the tier right above, and HQ.
PLACES = {"C": ("P1", "P2", HQ), "S": ("C1", "C2", "C3", "P1")}


class Model:
    """Who stands above whom, and who has done so from the beginning without a break; told by the moves alone."""

    def __init__(self):
        self.parents = dict(TREE)
        self.lists = dict.fromkeys(TREE, "L1")
        self.broken = set()  # (reader, dealer): not above from the beginning
        self.once = set()  # (reader, dealer): above at some time
        self._note()

    def above(self, dealer):
        here = self.parents.get(dealer)
        while here and here != HQ:
            yield here
            here = self.parents[here]

    def _note(self):
        self.once |= {(reader, dealer) for dealer in TREE for reader in self.above(dealer)}

    def move(self, dealer, parent):
        before = {each: set(self.above(each)) for each in TREE}
        self.parents[dealer] = parent
        for each in TREE:
            self.broken |= {(reader, each) for reader in before[each] ^ set(self.above(each))}
        self._note()

    def whole(self, reader, dealer):
        return reader == dealer or (reader in self.above(dealer) and (reader, dealer) not in self.broken)

    def may_read(self, reader, kind, record, body, parties):
        """Whether one entry's content is the reader's to see."""
        if kind == "copy":
            return self.may_read(reader, body["kind"], body["id"], body["body"], parties)
        if kind == "price":
            branch = [each for each in TREE if reader == each or reader in self.above(each)]
            return body["price_list"] in {self.lists[each] for each in branch}
        if kind == "dealer":
            known = {dealer for above, dealer in self.once if above == reader} | {reader}
            sellers = {above for above, dealer in self.once if dealer in known}
            return record in {HQ} | known | sellers
        if kind == "move":
            return self.whole(reader, body["told"])
        if kind in ("product", "availability"):
            return True
        concerned = parties.get(record, set())
        return any(self.whole(reader, each) for each in concerned)


class Wire(Local):
    """A desk's line that tells the channel of every entry HQ's answers carry."""

    def __init__(self, hq, channel, dealer):
        super().__init__(hq)
        self.channel, self.dealer = channel, dealer

    def send(self, method, path, headers, body):
        answer = super().send(method, path, headers, body)
        if path == "/v1/exchange" and answer.status == 200:
            for page in unpack(answer.body, ExchangeAnswer).pages:
                for each in page.entries:
                    self.channel.heard(self.dealer, page.stream, each.kind, each.record, bytes(each.body))
        return answer


class Channel:
    """The channel, its acts, and what must hold whatever was done in which order.

    Attributes:
        leaks: what a desk heard on the wire that wasn't its to see.
        leftovers: what lay in a desk's book after an exchange that wasn't its to keep.
    """

    def __init__(self, hq, folder: Path, chance: random.Random):
        self.hq, self.chance, self.model = hq, chance, Model()
        self.parties: dict[str, set[str]] = {}
        self.leaks: list[tuple[str, ...]] = []
        self.leftovers: list[tuple[str, ...]] = []
        self.counts: defaultdict[str, int] = defaultdict(int)
        found_hq(hq, prices=())
        with hq.writing() as writing:
            for name in LISTS:
                writing.put(f"prices/{name}", "price", *a_price("A", price_list=name))
        for dealer in TREE:
            self._card(dealer)
        publish_sellers(hq)
        self.desks = {each: a_desk(hq, folder / each, each, line=Wire(hq, self, each)) for each in TREE}
        for each in TREE:
            self.exchange(each)

    def close(self):
        for end in self.desks.values():
            end.book.close()

    # ---- what HQ does

    def _card(self, dealer):
        card = DealerBody(dealer, f"名{dealer}", TIERS[dealer[0]], self.model.parents[dealer])
        card.price_list = self.model.lists[dealer]
        put(self.hq, f"dealer/{dealer}", "dealer", dealer, card)

    def move(self, dealer, parent):
        if parent != self.model.parents[dealer]:
            self.counts["moves"] += 1
        self.model.move(dealer, parent)
        self._card(dealer)
        publish_sellers(self.hq)

    def grant(self, dealer, price_list):
        self.counts["grants"] += 1
        self.model.lists[dealer] = price_list
        self._card(dealer)

    # ---- what desks do

    def exchange(self, dealer):
        self.counts["exchanges"] += 1
        self.desks[dealer].exchange()
        forward(self.hq, NOW)
        self._look_through(dealer)

    def _write(self, dealer, kind, record, body, *parties):
        self.counts["papers"] += 1
        self.parties[record] = self.parties.get(record, set()) | set(parties)
        put(self.desks[dealer].book, self.desks[dealer].stream, kind, record, body)

    def _paper(self, seller, buyer, amount, **more):
        number = f"N-{self.counts['papers']:06d}"
        body = DocumentBody(number, seller, buyer, TODAY.isoformat(), NOW, amount, [a_line()])
        for name, value in more.items():
            setattr(body, name, value)
        return body

    def order(self, buyer):
        """From whoever the buyer's own book says stands above it; a dealer right below HQ orders nothing here."""
        [(parent,)] = rows(self.desks[buyer].book, "SELECT parent FROM dealer WHERE id = :id", id=buyer)
        if parent not in (None, HQ):
            record = f"o{self.counts['papers']}"
            body = self._paper(parent, buyer, 2500, state="submitted")
            self._write(buyer, "order", record, body, parent, buyer)

    def answer(self, seller):
        for record, buyer in self._found(seller, "order", "d.state = 'submitted' AND d.seller = :own"):
            state = self.chance.choice(("accepted", "refused"))
            accepted = [10000] if state == "accepted" else [0]
            body = AnswerBody(record, state, NOW, accepted)
            self._write(seller, "answer", record, body, seller, buyer)

    def cancel(self, buyer):
        for record, _ in self._found(buyer, "order", "d.state = 'submitted' AND d.buyer = :own")[:1]:
            [raw] = rows(
                self.desks[buyer].book, "SELECT body FROM entry WHERE record = :r AND live AND kind = 'order'", r=record
            )
            body = DocumentBody(**{**json.loads(bytes(raw[0])), "lines": [a_line()], "state": "cancelled"})
            self._write(buyer, "order", record, body, body.seller, buyer)

    def deliver(self, seller):
        wanted = "d.state = 'accepted' AND d.seller = :own"
        for record, buyer in self._found(seller, "order", wanted)[:2]:
            line = a_line()
            line.order_line = 1
            body = self._paper(seller, buyer, 2500, source=record, warehouse="W", lines=[line])
            self._write(seller, "delivery", f"d-{record}", body, seller, buyer)

    def receive(self, buyer):
        received = "SELECT 1 FROM document r WHERE r.source = d.id AND r.kind = 'goods_receipt'"
        wanted = f"d.buyer = :own AND NOT EXISTS ({received})"
        for record, _ in self._found(buyer, "delivery", wanted)[:2]:
            [(seller,)] = rows(self.desks[buyer].book, "SELECT seller FROM document WHERE id = :id", id=record)
            body = self._paper(seller, buyer, 2500, source=record, warehouse="W")
            self._write(buyer, "goods_receipt", f"r-{record}", body, seller, buyer)

    def close_something(self, seller):
        """A return or money, on any account with papers: also of buyers long gone."""
        for record, buyer in self._found(seller, "delivery", "d.seller = :own")[:1]:
            kind = self.chance.choice(("return", "money_receipt", "credit_note"))
            more = {"source": record, "warehouse": "W"} if kind == "return" else {"lines": []}
            body = self._paper(seller, buyer, 250, **more)
            if kind == "return":
                body.lines = [a_line(quantity=1)]
                body.source = record
            self._write(seller, kind, f"{kind}-{self.counts['papers']}", body, seller, buyer)

    def _found(self, dealer, kind, where):
        found = rows(
            self.desks[dealer].book,
            f"SELECT d.id, d.buyer FROM document d WHERE d.kind = '{kind}' AND {where} ORDER BY d.id",
            own=dealer,
        )
        self.chance.shuffle(found)
        return found

    def act(self):
        """One act of somebody, whatever comes."""
        dealer = self.chance.choice(sorted(TREE))
        acts = (self.order, self.answer, self.cancel, self.deliver, self.receive, self.close_something, self.exchange)
        self.chance.choice(acts)(dealer)

    def shift(self):
        """HQ moves somebody, or gives another price list."""
        dealer = self.chance.choice([each for each in sorted(TREE) if each[0] in PLACES])
        if self.chance.random() < 0.6:
            self.move(dealer, self.chance.choice(PLACES[dealer[0]]))
        else:
            self.grant(dealer, self.chance.choice(LISTS))

    # ---- what must hold

    def heard(self, dealer, stream, kind, record, raw):
        self.counts["heard"] += 1
        body = json.loads(raw) or {}
        if body and not self.model.may_read(dealer, kind, record, body, self.parties):
            self.leaks.append((dealer, stream, kind, record))

    def _look_through(self, dealer):
        """After an exchange a book holds the streams its dealer may read, and papers that are its to keep."""
        end = self.desks[dealer]
        with self.hq.reading() as connection:
            may = {each.name for each in readable_streams(connection, end.desk, dealer, HQ)}
        self.leftovers += [(dealer, name) for name in streams_of(end.book) - may - {end.stream}]
        for record, seller, buyer in rows(end.book, "SELECT id, seller, buyer FROM document"):
            if not any(self.model.whole(dealer, each) for each in (seller, buyer)):
                self.leftovers.append((dealer, record))

    def settle(self):
        """Everybody exchanges until all is known to all it concerns."""
        for _ in range(3):
            for dealer in TREE:
                self.exchange(dealer)

    def wrong(self):
        """What doesn't hold once all have exchanged."""
        found = [("leak", *each) for each in self.leaks] + [("leftover", *each) for each in self.leftovers]
        # Of an order that was delivered meanwhile nothing can be taken back: the buyer is told, and keeps what stood.
        crossed = "code = 'order_frozen' AND EXISTS (SELECT 1 FROM document d WHERE d.source = p.record)"
        held = rows(self.hq, f"SELECT stream, kind, record, code FROM problem p WHERE NOT ({crossed})")
        found += [("held", *each) for each in held]
        pairs = set(rows(self.hq, "SELECT DISTINCT seller, buyer FROM document WHERE seller <> buyer"))
        for seller, buyer in sorted(pairs):
            there = account(self.hq, seller, buyer)
            for side in (seller, buyer):
                if side in self.desks and account(self.desks[side].book, seller, buyer) != there:
                    found.append(("differs", side, seller, buyer))
        return found

    def unclean(self):
        """What checking each book finds."""
        books = {"HQ": self.hq, **{dealer: end.book for dealer, end in self.desks.items()}}
        return [(name, each) for name, book in books.items() for each in check(book)]


def account(book, seller, buyer):
    """Every paper of an account with its state, and what it comes to."""
    query = "SELECT id, kind, state, amount FROM document WHERE seller = :seller AND buyer = :buyer ORDER BY id"
    papers = rows(book, query, seller=seller, buyer=buyer)
    owed = "SELECT COALESCE(SUM(amount), 0) FROM posting WHERE seller = :seller AND buyer = :buyer"
    return papers, int(rows(book, owed, seller=seller, buyer=buyer)[0][0])
