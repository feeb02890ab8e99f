"""A key is kept by the system where it can be, else in a file only its owner reads, and comes back the same."""

import stat

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from domain.errors import DamagedError
from sync.keys import KEY_FILE, DeviceKey, forget_key, load_key, save_key


def test_key_in_the_system_s_store_leaves_no_file(tmp_path):
    key = DeviceKey.make()
    assert save_key(tmp_path, "d1", key) is None
    assert load_key(tmp_path, "d1") == key
    assert list(tmp_path.iterdir()) == []
    assert load_key(tmp_path, "d2") is None
    forget_key(tmp_path, "d1")
    assert load_key(tmp_path, "d1") is None


def test_without_a_store_the_key_lies_in_a_file_and_that_is_told(tmp_path):
    keyring.set_keyring(NoKeyring())
    key = DeviceKey.make()
    told = save_key(tmp_path, "d1", key)
    assert told is not None
    assert (told.code, told.severity) == ("key_in_file", "warn")
    (file,) = tmp_path.iterdir()
    assert file.name.endswith(KEY_FILE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_key(tmp_path, "d1") == key
    file.write_text("nothing a key could be")
    with pytest.raises(DamagedError, match="key_unreadable"):
        load_key(tmp_path, "d1")


def test_seed_stays_out_of_every_text():
    key = DeviceKey(b"s" * 32)
    assert "ssss" not in repr(key)
