"""Who paid, by what a bank tells of it."""

import pytest

from domain.bank.payers import Guess, Own, Payer, PayerBook, clear_guess, clues_of, plain_name
from tests.building.domain.movements import a_movement

YONGFENG = Payer("K1", ("永丰超市", "王永丰"), ("6222 0202 0011 2233",))
LONG = Payer("K2", ("上海永丰超市有限公司",), ("31010012341234",))
TWIN_A, TWIN_B = Payer("K3", ("福星便利店",)), Payer("K4", ("福星便利店",), ("99887766",))
SHORT, THREE = Payer("K5", ("甲乙",)), Payer("K6", ("甲乙丙",))
PAYERS = (YONGFENG, LONG, TWIN_A, TWIN_B, SHORT, THREE)


def guesses(movement, **more):
    return [(guess.payer, guess.confidence) for guess in PayerBook(PAYERS, **more).guesses(movement)]


def codes(movement, **more):
    return [reason.code for reason in PayerBook(PAYERS, **more).guesses(movement)[0].reasons]


@pytest.mark.parametrize(
    ("movement", "expected"),
    [
        (a_movement(account="6222020200112233"), [("K1", 98)]),
        (a_movement(name="永丰超市"), [("K1", 90)]),
        (a_movement(name="支付宝-王永丰"), [("K1", 90)]),
        (a_movement(name="上海永丰超市（有限公司）"), [("K2", 90)]),
        (a_movement(memo="永丰超市11月货款"), [("K1", 75)]),
        (a_movement(memo="上海永丰超市货款"), [("K2", 75)]),
        (a_movement(account="3101******1234"), [("K2", 65)]),
        (a_movement(name="**丰超市"), [("K1", 28), ("K2", 28)]),
        (a_movement(name="王*丰"), [("K1", 55)]),
        (a_movement(name="*丰"), []),
        (a_movement(name="***"), []),
        (a_movement(name="福星便利店"), [("K3", 45), ("K4", 45)]),
        (a_movement(name="福星便利店", account="99887766"), [("K4", 99), ("K3", 45)]),
        (a_movement(name="某某", account="1"), []),
        (a_movement(), []),
        (a_movement(memo="甲乙丙货款", name="某人"), [("K6", 75)]),
        (a_movement(memo="甲乙货款", name="某人"), []),
    ],
)
def test_one_clue_or_more(movement, expected):
    assert guesses(movement) == expected


def test_a_quoted_document_tells_its_customer():
    movement = a_movement(memo="付XSCK-01-261101-0007货款")
    assert guesses(movement, numbers={"XSCK-01-261101-0007": "K3"}) == [("K3", 95)]
    assert guesses(movement, numbers={"XSCK-01-261101-000": "K3"}) == []


def test_what_was_booked_before_is_remembered_by_account_and_by_name():
    movement = a_movement(name="李四", account="6217001")
    history = {"account:6217001": {"K2": 3}, "name:李四": {"K2": 3}}
    assert clues_of(movement) == ("account:6217001", "both:6217001:李四", "name:李四")
    assert guesses(movement, history=history) == [("K2", 93)]
    assert codes(movement, history=history) == ["payer_history"]


def test_a_payer_who_paid_for_several_is_shared_among_them():
    movement = a_movement(name="李四")
    assert guesses(movement, history={"name:李四": {"K1": 9, "K2": 1}}) == [("K1", 84), ("K2", 9)]


def test_clues_add_up_and_say_what_they_are():
    movement = a_movement(name="永丰超市", account="6222****2233")
    assert guesses(movement)[0] == ("K1", 97)
    (guess,) = PayerBook(PAYERS).guesses(movement)
    assert [(reason.code, reason.facts["percent"]) for reason in guess.reasons] == [
        ("payer_account_masked", 65),
        ("payer_name", 90),
    ]


def test_only_a_clear_guess_is_taken():
    book = PayerBook(PAYERS)
    sure = clear_guess(book.guesses(a_movement(name="永丰超市")))
    assert sure is not None
    assert sure.payer == "K1"
    assert clear_guess(book.guesses(a_movement(name="福星便利店"))) is None
    assert clear_guess(book.guesses(a_movement(memo="永丰超市货款"))) is None
    assert clear_guess(()) is None
    close = PayerBook(PAYERS).guesses(a_movement(name="永丰超市", account="31010012341234"))
    assert [guess.payer for guess in close] == ["K2", "K1"]
    assert clear_guess(close) is None


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (" 永丰 超市 ", "永丰超市"),
        ("ABC（中国）有限责任公司", "abc中国"),
        ("财付通-ＡＢＣ", "abc"),
        ("中***融科技有限公司", "中*融科技"),
        ("**微超", "*微超"),
        ("有限公司", ""),
        ("", ""),
    ],
)
def test_names_are_compared_plainly(written, plain):
    assert plain_name(written) == plain


@pytest.mark.parametrize(
    ("movement", "clues"),
    [
        (a_movement(), ()),
        (a_movement(name="永丰超市"), ("name:永丰超市",)),
        (a_movement(account="6222 01"), ("account:622201",)),
        (a_movement(name="永丰超市", account="622201"), ("account:622201", "both:622201:永丰超市", "name:永丰超市")),
        (a_movement(name="永*", account="62**01"), ("both:62*01:永*",)),
        (a_movement(name="永*"), ()),
        (a_movement(account="62**01"), ()),
    ],
)
def test_a_payment_is_remembered_by_what_is_told_whole(movement, clues):
    assert clues_of(movement) == clues


@pytest.mark.parametrize(("second", "clear"), [(0, True), (70, True), (71, False)])
def test_a_clear_guess_is_ten_per_cent_ahead(second, clear):
    first = Guess("K1", 80, ())
    assert (clear_guess([first, Guess("K2", second, ())]) is first) is clear
    assert clear_guess([Guess("K1", 79, ())]) is None


def test_the_name_written_outweighs_the_account_number():
    history = {"account:4401": {"K2": 3}, "both:4401:上海永丰超市": {"K2": 3}, "name:上海永丰超市": {"K2": 3}}
    stranger = a_movement(name="个体户王五", account="4401")
    assert guesses(stranger, history=history) == [("K2", 60)]
    assert codes(stranger, history=history) == ["payer_account_of_other"]
    assert guesses(a_movement(name="王永丰", account="4401"), history=history) == [("K1", 90), ("K2", 60)]
    assert guesses(a_movement(name="上海永*超市", account="4401"), history=history)[0] == ("K2", 97)
    assert guesses(a_movement(account="4401"), history=history) == [("K2", 93)]


def test_ones_own_account_and_name_tell_nothing_of_a_payer():
    history = {"account:4401": {"K2": 3}, "name:粤海商贸": {"K2": 3}}
    own = Own(("4401", "6222****990011"), ("粤海商贸有限公司",))
    assert guesses(a_movement(account="4401"), history=history, own=own) == []
    assert guesses(a_movement(name="粤海商贸", account="4401"), history=history, own=own) == []
    assert guesses(a_movement(account="622200990011"), history={"account:622200990011": {"K1": 1}}, own=own) == []
    assert guesses(a_movement(account="4402"), history={"account:4402": {"K1": 1}}, own=own) == [("K1", 93)]
