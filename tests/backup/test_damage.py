"""A file that is cut short, damaged, changed or of another time changes nothing, and says what it is."""

import json
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from sqlalchemy import event, select

from server.backup import archive
from server.backup.archive import BadBackup
from server.store import migrate
from server.store.store import Store
from server.store.tables import tickets
from tests.backup.pair import SECRET, bring, empty_store, fill, rows_of, save
from tests.stage import ENGINES, HALL, MORNING

OLD = {
    "hall": HALL,
    "day": MORNING.date(),
    "number": 1,
    "label": "A001",
    "service": "id",
    "status": "waiting",
    "issued_at": MORNING,
    "since": MORNING,
    "ready_at": MORNING,
    "language": "en",
    "credit": 0.0,
    "rate": 1.0,
    "calls": 0,
    "seq": 1,
    "series": "A",
    "token": "u",
}
"""A ticket of the first revision."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good backup with two photos in it."""
    folder = tmp_path_factory.mktemp("backup")
    (folder / "data" / "photos").mkdir(parents=True)
    for name in ("chenli.png", "wangmin.jpg", ".half.part"):
        (folder / "data" / "photos" / name).write_bytes(name.encode() * 500)
    with empty_store("sqlite") as store:
        fill(store)
        save(store, folder / "hall.zip", folder / "data")
    return folder / "hall.zip"


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store, as a start of the server leaves it."""
    with empty_store(request.param) as store:
        migrate.upgrade(store)
        yield store


def refused(store: Store, file: Path, says: str, secret: str = SECRET) -> None:
    """The file is not restored, says why, and leaves store and folder as they were."""
    home = file.parent / "restored"
    with pytest.raises(BadBackup, match=says):
        bring(store, file, home, secret)
    assert not any(rows_of(store).values())
    assert migrate.is_current(store)
    assert not home.exists()


def rewritten(
    file: Path, whole: Path, change: Callable[[dict[str, bytes]], None], packed: int = ZIP_STORED
) -> Path:
    """A well-formed archive with other parts."""
    with ZipFile(whole) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    change(parts)
    with ZipFile(file, "w", packed) as zipped:
        for name, raw in parts.items():
            zipped.writestr(name, raw)
    return file


def test_a_file_that_was_cut_short(empty: Store, whole: Path, tmp_path: Path) -> None:
    raw = whole.read_bytes()
    for kept in (0, 1, 100, len(raw) // 2, len(raw) - 1):
        (tmp_path / "cut.zip").write_bytes(raw[:kept])
        refused(empty, tmp_path / "cut.zip", "no whole backup")


def test_one_flipped_bit_anywhere(whole: Path, tmp_path: Path) -> None:
    raw, bent_file, refusals = whole.read_bytes(), tmp_path / "bent.zip", 0
    with empty_store("sqlite") as good:
        bring(good, whole)
        rows = rows_of(good)
    for place in range(40, len(raw), len(raw) // 60):
        bent = bytearray(raw)
        bent[place] ^= 4
        bent_file.write_bytes(bent)
        with empty_store("sqlite") as store:
            migrate.upgrade(store)
            try:
                bring(store, bent_file)
            except BadBackup:
                refusals += 1
                assert not any(rows_of(store).values())
            else:
                assert rows_of(store) == rows, "a bit that says nothing, of a part's time of day"
    assert refusals > 40


def test_a_ticket_that_somebody_changed(empty: Store, whole: Path, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["tables/tickets.jsonl"] = parts["tables/tickets.jsonl"].replace(b"river", b"other")
        parts["tables/tickets.jsonl"] += b"\n"

    refused(empty, rewritten(tmp_path / "a.zip", whole, change), "tickets.jsonl is not as it was")


def with_manifest(parts: dict[str, bytes], **other: Any) -> None:
    parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | other).encode()


def test_a_manifest_that_somebody_changed(empty: Store, whole: Path, tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        with_manifest(parts, made_at="1999-01-01T00:00:00+00:00")

    refused(empty, rewritten(tmp_path / "a.zip", whole, change), "its seal is broken")


def test_parts_that_are_missing_or_were_put_in(empty: Store, whole: Path, tmp_path: Path) -> None:
    def less(parts: dict[str, bytes]) -> None:
        del parts["tables/journal.jsonl"]

    def more(parts: dict[str, bytes]) -> None:
        parts["photos/other.png"] = b"x"

    for change in (less, more):
        refused(empty, rewritten(tmp_path / "a.zip", whole, change), "its parts are not those")


def test_a_photo_whose_name_leads_out_of_the_folder(
    empty: Store, whole: Path, tmp_path: Path
) -> None:
    for name in ("photos/../../evil", "/etc/evil", "photos/.profile", "photos/a/b", "evil"):

        def change(parts: dict[str, bytes], name: str = name) -> None:
            parts[name] = parts.pop("photos/chenli.png")
            manifest = json.loads(parts["manifest.json"])
            manifest["sums"][name] = manifest["sums"].pop("photos/chenli.png")
            with_manifest(parts, sums=manifest["sums"], key="another")

        refused(empty, rewritten(tmp_path / "a.zip", whole, change), "its parts are not those")


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"format": 2}, "has format 2; this version of Jiaohao reads format 1"),
        ({"revision": "0999", "key": "another"}, "newer version .* bring this version up to date"),
        ({"tables": 5}, "no whole backup"),
    ],
)
def test_a_file_of_another_version(
    empty: Store, whole: Path, tmp_path: Path, other: dict[str, Any], says: str
) -> None:
    file = rewritten(tmp_path / "a.zip", whole, lambda parts: with_manifest(parts, **other))
    refused(empty, file, says)


def test_a_photo_that_is_no_backup(empty: Store, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" * 100)
    refused(empty, tmp_path / "photo.jpg", "no whole backup")
    rewritten_zip = tmp_path / "other.zip"
    with ZipFile(rewritten_zip, "w") as zipped:
        zipped.writestr("readme.txt", "hello")
    refused(empty, rewritten_zip, "no whole backup")


def test_photos_come_back_and_another_key_is_told(
    empty: Store, whole: Path, tmp_path: Path
) -> None:
    assert not bring(empty, whole, tmp_path, "another secret"), "it belongs to another key"
    assert {path.name: path.read_bytes() for path in (tmp_path / "photos").iterdir()} == {
        name: name.encode() * 500 for name in ("chenli.png", "wangmin.jpg")
    }
    assert all(rows_of(empty).values())


@pytest.mark.parametrize("there", [False, True])
def test_photos_of_a_restore_that_fails_at_its_end_are_not_left_behind(
    empty: Store, whole: Path, tmp_path: Path, there: bool
) -> None:
    home = tmp_path / "data" / "photos"
    if there:
        home.mkdir(parents=True)
        (home / "chenli.png").write_bytes(b"another picture")
    put: list[list[str]] = []

    def fail(_: object) -> None:
        put.append(sorted(path.name for path in home.iterdir() if path.name[0] != "."))
        raise OSError("the disk went away")

    event.listen(empty.engine, "commit", fail)
    with pytest.raises(BadBackup, match="the disk went away"):
        bring(empty, whole, home.parent)
    event.remove(empty.engine, "commit", fail)
    assert put == [["chenli.png", "wangmin.jpg"]], "they are there before the hall is"
    if there:
        assert [path.read_bytes() for path in home.iterdir()] == [b"another picture"]
    else:
        assert not home.parent.exists()
    assert bring(empty, whole, home.parent)
    assert sorted(path.name for path in home.iterdir()) == ["chenli.png", "wangmin.jpg"]
    assert (home / "chenli.png").read_bytes() == b"chenli.png" * 500


@pytest.mark.parametrize(
    ("part", "limit", "says"),
    [
        ("manifest.json", "LARGEST_MANIFEST", "manifest.json is far too large"),
        ("photos/chenli.png", "LARGEST_PHOTO", "photos/chenli.png is far too large"),
        ("tables/halls.jsonl", "LONGEST_LINE", "halls has a row that is far too long"),
    ],
)
def test_a_file_that_unpacks_to_more_than_a_machine_holds(
    empty: Store, whole: Path, tmp_path: Path, part: str, limit: str, says: str
) -> None:
    most = getattr(archive, limit)

    def change(parts: dict[str, bytes]) -> None:
        parts[part] = (
            (b"[" if part.startswith("tables/") else b"") + b" " * (most + 2**21) + parts[part]
        )
        manifest = json.loads(parts["manifest.json"])
        manifest["sums"] |= {part: sha256(parts[part]).hexdigest()} if "/" in part else {}
        if "/" in part:
            with_manifest(parts, sums=manifest["sums"], key="another")

    file = rewritten(tmp_path / "a.zip", whole, change, ZIP_DEFLATED)
    assert file.stat().st_size < most / 10
    refused(empty, file, says)


def test_the_secret_key_is_not_in_it(whole: Path) -> None:
    with ZipFile(whole) as zipped:
        assert SECRET.encode() not in b"".join(zipped.read(name) for name in zipped.namelist())
    assert whole.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("source", ENGINES)
def test_an_older_store_is_brought_up_to_date(source: str, empty: Store, tmp_path: Path) -> None:
    file = tmp_path / "old.zip"
    with empty_store(source) as old:
        with old.write() as conn:
            migrate.rise(conn, "0001")
            conn.execute(
                tickets.insert(), [OLD | {"id": 4}, OLD | {"id": 9, "number": 2, "token": "t"}]
            )
        assert save(old, file).revision == "0001"
    assert bring(empty, file)
    assert migrate.is_current(empty)
    with empty.read() as conn:
        found = conn.execute(select(tickets.c.id, tickets.c.label).order_by("id")).all()
    assert [tuple(row) for row in found] == [(4, "A001"), (9, "A001")]


def test_a_store_without_tables_has_nothing_to_back_up(tmp_path: Path) -> None:
    with empty_store("sqlite") as store, pytest.raises(BadBackup, match="nothing in this store"):
        save(store, tmp_path / "none.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_elsewhere_is_as_good(whole: Path, empty: Store, tmp_path: Path) -> None:
    copy = Path(shutil.copy(whole, tmp_path / "copied while the hall worked.zip"))
    assert bring(empty, copy)
