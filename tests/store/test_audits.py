"""Changes are written down once, and read newest first, of all kinds or of one."""

from datetime import timedelta

from server.store import audits
from tests.stage import HALL, MORNING, Stage


def test_the_newest_change_is_read_first(hall: Stage) -> None:
    with hall.store.write() as conn:
        already = len(audits.newest(conn, HALL))
        lines = [("services.id.prefix", "A", "B"), ("services.tax", {"code": "tax"}, None)]
        audits.add(conn, HALL, MORNING, "manager:ana", lines)
        later = MORNING + timedelta(hours=1)
        audits.add(
            conn, HALL, later, "admin:bo", [("services_x.1", None, [1]), ("windows", [], ["1"])]
        )
        audits.add(conn, "other", later, "admin:bo", [("services.id.prefix", "A", "B")])
        audits.add(conn, HALL, later, "admin:bo", [])
    with hall.store.read() as conn:
        found = audits.newest(conn, HALL)
        assert len(found) == already + 4
        assert [one.place for one in found[:2]] == ["windows", "services_x.1"]
        services = audits.newest(conn, HALL, "services")
        tax, prefix = services
        assert (tax.place, tax.before, tax.after) == ("services.tax", {"code": "tax"}, None)
        assert (prefix.at, prefix.actor, prefix.after) == (MORNING, "manager:ana", "B")
        assert audits.newest(conn, HALL, "services", before=tax.id) == [prefix]
        assert audits.newest(conn, HALL, limit=1)[0].place == "windows"
        assert audits.newest(conn, HALL, "windows")[0].after == ["1"]
