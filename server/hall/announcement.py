"""What is said and shown for a call, per language: one event, one text, digit by digit."""

from dataclasses import dataclass

from server.hall.plan import Hall, Names, name_in

DIGITS_ZH = "零幺二三四五六七八九"
DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
COUNTED_ZH = "二三四五六七八九十"
COUNTED_EN = "Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()
LAST_COUNTED = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One spoken sentence and its language; also what it says: which label, where to, for which time, or which
    prepared notice."""

    language: str
    text: str
    label: str = ""
    place: str = ""
    times: int = 1
    notice: str | None = None


def read_label(label: str, language: str) -> str:
    """A label as it is spoken: "A零幺二" or "A zero one two"."""
    if language == "en":
        return " ".join(DIGITS_EN[int(c)] if c in "0123456789" else c for c in label)
    return "".join(DIGITS_ZH[int(c)] if c in "0123456789" else c for c in label)


def again(times: int, language: str) -> str:
    """How a sentence begins that calls a number for so many times; nothing for the first."""
    if times < 2:
        return ""
    counted = times <= LAST_COUNTED
    if language == "en":
        return f"{COUNTED_EN[times - 2]} call. " if counted else "Calling again. "
    return f"第{COUNTED_ZH[times - 2]}次呼叫，" if counted else "再次呼叫，"


def announce(
    hall: Hall, label: str, window: str, languages: tuple[str, ...], times: int = 1
) -> list[Line]:
    """The sentences for one call in the order they are spoken; `times`: how often it was called."""
    place = hall.window(window)
    lines = []
    for language in languages:
        name = name_in(place.name, language) if place else window
        spoken = read_label(label, language)
        if language == "en":
            text = f"Number {spoken}, please go to {name}."
        else:
            number, to = ("號", "請") if language == "zh-Hant" else ("号", "请")
            text = f"{to}{spoken}{number}到{name}。"
        lines.append(Line(language, again(times, language) + text, label, name, times))
    return lines


def read_out(text: Names, languages: tuple[str, ...], notice: str | None = None) -> list[Line]:
    """What is said for everybody, in those of the languages that it is written in, else in its first one."""
    written = {tag: name_in(text, tag) for tag in languages if tag in text or tag == "zh-Hant"}
    said = written or dict(list(text.items())[:1])
    return [Line(language, words, notice=notice) for language, words in said.items()]
