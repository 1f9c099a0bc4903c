"""What a ticket's slip says: plain facts, kept as JSON on the print job and drawn by `printers`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from server.hall.estimate import Estimate
from server.hall.plan import Hall, Names, Papers, Printer, name_in

TURN, TRIAL = "turn", "trial"
TRIAL_LABEL = "TEST"
TRIAL_TITLE: Names = {"zh-Hans": "测试页", "en": "Test page", "zh-Hant": "測試頁"}
TRIAL_TEXT: Names = {
    "zh-Hans": "不是排队号。两端刻度应完整，斜纹应均匀。",
    "en": "Not a turn. Both rulers whole, the hatching even?",
    "zh-Hant": "不是排隊號。兩端刻度應完整，斜紋應均勻。",
}
PLAIN = Papers()


@dataclass(frozen=True, slots=True)
class Slip:
    """One citizen's paper. `ahead` and `estimate` (minutes) are None when unknown and then not printed;
    `copy` above 0 is a reprint and says so. A TRIAL is a printer's test page and nobody's turn. `look` is what
    the hall's papers looked like when it was written."""

    hall: Names
    service: Names
    label: str
    windows: Names
    issued_at: datetime
    timezone: str
    track_url: str
    ahead: int | None = None
    estimate: Estimate | None = None
    priority: Names | None = None
    kiosk: str = ""
    number: int = 0
    copy: int = 0
    kind: str = TURN
    look: Papers = PLAIN

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives the slip back."""
        values = {name: getattr(self, name) for name in self.__slots__}
        values["issued_at"] = self.issued_at.isoformat()
        if self.estimate is not None:
            values["estimate"] = asdict(self.estimate)
        return values | look_to_json(values.pop("look"))

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Slip":
        """The slip that `to_json` wrote; what a later release says besides is left out, for a slip without it is
        better than none."""
        known = {key: one for key, one in values.items() if key in cls.__slots__}
        known |= look_from_json(values)
        known["issued_at"] = datetime.fromisoformat(known["issued_at"])
        if known["estimate"] is not None:
            known["estimate"] = Estimate(**known["estimate"])
        return cls(**known)

    @classmethod
    def trial(cls, plan: Hall, printer: Printer, at: datetime) -> "Slip":
        """The test page of a printer."""
        return cls(
            hall=plan.name,
            service=TRIAL_TITLE,
            label=TRIAL_LABEL,
            windows=TRIAL_TEXT,
            issued_at=at,
            timezone=plan.timezone,
            track_url="",
            kiosk=name_in(printer.name, "zh-Hans"),
            kind=TRIAL,
            look=plan.papers,
        )

    def again(self) -> "Slip":
        """The same slip as its next copy."""
        return replace(self, copy=self.copy + 1)


def look_to_json(look: Papers) -> dict[str, Any]:
    """The look as the member `look`; none for one that no hall has changed: most rows stay short."""
    return {} if look == PLAIN else {"look": asdict(look)}


def look_from_json(values: Mapping[str, Any]) -> dict[str, Papers]:
    """The member `look` that `look_to_json` wrote."""
    known = values.get("look") or {}
    kept: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one
        for key, one in known.items()
        if key in Papers.__dataclass_fields__
    }
    return {"look": Papers(**kept)}
