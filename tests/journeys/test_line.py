"""The line by commands: HQ's own certificate, proved by its desks, and clear text that is meant or refused."""

import shutil

import pytest

from tests.journeys.ends import desk, done, hq_files, serving


@pytest.fixture(scope="module")
def hq(tmp_path_factory):
    folder = tmp_path_factory.mktemp("line")
    done(folder / "hq", "hq", "init")
    done(folder / "hq", "hq", "load", str(hq_files(folder / "files")))
    return folder / "hq"


EVERYWHERE = "0.0.0.0"  # noqa: S104 -- what is served to others is what is tested


def refused(folder, *words):
    answer = desk(folder, *words)
    assert answer.status in (1, 2, 3), answer
    return answer["error"]["code"]


def test_enrolled_by_print_exchanged_and_moved_to_another_address(hq, tmp_path):
    made = done(hq, "hq", "certificate", "hq.example.com")
    tls = ("--tls-cert", made["certificate"], "--tls-key", made["key"])
    with serving(hq, 0, *tls) as url:
        code = done(hq, "hq", "enrol-code", "GD01")["code"]
        assert code.endswith(made["print"])
        folder = tmp_path / "gd"
        wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
        assert refused(folder, "enrol", "--hq", url, "--code", wrong) == "hq_certificate"
        assert done(folder, "enrol", "--hq", url, "--code", code)["hq"] == url
        done(folder, "sync")
        assert done(folder, "status")["online"] is True
        line = done(folder, "line")
        assert (line["encrypted"], len(line["print"]), line["insecure"]) == (True, 64, False)
        other = url.replace("127.0.0.1", "localhost")
        assert done(folder, "line", "--hq", other)["hq"] == other
        assert done(folder, "line", "--print", made["print"])["print"] == line["print"]
        assert refused(folder, "line", "--print", "22222-22222") == "hq_certificate"
        assert refused(folder, "line", "--hq", "http://192.0.2.1") == "hq_pin_needs_tls"
        assert refused(folder, "line", "--hq", "http://192.0.2.1", "--print", "none") == "hq_insecure"
        assert done(folder, "line")["hq"] == other
        done(folder, "sync")
    assert refused(folder, "sync") == "hq_unreachable"


def test_several_processes_serve_encrypted_too(hq, tmp_path):
    made = done(hq, "hq", "certificate")
    with serving(hq, 0, "--workers", "2", "--tls-cert", made["certificate"], "--tls-key", made["key"]) as url:
        code = done(hq, "hq", "enrol-code", "GD01")["code"]
        done(tmp_path / "gd", "enrol", "--hq", url, "--code", code)
        done(tmp_path / "gd", "sync")


def test_serving_others_in_clear_is_refused_or_told(hq, tmp_path):
    assert refused(hq, "hq", "serve", "--host", EVERYWHERE, "--port", "0") == "serve_insecure"
    assert refused(hq, "hq", "serve", "--tls-cert", "x") == "tls_both"
    assert refused(hq, "hq", "serve", "--tls-cert", "x", "--tls-key", "y") == "tls_missing"
    with serving(hq, 0, "--host", EVERYWHERE, "--insecure") as url:
        code = done(hq, "hq", "enrol-code", "GD01")["code"]
        assert len(code) == 11
        done(tmp_path / "gd", "enrol", "--hq", url, "--code", code)


def test_a_desk_that_was_enrolled_in_clear_is_told_and_goes_on_only_where_that_is_meant(hq, tmp_path):
    folder = tmp_path / "gd"
    assert refused(folder, "enrol", "--hq", "http://192.0.2.1", "--code", "ABCDE-FGHJK") == "hq_insecure"
    assert not folder.exists()
    with serving(hq) as url:
        done(folder, "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", "GD01")["code"])
    from sync.records.books.database import open_sqlite
    from sync.records.books.settings import write_setting

    book = open_sqlite(folder / "desk.db")
    with book.writing() as writing:  # as an older program enrolled it
        write_setting(writing.connection, "hq_url", "http://192.0.2.1:8420")
    assert refused(folder, "sync") == "hq_insecure"
    assert "hq_insecure" in [each["code"] for each in done(folder, "status")["attention_list"]]
    with book.writing() as writing:
        write_setting(writing.connection, "hq_insecure", "yes")
    book.close()
    assert "line_insecure" in [each["code"] for each in done(folder, "status")["attention_list"]]


@pytest.fixture
def shut_out(hq, tmp_path):
    """A desk that HQ shut out, and that has noticed."""
    folder = tmp_path / "gd"
    with serving(hq) as url:
        done(folder, "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", "GD01")["code"])
        done(folder, "sync")
        prefix = desk_prefix(folder)
        done(hq, "hq", "revoke", prefix)
        assert refused(folder, "sync") == "desk_revoked"
        yield folder


def desk_prefix(folder):
    return done(folder, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1", "--submit")[
        "number"
    ].split("-")[1]


def test_a_desk_that_is_shut_out_says_so_in_its_status_and_with_every_order(shut_out):
    found = done(shut_out, "status")
    assert found["turned_away"]
    assert [each["code"] for each in found["attention_list"]] == ["desk_shut_out_here"]
    placed = desk(
        shut_out, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1", "--submit", lang="en"
    )
    assert "stay on this machine" in placed.told
    assert refused(shut_out, "attention", "away", "desk_shut_out_here") == "attention_lasts"
    assert refused(shut_out, "attention", "away", "nothing") == "attention_unknown"


def test_a_copied_folder_is_told_until_a_person_puts_it_away(hq, tmp_path):
    first, second = tmp_path / "gd", tmp_path / "copy"
    with serving(hq) as url:
        done(first, "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", "GD01")["code"])
        done(first, "sync")
        shutil.copytree(first, second)
        done(first, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1", "--submit")
        for folder in (first, second, first, second):
            done(folder, "sync")
        for folder in (first, second):
            assert [each["code"] for each in done(folder, "attention", "list").value] == ["two_machines"]
            warned = desk(folder, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1", lang="en")
            assert "order_on_two_machines" in [each["code"] for each in warned["reasons"]]
        done(first, "attention", "away", "two_machines")
        assert done(first, "status")["attention"] == 0
        done(first, "sync")
        assert done(first, "status")["attention"] == 0


def test_a_backup_brought_back_on_purpose_is_no_second_machine(hq, tmp_path):
    folder = tmp_path / "gd"
    with serving(hq) as url:
        done(folder, "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", "GD01")["code"])
        done(folder, "sync")
        done(folder, "backup", str(tmp_path / "b.db"))
        done(folder, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=1", "--submit")
        done(folder, "sync")
        done(folder, "restore", str(tmp_path / "b.db"))
        done(folder, "order", "new", "--seller", "HQ", "--buyer", "GD01", "--line", "A1=2", "--submit")
        answer = done(folder, "sync")
        told = {each["code"]: each["facts"] for each in answer["notices"]}
        assert set(told) == {"desk_brought_back", "document_renumbered"}
        # What HQ had of it came back, and what was written since goes up, also what the second copy still held.
        assert (told["desk_brought_back"]["entries"], told["desk_brought_back"]["again"]) == (1, 1)
        assert "两台机器" not in answer.told
        assert {each["total"] for each in done(folder, "order", "list").value} == {"1.00", "2.00"}
        assert done(folder, "status")["attention"] == 0
        assert done(folder, "sync")["notices"] == []
