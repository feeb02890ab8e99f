"""Any order of trade, moves and exchanges: both ends of every account agree, and nobody reads what isn't its own."""

import random
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from sync.hq.channel import copying, scope
from sync.records.books.database import open_sqlite, open_url
from tests.building.sync.moving import LISTS, PLACES, TREE, Channel
from tests.campaigns.moves import live
from tests.conftest import run_sql

DEALERS = sorted(TREE)
MOVABLE = [each for each in DEALERS if each[0] in PLACES]


def machine(open_hq, folder):
    """A state machine over channels whose HQ `open_hq` opens anew for each life."""

    class Moving(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.stack = ExitStack()
            lives[0] += 1
            hq = self.stack.enter_context(open_hq())
            self.channel = Channel(hq, Path(folder) / f"life{lives[0]}", random.Random(lives[0]))
            self.stack.callback(self.channel.close)

        @rule(dealer=st.sampled_from(DEALERS))
        def order(self, dealer):
            self.channel.order(dealer)

        @rule(dealer=st.sampled_from(DEALERS))
        def answer_and_deliver(self, dealer):
            self.channel.answer(dealer)
            self.channel.deliver(dealer)

        @rule(dealer=st.sampled_from(DEALERS))
        def receive(self, dealer):
            self.channel.receive(dealer)

        @rule(dealer=st.sampled_from(DEALERS))
        def cancel(self, dealer):
            self.channel.cancel(dealer)

        @rule(dealer=st.sampled_from(DEALERS))
        def close_something(self, dealer):
            self.channel.close_something(dealer)

        @rule(dealer=st.sampled_from(DEALERS))
        def exchange(self, dealer):
            self.channel.exchange(dealer)

        @rule(dealer=st.sampled_from(MOVABLE), place=st.integers(0, 3))
        def move(self, dealer, place):
            places = PLACES[dealer[0]]
            self.channel.move(dealer, places[place % len(places)])

        @rule(dealer=st.sampled_from(DEALERS), price_list=st.sampled_from(LISTS))
        def grant(self, dealer, price_list):
            self.channel.grant(dealer, price_list)

        @invariant()
        def nothing_leaks_and_nothing_is_left(self):
            assert (self.channel.leaks, self.channel.leftovers) == ([], [])

        def teardown(self):
            with self.stack:
                self.channel.settle()
                assert self.channel.wrong() == []
                assert self.channel.unclean() == []

    lives = [0]
    return Moving


def lived(open_hq, folder, examples, steps):
    run_state_machine_as_test(
        machine(open_hq, folder),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


class _Opened:
    """A book for one life."""

    def __init__(self, book, end=lambda: None):
        self.book, self.end = book, end

    def __enter__(self):
        return self.book

    def __exit__(self, *_):
        self.book.close()
        self.end()


def test_accounts_stay_whole_whatever_comes_over_sqlite(tmp_path):
    count = iter(range(10_000))
    lived(lambda: _Opened(open_sqlite(tmp_path / f"hq{next(count)}.db", create=True)), tmp_path, 4, 25)


@pytest.mark.postgres
def test_accounts_stay_whole_whatever_comes_over_postgres(postgres_server, tmp_path):
    count = iter(range(10_000))

    def open_hq():
        name = f"moving_{next(count)}_{tmp_path.name}".replace("-", "_")[:60]
        run_sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE template_book STRATEGY file_copy")
        end = lambda: run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")  # noqa: E731
        return _Opened(open_url(postgres_server.get_uri(name)), end)

    lived(open_hq, tmp_path, 2, 15)


def test_a_short_campaign_of_moves_finds_nothing():
    _, wrong, _ = live(7, 12)
    assert wrong == []


def test_reading_a_moved_dealers_streams_is_found_out(monkeypatch):
    """The campaign can fail: without what keeps a new seller from the old papers it does."""
    monkeypatch.setattr(scope, "_BELOW", scope._BELOW.replace("p.dealer = b.id", "p.dealer = b.id AND 1 = 0"))
    found = [live(seed, 25)[1] for seed in (1, 2)]
    assert [each for wrong in found for each in wrong if each[0] in ("leak", "leftover")]


def test_papers_that_are_not_passed_on_are_found_out(monkeypatch):
    monkeypatch.setattr(copying, "COPIED", tuple(kind for kind in copying.COPIED if kind != "order"))
    found = [live(seed, 25)[1] for seed in (1, 2)]
    assert [each for wrong in found for each in wrong if each[0] == "differs"]
