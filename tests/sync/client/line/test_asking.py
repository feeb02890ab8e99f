"""Asking HQ: another try after a failure, and an end of trying as soon as nobody wants the answer."""

import random

import pytest

from domain.errors import DeskError, RefusedError, UnreachableError
from sync.client.line.asking import HqLine, Patience
from sync.client.line.proof import KnownKey
from sync.client.line.transport import Response
from sync.keys import DeviceKey
from sync.wire.messages import Failure, FailureAnswer, Hello, VerifyAnswer, VerifyRequest
from sync.wire.packing import pack
from sync.wire.signing import NONCE, WANTS_PROOF


class DeadTransport:
    """A line on which nobody answers."""

    def __init__(self):
        self.sent = 0

    def send(self, method, path, headers, body):
        self.sent += 1
        raise UnreachableError("hq_unreachable", url="http://127.0.0.1:1")

    def close(self):
        pass


def test_it_tries_as_often_as_patience_allows():
    transport = DeadTransport()
    pauses: list[float] = []
    line = HqLine(transport, patience=Patience(tries=3, sleep=pauses.append, chance=lambda: 1.0))
    with pytest.raises(UnreachableError):
        line.ask("/v1/hello", None, Hello, "GET")
    assert (transport.sent, pauses) == (3, [0.5, 1.0])


def test_who_no_longer_wants_the_answer_waits_for_no_further_try():
    transport = DeadTransport()
    pauses: list[float] = []
    patience = Patience(tries=5, first_pause=8.0, sleep=pauses.append, chance=lambda: 1.0)
    line = HqLine(transport, patience=patience, cancelled=lambda: len(pauses) >= 2)
    with pytest.raises(UnreachableError):
        line.ask("/v1/hello", None, Hello, "GET")
    assert transport.sent == 1
    assert sum(pauses) <= 0.3


class Saying:
    """A line that gives these answers one after the other, and keeps what was asked."""

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def send(self, method, path, headers, body):
        self.sent.append((method, path, headers, body))
        return self.answers.pop(0)

    def close(self):
        pass


def refusal(code, status, nonce="", **more):
    return Response(status, pack(FailureAnswer(Failure(code), nonce)), **more)


def once(**more):
    return Patience(tries=1, sleep=lambda _: None, chance=lambda: 0.0, **more)


def asked(*answers, patience=None):
    """What asking ends in where these are the answers, and the error it raises."""
    line = HqLine(Saying(*answers), patience=patience or once())
    with pytest.raises(DeskError) as told:
        line.ask("/v1/verify", VerifyRequest("s"), VerifyAnswer)
    return told.value


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("body", [pack(FailureAnswer(Failure("too_many_requests"))), b"<html>", b""])
def test_whoever_is_busy_is_asked_another_time(status, body):
    told = asked(Response(status, body))
    assert (type(told), told.code, told.facts["status"]) == (UnreachableError, "hq_busy", status)
    assert "retry_after" not in told.facts


@pytest.mark.parametrize("status", [400, 403, 409, 413, 428, 430, 501, 505])
def test_a_refusal_is_hqs_own_word(status):
    told = asked(refusal("not_readable", status))
    assert (type(told), told.code) == (RefusedError, "not_readable")
    told = asked(Response(status, b"nothing of the kind"))
    assert (told.code, told.facts["status"]) == ("hq_nonsense", status)


def test_too_many_wrong_codes_are_no_sign_of_a_busy_hq():
    assert asked(refusal("code_tries", 429)).code == "code_tries"


def test_a_defect_of_hqs_is_no_refusal():
    told = asked(refusal("hq_defect", 500))
    assert (type(told), told.code) == (UnreachableError, "hq_defect")


@pytest.mark.parametrize(
    ("wait", "pauses"),
    [
        ("8", [8.0]),
        ("0", [0.0]),
        ("9", []),
        ("999999", []),
        ("1000000", [0.5]),
        ("-1", [0.5]),
        ("٣", [0.5]),
        ("", [0.5]),
    ],
)
def test_hq_says_how_long_to_wait_and_no_longer_than_eight_seconds_is_waited(wait, pauses):
    waited: list[float] = []
    busy = Response(503, b"", {"Retry-After": wait})
    asked(busy, busy, patience=Patience(tries=2, sleep=waited.append, chance=lambda: 1.0))
    assert waited == pauses


def test_who_says_nothing_of_patience_has_the_usual_one():
    line = HqLine(Saying(Response(200, pack(VerifyAnswer(1, bytes(32))))))
    assert line.ask("/v1/verify", VerifyRequest("s"), VerifyAnswer).number == 1


def test_pauses_grow_up_to_eight_seconds():
    waited: list[float] = []
    transport = DeadTransport()
    line = HqLine(transport, patience=Patience(tries=7, sleep=waited.append, chance=lambda: 1.0))
    with pytest.raises(UnreachableError):
        line.ask("/v1/hello", None, Hello, "GET")
    assert waited == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]


WHOLE = b"0123456789"


@pytest.mark.parametrize(
    ("status", "body", "piece"),
    [
        (206, b"234", b"234"),
        (200, WHOLE, b"234"),  # a box on the way that knows no ranges
        (206, b"23", None),
        (206, b"2345", None),
        (206, WHOLE, None),
        (200, b"234", None),
        (200, WHOLE + b"x", None),
    ],
)
def test_a_piece_is_just_the_bytes_asked_for(status, body, piece):
    transport = Saying(Response(status, body))
    line = HqLine(transport, patience=once())
    if piece is None:
        with pytest.raises(UnreachableError) as told:
            line.fetch("/v1/part/x", 2, 4, len(WHOLE))
        assert told.value.code == "hq_nonsense"
    else:
        assert line.fetch("/v1/part/x", 2, 4, len(WHOLE)) == piece
    [(method, _, headers, sent)] = transport.sent
    assert (method, headers["Range"], sent) == ("GET", "bytes=2-4", b"")


FITTING = Response(200, pack(VerifyAnswer(1, bytes(32))))
LONG = "".join(chr(33 + place % 90) for place in random.Random(1).choices(range(90), k=20_000))


@pytest.mark.parametrize(
    ("rested", "stream", "asks"), [(True, LONG, 2), (False, LONG, 1), (True, "s", 1), (False, "s", 1)]
)
def test_a_large_request_after_long_rest_asks_for_a_nonce_first(rested, stream, asks):
    answers = [FITTING, FITTING] if asks == 1 else [refusal("nonce_expired", 401, "fresh"), FITTING, FITTING]
    transport = Saying(*answers)
    line = HqLine(transport, desk="d", key=DeviceKey.make(), nonce="old", rested=rested, patience=once())
    for _ in range(2):  # and the second time it is known to be fresh
        line.ask("/v1/verify", VerifyRequest(stream), VerifyAnswer)
    assert len(transport.sent) == asks + 1
    assert line.requests == asks + 1
    if asks == 2:
        assert transport.sent[0][3] == b""
        assert [headers[NONCE] for _, _, headers, _ in transport.sent] == ["old", "fresh", "fresh"]


def test_an_expired_nonce_costs_one_more_request_and_no_third():
    transport = Saying(refusal("nonce_expired", 401, "n2"), FITTING)
    line = HqLine(transport, desk="d", key=DeviceKey.make(), nonce="n1", patience=once())
    line.ask("/v1/verify", VerifyRequest("s"), VerifyAnswer)
    assert [headers[NONCE] for _, _, headers, _ in transport.sent] == ["n1", "n2"]
    told = asked(refusal("nonce_expired", 401, "n2"), refusal("nonce_expired", 401, "n3"))
    assert told.code == "hq_nonsense"
    told = asked(refusal("nonce_expired", 401))  # without another one there is nothing to go on with
    assert told.code == "hq_nonsense"


@pytest.mark.parametrize(("nonce", "taken"), [("n" * 500, True), ("n" * 501, False), ("é", False), ("a\n", False)])
def test_a_nonce_that_fits_no_header_is_none(nonce, taken):
    assert HqLine(Saying(), nonce=nonce).nonce == (nonce if taken else "")
    line = HqLine(Saying(), nonce="known")
    if taken:
        line.nonce = nonce
    else:
        with pytest.raises(UnreachableError):
            line.nonce = nonce
    assert line.nonce == (nonce if taken else "known")


def test_what_went_over_the_line_is_weighed():
    transport = Saying(FITTING)
    line = HqLine(transport, patience=once())
    line.ask("/v1/verify", VerifyRequest("s"), VerifyAnswer)
    assert (line.requests, line.bytes_up, line.bytes_down) == (1, len(transport.sent[0][3]), len(FITTING.body))
    assert line.clock_off is None


@pytest.mark.parametrize(("proof", "wants"), [(None, False), (KnownKey(), False), (KnownKey(asks=True), True)])
def test_hq_is_asked_to_sign_where_the_line_proves_nothing(proof, wants):
    transport = Saying(FITTING)
    HqLine(transport, patience=once(), proof=proof).ask("/v1/verify", VerifyRequest("s"), VerifyAnswer)
    assert (transport.sent[0][2].get(WANTS_PROOF) == "1") is wants
