"""Codes told by the names that a hall's plan gives them, and sentences in both languages."""

from collections.abc import Iterator, Mapping

from server import words
from server.hall.plan import Hall, Names
from server.hall.sentence import says

CITIZEN = "the citizen's phone"
Keys = Mapping[int, tuple[str | None, str]]
"""(place, name) of device keys by their ids."""


def both(template: str, **values: object) -> Names:
    """A sentence in both languages; names among its values are said in each."""
    sentence = says(template, **values)
    chinese = words.say("zh-Hans", "manage", template)
    return {"zh-Hans": sentence.again(chinese, "zh-Hans"), "en": str(sentence)}


class Naming:
    """Names by kind and code; a code that the plan no longer has is its own name."""

    def __init__(self, plan: Hall, keys: Keys | None = None) -> None:
        self.plan = plan
        self._keys = keys or {}
        self._names: dict[str, dict[str, Names]] = {
            "service": {one.code: one.name for one in plan.services},
            "window": {one.code: one.name for one in plan.windows},
            "clerk": {one.login: one.name for one in plan.clerks},
            "board": {one.code: one.name for one in plan.boards},
            "kiosk": {one.code: one.name for one in plan.kiosks},
            "printer": {one.code: one.name for one in plan.printers},
        }

    def of(self, kind: str, code: str | None) -> Names | None:
        """The name of a part of the plan; None of nobody."""
        return None if code is None else self._names[kind].get(code, {"zh-Hans": code})

    def all(self, kind: str, chosen: str | None) -> Iterator[tuple[str, Names]]:
        """(code, name) of each that can be chosen, and of the one that is."""
        yield from self._names[kind].items()
        if chosen is not None and chosen not in self._names[kind]:
            yield chosen, {"zh-Hans": chosen}

    def doer(self, actor: str | None) -> Names | None:
        """Who acted: a person by name, a device by where it stands; a citizen stays a citizen."""
        role, _, who = (actor or "").partition(":")
        if role == "citizen":
            return both(CITIZEN)
        if not who.isdigit():
            return self.of("clerk", who or None)
        place, name = self._keys.get(int(who), (None, ""))
        stands = {"evaluator": "window"}.get(role, role)
        if place and place in self._names.get(stands, {}):
            return self._names[stands][place]
        return {"zh-Hans": name or place or role}
