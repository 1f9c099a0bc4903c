"""What other people wrote is shipped as fetched: named, licensed, and to the byte."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

VENDOR = Path(__file__).resolve().parents[2] / "server" / "static" / "vendor"
LINES = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
SCRIPTS = [line["file"] for line in LINES if line["file"].endswith(".js")]
FONTS = [line["file"] for line in LINES if line["file"].endswith(".woff2")]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["file"])
def test_a_vendored_file_is_what_was_written_down(line: dict[str, str]) -> None:
    content = (VENDOR / line["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == line["sha256"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", line["version"])
    assert line["licence"] in {"BSD-3-Clause", "MIT", "OFL-1.1"}


def test_nothing_lies_there_that_is_not_written_down() -> None:
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert found == {line["file"] for line in LINES} | {"vendor.json"}


def test_every_package_brings_its_licence() -> None:
    for folder in {line["file"].split("/")[0] for line in LINES}:
        assert (VENDOR / folder / "LICENSE").stat().st_size > 1000


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_finds_its_imports_beside_it(script: str) -> None:
    text = (VENDOR / script).read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    for target in re.findall(r'(?:from|import)\s*"([^"]+)"', text):
        assert target.startswith("."), f"{script} asks for the bare name {target}"
        assert (VENDOR / script).parent.joinpath(target).is_file()


@pytest.mark.parametrize("font", FONTS)
def test_the_number_face_is_small_and_can_write_every_label(font: str) -> None:
    assert (VENDOR / font).stat().st_size < 10_000
    face = TTFont(VENDOR / font)
    assert set(map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789–:%′+−")) <= set(face.getBestCmap())
    features = {record.FeatureTag for record in face["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in features
