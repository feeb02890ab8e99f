"""What many threads hand over is done once for all of them, and nobody waits for work that isn't his."""

import threading

import pytest

from sync.records.books.batches import WorkBatch


def test_what_comes_meanwhile_is_done_next_and_together():
    begun, gate, over = threading.Event(), threading.Event(), threading.Event()
    runs = []

    def work(items):
        runs.append(list(items))
        if len(runs) == 1:
            begun.set()
            gate.wait(10)
        else:
            over.set()

    batch = WorkBatch(work)
    first = threading.Thread(target=batch.hand_over, args=(1,))
    first.start()
    assert begun.wait(10)
    batch.hand_over(2)  # neither waits for the one at work
    batch.hand_over(3)
    assert runs == [[1]]
    gate.set()
    first.join(10)
    assert over.wait(10)
    assert runs == [[1], [2, 3]]


def test_a_failure_is_told_and_stops_nothing_after_it():
    done = []

    def work(items):
        if "bad" in items:
            raise ValueError("bad")
        done.extend(items)

    batch = WorkBatch(work)
    with pytest.raises(ValueError, match="bad"):
        batch.hand_over("bad")
    batch.hand_over("good")
    assert done == ["good"]


def test_nothing_handed_over_by_many_threads_is_lost():
    done: list[tuple[int, int]] = []
    batch = WorkBatch(done.extend)

    def work(number):
        for place in range(200):
            batch.hand_over((number, place))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for thread in threading.enumerate():
        if thread.name == "batch":
            thread.join(10)
    assert sorted(done) == [(n, i) for n in range(8) for i in range(200)]
