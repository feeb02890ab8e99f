"""Both ends as people run them: commands as processes, HQ as a real service on loopback."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.cli import main

ROOT = Path(__file__).resolve().parents[2]
DESK = [sys.executable, "-m", "desktop"]


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    status: int
    value: Any
    told: str

    def __getitem__(self, key):
        return self.value[key]


def environment(**more):
    plain = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    return {**plain, "LANG": "zh_CN.UTF-8", **more}


def desk(folder: Path, *words: str, lang="zh") -> Answer:
    """Runs one command in JSON mode, in this process because starting one takes longer than most commands."""
    spoken, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(spoken), contextlib.redirect_stderr(told):
        status = main([*words, "--data", str(folder), "--json", "--lang", lang])
    return _answer(status, spoken.getvalue(), told.getvalue())


def desk_process(folder: Path, *words: str, lang="zh", **more) -> Answer:
    """The same as a process of its own."""
    ended = subprocess.run(
        [*DESK, *words, "--data", str(folder), "--json", "--lang", lang],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**more),
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    return _answer(ended.returncode, ended.stdout, ended.stderr)


def _answer(status, spoken, told) -> Answer:
    """Standard output must hold exactly one JSON value, standard error no traceback."""
    assert "Traceback" not in spoken + told
    answer = Answer(status, json.loads(spoken), told)
    if status and isinstance(answer.value, dict) and "error" in answer.value:
        assert answer["error"]["code"] != "defect", (answer.value, crash_log(answer))
    return answer


def crash_log(answer: Answer) -> str:
    path = Path(answer["error"]["facts"]["path"])
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def done(folder: Path, *words: str) -> Answer:
    """A command that has to succeed."""
    answer = desk(folder, *words)
    assert answer.status == 0, (words, answer.value, answer.told)
    return answer


@contextmanager
def serving(folder: Path, port: int = 0, *more: str):
    """HQ's service as a process, with `more` words; gives its address, and takes it away at the end."""
    words = [*DESK, "hq", "serve", "--data", str(folder), "--port", str(port), *more, "--json"]
    service = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT)
    try:
        assert service.stdout is not None
        line = service.stdout.readline()
        yield json.loads(line)["listening"]
    finally:
        service.terminate()
        service.wait(20)
        if service.stdout is not None:
            service.stdout.close()


@contextmanager
def served_again(begun: Path, url: str, target: Path):
    """A copy of the folders in `begun`, with HQ's served at the address its desks know; gives each by its name."""
    copies = {folder.name: target / folder.name for folder in begun.iterdir()}
    for name, copy in copies.items():
        shutil.copytree(begun / name, copy)
    with serving(copies["hq"], int(url.rsplit(":", 1)[1])):
        yield copies


def write_csv(folder: Path, **tables: str) -> Path:
    """CSV files by name, each given as text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8")
    return folder


DEALERS = """
code,name,tier,parent,territory,price_list,credit_limit,credit_days
HQ,总部食品集团,hq,,,,,
GD01,广东粤海商贸,province,HQ,440000,P,20000.00,30
C01,天河便利店,store,GD01,440106,W,1000.00,30
C02,越秀超市,store,GD01,440104,W,,15
HN01,湖南湘江,province,HQ,430000,P,5000.00,30
"""
PRODUCTS = """
sku,name,barcode,unit,pack_unit,pack_size,tax_rate,category,brand
A1,山泉水550ml,6900000000011,瓶,箱,24,0.13,水,山泉
A2,冰红茶500ml,6900000000028,瓶,箱,15,0.13,茶,清雅
A3,薯片75g,6900000000035,袋,箱,22,0.13,膨化,脆香
"""
PRICES = """
price_list,sku,unit_price,valid_from,valid_to
P,A1,1.00,,
P,A2,2.50,,
P,A3,4.125,,
W,A1,1.50,,
W,A2,3.00,,
"""
STOCK = """
warehouse,sku,quantity
广州仓,A1,2400
广州仓,A2,150
"""
OPENING = """
seller,buyer,date,amount
HQ,GD01,2026-11-01,1000.00
GD01,C01,2026-11-01,300.50
"""


def hq_files(folder: Path) -> Path:
    return write_csv(folder, dealers=DEALERS, products=PRODUCTS, prices=PRICES, stock=STOCK, opening=OPENING)
