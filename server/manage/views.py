"""Managers' pages, all on one blueprint."""

from server.manage import (
    account,
    devices,
    figures,
    home,
    paper,
    people,
    setup,
    setup_audit,
    setup_bulk,
    setup_form,
    sign_in,
)
from server.manage.door import blueprint

__all__ = [
    "account",
    "blueprint",
    "devices",
    "figures",
    "home",
    "paper",
    "people",
    "setup",
    "setup_audit",
    "setup_bulk",
    "setup_form",
    "sign_in",
]
