"""What a device sends, as it sends it, and a frame that fits what was seen: for whoever has no manual."""

from collections.abc import Iterator, Sequence

from printers.agent.frames import CHECKS, BadPattern, Pattern, Short


def propose(presses: Sequence[bytes]) -> str | None:
    """A frame that reads every press and tells them apart, None when they are too few or too different.

    Presses of one length, of at least two keys: what differs is the key, and a check behind it; two bytes that say
    how long a part is are its length.
    """
    kinds = sorted(set(presses))
    if len(kinds) < 2 or len({len(press) for press in kinds}) > 1:
        return None
    size = len(kinds[0])
    differs = [at for at in range(size) if len({press[at] for press in kinds}) > 1]
    for text in _patterns(kinds[0], differs):
        try:
            found = [Pattern(text).match(press) for press in kinds]
        except (BadPattern, Short):
            continue
        keys = {match.fields["key"] for match in found if match and match.size == size}
        if len(keys) == len(kinds):
            return text
    return None


def _patterns(press: bytes, differs: list[int]) -> Iterator[str]:
    """Patterns that may fit, the best first: with a check where there seems to be one."""
    for name, (size, _) in sorted(CHECKS.items(), key=lambda one: -one[1][0]):
        check = differs[-1] - size + 1
        keys = [at for at in differs if at < check]
        for begins in range(keys[0] + 1) if keys else ():
            yield _checked(press, begins, keys, check, name)
    words, _ = _body(press, 0, differs, len(press))
    yield " ".join(words)


def _checked(press: bytes, begins: int, keys: list[int], check: int, name: str) -> str:
    """A pattern whose body goes from `begins` to its check."""
    body, length = _body(press, begins, keys, check)
    head = ["len" if byte == length else f"{byte:02X}" for byte in press[:begins]]
    tail = [f"{byte:02X}" for byte in press[check + CHECKS[name][0] :]]
    return " ".join([*head, f"[{' '.join(body)}]", name, *tail])


def _body(press: bytes, begins: int, keys: list[int], ends: int) -> tuple[list[str], int]:
    """The words of a part with its key, and how many bytes it has."""
    first, last = keys[0], keys[-1]
    size = last - first + 1
    key = "key" if size == 1 else f"key:{size}"
    words = [f"{byte:02X}" for byte in press[begins:ends]]
    return [*words[: first - begins], key, *words[last + 1 - begins :]], ends - begins
