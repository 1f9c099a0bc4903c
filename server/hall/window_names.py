"""How a set of windows is named to people: "1–4 号窗口", "Windows 1–4"."""

from collections.abc import Sequence

from server.hall.plan import Names, Window, name_in


def name_windows(windows: Sequence[Window]) -> Names:
    """The windows in Chinese and English; runs of numeric codes are shortened, other windows are listed."""
    if not windows:
        return {}
    if all(window.code.isdecimal() for window in windows):
        numbers = sorted(int(window.code) for window in windows)
        listed = _runs(numbers)
        noun = "Window" if len(numbers) == 1 else "Windows"
        return {
            "zh-Hans": f"{'、'.join(listed)}号窗口",
            "en": f"{noun} {', '.join(listed)}",
            "zh-Hant": f"{'、'.join(listed)}號窗口",
        }
    return {
        "zh-Hans": "、".join(name_in(w.name, "zh-Hans") for w in windows),
        "en": ", ".join(name_in(w.name, "en") for w in windows),
        "zh-Hant": "、".join(name_in(w.name, "zh-Hant") for w in windows),
    }


def _runs(numbers: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs]
