"""HQ's database is brought back from a backup: what desks hold comes back, and each time a new epoch begins."""

from tests.journeys.ends import desk, done, hq_files, serving


def test_desks_send_again_what_a_restored_hq_lacks(tmp_path):
    hq, gd = tmp_path / "hq", tmp_path / "gd"
    done(hq, "hq", "init")
    done(hq, "hq", "load", str(hq_files(tmp_path / "in")))
    with serving(hq) as url:
        code = done(hq, "hq", "enrol-code", "GD01")["code"]
        done(gd, "enrol", "--hq", url, "--code", code)
        done(gd, "sync")
        known = an_order(gd)
        done(gd, "sync")
        done(hq, "backup", str(tmp_path / "kept.db"))
        lost = an_order(gd)
        done(gd, "sync")
        running = desk(hq, "restore", str(tmp_path / "kept.db"))
        assert (running.status, running["error"]["code"]) == (1, "book_open")
    port = int(url.rpartition(":")[2])
    for _ in range(2):  # the same backup again: desks must not take the second epoch for the first
        assert done(hq, "restore", str(tmp_path / "kept.db"))["kept"]
        assert numbers(hq) == {known}
        with serving(hq, port):
            told = [each["code"] for each in done(gd, "sync")["notices"]]
            assert {"offered_again", "stream_refilled", "entries_returned"} <= set(told)
            assert done(gd, "sync")["notices"] == []
            # HQ's old answer waits for a person; nothing is decided anew meanwhile.
            assert states(hq) == {"accepted", "submitted"}
            back = done(hq, "hq", "returned").value
            assert [(each["kind"], each["proven"], each["against"]) for each in back] == [("answer", True, "")]
            seen = {each["code"] for each in done(hq, "status")["attention_list"]}
            assert {"hq_set_back", "returned_waiting"} <= seen
            assert len(done(hq, "hq", "returned", "--take")["taken"]) == 1
            assert done(hq, "hq", "returned").value == []
            done(gd, "sync")
        assert numbers(hq) == numbers(gd) == {known, lost}
        assert states(hq) == states(gd) == {"accepted"}
        for end in (hq, gd):
            assert done(end, "check")["ok"]


def an_order(folder):
    words = ("--seller", "HQ", "--buyer", "GD01", "--line", "A1=1箱", "--submit")
    return done(folder, "order", "new", *words)["number"]


def numbers(folder):
    return {order["number"] for order in done(folder, "order", "list").value}


def states(folder):
    return {order["state"] for order in done(folder, "order", "list").value}
