"""What a form shows beside its fields: a rule in words, who takes a service and how, a photo, a printer's state."""

from typing import Any

from server import words
from server.hall.plan import Hall
from server.hall.plan_parts import PAPERS
from server.hall.priority_words import RULES, in_words
from server.manage.setup.press import press_of
from server.manage.setup.preview import asked
from server.manage.setup.reading import DECIMAL, Typed
from server.manage.setup.words import Said, said
from server.parts import parts
from server.photos import file_of


def beside(plan: Hall, kind: str, code: str, typed: Typed) -> dict[str, Any]:
    """The values of a form's page that only this kind of part has."""
    if kind == "services":
        reasons = [(one, said(in_words(one.credit, one.rate))) for one in plan.priorities]
        return {"takers": plan.windows_for(code), "reasons": reasons}
    if kind in ("clerks", PAPERS):
        key = "photo" if kind == "clerks" else "logo"
        here = file_of(parts().data, typed.get(key, "")) is not None
        return {"photo_here": here, "proof": asked() if kind == PAPERS else None}
    if kind == "priorities":
        return {"rule": rule_typed(typed), "rule_words": rule_words()}
    if kind == "printers" and plan.printer(code):
        return {"press": press_of(plan, code)}
    return {}


def rule_typed(typed: Typed) -> Said | None:
    """The rule as it is typed just now; None while it cannot be read."""
    credit, rate = (typed.get(key, "").strip() for key in ("credit", "rate"))
    if not (DECIMAL.fullmatch(credit) and DECIMAL.fullmatch(rate)):
        return None
    return said(in_words(float(credit), float(rate)))


def rule_words() -> dict[str, tuple[str, str]]:
    """Every template in Chinese and English, for the script that follows the typing."""
    return {kind: (words.say("zh-Hans", "manage", text), text) for kind, text in RULES.items()}
