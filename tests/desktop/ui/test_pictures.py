"""The command that draws every page still finds its way to each of them."""

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_every_page_is_drawn(tmp_path):
    words = ["--out", str(tmp_path), "--language", "en", "--theme", "dark"]
    done = subprocess.run([sys.executable, "-m", "tests.pictures", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    taken = {each.name.removesuffix("-en-dark.png") for each in tmp_path.iterdir()}
    assert f"{len(taken)} pictures" in done.stdout
    assert {
        "01-orders",
        "21-orderview",
        "38-policyedit-next",
        "78-differences",
        "82-preprinted",
        "h4-statements",
    } <= taken
