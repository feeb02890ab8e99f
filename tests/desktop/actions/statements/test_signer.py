"""The desk's key is found, or its loss is told as damage."""

import pytest

from desktop.actions.statements.signer import device_key
from domain.errors import DamagedError
from sync.keys import DeviceKey, forget_key, save_key


def test_the_key_kept_in_the_folder_is_the_one_that_signs(desk):
    key = DeviceKey.make()
    save_key(desk.folder, desk.identity.desk_id, key)
    assert device_key(desk).public == key.public


def test_a_lost_key_is_told(desk):
    forget_key(desk.folder, desk.identity.desk_id)
    with pytest.raises(DamagedError) as lost:
        device_key(desk)
    assert lost.value.code == "key_missing"
