"""Becoming a desk: one code, one machine, and no harm in asking twice."""

import stat
from datetime import UTC, datetime, timedelta

import keyring
import pytest
from keyring.backends import fail

from domain.errors import DamagedError, RefusedError, UnreachableError, UsageError
from sync.client.line.transport import check_url
from sync.client.streams.enrolling import enrol
from sync.hq.service.enrolment import enrol_desk, make_code, revoke_desk
from sync.keys import DeviceKey, load_key, save_key
from tests.building.sync.books import rows
from tests.building.sync.ends import HASTY, Local

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def join(hq, folder, code, line=None):
    return enrol(folder, "http://127.0.0.1", code, "柜台", transport=line or Local(hq), patience=HASTY)


def refused(code, work):
    with pytest.raises(RefusedError) as told:
        work()
    assert told.value.code == code


def test_prefixes_are_given_once_each(hq, desks):
    assert [desks().desk != "" for _ in range(3)] == [True] * 3
    assert rows(hq, "SELECT prefix FROM desk ORDER BY prefix") == [("01",), ("02",), ("03",)]


def test_a_desk_of_hq_s_own_people_is_nobody_s_and_the_code_waits_until_somebody_is_named(hq, tmp_path):
    made = make_code(hq, "HQ", now=datetime.now(UTC))
    refused("enrol_user_needed", lambda: join(hq, tmp_path / "office", made.code))
    assert rows(hq, "SELECT COUNT(*) FROM desk") == [(0,)]
    transport = Local(hq)
    done = enrol(
        tmp_path / "office", "http://127.0.0.1", made.code, "柜台", user="周敏", transport=transport, patience=HASTY
    )
    assert (done.at_hq, done.dealer_id) == (True, "HQ")


def test_code_is_read_as_it_is_heard(hq):
    code = make_code(hq, "GD01", now=NOW).code
    assert enrol_desk(hq, f" {code.lower().replace('-', ' ')} ", DeviceKey.make().public, "", NOW).prefix == "01"


def test_code_serves_one_machine_within_its_time(hq):
    code = make_code(hq, "GD01", now=NOW).code
    key = DeviceKey.make().public
    refused("code_wrong", lambda: enrol_desk(hq, "23456-789AB", key, "", NOW))
    late = NOW + timedelta(minutes=15, seconds=1)
    refused("code_expired", lambda: enrol_desk(hq, code, key, "", late))
    first = enrol_desk(hq, code, key, "", NOW)
    assert enrol_desk(hq, code, key, "", late) == first
    refused("code_used", lambda: enrol_desk(hq, code, DeviceKey.make().public, "", NOW))
    refused("key_wrong", lambda: enrol_desk(hq, code, "no key", "", NOW))


def test_second_half_of_an_overheard_code_can_not_be_tried(hq):
    code = make_code(hq, "GD01", now=NOW).code
    key = DeviceKey.make().public
    for _ in range(5):
        refused("code_wrong", lambda: enrol_desk(hq, f"{code[:5]}-23456", key, "", NOW))
    refused("code_tries", lambda: enrol_desk(hq, code, key, "", NOW))
    later = NOW + timedelta(minutes=16)
    assert enrol_desk(hq, make_code(hq, "GD01", now=later).code, key, "", later).dealer == "GD01"


def test_wrong_codes_of_one_block_nobody_elses_enrolment(hq):
    code = make_code(hq, "GD01", now=NOW).code
    key = DeviceKey.make().public
    for place in range(40):
        refused("code_wrong", lambda place=place: enrol_desk(hq, f"{place + 10}345-6789A", key, "", NOW))
    for _ in range(6):
        with pytest.raises(RefusedError):
            enrol_desk(hq, "23456-789AB", key, "", NOW)
    assert enrol_desk(hq, code, key, "", NOW).dealer == "GD01"


def test_machine_name_holds_nothing_the_database_refuses(hq):
    code = make_code(hq, "GD01", now=NOW).code
    enrol_desk(hq, code, DeviceKey.make().public, "柜\0台", NOW)
    assert rows(hq, "SELECT machine FROM desk") == [("柜台",)]


def test_codes_are_not_kept_in_the_clear(hq):
    code = make_code(hq, "GD01", now=NOW).code.replace("-", "")
    assert code not in str(rows(hq, "SELECT * FROM enrol_code"))


def test_unknown_dealer_or_desk_gets_no_code(hq, desks):
    for dealer, desk in (("nobody", None), ("GD01", "99")):
        with pytest.raises(UsageError):
            make_code(hq, dealer, desk=desk, now=NOW)
    desks("GD01A")
    with pytest.raises(UsageError):
        make_code(hq, "GD01", desk="01", now=NOW)


def test_lost_answer_is_asked_for_again(hq, tmp_path):
    """c1: the machine shows the same key again and becomes the same desk."""

    class Losing(Local):
        lost = 0

        def send(self, *request):
            answer = super().send(*request)
            self.lost += 1
            if self.lost <= 3:
                raise UnreachableError("hq_timeout")
            return answer

    code = make_code(hq, "GD01", now=datetime.now(UTC)).code
    line = Losing(hq)
    with pytest.raises(UnreachableError):
        join(hq, tmp_path / "d", code, line)
    desk = join(hq, tmp_path / "d", code, line)
    assert rows(hq, "SELECT id, prefix FROM desk") == [(desk.desk_id, desk.prefix)]
    assert load_key(tmp_path / "d", desk.desk_id) is not None
    refused("desk_enrolled", lambda: join(hq, tmp_path / "d", code))


def test_hqs_own_folder_becomes_no_desk(hq, tmp_path):
    code = make_code(hq, "GD01", now=datetime.now(UTC)).code
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "hq.db").touch()
    refused("folder_is_hq", lambda: join(hq, folder, code))
    assert [path.name for path in folder.iterdir()] == ["hq.db"]


def test_revoked_desk_is_shut_out(hq, desks):
    desk = desks()
    desk.exchange()
    revoke_desk(hq, desk.desk)
    desk.order()
    refused("desk_revoked", desk.exchange)
    assert desk.pending() == 1


def test_key_of_another_desk_opens_nothing(hq, desks):
    desk, other = desks(), desks()
    desk.key = other.key
    before = desk.pending()
    refused("signature_wrong", desk.exchange)
    assert desk.pending() == before  # nothing was taken from it


def test_nonces_age_and_are_renewed_without_a_desk_s_clock(hq, desks):
    clock = [datetime(2026, 11, 1, tzinfo=UTC)]
    desk = desks()
    desk.line = Local(hq, lambda: clock[0])
    for step in (timedelta(), timedelta(hours=47), timedelta(days=30), timedelta(days=-400)):
        clock[0] += step
        desk.line.sent.clear()
        desk.exchange()
        assert len(desk.line.sent) <= 2
        desk.line.sent.clear()
        desk.exchange()
        assert len(desk.line.sent) == 1


def test_key_goes_to_an_owner_only_file_where_there_is_no_key_store(tmp_path):
    keyring.set_keyring(fail.Keyring())
    key = DeviceKey.make()
    notice = save_key(tmp_path, "d1", key)
    assert notice is not None
    assert notice.code == "key_in_file"
    path = tmp_path / "device.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(tmp_path, "d1") == key
    path.write_text("scribble", encoding="ascii")
    with pytest.raises(DamagedError):
        load_key(tmp_path, "d1")


def test_key_store_keeps_the_key_and_no_text_shows_it(tmp_path, key_store):
    key = DeviceKey.make()
    assert save_key(tmp_path, "d1", key) is None
    assert list(tmp_path.iterdir()) == []
    assert list(key_store.kept) == [("distributor-desk", "d1")]
    assert load_key(tmp_path, "d1") == key
    assert repr(key) == "DeviceKey()"


def test_key_store_that_breaks_is_passed_over(tmp_path, key_store, monkeypatch):
    def broken(*_):
        raise RuntimeError("D-Bus is gone")

    monkeypatch.setattr(key_store, "set_password", broken)
    key = DeviceKey.make()
    notice = save_key(tmp_path, "d1", key)
    assert notice is not None
    assert load_key(tmp_path, "d1") == key


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("hq.example.com", "https://hq.example.com"),
        ("localhost:8420", "http://localhost:8420"),
        ("127.0.0.1:8420/", "http://127.0.0.1:8420"),
        ("http://192.168.1.5:8420", "http://192.168.1.5:8420"),
        (" https://hq.example.com/desk/ ", "https://hq.example.com/desk"),
    ],
)
def test_address_is_completed(typed, url):
    assert check_url(typed) == url


@pytest.mark.parametrize("typed", ["", "ftp://hq", "http://", "http://hq:99999", "hq .com"])
def test_address_that_can_not_be_is_told(typed):
    with pytest.raises(UsageError):
        check_url(typed)
