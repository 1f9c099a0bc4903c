"""What the address of a list of tickets asks for: days, figure, part, and where its page begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from server.figures.day import read_day
from server.figures.range import LONGEST
from server.figures.tally import HALVES
from server.figures.tickets import Place
from server.figures.wanted import WHATS, Wanted

HERE = "/manage/tickets"
NAMED = ("service", "window", "clerk", "label")
COUNTED: dict[str, Sequence[int | str]] = {
    "hour": range(24),
    "half": HALVES,
    "weekday": range(1, 8),
}
DAYS: tuple[str, ...] = ("from", "to")
LONGEST_SEQ = 16
NO_DAY = "Write the day as YYYY-MM-DD, from 2000 on."
BEFORE_FIRST = "The last day is before the first."
TOO_LONG = "At most {longest} days at once."
NO_SUCH = "There is no such choice."


@dataclass(frozen=True)
class Asked:
    """`faults` are sentences by the field that they stand at; then nothing is looked up."""

    first: date
    last: date
    wanted: Wanted
    before: Place | None
    faults: dict[str, str]

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first, self.last

    def address(self, path: str = HERE, older: Place | None = None) -> str:
        """The address that asks for this, or for the page of it that goes on from a place."""
        place = {"older": f"{older[0].isoformat()}.{older[1]}"} if older else {}
        return f"{path}?{urlencode(self._told() | place)}"

    def without(self, name: str) -> str:
        """The address that asks for the same, one part left out."""
        told = self._told()
        told.pop(name, None)
        return f"{HERE}?{urlencode(told)}"

    def _told(self) -> dict[str, object]:
        days = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        parts = {name: getattr(self.wanted, name) for name in ("what", *NAMED, *COUNTED)}
        return days | {name: value for name, value in parts.items() if value is not None}


def read(args: MultiDict[str, str], today: date) -> Asked:
    """What an address asks for; what cannot be meant is a fault at its field."""
    typed = {name: text.strip() for name, text in args.items() if text.strip()}
    first = _day(typed.get("from")) or _day(typed.get("to")) or today
    last = _day(typed.get("to")) or first
    wanted = Wanted(
        what=typed.get("what", WHATS[0]),
        service=typed.get("service"),
        window=typed.get("window"),
        clerk=typed.get("clerk"),
        hour=_number(typed.get("hour")),
        weekday=_number(typed.get("weekday")),
        half=typed.get("half"),
        label=typed["label"].upper() if "label" in typed else None,
    )
    faults = _faults(typed, first, last, wanted)
    return Asked(first, last, wanted, _place(typed.get("older")), faults)


def _faults(typed: dict[str, str], first: date, last: date, wanted: Wanted) -> dict[str, str]:
    found = {name: NO_DAY for name in DAYS if name in typed and not _day(typed[name])}
    if not found and last < first:
        found["to"] = BEFORE_FIRST
    if not found and (last - first).days >= LONGEST:
        found["to"] = TOO_LONG
    if wanted.what not in WHATS:
        found["what"] = NO_SUCH
    for name, among in COUNTED.items():
        if name in typed and getattr(wanted, name) not in among:
            found["what"] = NO_SUCH
    return found


def _day(text: str | None) -> date | None:
    try:
        return read_day(text) if text else None
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 3 else None


def _place(text: str | None) -> Place | None:
    """A day and a line, "2026-11-20.4711"; None for what is none, which begins at the newest."""
    day, _, seq = (text or "").partition(".")
    found = _day(day)
    fits = seq.isascii() and seq.isdigit() and len(seq) <= LONGEST_SEQ
    return (found, int(seq)) if found and fits else None
