"""People at the managers' pages: in a browser, or as plain requests that a browser would send."""

import re
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.serving import PASSWORD, Server

TOKEN = re.compile(r'name="csrf" value="(\w+)"')
LINK = re.compile(r'value="http[^"]*(/welcome/[\w-]+)"')


class Person:
    """Somebody with cookies; `post` sends the token of the page it starts from, as its form does."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.http = requests.Session()

    def get(self, path: str) -> requests.Response:
        """A page, not following where it sends."""
        return self.http.get(self.server.url + path, timeout=20, allow_redirects=False)

    def post(self, path: str, start: str = "/", **fields: Any) -> requests.Response:
        """A form sent from the page at `start`."""
        token = TOKEN.search(self.get(start).text)
        return self.send(path, csrf=token[1] if token else "", **fields)

    def send(self, path: str, headers: Any = None, **fields: Any) -> requests.Response:
        """A form sent from nowhere in particular."""
        url = self.server.url + path
        return self.http.post(url, fields, headers=headers, timeout=20, allow_redirects=False)

    def accept(self, path: str, password: str = PASSWORD) -> "Person":
        """Choose a password at a one-time link."""
        answer = self.send(path, password=password)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        return self

    @property
    def cookie(self) -> dict[str, str]:
        """The session, for a browser's context."""
        value = self.http.cookies["jiaohao"]
        return {"name": "jiaohao", "value": value, "url": self.server.url}


def administrator(server: Server) -> Person:
    """The administrator, signed in; whoever was the administrator before is signed out."""
    link = server.run("admin", "reset", "--site", server.url).strip()
    return Person(server).accept(urlsplit(link).path)


def invited(admin: Person, login: str, role: str = "clerk") -> str:
    """The path of a one-time link that an administrator makes."""
    answer = admin.post("/manage/people/invitations", login=login, role=role)
    link = LINK.search(answer.text)
    assert link, f"no link was shown: {answer.status_code}"
    return link[1]


def clerk(admin: Person, login: str, role: str = "clerk") -> Person:
    """Somebody new, signed in."""
    return Person(admin.server).accept(invited(admin, login, role))
