"""Managers' pages, all on one blueprint."""

from server.manage import devices, figures, home, paper, people, sign_in
from server.manage.door import blueprint

__all__ = ["blueprint", "devices", "figures", "home", "paper", "people", "sign_in"]
