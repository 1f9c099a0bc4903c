"""A clerk's photo is taken as it comes out of a camera, and kept as a hall shows it."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from PIL import Image

from server import photos
from server.access.roles import Role
from server.desk.setup import replace_plan
from server.hall.plan import Clerk
from server.hall.plan_parts import digest_of, put
from server.manage.setup.photo import LARGEST, keep_photo
from server.manage.setup.picture import LOGO, portrait
from server.manage.setup.reading import Unreadable
from server.plan_file import write_plan
from tests.faces.test_manage_setup import HERE, get, saved, seen
from tests.inside import Inside, Reply
from tests.stage import MORNING, named

CHENLI = Clerk("chenli", named("陈立", "Chen Li"))
ORIENTATION, MAKER, TURNED = 0x0112, 0x010F, 6


def picture(form: str = "PNG", size: tuple[int, int] = (300, 600), **more: Any) -> bytes:
    """A red picture with a blue upper third."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0], size[1] // 3))
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_every_kind_becomes_a_small_square_of_its_upper_part(form: str) -> None:
    made = opened(portrait(picture(form)))
    assert (made.format, made.size, made.mode) == ("JPEG", (400, 400), "RGB")
    assert made.getpixel((200, 5))[2] > 200, "blue"  # type: ignore[index]
    assert made.getpixel((200, 395))[0] > 200, "red"  # type: ignore[index]


def test_it_stands_upright_and_tells_nothing_of_its_camera() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = TURNED, "a camera"
    raw = picture("JPEG", (600, 300), exif=exif, comment="taken at home")
    made = opened(portrait(raw))
    assert dict(made.getexif()) == {}
    assert b"a camera" in raw
    assert not [word for word in (b"a camera", b"taken at home") if word in portrait(raw)]
    assert made.getpixel((395, 200))[2] > 200, "what was above is at the right"  # type: ignore[index]


def test_what_is_clear_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(portrait(out.getvalue())).getpixel((9, 9)) == (255, 255, 255)


GIF = picture("GIF")
BOMB = picture("PNG", (5000, 5000), compress_level=1)
WRONG = [b"", b"<svg/>", GIF, picture()[:200], picture("JPEG")[:300], picture("WEBP")[:60]]


@pytest.mark.parametrize("raw", WRONG, ids=lambda raw: f"{raw[:4]!r}-{len(raw)}")
def test_what_is_no_picture_is_refused(raw: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no PNG, JPEG or WebP"):
        keep_photo(raw, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_of_too_many_dots_is_refused_as_that(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="at most 24 million dots"):
        keep_photo(BOMB, tmp_path)


@pytest.mark.parametrize("colour", [(0, 0, 0, 0), (255, 255, 255, 255)])
def test_a_logo_of_which_paper_shows_nothing_is_refused(
    colour: tuple[int, int, int, int], tmp_path: Path
) -> None:
    out = BytesIO()
    Image.new("RGBA", (50, 50), colour).save(out, "PNG")
    with pytest.raises(Unreadable, match="white on paper"):
        keep_photo(out.getvalue(), tmp_path, LOGO)


def test_a_cameras_jpeg_may_have_many_dots() -> None:
    assert opened(portrait(picture("JPEG", (8000, 6000)))).size == (400, 400)


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="at most 5 MB"):
        keep_photo(picture() + bytes(LARGEST), tmp_path)


def test_one_picture_is_kept_by_two_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, both, raw = Path.write_bytes, Barrier(2, timeout=10), picture()

    def together(part: Path, data: bytes) -> int:
        written = write(part, data)
        both.wait()
        return written

    monkeypatch.setattr(Path, "write_bytes", together)
    with ThreadPoolExecutor(2) as two:
        (name, same) = two.map(keep_photo, (raw, raw), (tmp_path, tmp_path))
    assert (name, [path.name for path in tmp_path.iterdir()]) == (same, [name])


def test_only_what_no_plan_names_is_forgotten_and_not_for_a_year(tmp_path: Path) -> None:
    home = photos.home_of(tmp_path)
    name = keep_photo(picture(), home)
    assert keep_photo(picture(), home) == name
    others = {"linxiao.png", "theirs.jpg"}
    for other in others:
        (home / other).write_bytes(b"")
        os.utime(home / other, (MORNING.timestamp(),) * 2)

    def left(days: int, named: set[str]) -> set[str]:
        photos.forget(tmp_path, named, MORNING + timedelta(days=days))
        return {path.name for path in home.iterdir()}

    photos.still_named(tmp_path, [name, "gone.jpg", "../photos", "linxiao.png"], MORNING)
    assert left(365, set()) == others | {name}
    assert left(999, {name}) == others | {name}
    assert left(366, set()) == others


def send(house: Inside, raw: bytes | None, **changes: Any) -> Reply:
    """The form of a clerk with a chosen photo, as a browser sends it."""
    who = house.session("a-manager", Role.MANAGER)
    form: dict[str, Any] = {
        "part": "chenli",
        "seen": seen(house, "clerks", "chenli"),
        "name.zh-Hans": "陈立",
    }
    form |= {"number": "0308", "role": "clerk", "csrf": who["X-CSRF-Token"]} | changes
    if raw is not None:
        form["photo.file"] = (BytesIO(raw), "../../me.png")
    more = {"content_type": "multipart/form-data"}
    return house.send("POST", f"{HERE}/clerks/save", who, data=form, **more)


@pytest.fixture(autouse=True)
def chenli(house: Inside) -> None:
    house.hall.do(lambda work: replace_plan(work, put(house.plan(), "clerks", CHENLI)))


def photo(house: Inside) -> str | None:
    [clerk] = house.plan().clerks
    return clerk.photo


def test_a_chosen_photo_is_shown_wherever_she_serves(house: Inside) -> None:
    assert saved(send(house, picture()), "clerks")
    name = photo(house)
    assert name is not None
    assert name.endswith(".jpg")
    answer = house.ask("GET", f"/api/photos/{name}", Role.EVALUATOR)
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert opened(answer.data).size == (400, 400)
    assert f'src="/api/photos/{name}"' in get(house, f"{HERE}/clerks/part/chenli")
    assert saved(send(house, None, photo=name, **{"photo.none": "on"}), "clerks")
    assert photo(house) is None


def test_a_photo_that_is_missing_is_nowhere_a_broken_picture(house: Inside) -> None:
    assert saved(send(house, picture()), "clerks")
    name = photo(house)
    pages = (f"{HERE}/clerks", f"{HERE}/clerks/part/chenli")
    assert all(f"/api/photos/{name}" in get(house, page) for page in pages)
    (house.parts.data / "photos" / str(name)).unlink()
    assert not any("/api/photos" in get(house, page) for page in pages)
    assert "照片文件不在本机，请重新选择" in get(house, pages[1])
    assert "陈立" in get(house, pages[0])
    assert saved(send(house, None, photo=name), "clerks"), "the rest can be changed all the same"


def drop_by_form(house: Inside) -> None:
    assert saved(send(house, None, photo=photo(house), **{"photo.none": "on"}), "clerks")


def drop_by_removal(house: Inside) -> None:
    who = house.session("a-manager", Role.MANAGER)
    form = {"csrf": who["X-CSRF-Token"], "seen": seen(house, "clerks", "chenli")}
    path = f"{HERE}/clerks/part/chenli/remove"
    assert house.send("POST", path, who, data=form).status_code == 303


def drop_by_file(house: Inside) -> None:
    plan = house.plan()
    who = house.session("a-manager", Role.MANAGER)
    text = write_plan(replace(plan, clerks=()))
    form = {"csrf": who["X-CSRF-Token"], "seen": digest_of(plan), "text": text}
    assert house.send("POST", f"{HERE}/bulk/yaml", who, data=form).status_code == 303


@pytest.mark.parametrize("drop", [drop_by_form, drop_by_removal, drop_by_file])
def test_a_file_of_last_years_plan_finds_its_photos(
    drop: Callable[[Inside], None], house: Inside
) -> None:
    assert saved(send(house, picture()), "clerks")
    before, name = house.plan(), photo(house)
    house.hall.clock.go(days=700)
    drop(house)
    assert before.clerks != house.plan().clerks
    house.hall.clock.go(days=364)
    send(house, picture("JPEG"))
    house.hall.do(lambda work: replace_plan(work, before))
    assert house.ask("GET", f"/api/photos/{name}", Role.EVALUATOR).status_code == 200
    drop(house)
    house.hall.clock.go(days=366)
    house.hall.do(lambda work: replace_plan(work, put(house.plan(), "clerks", CHENLI)))
    send(house, picture("JPEG"))
    assert name not in {path.name for path in (house.parts.data / "photos").iterdir()}


def test_a_form_without_a_new_photo_keeps_the_old_one(house: Inside) -> None:
    assert saved(send(house, None, photo="linxiao.png"), "clerks")
    assert photo(house) == "linxiao.png"


def test_a_photo_survives_another_fields_fault(house: Inside) -> None:
    answer = send(house, picture(), role="king")
    assert answer.status_code == 422
    assert "照片已收下" in answer.text
    [name] = [path.name for path in (house.parts.data / "photos").glob("*.jpg")]
    assert f'name="photo" value="{name}"' in answer.text
    assert photo(house) is None


def test_a_wrong_photo_is_told_beside_its_field(house: Inside) -> None:
    large = send(house, picture() + bytes(LARGEST), number="77")
    assert large.status_code == 422
    assert large.text.count("照片最大 5 MB") == 2
    assert 'value="77"' in large.text
    assert "这不是 PNG" in send(house, b"GIF89a").text
    assert photo(house) is None


def test_no_form_is_larger_than_it_needs_to_be(house: Inside) -> None:
    huge = send(house, bytes(13 * 2**20))
    assert huge.status_code == 413
    assert "文件太大" in huge.text
    who = house.session("a-manager", Role.MANAGER)
    token = {"csrf": who["X-CSRF-Token"]}
    for path, size, status in (
        (f"{HERE}/services/save", 70_000, 413),
        (f"{HERE}/bulk/clerks", 70_000, 413),
        (f"{HERE}/bulk/yaml", 1_000_000, 422),
        (f"{HERE}/bulk/yaml", 2_000_000, 413),
    ):
        answer = house.send("POST", path, who, data=token | {"text": "x" * size})
        assert answer.status_code == status, path
    answer = house.send("POST", f"{HERE}/clerks/save", {}, data={"text": "x" * 70_000})
    assert answer.status_code in (303, 413), "a stranger's body is not even read"
