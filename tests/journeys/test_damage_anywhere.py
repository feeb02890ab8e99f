"""Files damaged at any byte and in several ways at once: nothing passes in silence, and nothing readable is lost.

The long form: DAMAGE_EXAMPLES=500 python -m pytest tests/journeys/test_damage_anywhere.py
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.damaged import make_place, mend_both, mend_copy, mend_desk, mend_hq
from tests.journeys.damaging import BLOWS, PLACES

_EXAMPLES = int(os.environ.get("DAMAGE_EXAMPLES", "0"))
_BLOWS = st.lists(
    st.tuples(st.sampled_from(BLOWS), st.integers(0, PLACES - 1), st.integers(0, 1 << 16)), min_size=1, max_size=4
).map(tuple)


@pytest.fixture(scope="module")
def made(tmp_path_factory, no_key_store):
    return make_place(tmp_path_factory.mktemp("anywhere"))


@settings(
    max_examples=_EXAMPLES or 3,
    derandomize=not _EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(scene=st.sampled_from((mend_desk, mend_copy, mend_both, mend_hq)), blows=_BLOWS, kept=st.booleans())
def test_whatever_becomes_of_the_files_it_is_told_and_mended(made, scene, blows, kept):
    with tempfile.TemporaryDirectory(prefix="anywhere-") as root:
        scene(made.copy(Path(root) / "place", kept=kept), blows, 0)
