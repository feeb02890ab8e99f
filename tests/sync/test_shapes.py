"""A shape that two threads read for the first time at one moment doesn't end the process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Every module of the product is loaded alone in its turn; a shape must be ready as soon as its module is loaded.
LOADING = """
import gc, importlib, importlib.machinery, sys
from pathlib import Path
import msgspec

def is_ready(shape):
    return any(type(each).__name__ == "StructInfo" for each in gc.get_referents(shape))

def shapes(module):
    for each in vars(module).values():
        if isinstance(each, type) and issubclass(each, msgspec.Struct) and each.__module__ == module.__name__:
            yield each

seen, late = 0, []
load = importlib.machinery.SourceFileLoader.exec_module

def load_and_look(loader, module):
    global seen
    load(loader, module)
    for shape in shapes(module):
        seen += bool(shape.__struct_fields__)
        if shape.__struct_fields__ and not is_ready(shape):
            late.append(shape.__qualname__)

importlib.machinery.SourceFileLoader.exec_module = load_and_look
for path in sorted(Path().glob("*/**/*.py")):
    if path.parts[0] in {"sync", "desktop"} and "msgspec" in path.read_text(encoding="utf-8"):
        importlib.import_module(".".join(path.with_suffix("").parts))
from desktop.actions.documents.views import OrderDraft
if "__msgspec_cache__" not in vars(OrderDraft):
    late.append("OrderDraft")
print(seen, *late)
"""

# Lives are forked from one that has read nothing yet; in each, threads read their first message together.
READING = """
import os, sys, threading
from sync.wire.messages import Cursor, ExchangeRequest, OwnEntries, wire_entry
from sync.wire.packing import pack, unpack

own = OwnEntries(1, 1, b"h", 2, [wire_entry(2, "order", "o", b"{}")])
packed = pack(ExchangeRequest(1, own, {"catalog": Cursor(1, 1, b"h")}))

def live():
    sys.setswitchinterval(1e-5)
    together = threading.Barrier(4)
    def read():
        together.wait()
        unpack(packed, ExchangeRequest)
    threads = [threading.Thread(target=read) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

for _ in range(25):
    life = os.fork()
    if not life:
        live()
        os._exit(0)
    print(os.waitpid(life, 0)[1])
"""


def said(program):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_every_shape_is_ready_as_soon_as_its_module_is_loaded():
    seen, *late = said(LOADING)
    assert late == []
    assert int(seen) > 50


@pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked")
def test_threads_may_read_their_first_message_together():
    assert said(READING) == ["0"] * 25
