"""A body is read as it was written; what later programs add is passed over, what they leave out has a default."""

import msgspec
import pytest

from domain.documents.kinds import KINDS
from sync.records.bodies.records import BODY_TYPES, DOCUMENT_KINDS, AnswerBody, DealerBody, decode, encode
from tests.building.sync.books import an_order


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("order", an_order()),
        ("dealer", DealerBody("C1", "天河小卖部", "store", credit_limit=0)),
        ("answer", AnswerBody("o1", "accepted", "2026-11-23T08:41:07Z", [1000], unit_prices=[None, 25_000])),
    ],
)
def test_body_survives_the_way(kind, body):
    assert decode(kind, encode(body)) == body


def test_fields_of_tomorrow_are_passed_over():
    body = decode("dealer", '{"code":"C1","name":"店","tier":"store","wechat":"x"}'.encode())
    assert body == DealerBody("C1", "店", "store")


def test_kind_of_tomorrow_is_no_error_and_a_broken_body_is():
    assert decode("coupon", b"{}") is None
    with pytest.raises(msgspec.ValidationError):
        decode("dealer", b'{"code": 7}')


def test_documents_are_the_kinds_the_domain_knows():
    assert {*DOCUMENT_KINDS, "answer", "order_closing"} == set(KINDS)
    assert set(DOCUMENT_KINDS) < set(BODY_TYPES)
