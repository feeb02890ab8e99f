"""Who asks is proven at every request: also where the desk was here before and its row comes with the answer."""

from datetime import UTC, datetime

import pytest

from sync.hq.service import door
from sync.hq.service.endpoints import Endpoints
from sync.hq.service.enrolment import revoke_desk
from sync.hq.service.nonces import make_nonce
from sync.hq.web.limits import ServiceLimits
from sync.keys import DeviceKey
from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting
from sync.streams import ZERO_HASH
from sync.wire.messages import PROTOCOL, ExchangeAnswer, ExchangeRequest, FailureAnswer, OwnEntries
from sync.wire.packing import pack, unpack
from sync.wire.signing import DESK, NONCE, SIGNATURE, request_text, to_base64

PATH = "/v1/exchange"


def asked(hq, endpoints, desk, *, key=None, path=PATH, message=None):
    """The answer to a signed request that brings nothing, or the code of its refusal."""
    body = pack(message or ExchangeRequest(PROTOCOL, OwnEntries(1, 0, ZERO_HASH, 0)))
    with hq.reading() as connection:
        nonce = make_nonce(read_setting(connection, "secret"), desk.desk, datetime.now(UTC).timestamp())
    signature = to_base64((key or desk.key).sign(request_text("POST", path, nonce, body)))
    found = endpoints.answer("POST", path, {DESK: desk.desk, NONCE: nonce, SIGNATURE: signature}, body)
    return unpack(found.body, ExchangeAnswer) if found.status == 200 else unpack(found.body, FailureAnswer).error.code


@pytest.fixture
def endpoints(hq):
    return Endpoints(hq)


@pytest.fixture
def looked_up(monkeypatch):
    """Counts the questions that ask for nothing but who a desk is."""
    found = []

    def look_up(*words):
        found.append(words)
        return query_rows(*words)

    monkeypatch.setattr(door, "query_rows", look_up)
    return found


def here_before(hq, endpoints, desk):
    """A desk that has asked so lately that its row comes with the answer."""
    for _ in range(2):  # the first notes that it was here
        assert isinstance(asked(hq, endpoints, desk), ExchangeAnswer)
    return desk


def test_who_asks_again_is_looked_up_by_the_question_that_answers(hq, endpoints, desks, looked_up):
    desk = here_before(hq, endpoints, desks())
    looked_up.clear()
    assert isinstance(asked(hq, endpoints, desk), ExchangeAnswer)
    assert not looked_up


def test_who_was_shut_out_since_is_told_so(hq, endpoints, desks):
    desk = here_before(hq, endpoints, desks())
    revoke_desk(hq, desk.desk)
    assert asked(hq, endpoints, desk) == "desk_revoked"
    assert asked(hq, endpoints, desk) == "desk_revoked"


def test_another_key_is_none_of_a_desk_that_was_here(hq, endpoints, desks):
    desk = here_before(hq, endpoints, desks())
    assert asked(hq, endpoints, desk, key=DeviceKey.make()) == "signature_wrong"


def test_an_old_key_ends_where_the_desk_has_a_new_one(hq, endpoints, desks):
    desk, new = here_before(hq, endpoints, desks()), DeviceKey.make()
    with hq.writing() as writing:
        writing.connection.exec_driver_sql(f"UPDATE desk SET public_key = '{new.public}'")
    assert asked(hq, endpoints, desk) == "signature_wrong"
    assert isinstance(asked(hq, endpoints, desk, key=new), ExchangeAnswer)
    assert isinstance(asked(hq, endpoints, desk, key=new), ExchangeAnswer)
    assert asked(hq, endpoints, desk) == "signature_wrong"


def test_what_is_said_of_a_desk_is_as_it_stands(hq, endpoints, desks):
    desk = here_before(hq, endpoints, desks())
    with hq.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE desk SET rebuilt = 'another'")
    assert asked(hq, endpoints, desk).rebuilt == "another"


def test_a_request_counts_once_whichever_way_its_desk_is_looked_up(hq, desks):
    endpoints, desk = Endpoints(hq, limits=ServiceLimits(desk_rate=0.001, desk_burst=4)), desks()
    here_before(hq, endpoints, desk)
    again = ExchangeRequest(PROTOCOL, OwnEntries(1, 0, ZERO_HASH, 0), returned="nothing")  # takes more than one look
    assert isinstance(asked(hq, endpoints, desk, message=again), ExchangeAnswer)
    assert isinstance(asked(hq, endpoints, desk), ExchangeAnswer)
    assert asked(hq, endpoints, desk) == "too_many_requests"
