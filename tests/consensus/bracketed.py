"""An item in brackets, for the tests of what pages make of it."""

from app.accounts.models import Role
from tests.web.typed import as_sent

TEXT = {
    "en": "Each side [shall|AV: may|SN: should] tell [by mail] of tests.",
    "zh-Hans": "各方[须|AV: 可|SN: 应][以邮件]通报试验。",
}


def bracketed_item(make, secretary):
    """`/here/R1-C1` in one wording with two brackets in each language; `secretary` may edit it."""
    dialogue = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    meeting = make.round(dialogue=dialogue, happened="2025-03-01")
    item = make.consensus_item(meeting=meeting, text=None)
    make.wording(item=item, text=TEXT, happened="2025-03-01")
    return item


def sent(page):
    """What the form on a page sends as it stands."""
    return as_sent(page.select_one("main form.form[method=post]")).to_dict()
