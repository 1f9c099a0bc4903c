"""What is said and shown for a call, per language: one event, one text, digit by digit."""

from dataclasses import dataclass

from server.hall.plan import Hall, name_in

DIGITS_ZH = "零幺二三四五六七八九"
DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Line:
    """One spoken sentence and its language."""

    language: str
    text: str


def read_label(label: str, language: str) -> str:
    """A label as it is spoken: "A零幺二" or "A zero one two"."""
    if language == "en":
        return " ".join(DIGITS_EN[int(c)] if c in "0123456789" else c for c in label)
    return "".join(DIGITS_ZH[int(c)] if c in "0123456789" else c for c in label)


def announce(hall: Hall, label: str, window: str, languages: tuple[str, ...]) -> list[Line]:
    """The sentences for one call in the order they are spoken."""
    place = hall.window(window)
    lines = []
    for language in languages:
        name = name_in(place.name, language) if place else window
        spoken = read_label(label, language)
        if language == "en":
            lines.append(Line(language, f"Number {spoken}, please go to {name}."))
        else:
            number, to = ("號", "請") if language == "zh-Hant" else ("号", "请")
            lines.append(Line(language, f"{to}{spoken}{number}到{name}。"))
    return lines
