"""Two hundred deaths without warning: what a desk confirmed to its person is at HQ exactly once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked"),
]


def campaign(kills, seed, *more):
    command = [sys.executable, "-m", "tests.campaigns.kill", "--kills", str(kills), "--seed", str(seed), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def check_outcome(found, kills):
    assert found["kills"] >= kills
    # The campaign is worth nothing where the desk never came to write.
    assert found["confirmed"] >= kills // 5
    assert (found["lost"], found["doubled"], found["unknown"], found["rebuilt"]) == ([], [], [], 0)


def test_nothing_is_lost_or_doubled_with_sqlite():
    check_outcome(campaign(150, 11), 150)


@pytest.mark.postgres
def test_nothing_is_lost_or_doubled_with_postgres(postgres_server):
    postgres_server.psql("CREATE DATABASE killed;")
    try:
        check_outcome(campaign(50, 12, "--database", postgres_server.get_uri("killed")), 50)
    finally:
        postgres_server.psql("DROP DATABASE killed WITH (FORCE);")
