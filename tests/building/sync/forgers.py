"""An HQ over real HTTP whose answers somebody changes on their way: a forger, or HQ itself gone mad."""

from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from sync.client.line.asking import Patience
from sync.client.line.open_lines import OpenLines
from sync.client.streams.enrolling import enrol
from sync.client.streams.exchanging import exchange
from sync.hq.service.endpoints import Endpoints
from sync.hq.service.enrolment import make_code
from sync.keys import hq_key, load_key
from sync.records.books.database import open_sqlite
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from sync.wire.packing import opened, packed
from sync.wire.signing import NONCE, PROOF, answer_text, request_text, to_base64
from tests.building.sync.books import AGENT, row
from tests.building.sync.ends import End, Local
from tests.building.sync.servers import Server, running

ONCE = Patience(tries=1, sleep=lambda _: None, chance=lambda: 0.0)
_LARGEST = 1 << 26


class Forger(Server):
    """HQ's endpoints behind a line on which answers change.

    Attributes:
        change: called with path, status and message, gives the status and message to send, or None to send it as it is.
        signs: what signature goes with a changed answer: "old" (HQ's of what it said), "none", or "hq" (HQ's own of
            what is sent, as a broken HQ would sign).
    """

    def __init__(self, hq):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoints = Endpoints(hq)
        self.key = hq_key(row(hq, "SELECT value FROM setting WHERE key = 'secret'")[0])
        self.change = None
        self.signs = "old"
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Forger

    def do_POST(self):
        forger = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.title(): value for name, value in self.headers.items()}
        found = forger.endpoints.answer(self.command, self.path, headers, body)
        status, sent, proof = found.status, found.body, found.proof
        changed = forger.change and forger.change(self.path, status, opened(sent, _LARGEST))
        if changed:
            status, raw = changed
            sent = packed(raw)
            if forger.signs == "hq":
                asked = request_text(self.command, self.path, headers.get(NONCE, ""), body)
                proof = to_base64(forger.key.sign(answer_text(asked, status, raw)))
            proof = "" if forger.signs == "none" else proof
        self.send_response_only(status)
        for name, value in {"Content-Length": str(len(sent)), **({PROOF: proof} if proof else {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST  # noqa: N815 -- the library's word


class FarEnd(End):
    """A desk that reaches HQ over real HTTP."""

    lines: OpenLines

    def exchange(self, transport=None, **more):
        return exchange(self.book, self.key, lines=self.lines, **{"patience": ONCE, **more})


@contextmanager
def forger_of(hq):
    with running(Forger(hq)) as forger:
        yield forger


@contextmanager
def desk_at(forger, hq, folder: Path, dealer=AGENT):
    """A desk enrolled over the line, with nothing exchanged yet."""
    code = make_code(hq, dealer, now=datetime.now(UTC))
    enrolled = enrol(folder, forger.url, code.code, "柜台", patience=ONCE)
    book = open_sqlite(folder / "desk.db")
    open_outbox(book, folder / FILE)
    key = load_key(folder, enrolled.desk_id)
    assert key is not None
    desk = FarEnd(folder, enrolled.desk_id, book, key, Local(hq))
    desk.lines = OpenLines()
    try:
        yield desk
    finally:
        desk.lines.close()
        book.close()
