"""A dealer's newest profile heads his papers; older ones stay for the papers they headed."""

from sync.records.accounts.profiles import next_profile, profile_of, profile_record
from sync.records.bodies.accounts import ProfileBody
from tests.building.sync.books import found_desk


def test_the_newest_of_many_profiles_holds(book):
    found_desk(book)
    for place in range(1, 12):
        with book.writing() as writing:
            record = next_profile(writing.connection, "GD01")
            assert record == f"GD01/{place}"
            writing.put("desk/d1", "profile", record, ProfileBody("GD01", heading=f"第 {place} 个"))
    with book.reading() as connection:
        assert profile_of(connection, "GD01") == ("GD01/11", ProfileBody("GD01", heading="第 11 个"))
        assert profile_record(connection, "GD01/2") == ProfileBody("GD01", heading="第 2 个")
        assert profile_record(connection, "GD01/99") is None
        assert profile_of(connection, "GD02") is None
