"""A setting is what was written last; a moment is UTC to the second."""

from datetime import UTC, datetime, timedelta, timezone

from sync.records.books.settings import moment, read_setting, write_setting


def test_setting_is_what_was_written_last(book):
    with book.writing() as writing:
        assert read_setting(writing.connection, "hq_url", "none") == "none"
        write_setting(writing.connection, "hq_url", "http://a")
        write_setting(writing.connection, "hq_url", "")
        assert read_setting(writing.connection, "hq_url", "none") == ""


def test_moment_is_utc_to_the_second():
    here = datetime(2026, 11, 23, 16, 41, 7, 999_999, timezone(timedelta(hours=8)))
    assert moment(here) == "2026-11-23T08:41:07Z"
    assert moment() <= moment(datetime.now(UTC) + timedelta(seconds=1))
