"""Journeys run on machines without a key store, so that the key lies in the desk's folder, and on real databases."""

import keyring
import keyring.backends.null
import pytest


@pytest.fixture(autouse=True, scope="package")
def no_key_store():
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.null.Keyring())
    yield
    keyring.set_keyring(before)
