"""Fetch the browser files that other people wrote, and write down what was fetched.

    python tools/vendor.py

Each package comes from npm by name and version (`npm pack`), and only the files that a page
loads are kept, under server/static/vendor/, beside a manifest of version, licence and sha256.
The number face is cut down to the characters a label or a figure can hold.
Needs npm, and fonttools with brotli from the development dependencies. A page never needs
this tool: what it wrote is in the repository, and tests/faces/test_vendor.py holds it to that.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase, digits

from fontTools import subset  # type: ignore[import-untyped]

HOME = Path(__file__).resolve().parent.parent / "server" / "static" / "vendor"
MANIFEST = HOME / "vendor.json"
MARKS = " ·.,:;–—-−+±%‰/~<>()#&*°′″‘’'\"“”×?!…"
FACE_TEXT = ascii_uppercase + digits + MARKS
SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=.*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files are kept, and under which name here."""

    name: str
    version: str
    licence: str
    folder: str
    files: dict[str, str]


PACKAGES = (
    Package(
        "lit-html",
        "3.3.3",
        "BSD-3-Clause",
        "lit-html",
        {
            path: path
            for path in (
                "LICENSE",
                "lit-html.js",
                "directive.js",
                "directive-helpers.js",
                "directives/class-map.js",
                "directives/keyed.js",
                "directives/live.js",
                "directives/repeat.js",
            )
        },
    ),
    Package(
        "socket.io-client",
        "4.8.4",
        "MIT",
        "socket.io",
        {"LICENSE": "LICENSE", "dist/socket.io.esm.min.js": "socket.io.esm.min.js"},
    ),
    Package(
        "uplot",
        "1.6.32",
        "MIT",
        "uplot",
        {
            "LICENSE": "LICENSE",
            "dist/uPlot.iife.min.js": "uPlot.iife.min.js",
            "dist/uPlot.min.css": "uPlot.min.css",
        },
    ),
    Package(
        "@fontsource/barlow-semi-condensed",
        "5.3.0",
        "OFL-1.1",
        "barlow",
        {
            "LICENSE": "LICENSE",
            "files/barlow-semi-condensed-latin-600-normal.woff2": "barlow-600.woff2",
            "files/barlow-semi-condensed-latin-700-normal.woff2": "barlow-700.woff2",
        },
    ),
)


def unpacked(package: Package) -> dict[str, bytes]:
    """The kept files of a package as npm serves them, by their path in the package."""
    with tempfile.TemporaryDirectory() as folder:
        pack = ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", folder]
        subprocess.run([*pack, "--silent"], check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            return {path: _member(tar, f"package/{path}") for path in package.files}


def _member(tar: tarfile.TarFile, path: str) -> bytes:
    file = tar.extractfile(path)
    if file is None:
        raise FileNotFoundError(path)
    return file.read()


def prepared(path: str, content: bytes) -> bytes:
    """A file as it is shipped: scripts lose the link to a source map that is not shipped."""
    if path.endswith(".js"):
        return SOURCE_MAP.sub(b"", content)
    if path.endswith(".woff2"):
        return number_face(content)
    return content


def number_face(woff2: bytes) -> bytes:
    """A font with only the characters of labels and figures, its tabular figures and kerning."""
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=["kern", "tnum", "ccmp"],
        recalc_timestamp=False,
        notdef_outline=True,
    )
    font = subset.load_font(BytesIO(woff2), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=FACE_TEXT)
    cutter.subset(font)
    shipped = BytesIO()
    subset.save_font(font, shipped, options)
    return shipped.getvalue()


def fetch(package: Package) -> list[dict[str, str]]:
    """Write one package's files; returns their lines for the manifest."""
    lines = []
    for source, content in unpacked(package).items():
        file = f"{package.folder}/{package.files[source]}"
        shipped = prepared(source, content)
        target = HOME / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(shipped)
        lines.append(
            {
                "file": file,
                "name": package.name,
                "version": package.version,
                "licence": package.licence,
                "sha256": hashlib.sha256(shipped).hexdigest(),
            }
        )
    return lines


def main() -> None:
    """Fetch everything anew and write the manifest."""
    lines = [line for package in PACKAGES for line in fetch(package)]
    MANIFEST.write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")
    for line in lines:
        print(f"{(HOME / line['file']).stat().st_size:7} {line['file']}")


if __name__ == "__main__":
    main()
