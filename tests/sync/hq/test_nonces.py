"""A nonce holds for its desk and for two days, whatever HQ's clock does."""

import pytest

from sync.hq.nonces import is_fresh, make_nonce

HOUR = 3600.0
NOW = 1_000_000 * HOUR


@pytest.mark.parametrize(("later", "fresh"), [(0, True), (48, True), (49, False), (-48, True), (-49, False)])
def test_nonce_lives_two_days_either_way(later, fresh):
    assert is_fresh("secret", "d1", make_nonce("secret", "d1", NOW), NOW + later * HOUR) is fresh


@pytest.mark.parametrize("nonce", ["", ".", "1000000", "1000000.", "1000000.00", "-1.aa", "一.aa", "9" * 30 + ".aa"])
def test_made_up_nonce_is_none(nonce):
    assert not is_fresh("secret", "d1", nonce, NOW)


def test_nonce_of_another_desk_or_hq_is_none():
    nonce = make_nonce("secret", "d1", NOW)
    assert not is_fresh("secret", "d2", nonce, NOW)
    assert not is_fresh("other", "d1", nonce, NOW)
