"""A look over HQ's end names what asks for somebody, on both engines, and what to do is said elsewhere."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sync.hq.service.doctor import Patient, examine
from sync.hq.service.service import running
from sync.records.books.settings import moment
from tests.building.sync.books import put

NOW = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)


@pytest.fixture
def patient(hq, tmp_path):
    url = hq.engine.url.render_as_string(hide_password=False)
    folder = tmp_path / "served"
    (folder / "backups").mkdir(parents=True)
    for each in (folder, folder / "backups"):
        each.chmod(0o700)
    copy = folder / "backups" / "copy.db"
    copy.touch(0o600)
    return Patient(hq.path if hq.is_sqlite else url, folder)


def levels(patient, now=None):
    return {each.code: each.level for each in examine(patient, now)}


def test_all_is_well_where_all_is_well(hq, patient):
    with running(hq) as url:
        found = levels(replace(patient, url=url))
    found.pop("doctor_files"), found.pop("doctor_disk")  # this machine's own
    assert set(found.values()) == {"ok"}, found
    assert {"doctor_database", "doctor_held", "doctor_waiting", "doctor_desks", "doctor_service"} <= set(found)


def test_what_waits_is_held_or_silent_is_named(hq, patient, desks):
    desk = desks()
    desk.exchange()
    before = levels(patient)
    assert (before["doctor_held"], before["doctor_waiting"]) == ("ok", "ok")
    with hq.writing() as writing:
        writing.connection.exec_driver_sql(
            "INSERT INTO problem (stream, number, kind, record, code, detail, at) "
            "VALUES ('desk/x', 1, 'order', 'o', 'record_unreadable', '', '2026-11-28T00:00:00Z')"
        )
    later = datetime.now(UTC) + timedelta(days=15)
    found = {each.code: each for each in examine(patient, later)}
    assert found["doctor_held"].level == "look"
    assert found["doctor_silent"].facts["count"] == 1


def test_an_order_that_waits_too_long_is_told(hq, patient):
    from tests.building.sync.books import an_order

    order = replace_moment(an_order())
    put(hq, "desk/x", "order", "o1", order)
    found = {each.code: each for each in examine(patient, NOW)}
    assert found["doctor_waiting"].level == "look"
    assert found["doctor_waiting"].facts["count"] == 1


def replace_moment(order):
    import msgspec

    return msgspec.structs.replace(order, recorded_at=moment(NOW - timedelta(hours=2)))


def test_a_database_that_is_gone_is_a_finding(tmp_path):
    found = levels(Patient(tmp_path / "nothing.db", tmp_path))
    assert found["doctor_database_gone"] == "broken"


def test_a_book_of_somebody_else_is_a_finding(sqlite_book, tmp_path):
    assert levels(Patient(sqlite_book.path, tmp_path))["doctor_not_hq"] == "broken"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_files_others_can_read_old_backups_and_a_dead_service_are_named(hq, patient):
    copy = patient.folder / "backups" / "copy.db"
    copy.chmod(0o644)
    old = (datetime.now(UTC) - timedelta(days=3)).timestamp()
    os.utime(copy, (old, old))
    found = levels(replace(patient, url="http://127.0.0.1:9"))
    assert found["doctor_modes_open"] == "look"
    assert found["doctor_backup"] == "look"
    assert found["doctor_service_silent"] == "broken"
    copy.unlink()
    assert levels(patient)["doctor_backup_missing"] == "look"


def test_too_many_processes_for_the_database_are_told(hq, patient):
    found = levels(replace(patient, workers=50))
    assert found["doctor_sqlite_workers" if hq.is_sqlite else "doctor_connections"] == "look"


@pytest.mark.parametrize(("days", "level"), [(90, "ok"), (10, "look"), (-1, "broken")])
def test_a_certificate_is_told_by_its_days(tmp_path, sqlite_book, days, level):
    path = tmp_path / "cert.pem"
    path.write_bytes(a_certificate(datetime.now(UTC) + timedelta(days=days, hours=1)))
    found = levels(Patient(sqlite_book.path, tmp_path, certificate=path))
    assert found["doctor_certificate"] == level
    path.write_text("nonsense")
    found = levels(Patient(sqlite_book.path, tmp_path, certificate=path))
    assert found["doctor_certificate_unreadable"] == "broken"


def a_certificate(end):
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hq")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(end - timedelta(days=400)).not_valid_after(end)
    return made.sign(key, None).public_bytes(serialization.Encoding.PEM)
