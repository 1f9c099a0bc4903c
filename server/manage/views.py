"""Managers' pages, all on one blueprint."""

from server.manage import (
    account,
    devices,
    floor,
    hearing,
    home,
    mine,
    opening,
    paper,
    people,
    sign_in,
    ticket,
    tickets,
)
from server.manage.door import blueprint
from server.manage.figures import pages as figures
from server.manage.setup import audit, bulk, form, pages

__all__ = [
    "account",
    "audit",
    "blueprint",
    "bulk",
    "devices",
    "figures",
    "floor",
    "form",
    "hearing",
    "home",
    "mine",
    "opening",
    "pages",
    "paper",
    "people",
    "sign_in",
    "ticket",
    "tickets",
]
