"""Every kind of paper that a hall prints, and back from a print job's JSON to its facts."""

from collections.abc import Mapping
from typing import Any

from server.hall.documents import DayReport, Document, OneTimeNotice, Receipt
from server.hall.sentence import says
from server.hall.slip import TRIAL, TURN, Slip

Paper = Slip | Document
NO_FACE = "no typeface has {characters}: write it another way"
KINDS: dict[str, type[Slip] | type[Document]] = {
    TURN: Slip,
    TRIAL: Slip,
    **{one.kind: one for one in (OneTimeNotice, Receipt, DayReport)},
}


class Undrawable(ValueError):
    """An official paper would have a hole in it: nothing can print these `characters`. `sentence` says so."""

    def __init__(self, characters: list[str]) -> None:
        told = ", ".join(f"{one} (U+{ord(one):04X})" for one in characters)
        self.sentence = says(NO_FACE, characters=told)
        super().__init__(self.sentence)
        self.characters = characters


def paper_of(values: Mapping[str, Any]) -> Paper:
    """The paper that its `to_json` wrote; older slips say nothing of a kind. KeyError for a kind that is none."""
    return KINDS[values.get("kind", TURN)].from_json(values)
