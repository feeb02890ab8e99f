"""Several desks over a line that cuts, doubles, delays, bends and lies: soon after it stops all ends are equal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the service is forked")
def test_all_ends_are_equal_when_the_line_is_good_again():
    command = [sys.executable, "-m", "tests.campaigns.proxy", "--requests", "400", "--first", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert (found["lost"], found["doubled"], found["unknown"], found["defects"]) == ([], [], [], [])
    assert found["longest_until_quiet"] <= 30
    # The campaign is worth nothing where some fault never came, or nobody came to write.
    assert len(found["hurt"]) == 13
    assert found["orders"] > 20
