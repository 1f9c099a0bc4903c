"""What a green-channel reason does, in words that somebody at the desk can say."""

from server.hall.sentence import Sentence, says

RULES = {
    "both": "one minute counts as {rate}, and on arrival {credit} min count as waited",
    "rate": "one minute counts as {rate}",
    "credit": "on arrival {credit} min count as waited",
    "none": "waits as everybody does",
}
"""Which of the two holds -> its template: the same for a page and for a script that follows the typing."""


def in_words(credit: float, rate: float) -> Sentence:
    """The rule of a reason: `credit` minutes as if waited before, each minute counting `rate` times."""
    kind = ("both" if credit else "rate") if rate != 1 else ("credit" if credit else "none")
    return says(RULES[kind], rate=f"{rate:g}", credit=f"{credit:g}")
