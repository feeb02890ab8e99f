"""Whatever goes wrong is told in one sentence with its exit status, and nothing is lost."""

import gzip
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.actions.orders import orders
from desktop.desk import open_desk
from domain.errors import RefusedError
from sync.client.streams.enrolling import enrol
from tests.journeys.ends import DESK, ROOT, desk, desk_process, done, environment, hq_files, serving, write_csv


@pytest.fixture(scope="module")
def hq(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hq")
    done(folder, "hq", "init")
    done(folder, "hq", "load", str(hq_files(folder / "files")))
    return folder


@pytest.fixture(scope="module")
def filled(hq, tmp_path_factory):
    """A desk that was filled once; HQ is away since."""
    folder = tmp_path_factory.mktemp("filled")
    with serving(hq) as url:
        done(folder, "enrol", "--hq", url, "--code", done(hq, "hq", "enrol-code", "GD01")["code"])
        done(folder, "sync")
    done(folder, "stock", "count", "--line", "A1=240")
    return folder


@pytest.fixture
def gd(filled, tmp_path):
    return shutil.copytree(filled, tmp_path / "gd")


def an_order(*more, seller="GD01", buyer="C01", line="A1=24"):
    return ("order", "new", "--seller", seller, "--buyer", buyer, "--line", line, "--submit", *more)


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (an_order(line="NOTHING=1"), 2, "product_unknown"),
        (an_order(buyer="NOBODY"), 2, "dealer_unknown"),
        (an_order(seller="C01", buyer="C02"), 2, "order_not_below"),
        (an_order(line="A1=0"), 2, "quantity_zero"),
        (an_order(line="A1=-5"), 2, "quantity_negative"),
        (an_order(line="A1=1.2345"), 2, "quantity_decimals"),
        (an_order(line="A1=many"), 2, "quantity_unreadable"),
        (an_order(line="A1=3桶"), 2, "unit_unknown"),
        (an_order(line="A1"), 2, "order_line_unreadable"),
        (an_order(line="A1=1@-2"), 2, "price_negative"),
        (an_order("--date", "2026-02-30"), 2, "date_unreadable"),
        (an_order("--date", "+400"), 1, "date_future"),
        (("order", "show", "XSDD-99-1"), 2, "document_unknown"),
        (("order", "new"), 2, "command_wrong"),
        (("nonsense",), 2, "command_wrong"),
        (("deliver", "XSDD-99-1"), 2, "document_unknown"),
        (("money", "receive", "--buyer", "C01", "--amount", "1.005"), 2, "amount_decimals"),
        (("money", "receive", "--buyer", "C01", "--amount", "-3"), 2, "amount_negative"),
        (("money", "receive", "--buyer", "C01", "--amount", "ten"), 2, "amount_not_a_number"),
        (("statement", "--account", "C01", "--from", "2026-02-01", "--to", "2026-01-01"), 2, "statement_period"),
        (("statement", "--account", "C01", "--from", "+0", "--to", "+0", "--paper", "a9"), 2, "paper_unknown"),
        (("import", "orders", "missing.csv"), 2, "file_missing"),
        (("restore", "missing.db"), 2, "backup_missing"),
        (("sync",), 3, "hq_unreachable"),
    ],
)
def test_wrong_words_are_told_and_change_nothing(gd, words, status, code):
    before = done(gd, "status")["pending"]
    for language in ("zh", "en"):
        answer = desk(gd, *words, lang=language)
        assert (answer.status, answer["error"]["code"]) == (status, code)
        assert answer["error"]["message"] == answer.told.strip().splitlines()[-1]
        assert "{" not in answer["error"]["message"]
    assert done(gd, "status")["pending"] == before
    assert done(gd, "order", "list").value == []


def test_a_closed_period_takes_no_more(gd):
    done(gd, "period", "close", "-3")
    answer = desk(gd, *an_order("--date", "-4"))
    assert (answer.status, answer["error"]["code"]) == (1, "date_closed")
    done(gd, "period", "open")
    assert done(gd, *an_order("--date", "-4"))["state"] == "accepted"


def test_an_empty_folder_tells_how_to_begin(tmp_path):
    answer = desk(tmp_path / "empty", "status")
    assert (answer.status, answer["error"]["code"]) == (2, "folder_empty")
    assert "desk enrol" in answer.told


def test_a_second_program_is_kept_out_and_a_killed_one_is_not(gd):
    script = "import sys, time\nfrom pathlib import Path\nfrom desktop.desk import open_desk\n"
    script += "desk = open_desk(Path(sys.argv[1]))\nprint('open', flush=True)\ntime.sleep(60)\n"
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(gd)], stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT
    )
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "open\n"
        answer = desk(gd, *an_order())
        assert (answer.status, answer["error"]["code"]) == (1, "folder_in_use")
        assert answer["error"]["facts"]["pid"] == str(other.pid)
        assert done(gd, "order", "list").value == []
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
    assert done(gd, *an_order())["state"] == "accepted"


def test_a_full_disk_saves_nothing_and_loses_nothing(gd):
    placed = done(gd, *an_order())
    with open_desk(gd) as opened:
        with opened.book.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        from tests.building.desktop.a_desk import a_draft, a_line

        lines = tuple(a_line("A1", str(each)) for each in range(1, 60)) * 20
        with pytest.raises(RefusedError, match="disk_full"):
            place_many(opened, a_draft(*lines, buyer="C01"))
    assert [each["number"] for each in done(gd, "order", "list", "--text", placed["number"]).value]
    assert done(gd, "check")["ok"]


def place_many(opened, draft):
    for _ in range(20):
        orders.place_order(opened, draft)


@pytest.mark.parametrize("harm", ["torn", "header", "page"])
def test_damaged_books_are_recognised_and_the_backup_brings_them_back(gd, harm):
    placed = done(gd, *an_order())
    backup = done(gd, "backup")["file"]
    path = gd / "desk.db"
    with path.open("r+b") as file:
        if harm == "torn":
            file.truncate(path.stat().st_size // 2)
        elif harm == "header":
            file.write(b"\0" * 4096)
        else:
            file.seek(4096 * 3)
            file.write(os.urandom(4096 * 8))
    for name in ("desk.db-wal", "desk.db-shm"):
        (gd / name).unlink(missing_ok=True)
    harmed = path.read_bytes()
    answer = desk(gd, "status")
    assert (answer.status, answer["error"]["code"]) == (4, "database_damaged")
    assert backup in answer["error"]["facts"]["backups"]
    assert "desk restore" in answer.told
    kept = done(gd, "restore", backup)["kept"]
    assert done(gd, "order", "show", placed["number"])["state"] == "accepted"
    assert done(gd, "check")["ok"]
    assert Path(kept, "desk.db").read_bytes() == harmed


class _Nonsense(http.server.BaseHTTPRequestHandler):
    body = b"<html>Hello</html>"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def log_message(self, *_):
        pass


@contextmanager
def answering(body):
    handler = type("Handler", (_Nonsense,), {"body": body})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "body", [b"<html>Hello</html>", b"", b"[]", gzip.compress(b'{"own": 7}', mtime=0), os.urandom(200)], ids=len
)
def test_an_hq_that_answers_nonsense_changes_nothing(gd, tmp_path, body):
    done(gd, *an_order())
    before = done(gd, "status").value
    with answering(body) as url:
        point_at(gd, url)
        answer = desk(gd, "sync")
        assert (answer.status, answer["error"]["code"]) == (3, "hq_nonsense")
        assert desk(tmp_path / "new", "enrol", "--hq", url, "--code", "ABCDE-FGHJK").status == 3
        after = done(gd, "status")
        assert not after["online"]
    assert after["pending"] == before["pending"]
    assert done(gd, "check")["ok"]


def test_a_desk_is_online_by_its_latest_exchange_and_not_because_hq_answers_a_greeting(hq, gd):
    with serving(hq) as url:
        point_at(gd, url)
        done(gd, "sync")
        assert (done(gd, "status")["online"], done(gd, "status")["failing"]) == (True, None)
    for _ in range(2):
        assert desk(gd, "sync").status == 3
    away = done(gd, "status")
    assert (away["online"], away["reached"]) == (False, False)
    first, *_ = [
        each["at"] for each in reversed(done(gd, "log").value) if not each["ok"] and each["at"] > away["last_exchange"]
    ]
    assert away["failing"]["since"] == first
    with serving(hq, int(url.rsplit(":", 1)[1])):
        back = done(gd, "status")
        assert (back["online"], back["reached"], back["failing"]["since"]) == (False, True, first)
        assert back["failing"]["reason"]["code"] == "hq_unreachable"
        done(gd, "sync")
        assert (done(gd, "status")["online"], done(gd, "status")["failing"]) == (True, None)


def point_at(folder, url):
    from sync.records.books.settings import write_setting

    with open_desk(folder) as opened, opened.book.writing() as writing:
        write_setting(writing.connection, "hq_url", url)


def read_prefix(folder):
    from sync.records.books.settings import read_setting

    with open_desk(folder) as opened, opened.book.reading() as connection:
        return read_setting(connection, "prefix")


def test_enrolment_codes_work_once(hq, tmp_path):
    with serving(hq) as url:
        wrong = desk(tmp_path / "a", "enrol", "--hq", url, "--code", "AAAAA-BBBBB")
        assert (wrong.status, wrong["error"]["code"]) == (1, "code_wrong")
        code = done(hq, "hq", "enrol-code", "GD01")["code"]
        enrol(tmp_path / "b", url, code.lower().replace("-", " "), "test")
        used = desk(tmp_path / "c", "enrol", "--hq", url, "--code", code)
        assert (used.status, used["error"]["code"]) == (1, "code_used")
        twice = desk(tmp_path / "b", "enrol", "--hq", url, "--code", code)
        assert (twice.status, twice["error"]["code"]) == (1, "desk_enrolled")
    assert desk(hq, "hq", "enrol-code", "NOBODY")["error"]["code"] == "dealer_unknown"


def test_a_desk_that_hq_forgot_enrols_again_where_it_is(hq, tmp_path):
    saved = (hq / "hq.db").read_bytes()
    with serving(hq) as url:
        enrol(tmp_path / "a", url, done(hq, "hq", "enrol-code", "GD01")["code"], "test")
        done(tmp_path / "a", "sync")
    prefix = read_prefix(tmp_path / "a")
    for each in ("hq.db", "hq.db-wal", "hq.db-shm"):
        (hq / each).unlink(missing_ok=True)
    (hq / "hq.db").write_bytes(saved)
    with serving(hq) as url:
        point_at(tmp_path / "a", url)
        refused = desk(tmp_path / "a", "sync")
        assert (refused.status, refused["error"]["code"]) == (1, "signature_wrong")
        assert "desk enrol --rejoin" in refused["error"]["message"]
        missing = desk(tmp_path / "a", "enrol", "--code", "AAAAA-BBBBB")
        assert missing["error"]["code"] == "enrol_address_missing"
        code = done(hq, "hq", "enrol-code", "GD01")["code"]
        again = done(tmp_path / "a", "enrol", "--rejoin", "--code", code)
        assert (again["dealer"], again["prefix"], again["hq"]) == ("GD01", prefix, url)
        done(tmp_path / "a", "sync")
        assert done(tmp_path / "a", "status")["pending"] == 0
    assert done(tmp_path / "a", "check")["ok"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("prices", "price_list,sku,unit_price,valid_from,valid_to\nP,A1,one,,", "number_unreadable"),
        ("prices", "price_list,sku,unit_price,valid_from,valid_to\nP,NO,1,,", "product_unknown"),
        ("dealers", "code,name,tier,parent\nX,某店,store,NOBODY", "tree_unknown_parent"),
        ("stock", "warehouse,sku\n广州仓,A1", "column_missing"),
    ],
)
def test_a_bad_row_leaves_its_file_out_whole(hq, tmp_path, name, text, code):
    before = done(hq, "product", "list").value
    answer = desk(hq, "hq", "load", str(write_csv(tmp_path / "bad", **{name: text})))
    assert (answer.status, answer["ok"], answer["changed"]) == (2, False, 0)
    problem = answer["problems"][0]
    assert problem["code"] == code
    assert problem["facts"]["file"] == f"{name}.csv"
    assert problem["message"] in answer.told
    assert done(hq, "product", "list").value == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cut.xlsx", b"PK\x03\x04" + b"\0" * 300, "workbook_damaged"),
        ("paper.xlsx", b"%PDF-1.7 no workbook", "file_not_table"),
        ("foreign.xlsx", b"no workbook at all", "workbook_foreign"),
        ("cut.csv.gz", gzip.compress(b"InvoiceNo,StockCode\n" * 900, mtime=0)[:-40], "file_truncated"),
        ("odd.csv", b"\xff\xfe\xfa\x00\x81\x20" * 40, None),
    ],
)
def test_foreign_files_are_told_and_nothing_is_booked(gd, tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    answer = desk(gd, "import", "orders", str(path), "--seller", "GD01")
    assert answer.status == 2
    assert code is None or answer["error"]["code"] == code
    assert done(gd, "document", "list", "--kind", "delivery").value == []


def test_gb18030_is_read(gd, tmp_path):
    path = tmp_path / "history.csv"
    text = "单据编号,日期,客户编码,客户名称,商品编码,商品名称,数量,单价\nX1,2026-10-01,K9,喆氏商行,B7,辣条,10,2.5\n"
    path.write_bytes(text.encode("gb18030"))
    booked = done(gd, "import", "orders", str(path), "--seller", "GD01")
    assert (booked["booked_lines"], booked["booked_amount"], booked["refused_lines"]) == (1, "25.00", 0)
    assert "喆氏商行" in [each["name"] for each in done(gd, "customer", "list").value]


def test_the_service_says_where_it_listens_and_ends_when_told(hq):
    words = [*DESK, "hq", "serve", "--data", str(hq), "--port", "0", "--json"]
    service = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT)
    assert service.stdout is not None
    line = service.stdout.readline()
    assert set(json.loads(line)) == {"listening"}
    began = time.monotonic()
    service.send_signal(signal.SIGTERM)
    service.wait(20)
    assert time.monotonic() - began < 15
    assert service.stdout.read() == ""
    service.stdout.close()


def test_reading_needs_no_lock(gd):
    with open_desk(gd):
        assert done(gd, "status")["pending"] > 0
        assert desk_process(gd, "order", "list").value == []


def test_a_defect_is_one_sentence_and_a_file(gd, monkeypatch, capsys):
    from desktop.actions.orders import orders
    from desktop.cli import main

    def broken(*_, **__):
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(orders, "order", broken)
    assert main(["order", "show", "X", "--data", str(gd), "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["error"]["code"] == "defect"
    assert "Traceback" not in told.out + told.err
    assert "ZeroDivisionError: inside" in (gd / "crash.log").read_text(encoding="utf-8")
