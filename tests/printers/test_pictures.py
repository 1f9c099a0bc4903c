"""The pictures of papers in the documents are what the code draws."""

from io import BytesIO

import pytest
from PIL import Image

from tests.printers.papers import same
from tools.papers import FOLDER, pictures

DRAWN = dict(pictures())


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_in_the_documents_is_dot_for_dot_what_is_printed(name: str) -> None:
    with Image.open(FOLDER / name) as kept, Image.open(BytesIO(DRAWN[name])) as drawn:
        assert same(kept, drawn), "make them anew: .venv/bin/python -m tools.papers"


def test_no_other_paper_is_kept() -> None:
    assert {path.name for path in FOLDER.glob("paper-*.png")} == set(DRAWN)
