"""How much paper a printer has left: counted from what it printed, corrected by what its sensor sees."""

from dataclasses import dataclass, replace

DOTS_PER_MM = 203 / 25.4
KNIFE = 14
"""Millimetres between head and knife, about the same in all makes: blank at the top of every slip."""

USUAL = 160.0
"""Millimetres of a slip, until some were printed: a ticket of the sample hall on 80 mm paper."""

SPARE = 2400
"""Millimetres left where a near-end sensor is set as it leaves the factory: 23 mm of 0.065 mm paper round a core
of 18 mm is (23² - 18²) pi / 4 / 0.065. What a printer's own sensor leaves is learned when a roll ends."""

LEAST_SPARE, MOST_SPARE = 200, 20_000
"""What is learned beyond these was no roll that ended."""


@dataclass(frozen=True, slots=True)
class Roll:
    """The paper in a printer, in millimetres: `used` since it was put in, `slip` the usual length of one, `near` what
    was used when its end came near (None: it has not), `spare` what is left then. `touched` is "out" when it has
    ended, "opened" when somebody may have opened it: a look at the sensor then tells whether it is another."""

    used: int = 0
    slip: float = USUAL
    near: int | None = None
    spare: int | None = None
    touched: str = ""


def length(dots: int) -> int:
    """Millimetres of paper for a slip of so many rows of dots, with the feed to the knife."""
    return round(dots / DOTS_PER_MM) + KNIFE


def printed(roll: Roll, millimetres: int, *, usual: bool = True) -> Roll:
    """A slip came out, or a paper that is not `usual`: a notice is no measure of slips."""
    slip = roll.slip + (millimetres - roll.slip) / 10 if usual else roll.slip
    return replace(roll, used=roll.used + millimetres, slip=slip)


def fresh(roll: Roll) -> Roll:
    """A new roll was put in; what was learned of the printer stays."""
    return Roll(slip=roll.slip, spare=roll.spare)


def seen(roll: Roll, near_end: bool, blocked: str | None) -> Roll:
    """The printer said how it is: whether the end is near, and why it cannot print (None: it can)."""
    if near_end and roll.near is None and blocked != "paper_out":
        roll = replace(roll, near=roll.used)
    if blocked == "paper_out":
        return replace(_ended(roll), touched="out")
    if blocked is not None:
        # Rolls are changed with the printer switched off, too, and then nothing tells that it was opened.
        return replace(roll, touched=roll.touched or "opened")
    if not roll.touched:
        return roll
    changed = roll.touched == "out" or roll.near is not None
    return fresh(roll) if changed and not near_end else replace(roll, touched="")


def _ended(roll: Roll) -> Roll:
    left = 0 if roll.near is None else roll.used - roll.near
    if roll.touched == "out" or not LEAST_SPARE <= left <= MOST_SPARE:
        return roll
    return replace(roll, spare=left)


def slips_left(roll: Roll, metres: int | None) -> int | None:
    """Slips that the rest of the roll will do for; None when nobody knows. `metres` is the length of a new roll."""
    if roll.near is not None:
        left = (SPARE if roll.spare is None else roll.spare) - (roll.used - roll.near)
    elif metres is None:
        return None
    else:
        # A sensor that was right before has not seen the end yet.
        left = max(metres * 1000 - roll.used, roll.spare or 0)
    return max(0, int(left / roll.slip))
