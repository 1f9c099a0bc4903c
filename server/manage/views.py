"""Managers' pages."""

from flask import Blueprint

blueprint = Blueprint(
    "manage",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/manage",
)
