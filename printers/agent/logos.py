"""Logos of papers, fetched from the server the first time one is printed here."""

import logging
from pathlib import Path
from typing import Any

from printers.agent.door import Away, Door, No
from printers.press import opened

log = logging.getLogger(__name__)
PNG = b"\x89PNG\r\n\x1a\n"


def fetch_logo(door: Door, slip: dict[str, Any], folder: Path) -> None:
    """Have the logo that a slip names in a folder, whole or not at all: a slip comes without it rather than late."""
    logo = (slip.get("look") or {}).get("logo")
    path = folder / Path(str(logo)).name if logo else None
    if path is None or path.exists():
        return
    try:
        picture = door.fetch(f"/api/photos/{path.name}")
        if not picture.startswith(PNG):
            raise Away("it is no picture")
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(picture)
        part.replace(path)
    except (Away, No, OSError) as error:
        log.warning("no logo %s: %s", path.name, error)
    else:
        # Papers before this one may have found none, and that is remembered.
        opened.cache_clear()
