"""What the official papers say: one-time notice, receipt and report of a day. Facts, kept as JSON on the print job.

A document has a number of its own and is printed again only as a copy that says so.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from server.hall.plan import Names, Papers
from server.hall.slip import PLAIN, look_from_json, look_to_json

NOTICE, RECEIPT, REPORT = "notice", "receipt", "report"
LETTERS = {NOTICE: "G", RECEIPT: "S"}
"""What the numbers of a kind begin with: 告知, 收件."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What all of them say: whose paper it is, under which number, when, and by whom it was made out.

    `number` is how it is found again; `copy` above 0 is a reprint. `clerk_number` is the one on the badge.
    """

    kind: ClassVar[str]
    hall: Names
    number: str
    issued_at: datetime
    timezone: str
    clerk: Names
    clerk_number: str = ""
    copy: int = 0
    look: Papers = PLAIN

    @property
    def label(self) -> str:
        """What it is called in a list of papers."""
        return self.number

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives the paper back."""
        values = asdict(self) | {"issued_at": self.issued_at.isoformat()}
        del values["look"]
        return values | {"kind": self.kind, "label": self.label} | look_to_json(self.look)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The paper that `to_json` wrote."""
        known = {key: one for key, one in values.items() if key not in ("kind", "label")}
        known["issued_at"] = datetime.fromisoformat(known["issued_at"])
        return cls(**known | look_from_json(values) | cls._parts(known))

    @classmethod
    def _parts(cls, known: Mapping[str, Any]) -> dict[str, Any]:
        """The members that are no plain JSON values."""
        return {}

    def again(self) -> Self:
        """The same paper as its next copy."""
        return replace(self, copy=self.copy + 1)


@dataclass(frozen=True)
class Material:
    """One of a service's materials: still `missing`, or here with so many `pages`."""

    name: Names
    pages: int = 0
    missing: bool = False


@dataclass(frozen=True, kw_only=True)
class OneTimeNotice(Document):
    """一次性告知单: everything that is still needed, told once and in writing. `ticket` is the citizen's label."""

    kind: ClassVar[str] = NOTICE
    service: Names
    materials: tuple[Material, ...]
    steps: tuple[Names, ...] = ()
    time_limit: Names | None = None
    window: Names | None = None
    ticket: str = ""

    @classmethod
    def _parts(cls, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"materials": _materials(known), "steps": tuple(known["steps"])}


@dataclass(frozen=True, kw_only=True)
class Receipt(Document):
    """收件回执单: what was handed in, how many pages each, when to come for the result, and who took it in.

    `due` is a day, ISO; `track_url` is where the matter can be followed, or "".
    """

    kind: ClassVar[str] = RECEIPT
    service: Names
    materials: tuple[Material, ...]
    due: str
    track_url: str = ""
    window: Names | None = None
    ticket: str = ""

    @classmethod
    def _parts(cls, known: Mapping[str, Any]) -> dict[str, Any]:
        return {"materials": _materials(known)}


@dataclass(frozen=True)
class Figures:
    """Tickets of a day (of a window: those it called): counts, waits in minutes (None: nobody was called), the part
    within the promise (0 to 1)."""

    name: Names
    tickets: int
    served: int
    missed: int
    median: float | None
    p90: float | None
    within: float | None = None


@dataclass(frozen=True, kw_only=True)
class DayReport(Document):
    """日报: the figures of a business `day` (ISO), as a whole, by service and by window.

    `ratings` are how many gave 5, 4, 3, 2 and 1, in this order. `promised` is the promised wait in minutes.
    """

    kind: ClassVar[str] = REPORT
    day: str
    promised: int
    whole: Figures
    services: tuple[Figures, ...] = ()
    windows: tuple[Figures, ...] = ()
    ratings: tuple[int, ...] = (0, 0, 0, 0, 0)

    @classmethod
    def _parts(cls, known: Mapping[str, Any]) -> dict[str, Any]:
        rows = {key: tuple(Figures(**one) for one in known[key]) for key in ("services", "windows")}
        return rows | {"whole": Figures(**known["whole"]), "ratings": tuple(known["ratings"])}


def number_of(kind: str, year: int, count: int) -> str:
    """The number of a notice or receipt, the so-manieth of its year: "G2026-000012"."""
    return f"{LETTERS[kind]}{year}-{count:06d}"


def _materials(known: Mapping[str, Any]) -> tuple[Material, ...]:
    return tuple(Material(**one) for one in known["materials"])
