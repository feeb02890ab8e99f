"""The dealer tree: every problem is found, and who may read whom."""

from hypothesis import given
from hypothesis import strategies as st

from domain.parties.dealers import Dealer, below, chain_up, check_tree, may_read


def a_dealer(code, parent=None, tier="store", **changes):
    return Dealer(id=changes.pop("id", code), code=code, name=code, tier=tier, parent=parent, **changes)


SOUND = [
    a_dealer("HQ", tier="hq"),
    a_dealer("GD", "HQ", "province"),
    a_dealer("GZ", "GD", "city"),
    a_dealer("PY", "GZ", "city"),  # a county below its city
    a_dealer("S1", "GZ"),
    a_dealer("S2", "GD"),  # a store straight below the province
    a_dealer("HN", "HQ", "province"),
]
PARENTS = {dealer.id: dealer.parent for dealer in SOUND}


def told(dealers):
    return [(reason.code, reason.facts["dealer"], reason.facts["parent"]) for reason in check_tree(dealers)]


def test_a_sound_tree_has_no_problem():
    assert check_tree(SOUND) == []
    assert check_tree([]) == []


def test_every_problem_is_told_not_only_the_first():
    dealers = [
        *SOUND,
        a_dealer("S3", "NOWHERE"),
        a_dealer("GD", "HQ", "province"),
        a_dealer("HQ2", tier="hq"),
        a_dealer("P", "S1", "province"),
        a_dealer("X", "HQ", "planet"),
        a_dealer("A", "B"),
        a_dealer("B", "C"),
        a_dealer("C", "A"),
        a_dealer("D", "C"),
        a_dealer("E", "E"),
        a_dealer("HQ3", "HQ", "hq"),
    ]
    assert told(dealers) == [
        ("tree_duplicate_code", "GD", "HQ"),
        ("tree_two_roots", "HQ2", None),
        ("tree_unknown_parent", "S3", "NOWHERE"),
        ("tree_tier_order", "P", "S1"),
        ("tree_unknown_tier", "X", "HQ"),
        ("tree_tier_order", "HQ3", "HQ"),
        ("tree_circle", "A", "B"),
        ("tree_circle", "E", "E"),
    ]
    assert all(reason.severity == "stop" for reason in check_tree(dealers))


def test_a_circle_is_drawn():
    (circle,) = check_tree([SOUND[0], a_dealer("B", "C"), a_dealer("C", "A"), a_dealer("A", "B")])
    assert circle.facts["circle"] == "A → B → C → A"


def test_one_code_under_two_ids_is_a_duplicate():
    assert told([*SOUND, a_dealer("S1", "GZ", id="GZ:S1")]) == [("tree_duplicate_code", "S1", "GZ")]


def test_the_top_is_headquarters():
    assert told([a_dealer("GD", tier="province")]) == [("tree_root_tier", "GD", None)]


def test_a_second_top_is_told_with_the_first_and_only_so():
    (second,) = check_tree([SOUND[0], a_dealer("GD", tier="province")])
    assert (second.code, second.facts["other"]) == ("tree_two_roots", "HQ")


def test_a_dealer_reads_itself_and_what_stands_below():
    readable = {reader: [s.id for s in SOUND if may_read(reader, s.id, PARENTS)] for reader in ("HQ", "GD", "GZ", "S1")}
    assert readable == {
        "HQ": ["HQ", "GD", "GZ", "PY", "S1", "S2", "HN"],
        "GD": ["GD", "GZ", "PY", "S1", "S2"],
        "GZ": ["GZ", "PY", "S1"],
        "S1": ["S1"],
    }
    assert not may_read("GD", "STRANGER", PARENTS)


def test_the_chain_goes_up_and_a_circle_ends_it():
    assert chain_up("S1", PARENTS) == ["S1", "GZ", "GD", "HQ"]
    assert chain_up("A", {"A": "B", "B": "C", "C": "B"}) == ["A", "B", "C"]
    assert below("A", {"A": "B", "B": "A", "C": "B"}) == ["B", "C"]


def test_below_is_nearest_first():
    assert below("GD", PARENTS) == ["GZ", "S2", "PY", "S1"]
    assert below("S1", PARENTS) == []


@st.composite
def parent_maps(draw):
    count = draw(st.integers(1, 12))
    names = [f"D{place}" for place in range(count)]
    return {name: draw(st.sampled_from([None, *names])) for name in names}


@given(parent_maps())
def test_below_and_may_read_agree_on_any_map(parents):
    for reader in parents:
        readable = {subject for subject in parents if may_read(reader, subject, parents)}
        assert readable == {reader, *below(reader, parents)}


@given(parent_maps())
def test_a_map_without_circle_is_told_none_and_one_with_is(parents):
    dealers = [a_dealer(name, parent) for name, parent in parents.items()]
    reaches_top = all(parents[chain_up(name, parents)[-1]] is None for name in parents)
    assert any(reason.code == "tree_circle" for reason in check_tree(dealers)) == (not reaches_top)
