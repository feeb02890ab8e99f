"""A key in a file under a passphrase opens with it and with nothing else, and says which of the two went wrong."""

import stat

import keyring
import msgspec
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from desktop.actions.people import keys
from desktop.actions.people.users import door
from desktop.actions.statements.signer import device_key, seal_if_any
from domain.errors import DamagedError, RefusedError, UsageError
from sync.keys import FILE, KEY_FILE, MISSING, SEALED, STORE, DeviceKey, forget_key, key_place, load_key, save_key
from sync.sealed import NotSealedError, WrongError, seal, unseal
from tests.building.desktop.a_desk import a_desk
from tests.journeys.ends import desk as command

PHRASE = "白云山下 seven 七"


@pytest.fixture
def no_store():
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def desk(tmp_path, no_store, monkeypatch):
    for name in ("DESK_PASSPHRASE", "DESK_NEW_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    opened = a_desk(tmp_path / "desk")
    save_key(opened.folder, opened.identity.desk_id, DeviceKey(b"s" * 32))
    yield opened
    opened.close()


@pytest.mark.usefixtures("secrets_in_full")
def test_a_passphrase_costs_whoever_guesses_what_is_advised():
    said = msgspec.json.decode(seal(b"s" * 32, PHRASE))
    assert (said["kdf"], said["memory"] >= 64 * 1024, said["rounds"] >= 3) == ("argon2id", True, True)
    assert unseal(msgspec.json.encode(said).decode(), PHRASE) == b"s" * 32


def test_what_is_sealed_opens_with_its_passphrase_alone():
    text = seal(b"s" * 32, PHRASE)
    assert unseal(text, PHRASE) == b"s" * 32
    assert unseal(seal(b"s" * 32, "cafe\u0301"), "caf\u00e9") == b"s" * 32  # one word, composed twice
    for wrong in ("", PHRASE + " ", PHRASE[:-1]):
        with pytest.raises(WrongError):
            unseal(text, wrong)
    assert seal(b"s" * 32, PHRASE) != text


@pytest.mark.parametrize(
    "changed",
    [
        {"rounds": 0},
        {"rounds": 10**6},
        {"memory": 10**9},
        {"lanes": 0},
        {"kdf": "none"},
        {"v": 2},
        {"nonce": "AA=="},
        {"salt": "???"},
        {"box": 1},
    ],
)
def test_a_file_that_asks_for_too_much_or_makes_no_sense_is_none(changed):
    text = msgspec.json.encode({**msgspec.json.decode(seal(b"s" * 32, PHRASE)), **changed}).decode()
    with pytest.raises(NotSealedError):
        unseal(text, PHRASE)


def test_cheaper_stretching_written_into_the_file_opens_nothing():
    cheap = {**msgspec.json.decode(seal(b"s" * 32, PHRASE)), "rounds": 1, "memory": 64}
    with pytest.raises(WrongError):
        unseal(msgspec.json.encode(cheap).decode(), PHRASE)


def test_places_of_a_key(tmp_path, no_store):
    key = DeviceKey.make()
    assert key_place(tmp_path, "d1") == MISSING
    told = save_key(tmp_path, "d1", key)
    assert told is not None
    assert (told.code, key_place(tmp_path, "d1")) == ("key_in_file", FILE)
    told = save_key(tmp_path, "d1", key, PHRASE)
    assert told is not None
    assert (told.code, key_place(tmp_path, "d1")) == ("key_sealed", SEALED)
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert key.seed not in (tmp_path / KEY_FILE).read_bytes()
    assert load_key(tmp_path, "d1", lambda: PHRASE) == key
    with pytest.raises(UsageError, match="passphrase_needed"):
        load_key(tmp_path, "d1")
    with pytest.raises(RefusedError, match="passphrase_wrong"):
        load_key(tmp_path, "d1", lambda: "another one")
    (tmp_path / KEY_FILE).write_text("{}")
    with pytest.raises(DamagedError, match="key_unreadable"):
        load_key(tmp_path, "d1", lambda: PHRASE)
    forget_key(tmp_path, "d1")


def test_set_changed_and_taken_away(desk):
    key = device_key(desk)
    assert keys.set_passphrase(desk, PHRASE) == SEALED
    desk.key = None  # as at the next start
    assert door(desk).state == "locked"
    with pytest.raises(UsageError, match="passphrase_needed"):
        device_key(desk)
    with pytest.raises(RefusedError, match="passphrase_wrong"):
        keys.unlock(desk, "another one")
    # A key that is only locked makes no unsigned papers.
    with desk.book.reading() as connection, pytest.raises(UsageError, match="passphrase_needed"):
        seal_if_any(desk, connection)
    keys.unlock(desk, PHRASE)
    assert device_key(desk) == key
    assert door(desk).state != "locked"
    assert keys.set_passphrase(desk, "another phrase") == SEALED
    assert keys.set_passphrase(desk, "") == FILE
    desk.key = None
    assert device_key(desk) == key


def test_a_service_finds_it_in_the_environment(desk, monkeypatch):
    keys.set_passphrase(desk, PHRASE)
    desk.key = None
    monkeypatch.setenv("DESK_PASSPHRASE", "another one")
    assert keys.is_locked(desk)
    monkeypatch.setenv("DESK_PASSPHRASE", PHRASE)
    assert not keys.is_locked(desk)
    assert desk.key is not None


def test_too_short_too_long_or_not_needed(desk, monkeypatch):
    with pytest.raises(UsageError, match="passphrase_short"):
        keys.set_passphrase(desk, "short")
    with pytest.raises(UsageError, match="passphrase_long"):
        keys.set_passphrase(desk, "x" * 201)
    monkeypatch.setattr(keys, "key_place", lambda *_: STORE)
    with pytest.raises(RefusedError, match="key_in_store"):
        keys.set_passphrase(desk, PHRASE)


def test_by_command(desk, monkeypatch):
    folder = desk.folder
    desk.close()
    assert command(folder, "key", "show")["place"] == FILE
    assert command(folder, "key", "passphrase")["error"]["code"] == "passphrase_new_needed"
    monkeypatch.setenv("DESK_NEW_PASSPHRASE", PHRASE)
    assert command(folder, "key", "passphrase")["place"] == SEALED
    assert command(folder, "key", "passphrase")["error"]["code"] == "passphrase_needed"
    monkeypatch.setenv("DESK_PASSPHRASE", "another one")
    answer = command(folder, "key", "passphrase", "--remove")
    assert (answer.status, answer["error"]["code"]) == (1, "passphrase_wrong_given")
    assert "--desk" in answer["error"]["message"]
    monkeypatch.setenv("DESK_PASSPHRASE", PHRASE)
    assert command(folder, "key", "passphrase", "--remove")["place"] == FILE


def test_a_wrong_passphrase_of_a_service_is_told_as_the_services(desk, monkeypatch):
    keys.set_passphrase(desk, PHRASE)
    desk.key, desk.passphrase = None, lambda: "typed wrongly"
    with pytest.raises(RefusedError, match="passphrase_wrong\\("):
        device_key(desk)
    monkeypatch.setenv("DESK_PASSPHRASE", "wrong in the environment")
    with pytest.raises(RefusedError, match="passphrase_wrong_given"):
        device_key(desk)
