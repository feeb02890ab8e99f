"""An answer is believed where the line or HQ's signature proves it, and nothing that HQ is said to have signed else."""

import base64

import pytest

from domain.errors import UnreachableError
from sync.client.line.proof import KnownKey
from sync.client.line.transport import Response
from sync.keys import DeviceKey
from sync.wire.messages import ExchangeAnswer, Page, Snapshot
from sync.wire.signing import PROOF, answer_text, head_text, to_base64, vouched_text

HQ, OTHER = DeviceKey.make(), DeviceKey.make()
REQUEST, RAW, HASH = b"the request", b"{}", bytes(32)


def answer(key=None, *, encrypted=False, raw=RAW, status=200, told=None):
    told = told if told is not None else (to_base64(key.sign(answer_text(REQUEST, status, raw))) if key else "")
    return Response(200, RAW, {PROOF: told} if told else {}, encrypted=encrypted)


def code(act):
    with pytest.raises(UnreachableError) as told:
        act()
    assert told.value.code == "hq_nonsense"
    return getattr(told.value.facts["detail"], "code", "")


# key known, signature needed, the answer; what is known of it then (given, signed), or the code it ends in.
CHECKED = {
    "a proven line": (True, True, answer(encrypted=True), (True, False)),
    "a proven line and rubbish beside it": (True, True, answer(encrypted=True, told="rubbish"), (True, False)),
    "signed": (True, False, answer(HQ), (True, True)),
    "signed where it must be": (True, True, answer(HQ), (True, True)),
    "an older HQ": (True, False, answer(), (False, False)),
    "unsigned where it must be": (True, True, answer(), "answer_unsigned"),
    "another's": (True, False, answer(OTHER), "answer_forged"),
    "of another status": (True, False, answer(HQ, status=500), "answer_forged"),
    "of another message": (True, False, answer(HQ, raw=b"[]"), "answer_forged"),
    "no signature at all": (True, False, answer(told="é"), "answer_forged"),
    "nobody's key known": (False, False, answer(OTHER), (False, False)),
    "nobody's key known, but needed": (False, True, answer(), (False, False)),
}


@pytest.mark.parametrize("what", CHECKED)
def test_an_answer_is_proven_or_not(what):
    known, needed, response, expected = CHECKED[what]
    proof = KnownKey(HQ.public if known else "", needed)
    if isinstance(expected, str):
        assert code(lambda: proof.check(response, REQUEST, RAW)) == expected
        assert not proof.given
    else:
        proof.check(response, REQUEST, RAW)
        assert (proof.given, proof.signed) == expected


def test_what_was_given_once_says_nothing_of_the_next_answer():
    proof = KnownKey(HQ.public)
    proof.check(answer(HQ), REQUEST, RAW)
    proof.check(answer(), REQUEST, RAW)
    assert (proof.given, proof.signed) == (False, True)


@pytest.mark.parametrize("harmless", ["nonce_expired", "hq_defect", "hq_busy", "database_busy", "too_many_requests"])
def test_that_hq_can_not_be_asked_just_now_needs_no_proof(harmless):
    proof = KnownKey(HQ.public, needed=True)
    proof.check_refusal(answer(), REQUEST, RAW, harmless)
    assert code(lambda: proof.check_refusal(answer(), REQUEST, RAW, "desk_revoked")) == "answer_unsigned"


def test_a_key_is_learnt_from_the_answer_it_proves():
    proof = KnownKey()
    proof.learn(HQ.public)  # as where the line alone was proven, with no answer before
    assert proof.key == HQ.public
    for key, told in ((HQ, None), (OTHER, "answer_forged")):
        proof = KnownKey()
        proof.check(answer(HQ), REQUEST, RAW)
        if told:
            assert code(lambda proof=proof, key=key: proof.learn(key.public)) == told
        else:
            proof.learn(key.public)
            assert proof.given


@pytest.mark.parametrize(
    "key", ["", "AAAA", "é", base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(33)).decode()]
)
def test_what_is_no_key_is_not_learnt(key):
    assert code(lambda: KnownKey().learn(key)) == "answer_key"


@pytest.mark.parametrize(
    ("vouched", "fits"),
    [
        (to_base64(HQ.sign(vouched_text("d", "GD01", "k"))), True),
        ("", True),
        (to_base64(HQ.sign(vouched_text("d", "GD02", "k"))), False),
        (to_base64(OTHER.sign(vouched_text("d", "GD01", "k"))), False),
        ("é", False),
    ],
    ids=["HQ's", "none", "of another dealer", "another's", "rubbish"],
)
def test_hqs_word_on_a_desks_key_is_hqs(vouched, fits):
    settings = {"desk_id": "d", "dealer_id": "GD01"}
    said = ExchangeAnswer("n", vouched=vouched)
    KnownKey().check_answer(said, settings, "k")  # whose key isn't known can't be held to it
    if fits:
        KnownKey(HQ.public).check_answer(said, settings, "k")
    else:
        assert code(lambda: KnownKey(HQ.public).check_answer(said, settings, "k")) == "answer_vouched"
        KnownKey(HQ.public).check_answer(said, settings | {"vouched": vouched}, "k")  # judged before


@pytest.mark.parametrize("signer", [HQ, OTHER, None])
@pytest.mark.parametrize("way", ["page", "snapshot"])
def test_a_head_that_hq_is_said_to_have_signed_was_signed_by_hq(signer, way):
    signature = signer.sign(head_text("s", 1, 2, HASH)) if signer else b""
    page = Page("s", 1, 1, 2, HASH, 9, signature=signature)
    told = (
        {"pages": [page]} if way == "page" else {"snapshots": [Snapshot("s", 1, 2, HASH, 1, bytes(16), [], signature)]}
    )
    KnownKey().check_answer(ExchangeAnswer("n", **told), {}, "k")
    if signer is OTHER:
        assert code(lambda: KnownKey(HQ.public).check_answer(ExchangeAnswer("n", **told), {}, "k")) == "page_signature"
    else:
        KnownKey(HQ.public).check_answer(ExchangeAnswer("n", **told), {}, "k")
