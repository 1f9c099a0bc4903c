"""The floor's page: its frame and its words; what it shows it reads from the API by itself."""

from werkzeug.wrappers import Response

from server import words
from server.access.roles import Caller
from server.manage.door import draw, page


@page("/manage/floor", "open_floor")
def floor(caller: Caller) -> Response:
    """One screen for whoever answers for the hall right now."""
    own = {words.DEFAULT: words.of_face("floor")[words.DEFAULT]}
    return draw("floor", caller, own_words=own)
