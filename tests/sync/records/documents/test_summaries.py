"""The summary column: what a document says of itself, then its goods in brief."""

from datetime import date

from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books.reading import postings
from sync.records.documents.summaries import summarised


def a_delivery(number, lines, **said):
    body = [LineBody(f"P{each}", f"P{each}", 1000, 500, 50000, name=f"品{each}") for each in range(1, lines + 1)]
    return DocumentBody(number, "S", "B", "2026-11-02", "2026-11-02T00:00:00Z", 500 * lines, lines=body, **said)


def test_a_summary_tells_remark_reference_and_goods(book):
    with book.writing() as writing:
        writing.put("hq", "delivery", "d1", a_delivery("XSCK-1", 12, ref="536370", remark="月底补货"))
        writing.put("hq", "delivery", "d2", a_delivery("XSCK-2", 1))
        money = DocumentBody("SKD-1", "S", "B", "2026-11-03", "2026-11-03T00:00:00Z", 100, method="工行转账")
        writing.put("hq", "money_receipt", "m1", money)
    with book.reading() as connection:
        told = summarised(connection, postings(connection, "S", "B", date(2026, 11, 30)))
    assert [each.summary for each in told] == ["月底补货 · 536370 · 品1 +11", "品1", "工行转账"]
