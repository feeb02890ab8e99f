"""Roles and what they allow, names and passwords, and that someone always keeps the keys."""

import pytest

from domain.errors import DeskError, RefusedError
from domain.parties.users import (
    ACTIONS,
    DESK_ROLES,
    HEADS,
    HQ_ROLES,
    LONGEST_NAME,
    PERMISSIONS,
    ROLES,
    Person,
    check_head_stays,
    check_name,
    check_password,
    check_role,
    head_role,
    may,
    same_name,
)

ALLOWED = {
    "owner": ACTIONS,
    "clerk": ("order_write", "card_write"),
    "keeper": ("goods_move",),
    "accountant": ("money_write", "statement_write", "card_write", "cost_see"),
    "channel_manager": ("order_approve", "policy_write", "policy_approve", "cost_see"),
    "finance": ("money_write", "statement_write", "policy_approve", "rebate_settle", "cost_see"),
    "admin": ACTIONS,
    "somebody of a later program": (),
}


@pytest.mark.parametrize("role", ALLOWED)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_allows_what_the_table_says(role, action):
    assert may(role, action) is (action in ALLOWED[role])


def test_every_role_stands_in_the_table():
    assert set(PERMISSIONS) == set(ROLES) == {*DESK_ROLES, *HQ_ROLES}
    assert {action for allowed in PERMISSIONS.values() for action in allowed} == set(ACTIONS)
    assert head_role(at_hq=True) in HQ_ROLES
    assert head_role(at_hq=False) in DESK_ROLES
    assert {head_role(at_hq=True), head_role(at_hq=False)} == set(HEADS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王敏", "王敏"),
        ("  Anna   Lee ", "Anna Lee"),
        ("老\u3000王", "老 王"),
        ("x\ty\n", "x y"),
        ("a\u0000b", "a b"),
        ("n" * LONGEST_NAME, "n" * LONGEST_NAME),
    ],
)
def test_a_name_is_kept_as_people_write_it(typed, kept):
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "user_name_empty"),
        ("  \t\u3000", "user_name_empty"),
        ("n" * (LONGEST_NAME + 1), "user_name_long"),
        ("ANNA lee", "user_name_taken"),
        ("Ａｎｎａ Lee", "user_name_taken"),
    ],
)
def test_a_name_that_can_not_be_is_refused(typed, code):
    with pytest.raises(DeskError) as told:
        check_name(typed, ["王敏", "Anna Lee"])
    assert told.value.code == code


def test_width_and_case_make_no_other_person():
    assert same_name("ANNA", "anna")
    assert same_name("Straße", "STRASSE")
    assert not same_name("王敏", "王民")


@pytest.mark.parametrize(
    ("role", "at_hq", "known"),
    [
        ("owner", False, True),
        ("owner", True, False),
        ("admin", True, True),
        ("admin", False, False),
        ("", False, False),
    ],
)
def test_a_role_is_one_of_its_place(role, at_hq, known):
    if known:
        assert check_role(role, at_hq=at_hq) == role
    else:
        with pytest.raises(DeskError) as told:
            check_role(role, at_hq=at_hq)
        assert told.value.code == "role_unknown"


@pytest.mark.parametrize(
    ("password", "needed", "code"),
    [
        ("", False, None),
        ("", True, "password_missing"),
        ("12345", False, "password_short"),
        ("123456", True, None),
        ("很长的密码呀", True, None),
        ("x" * 201, False, "password_long"),
    ],
)
def test_a_password_is_fit_or_told(password, needed, code):
    if code is None:
        assert check_password(password, needed=needed) == password
        return
    with pytest.raises(DeskError) as told:
        check_password(password, needed=needed)
    assert told.value.code == code


def test_someone_who_may_everything_stays():
    owner, clerk = Person("1", "王", "owner"), Person("2", "李", "clerk")
    check_head_stays([owner, clerk], Person("2", "李", "keeper"))
    check_head_stays([owner, Person("2", "李", "owner")], Person("1", "王", "owner", active=False))
    for changed in (Person("1", "王", "clerk"), Person("1", "王", "owner", active=False)):
        with pytest.raises(RefusedError) as told:
            check_head_stays([owner, clerk], changed)
        assert told.value.code == "user_last_head"
    gone = Person("2", "李", "owner", active=False)
    with pytest.raises(RefusedError):
        check_head_stays([owner, gone], Person("1", "王", "clerk"))
