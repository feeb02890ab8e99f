"""Notes the statements a book runs and how many rows they gave, and asks the engine which way it would take."""

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import Boolean, Integer, LargeBinary, event

from sync.records.books import bulk
from sync.records.schema import account_tables, policy_tables, service_tables, tables  # noqa: F401 -- they fill the metadata
from sync.records.schema.columns import metadata

_NAMED = re.compile(
    r'\b(?:FROM|JOIN|UPDATE|INTO)\s+"?(\w+)"?(?:\s+(?:AS\s+)?(?!WHERE|SET|ON|JOIN|LEFT|ORDER|GROUP)(\w+))?'
)
_MARK = re.compile(r"%s|%\(\w+\)s")
# A table in parts is read whole where one of them is.
PART_OF = {"entry_living": "entry", "entry_replaced": "entry"}
# Indexes over the few rows that wait for something; to walk one from end to end reads nothing of what grows.
OF_FEW = {"ix_problem_came"}
_WORDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Noted:
    """Statements in their order, and how many rows came back."""

    statements: list[str] = field(default_factory=list)
    fetched: int = 0

    @property
    def different(self):
        return sorted({each for each in map(str.strip, self.statements) if each.upper().startswith(_WORDS)})


class _Cursor:
    def __init__(self, cursor, noted):
        self._cursor, self._noted = cursor, noted

    def execute(self, sql, values=()):
        self._noted.statements.append(sql)
        self._cursor.execute(sql, values)
        return self

    def executemany(self, sql, rows):
        self._noted.statements += [sql] * len(rows)
        return self._cursor.executemany(sql, rows)

    def fetchall(self):
        rows = self._cursor.fetchall()
        self._noted.fetched += len(rows)
        return rows

    def __getattr__(self, name):
        return getattr(self._cursor, name)


@contextmanager
def noting(book, monkeypatch):
    """Notes every statement of this book within the block."""
    noted, pool, plain = Noted(), book.engine.pool, bulk._cursor

    def cursor(connection):
        found = plain(connection)
        return _Cursor(found, noted) if connection.engine.pool is pool else found

    def heard(_, __, statement, *___):
        noted.statements.append(statement)

    with monkeypatch.context() as patch:
        patch.setattr(bulk, "_cursor", cursor)
        event.listen(book.engine, "before_cursor_execute", heard)
        try:
            yield noted
        finally:
            event.remove(book.engine, "before_cursor_execute", heard)


# PostgreSQL takes a list of rows for a hundred; fewer than so many lines it would rather read whole.
_ROWS = {"document_line": 60_000}


def swell(book, names):
    """Fills these tables with rows that mean nothing, so that PostgreSQL plans as for large ones."""
    if book.is_sqlite:
        return
    with book.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in metadata.sorted_tables:
            if table.name in names:
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                values = ", ".join(map(_senseless, table.columns))
                series = f"generate_series(1, {_ROWS.get(table.name, 3_000)}) AS g"
                connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) SELECT {values} FROM {series}')
        connection.exec_driver_sql("ANALYZE")


def _senseless(column):
    if isinstance(column.type, LargeBinary):
        return "decode('00', 'hex')"
    if isinstance(column.type, Boolean):
        return "mod(g, 2) = 0" if column.table.name == "entry" else "TRUE"
    if column.foreign_keys:
        return "100001 + mod(g, 3000)"
    return "100000 + g" if isinstance(column.type, Integer) else "'x' || g"


def scans(book, statement):
    """The tables a statement would read whole, by the engine's own plan; that a table is small is no excuse."""
    with book.engine.connect() as connection:
        if book.is_sqlite:
            return _sqlite_scans(connection, statement)
        return _postgres_scans(connection, statement)


def _sqlite_scans(connection, statement):
    names = {alias or table: table for table, alias in _NAMED.findall(statement)}
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?")).all()
    found = [row[3].split() for row in plan]
    return {names.get(words[1], words[1]) for words in found if words[0] == "SCAN" and not OF_FEW & set(words)}


def _postgres_scans(connection, statement):
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    places = count(1)
    numbered = _MARK.sub(lambda _: f"${next(places)}", statement).replace("%%", "%")
    raw = connection.connection.cursor()
    raw.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered}")
    (plan,) = raw.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    found = set()
    waiting = [plan[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", [])
        whole = node["Node Type"] == "Seq Scan" or ("Index" in node["Node Type"] and "Index Cond" not in node)
        if whole and "Relation Name" in node and node.get("Index Name") not in OF_FEW:
            found.add(PART_OF.get(node["Relation Name"], node["Relation Name"]))
    return found
