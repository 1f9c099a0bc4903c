"""The sample clerks have faces: small, all there, served to screens, and never in the way of a real one."""

from pathlib import Path

from PIL import Image

from server.plan_file import PHOTOS, SAMPLE, copy_sample_photos, read_plan
from tests.serving import Server

CLERKS = read_plan(SAMPLE.read_text(encoding="utf-8")).clerks


def test_every_sample_clerk_has_a_small_square_portrait() -> None:
    assert {clerk.photo for clerk in CLERKS} == {path.name for path in PHOTOS.iterdir()}
    for path in PHOTOS.iterdir():
        assert path.stat().st_size < 12_000
        assert Image.open(path).size == (400, 400)


def test_the_sample_hall_serves_them(server: Server) -> None:
    screen = server.client("evaluator", "3")
    answer = screen.get("/api/photos/linxiao.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.content == (PHOTOS / "linxiao.png").read_bytes()
    assert screen.get("/api/photos/nobody.png").status_code == 404


def test_a_photo_of_the_halls_own_is_kept(tmp_path: Path) -> None:
    own = tmp_path / "photos" / "linxiao.png"
    own.parent.mkdir()
    own.write_bytes(b"own")
    copy_sample_photos(tmp_path)
    assert own.read_bytes() == b"own"
    assert len(list(own.parent.iterdir())) == len(CLERKS)
