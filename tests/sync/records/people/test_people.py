"""People of a place on both engines: their records travel, their passwords don't, and guessing is slow."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import DeskError
from sync.records.bodies.policies import UserBody
from sync.records.people import people as records
from sync.records.people.people import change_person, make_person, set_password, sign_in
from tests.building.sync.books import NOW, found_desk, found_hq, rows

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
GOOD = "山高水长2026"


@pytest.mark.usefixtures("secrets_in_full")
def test_a_password_costs_whoever_guesses_what_is_advised():
    hasher = records._hasher()
    assert (hasher.type.name, hasher.memory_cost, hasher.time_cost, hasher.parallelism) == ("ID", 64 * 1024, 3, 4)
    assert records._fits(hasher.hash(GOOD), GOOD)


def people(book):
    with book.reading() as connection:
        return records.people(connection)


def make(book, name="王敏", role="owner", password=""):
    with book.writing() as writing:
        return make_person(writing, name, role, password, NOW, "")


def change(book, person, **what):
    with book.writing() as writing:
        return change_person(writing, person, **what)


def code_of(action, *words, **more):
    with pytest.raises(DeskError) as told:
        action(*words, **more)
    return told.value.code


def test_a_person_is_a_record_of_the_desk_without_his_password(book):
    found_desk(book)
    made = make(book, password=GOOD)
    [(stream, body)] = rows(
        book, "SELECT s.name, e.body FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'user'"
    )
    assert stream == "desk/d1"
    assert made.id.startswith("u-")
    assert GOOD.encode() not in bytes(body)
    assert b"argon2" not in bytes(body)
    [(stored,)] = rows(book, "SELECT hash FROM user_secret")
    assert stored.startswith("$argon2id$")
    assert people(book) == [made]
    assert made.guarded


def test_hqs_own_people_stand_in_hqs_stream(book):
    found_hq(book)
    make(book, role="admin", password=GOOD)
    assert rows(
        book, "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'user'"
    ) == [("hq",)]  # fmt: skip
    assert code_of(make, book, "李雷", "finance") == "password_missing"
    assert code_of(make, book, "李雷", "owner", GOOD) == "role_unknown"


@pytest.mark.parametrize(
    ("name", "role", "password", "code"),
    [
        (" ", "clerk", "", "user_name_empty"),
        ("王敏 ", "clerk", "", "user_name_taken"),
        ("x" * 41, "clerk", "", "user_name_long"),
        ("李雷", "admin", "", "role_unknown"),
        ("李雷", "clerk", "123", "password_short"),
    ],
)
def test_nothing_is_made_of_bad_input(book, name, role, password, code):
    found_desk(book)
    make(book)
    assert code_of(make, book, name, role, password) == code
    assert [each.name for each in people(book)] == ["王敏"]


def test_roles_change_and_the_last_owner_stays(book):
    found_desk(book)
    owner, clerk = make(book), make(book, "李雷", "clerk")
    assert change(book, clerk, role="keeper").role == "keeper"
    assert code_of(change, book, owner, active=False) == "user_last_head"
    assert code_of(change, book, owner, role="clerk") == "user_last_head"
    assert code_of(change, book, clerk, role="president") == "role_unknown"
    change(book, clerk, role="owner")
    change(book, owner, active=False)
    assert [(each.name, each.role, each.active) for each in people(book)] == [
        ("王敏", "owner", False),
        ("李雷", "owner", True),
    ]


def test_the_right_password_lets_in_and_a_wrong_one_is_counted(book):
    found_desk(book)
    made = make(book, password=GOOD)
    assert sign_in(book, " 王敏", GOOD, MOMENT) == made
    with pytest.raises(DeskError) as told:
        sign_in(book, "王敏", "something", MOMENT)
    assert (told.value.code, told.value.facts["left"]) == ("password_wrong", 4)
    assert code_of(sign_in, book, "王敏", "", MOMENT) == "password_wrong"
    assert code_of(sign_in, book, "王敏", "x" * 100_000, MOMENT) == "password_wrong"
    assert sign_in(book, "王敏", GOOD, MOMENT) == made
    with pytest.raises(DeskError) as told:
        sign_in(book, "王敏", "something", MOMENT)
    assert told.value.facts["left"] == 4


def test_five_wrong_tries_shut_the_door_for_five_minutes(book):
    found_desk(book)
    made = make(book, password=GOOD)
    codes = [code_of(sign_in, book, "王敏", f"wrong{place}", MOMENT) for place in range(5)]
    assert codes == ["password_wrong"] * 4 + ["password_locked"]
    with pytest.raises(DeskError) as told:
        sign_in(book, "王敏", GOOD, MOMENT + timedelta(minutes=2))
    assert (told.value.code, told.value.facts["minutes"]) == ("password_locked", 3)
    later = MOMENT + timedelta(minutes=5, seconds=1)
    assert code_of(sign_in, book, "王敏", "wrong", later) == "password_wrong"
    assert sign_in(book, "王敏", GOOD, later) == made


def test_a_new_password_takes_the_old_ones_place_and_opens_the_door(book):
    found_desk(book)
    made = make(book, password=GOOD)
    for place in range(5):
        code_of(sign_in, book, "王敏", f"wrong{place}", MOMENT)
    with book.writing() as writing:
        set_password(writing.connection, made, "another one")
    assert sign_in(book, "王敏", "another one", MOMENT).guarded
    assert code_of(sign_in, book, "王敏", GOOD, MOMENT) == "password_wrong"
    with book.writing() as writing:
        set_password(writing.connection, made, "")
    assert not sign_in(book, "王敏", "", MOMENT).guarded


def test_whoever_is_shut_out_unknown_or_of_another_desk_comes_not_in(book):
    found_desk(book)
    make(book)
    clerk = make(book, "李雷", "clerk")
    change(book, clerk, active=False)
    assert code_of(sign_in, book, "李雷", "", MOMENT) == "user_disabled"
    assert code_of(sign_in, book, "韩梅", "", MOMENT) == "user_unknown"
    with book.writing() as writing:
        writing.put("desk/d2", "user", "u-other", UserBody("GD01", "d2", "韩梅", "owner"))
    assert code_of(sign_in, book, "韩梅", "", MOMENT) == "user_unknown"


def test_people_of_hq_need_a_password_wherever_they_come_from(book):
    found_hq(book)
    with book.writing() as writing:
        writing.put("hq", "user", "u-1", UserBody("HQ", "", "陈总", "admin"))
    assert code_of(sign_in, book, "陈总", "", MOMENT) == "password_not_set"


def test_a_hash_that_is_no_hash_lets_nobody_in(book):
    found_desk(book)
    made = make(book, password=GOOD)
    with book.writing() as writing:
        from sync.records.books.bulk import run_many

        run_many(writing.connection, 'UPDATE user_secret SET hash = ? WHERE "user" = ?', [("rubbish", made.id)])
    assert code_of(sign_in, book, "王敏", GOOD, MOMENT) == "password_wrong"
