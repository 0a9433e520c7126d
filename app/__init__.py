"""Throughline: the record of dialogue rounds, traced from groundwork through talks to review."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import addresses, errors, history, i18n, packed, printing, web
from app.accounts.views import bp as accounts
from app.actions.views import bp as actions
from app.attendance.consent_views import bp as consents
from app.attendance.over_rounds_views import bp as attendance
from app.attendance.post_views import bp as posts
from app.attendance.roster_views import bp as roster
from app.attendance.upload_views import bp as roster_upload
from app.briefs.review_views import bp as review_sheets
from app.briefs.stability_views import bp as stability
from app.briefs.views import bp as briefs
from app.calendar.views import bp as calendar
from app.confirming.views import bp as confirming
from app.consensus.bracket_views import bp as brackets
from app.consensus.position_views import bp as positions
from app.consensus.review_views import bp as reviews
from app.consensus.silence_views import bp as silences
from app.consensus.views import bp as consensus
from app.consensus.wording_views import bp as wordings
from app.dialogues.views import bp as dialogues
from app.gaps.views import bp as gaps
from app.groups.views import bp as groups
from app.handovers.expectation_views import bp as expectations
from app.handovers.register_views import bp as handover_register
from app.handovers.views import bp as handovers
from app.home.views import bp as home
from app.matters.views import bp as matters
from app.notes.draft_views import bp as drafts
from app.notes.views import bp as notes
from app.people.team_views import bp as team
from app.people.views import bp as people
from app.planning.views import bp as planning
from app.records.views import bp as records
from app.register.awaiting_views import bp as awaiting
from app.register.decision_views import bp as decisions
from app.register.export_views import bp as exports
from app.register.ledger_views import bp as ledger
from app.register.views import bp as register
from app.reports.views import bp as reports
from app.rounds.views import bp as rounds
from app.sheets.views import bp as sheets
from app.topics.views import bp as topics
from app.trace.bulk_views import bp as bulk_links
from app.trace.succession_views import bp as succession
from app.trace.suspect_views import bp as suspect_links
from app.trace.views import bp as trace
from config import Config

BLUEPRINTS = (
    accounts,
    dialogues,
    records,
    people,
    team,
    topics,
    rounds,
    attendance,
    roster,
    roster_upload,
    posts,
    consents,
    calendar,
    consensus,
    wordings,
    brackets,
    positions,
    silences,
    reviews,
    register,
    ledger,
    awaiting,
    decisions,
    exports,
    actions,
    groups,
    handovers,
    handover_register,
    trace,
    matters,
    suspect_links,
    bulk_links,
    succession,
    expectations,
    stability,
    planning,
    confirming,
    gaps,
    notes,
    drafts,
    briefs,
    review_sheets,
    reports,
    sheets,
    home,
)


def create_app(config: Config) -> Flask:
    app = Flask(__name__)
    app.config.from_object(config)
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    if proxies := config.TRUSTED_PROXIES:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    for part in (i18n, web, addresses, printing, history, errors, packed):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
