"""Schemathesis over HQ's service: requests made from its own description, signed, on both engines; no server error.

    python -m tests.campaigns.api --cases 10000 --keep

goes on where its result beside the benchmarks ends: each block is a fresh HQ, once on SQLite and once on PostgreSQL.

Half of what is made fits the description, half breaks it. Of the entries that fit, most are then numbered, chained and
signed as an honest desk would, so that what they say is judged and not only their shape.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import gzip
import json
import random
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import keyring
import msgspec
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from keyring.backends import null
from schemathesis import GenerationMode

from sync.hq.service.openapi import describe
from sync.hq.service.service import Options, running
from sync.hq.web.limits import ServiceLimits
from sync.records.books.database import open_sqlite, open_url
from sync.records.log.applying import APPLIERS
from sync.streams import ZERO_HASH, chain, make_entry
from sync.wire.messages import FailureAnswer
from sync.wire.packing import unpack
from sync.wire.signing import DESK, NONCE, SIGNATURE, head_text, request_text, to_base64
from tests.building.sync.books import found_hq, stock_up
from tests.building.sync.ends import a_desk
from tests.campaigns.engines import Postgres, postgres
from tests.campaigns.running import add_arguments, run_blocks
from tests.simulation.world import scratch

# The campaign is one desk's; it isn't to be told to come later.
FREE = ServiceLimits(
    desk_rate=1e6, desk_burst=1e6, address_rate=1e6, address_burst=1e6, enrol_rate=1e6, enrol_burst=1e6
)
KINDS = sorted(APPLIERS)
CASES = 500


@dataclass
class Outcome:
    """What a campaign found; `errors` and `undescribed` must be empty."""

    engine: str
    cases: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    undescribed: list[str] = field(default_factory=list)


class Caller:
    """Sends what schemathesis makes, signed by a desk where the address asks for it."""

    def __init__(self, url: str, desk: Any, outcome: Outcome, chance: random.Random) -> None:
        self.url, self.desk, self.outcome, self.chance = url, desk, outcome, chance
        self.session = requests.Session()
        self.nonce = ""
        self.head, self.hash = 0, ZERO_HASH
        self.described = describe()["paths"]

    def call(self, case: Any) -> None:
        """One case, there and back."""
        method, path = case.method.upper(), case.path
        body = self._body(case)
        signed = bool(self.described[path][method.lower()]["security"])
        answer = self._send(method, path, body, signed)
        code = _code(answer)
        if code == "nonce_expired" and signed:
            self.nonce = unpack(answer.content, FailureAnswer).nonce
            answer = self._send(method, path, body, signed)
            code = _code(answer)
        self._note(method, path, body, answer, code)

    def _body(self, case: Any) -> bytes:
        given_ = case.body
        if isinstance(given_, bytes):
            return given_
        if not isinstance(given_, dict | list | str | int | float | bool) and given_ is not None:
            return b""
        if isinstance(given_, dict) and self.chance.random() < 0.7:
            given_ = self._plausible(case.path, given_)
        raw = json.dumps(given_, allow_nan=False).encode() if _is_finite(given_) else b"NaN"
        return raw if self.chance.random() < 0.2 else gzip.compress(raw, 1, mtime=0)

    def _plausible(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        """The same request as somebody would make it who knows the place: only what it says is made up."""
        if "stream" in asked:
            asked = {**asked, "stream": self.chance.choice(["catalog", "prices/P1", "dealer/GD01"])}
        if path in {"/v1/exchange", "/v1/enrol"}:
            asked = {**asked, "protocol": 1}
        if path == "/v1/enrol" and self.chance.random() < 0.5:
            asked["public_key"] = self.desk.key.public
        asked.pop("wait", None)
        own = asked.get("own")
        if not isinstance(own, dict):
            return asked
        entries = [make_entry(*each) for each in self._entries(own.get("entries"))]
        first = self.head + 1
        hashes = chain(self.hash, first, (each.leaf for each in entries))
        last = self.head + len(entries)
        signature = self.desk.key.sign(head_text(self.desk.stream, 1, last, hashes[-1])) if entries else b""
        made = {
            "epoch": 1, "previous": self.head, "hash": to_base64(self.hash), "head": last,
            "signature": to_base64(signature),
            "entries": [
                [first + place, each.kind, each.record, None if each.body is None else msgspec.Raw(each.body)]
                for place, each in enumerate(entries)
            ],
        }  # fmt: skip
        return {**asked, "own": json.loads(msgspec.json.encode(made))}

    def _entries(self, made: Any) -> list[tuple[str, str, bytes | None]]:
        found: list[tuple[str, str, bytes | None]] = []
        for each in made if isinstance(made, list) else []:
            if isinstance(each, list) and len(each) > 3:
                kind = self.chance.choice(KINDS) if self.chance.random() < 0.8 else str(each[1])
                found.append((kind or "x", str(each[2]) or "r", json.dumps(each[3]).encode()))
        return found[:5]

    def _send(self, method: str, path: str, body: bytes, signed: bool) -> requests.Response:
        headers = {"Content-Type": "application/json"}
        if signed:
            signature = to_base64(self.desk.key.sign(request_text(method, path, self.nonce, body)))
            headers |= {DESK: self.desk.desk, NONCE: self.nonce, SIGNATURE: signature}
        return self.session.request(method, self.url + path, data=body, headers=headers, timeout=60)

    def _note(self, method: str, path: str, body: bytes, answer: requests.Response, code: str) -> None:
        self.outcome.cases += 1
        self.outcome.statuses[f"{path} {answer.status_code}"] += 1
        self.outcome.codes[code or "none"] += 1
        if answer.status_code >= 500:
            self.outcome.errors.append(f"{method} {path} {answer.status_code} {code} {body[:400]!r}")
        if str(answer.status_code) not in self.described[path][method.lower()]["responses"]:
            self.outcome.undescribed.append(f"{method} {path} {answer.status_code} {code}")
        if path == "/v1/exchange" and answer.status_code == 200:
            own = answer.json().get("own")
            if own:
                self.head, self.hash = own[1], base64.b64decode(own[2])


def _code(answer: requests.Response) -> str:
    return "" if answer.status_code == 200 else unpack(answer.content, FailureAnswer).error.code


def _is_finite(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


def run(engine: str, cases: int, folder: Path, number: int = 0, url: str = "") -> Outcome:
    """So many cases on one engine, spread over all addresses."""
    outcome = Outcome(engine)
    with _book(engine, folder, url) as book:
        found_hq(book)
        stock_up(book, {"A": 1000})
        desk = a_desk(book, folder / "desk")
        with running(book, options=Options(limits=FREE)) as address:
            caller = Caller(address, desk, outcome, random.Random(number))
            schema = schemathesis.openapi.from_dict(describe())
            posts = [schema[path]["POST"] for path, methods in describe()["paths"].items() if "post" in methods]
            for place, operation in enumerate(posts):
                share = cases // len(posts) // 2
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    made = operation.as_strategy(generation_mode=mode)
                    _cases(made, share, number + place)(caller.call)
        desk.book.close()
    return outcome


def _cases(made: Any, count: int, number: int) -> Any:
    """Calls a function with so many cases."""

    def each(function: Any) -> None:
        @seed(number)
        @settings(
            max_examples=count, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(made)
        def one(case: Any) -> None:
            function(case)

        one()

    return each


@contextmanager
def _book(engine: str, folder: Path, url: str) -> Any:
    with contextlib.closing(
        open_sqlite(folder / "hq.db", create=True) if engine == "sqlite" else open_url(url)
    ) as book:
        yield book


def block(number: int, *, server: Postgres) -> dict[str, Any]:
    """Five hundred cases on the engine whose turn it is."""
    engine = ("sqlite", "postgres")[number % 2]
    with tempfile.TemporaryDirectory(dir=scratch()) as folder, server.book() as url:
        found = run(engine, CASES, Path(folder), number // 2, url)
    told = {"cases": found.cases, "statuses": dict(found.statuses), "codes": dict(found.codes)}
    return {**told, "by_engine": {engine: found.cases}, "wrong": found.errors + found.undescribed}


def main(words: list[str]) -> int:
    """Runs the campaign and tells what it found as JSON; exit status 1 where something is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    add_arguments(parser)
    asked = parser.parse_args(words)
    keyring.set_keyring(null.Keyring())
    with postgres() as server:
        found = run_blocks("api", partial(block, server=server), asked, aim=asked.cases, figure="cases")
    return int(bool(found["wrong"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
