"""An address answers with a message or with a code, never with a traceback; who asks is proven first."""

import pytest

from sync.hq.service.endpoints import Endpoints
from sync.keys import hq_key
from sync.wire.messages import ExchangeRequest, FailureAnswer, Hello
from sync.wire.packing import pack, unpack
from sync.wire.signing import DESK, NONCE, SIGNATURE, request_text, to_base64

PATH = "/v1/exchange"


def failure(answer):
    return answer.status, unpack(answer.body, FailureAnswer).error.code


def signed(endpoints, desk, body, *, key=None, path=PATH):
    first = endpoints.answer("POST", path, {DESK: desk.desk}, body)
    nonce = unpack(first.body, FailureAnswer).nonce
    signature = to_base64((key or desk.key).sign(request_text("POST", path, nonce, body)))
    return endpoints.answer("POST", path, {DESK: desk.desk, NONCE: nonce, SIGNATURE: signature}, body)


@pytest.fixture
def endpoints(hq):
    return Endpoints(hq)


def test_anybody_may_greet(endpoints):
    answer = endpoints.answer("GET", "/v1/hello", {}, b"")
    assert (answer.status, unpack(answer.body, Hello).dealer) == (200, "HQ")


def test_stranger_gets_a_nonce_and_no_more(endpoints):
    assert failure(endpoints.answer("POST", PATH, {DESK: "nobody"}, b"")) == (401, "nonce_expired")
    assert failure(endpoints.answer("GET", PATH, {}, b"")) == (404, "not_found")
    assert failure(endpoints.answer("POST", "/v2/exchange", {}, b"")) == (404, "not_found")


def test_signature_is_checked_before_the_message(endpoints, desks):
    desk, other = desks(), desks()
    assert failure(signed(endpoints, desk, b"nonsense", key=other.key)) == (401, "signature_wrong")
    assert failure(signed(endpoints, desk, b"nonsense")) == (400, "message_unreadable")
    assert failure(signed(endpoints, desk, pack(ExchangeRequest(99)))) == (426, "upgrade_needed")
    assert signed(endpoints, desk, pack(ExchangeRequest(1))).status == 200


def test_defect_is_told_by_a_number_alone(endpoints, monkeypatch):
    def break_down(_):
        raise ZeroDivisionError("private")

    monkeypatch.setattr(endpoints, "_answer", break_down)
    answer = endpoints.answer("GET", "/v1/hello", {}, b"")
    assert failure(answer) == (500, "hq_defect")
    assert b"private" not in answer.body


def test_all_processes_of_hq_have_one_key():
    assert hq_key("s") == hq_key("s") != hq_key("t")
