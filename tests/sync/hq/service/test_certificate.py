"""HQ's certificate is proved before it is served, and one it makes itself has a print to be told by telephone."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import RefusedError, UnreachableError, UsageError
from sync.client.streams.enrolling import enrol
from sync.client.streams.exchanging import exchange
from sync.hq.service.certificate import Tls, check_files, keep_print, make_files
from sync.hq.service.enrolment import make_code
from sync.hq.service.service import Options, running
from sync.hq.web.plan import Certificate
from sync.keys import load_key
from sync.owner_only import close_off_books
from sync.records.books.database import open_sqlite
from sync.records.books.settings import read_setting
from sync.wire.codes import ALPHABET, fits, read_code, short_print, whole_print
from tests.building.sync.books import AGENT
from tests.building.sync.ends import HASTY, found_hq
from tests.building.sync.servers import a_certificate

NOW = datetime.now(UTC)


def test_a_made_certificate_is_fit_and_its_files_are_the_owner_s(tmp_path):
    tls, made = make_files(tmp_path, ["hq.example.com", "192.0.2.7", "2001:db8::7"], NOW)
    assert check_files(tls, NOW) == made
    assert len(made.print) == 11
    assert set(made.print) <= {*ALPHABET, "-"}
    assert made.ends > NOW + timedelta(days=3000)
    assert close_off_books(tmp_path) == 0
    assert all(each.stat().st_mode & 0o077 == 0 for each in tmp_path.iterdir())


def test_making_it_again_keeps_the_key_and_so_the_print(tmp_path):
    before = make_files(tmp_path, ["hq"], NOW)
    again = make_files(tmp_path, ["hq"], NOW + timedelta(days=30))
    assert (again[1].print, again[1].ends > before[1].ends) == (before[1].print, True)


def test_a_name_that_is_none_is_told(tmp_path):
    with pytest.raises(UsageError, match="tls_name_wrong"):
        make_files(tmp_path, ["a..b"], NOW)


def test_files_that_can_not_be_served_are_told_one_by_one(tmp_path):
    good, _, _ = a_certificate(tmp_path)
    other, _, _ = a_certificate(tmp_path, name="other")
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("nothing")
    past, _, _ = a_certificate(tmp_path, days=(-30, -1), name="past")
    coming, _, _ = a_certificate(tmp_path, days=(1, 30), name="coming")
    for certificate, key, code in (
        (tmp_path / "gone.pem", good[1], "tls_missing"),
        (good[0], tmp_path / "gone.key", "tls_missing"),
        (rubbish, good[1], "tls_certificate_unreadable"),
        (good[0], rubbish, "tls_key_unreadable"),
        (good[0], other[1], "tls_mismatched"),
        (good[1], good[0], "tls_certificate_unreadable"),
        (*past, "tls_expired"),
        (*coming, "tls_expired"),
        (tmp_path, good[1], "tls_certificate_unreadable"),
    ):
        with pytest.raises(UsageError) as told:
            check_files(Tls(certificate, key), NOW)
        assert told.value.code == code, (certificate, key)


def test_a_certificate_others_signed_has_no_print_to_tell(tmp_path):
    _, key, made = a_certificate(tmp_path, name="authority")
    files, _, _ = a_certificate(tmp_path, issuer=(made, key))
    assert check_files(Tls(*files), NOW).print == ""


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("abcde-fghjk", ("ABCDEFGHJK", "")),
        ("ABCDE FGHJK MNPQR STVWX", ("ABCDEFGHJK", "MNPQRSTVWX")),
        ("abcdefghjkmnpqrstvwx", ("ABCDEFGHJK", "MNPQRSTVWX")),
        ("WRONG", ("WRONG", "")),
    ],
)
def test_a_code_is_read_as_it_is_heard(typed, parts):
    assert read_code(typed) == parts


@pytest.mark.parametrize("typed", ["ABCDE-FGHJK-MNPQR", "ABCDE-FGHJK-MNPQR-STVW", "ABCDE-FGHJK-MNPQR-STVWX-Y"])
def test_a_print_told_in_part_is_refused(typed):
    with pytest.raises(UsageError, match="code_incomplete"):
        read_code(typed)


def test_prints_fit_their_key_and_no_other():
    assert fits(short_print(b"one"), b"one")
    assert fits(whole_print(b"one"), b"one")
    assert not fits(short_print(b"one"), b"two")
    assert not fits(whole_print(b"one"), b"two")
    assert not fits("", b"one")


def by(tls):
    return Options(certificate=Certificate(str(tls.certificate), str(tls.key)))


def why(told):
    return told.value.facts["detail"].code


@pytest.fixture
def hq(tmp_path):
    (tmp_path / "hq").mkdir()
    book = open_sqlite(tmp_path / "hq" / "hq.db", create=True)
    found_hq(book)
    yield book
    book.close()


def test_a_desk_enrols_by_the_print_and_goes_on_by_the_whole_of_it(hq, tmp_path):
    tls, made = make_files(tmp_path / "hq", ["hq"], NOW)
    keep_print(hq, made.print)
    code = make_code(hq, AGENT, now=datetime.now(UTC)).code
    assert code.endswith(made.print)
    assert len(code) == 23
    with running(hq, options=by(tls)) as url:
        assert url.startswith("https://")
        # Typed without a scheme it is https, as the print tells.
        done = enrol(tmp_path / "desk", url.removeprefix("https://"), code.lower(), "柜台", patience=HASTY)
        book = open_sqlite(tmp_path / "desk" / "desk.db")
        with book.reading() as connection:
            pin = read_setting(connection, "hq_pin")
        assert len(pin) == 64
        key = load_key(tmp_path / "desk", done.desk_id)
        assert key is not None
        assert exchange(book, key, patience=HASTY).received > 0
    renewed, _ = make_files(tmp_path / "hq", ["hq", "another.name"], NOW)
    with running(hq, options=by(renewed), port=int(url.rpartition(":")[2])):
        exchange(book, key, patience=HASTY)
    other, _, _ = a_certificate(tmp_path)
    with (
        running(hq, options=by(Tls(*other)), port=int(url.rpartition(":")[2])),
        pytest.raises(UnreachableError) as told,
    ):
        exchange(book, key, patience=HASTY)
    assert (told.value.code, why(told)) == ("hq_certificate", "certificate_key")
    book.close()


def test_a_code_shown_to_another_key_is_not_used_up(hq, tmp_path):
    _, made = make_files(tmp_path / "hq", ["hq"], NOW)
    keep_print(hq, made.print)
    code = make_code(hq, AGENT, now=datetime.now(UTC)).code
    other, _, _ = a_certificate(tmp_path)
    with running(hq, options=by(Tls(*other))) as url, pytest.raises(UnreachableError, match="hq_certificate"):
        enrol(tmp_path / "desk", url, code, "柜台", patience=HASTY)
    with hq.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM enrol_code WHERE used_at IS NOT NULL").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM wrong_code").scalar() == 0


def test_a_self_signed_hq_needs_a_code_with_the_print(hq, tmp_path):
    tls, _ = make_files(tmp_path / "hq", ["hq"], NOW)
    code = make_code(hq, AGENT, now=datetime.now(UTC)).code
    with running(hq, options=by(tls)) as url, pytest.raises(UnreachableError) as told:
        enrol(tmp_path / "desk", url.replace("127.0.0.1", "localhost"), code, "柜台", patience=HASTY)
    assert why(told) == "certificate_unknown"


def test_a_whole_code_sent_by_an_older_desk_still_counts(hq, tmp_path):
    keep_print(hq, "MNPQR-STVWX")
    code = make_code(hq, AGENT, now=datetime.now(UTC)).code
    with running(hq) as url:
        assert enrol(tmp_path / "desk", url, code, "柜台", patience=HASTY).dealer_id == AGENT
    from sync.hq.service.enrolment import _hash

    assert _hash(code) == _hash(code[:11])


def test_a_code_never_leaves_in_clear_unless_that_was_meant(tmp_path):
    for code in ("ABCDE-FGHJK", "ABCDE-FGHJK-MNPQR-STVWX"):
        with pytest.raises(RefusedError, match=r"hq_insecure|hq_pin_needs_tls"):
            enrol(tmp_path / "desk", "http://192.0.2.1:8420", code, "柜台", patience=HASTY)
    assert not (tmp_path / "desk").exists()
