"""Every error is an RFC 9457 problem: a status, a code for machines and a sentence for people."""

import json
from collections.abc import Iterable
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from server import words

SENTENCES = {
    "malformed": "The request cannot be read; send JSON.",
    "not_json": "The body is not JSON; send Content-Type: application/json.",
    "invalid": "A value is missing or wrong; see errors.",
    "no_key": "This needs a key or a signed-in person.",
    "not_allowed": "This key or person may not do this.",
    "no_csrf": "The page is too old; load it again.",
    "unknown_hall": "There is no such hall.",
    "unknown_service": "There is no such service.",
    "unknown_window": "There is no such window.",
    "unknown_ticket": "There is no such ticket.",
    "unknown_priority": "There is no such green-channel reason.",
    "unknown_printer": "There is no such printer.",
    "unknown_material": "The service's list has no such material.",
    "nothing_listed": "Say which materials this is about.",
    "due_past": "That day is past.",
    "unprintable": "The printer has no letters for these characters; write them another way.",
    "printer_paper_out": "The printer has no paper; put some in, or choose another printer.",
    "printer_cover_open": "The printer's cover is open; close it, or choose another printer.",
    "printer_not_ready": "The printer cannot print now; look at it, or choose another.",
    "unknown_slip": "There is no such slip.",
    "unknown_agent": "There is no such agent.",
    "unknown_board": "There is no such board.",
    "unknown_kiosk": "There is no such kiosk.",
    "unknown_pairing": "This screen's request is gone; it shows a new code.",
    "unknown_broadcast": "There is no such line.",
    "one_thing": "Write words in Chinese, or choose a prepared notice.",
    "time_passed": "That time has passed, or is more than half a day away.",
    "not_found": "There is nothing at this address.",
    "method_not_allowed": "This address does not take that method.",
    "other_window": "This ticket or window belongs to another window.",
    "no_window": "Choose a window first.",
    "hall_closed": "The hall is closed now.",
    "service_closed": "This service gives no tickets now.",
    "overtaken": "Somebody else has changed this meanwhile; see what stands there now.",
    "would_strand": "People would wait for nobody; say that you are sure.",
    "hall_paused": "The hall pauses: no numbers are given and nobody is called.",
    "service_paused": "This service pauses: no numbers are given and nobody is called for it.",
    "numbers_used_up": "Today's numbers for this service are used up.",
    "daily_limit": "This service has given all its tickets for today.",
    "nobody_waiting": "Nobody is waiting for this window.",
    "window_busy": "Finish, park, transfer or miss the ticket at this window first.",
    "window_taken": "Another clerk is at this window.",
    "nothing_to_serve_here": "You do none of this window's services; take another window.",
    "window_not_away": "Nobody is away from this window.",
    "window_closed": "This window is closed.",
    "clerk_serving_elsewhere": "You still serve a ticket at another window; end it first.",
    "bound_elsewhere": "This ticket was transferred to another window.",
    "old_ticket": "This ticket is from another day.",
    "recalled_enough": "This number was called often enough; mark it missed.",
    "reinstate_too_late": "It is too late to reinstate this ticket; take a new one.",
    "nowhere_to_transfer": "Say which service or window the ticket goes to.",
    "no_window_for_service": "No window takes this service.",
    "window_lacks_service": "That window does not take this service.",
    "ticket_waiting": "This ticket is still waiting.",
    "ticket_called": "This ticket is called to a window already.",
    "ticket_serving": "This ticket is being served already.",
    "ticket_parked": "This ticket is parked.",
    "ticket_missed": "This ticket was missed; reinstate it first.",
    "ticket_over": "This ticket is finished or cancelled.",
    "not_served": "Only a finished service can be rated.",
    "already_rated": "This service is rated already; one rating is enough.",
    "rating_too_late": "The time for rating this service has passed.",
    "key_reused": "This Idempotency-Key was used for another request.",
    "too_many": "Too many tries; wait a moment.",
    "too_large": "The request is too large.",
    "busy": "The hall cannot write this down right now; nothing was done, try again.",
    "no_voice": "The voice cannot speak right now.",
    "internal": "Something broke here; nothing was done.",
}
"""code -> the English sentence; catalogues translate it by `Accept-Language`."""


class Problem(Exception):
    """Raised anywhere in the API: becomes a problem+json answer."""

    allow: Iterable[str] = ()
    """The methods that the address takes, where the asked one is not among them."""

    def __init__(self, status: int, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.extra = extra

    def response(self) -> Response:
        """The answer, with the sentence in the language the caller reads."""
        language = words.best_language(request.accept_languages.values())
        sentence = SENTENCES[self.code]
        body = {
            "type": f"urn:jiaohao:problem:{self.code}",
            "title": sentence,
            "status": self.status,
            "code": self.code,
            "detail": words.say(language, "refusals", sentence),
            **self.extra,
        }
        text = json.dumps(body, ensure_ascii=False)
        answer = Response(text, self.status, content_type="application/problem+json")
        if "retry_after" in self.extra:
            answer.headers["Retry-After"] = str(self.extra["retry_after"])
        if self.status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        if self.allow:
            answer.headers["Allow"] = ", ".join(sorted(self.allow))
        return answer


HTTP_CODES = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
}


def of_http(error: HTTPException) -> Problem:
    """The problem that an HTTP error of Flask's own stands for."""
    status = error.code or 500
    usual = "malformed" if status < 500 else "internal"
    problem = Problem(status, HTTP_CODES.get(status, usual))
    if isinstance(error, MethodNotAllowed):
        problem.allow = error.valid_methods or ()
    return problem
