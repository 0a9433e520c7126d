"""Throughline: the record of dialogue rounds, traced from groundwork through talks to review."""

from importlib import import_module

from flask import Flask
from jinja2 import StrictUndefined

from app import addresses, errors, i18n, printing, web
from config import Config

SLICES = (
    "accounts",
    "dialogues",
    "records",
    "people",
    "topics",
    "rounds",
    "consensus",
    "actions",
    "trace",
    "reports",
    "home",
)


def create_app(config: Config) -> Flask:
    app = Flask(__name__)
    app.config.from_object(config)
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    for part in (i18n, web, addresses, printing, errors):
        part.init_app(app)
    for name in SLICES:
        try:
            app.register_blueprint(import_module(f"app.{name}.views").bp)
        except ModuleNotFoundError as e:
            print("WARNING not there yet", e)
    app.register_blueprint(import_module("app.rounds.roster_views").bp)
    return app
