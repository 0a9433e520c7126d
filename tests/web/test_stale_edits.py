"""Two who edit the same thing: the second sees both texts, and nothing of either is lost."""

import json

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.people.models import Person
from app.rounds.models import Attendance, Round
from tests.pages import Browser
from tests.web.typed import as_sent, complaints, main_form, typed_in

# The form, and the field in which both write.
EDITS = {
    "/harbour-dialogue/R6/edit": "note-en",
    "/harbour-dialogue/R6-S1/edit": "title-en",
    "/harbour-dialogue/R6-T1/edit": "summary-en",
    "/harbour-dialogue/R6-C1/edit": "note-en",
    "/harbour-dialogue/R6-C1/wordings/new": "text-en",
    "/harbour-dialogue/R6-C1/wordings/translate": "text-zh-Hans",
    "/harbour-dialogue/R6-A1/edit": "title-en",
    "/harbour-dialogue/{document}/edit": "points-en",
    "/harbour-dialogue/arrange": "summary-en",
    "/harbour-dialogue/sides/AV/edit": "convener-en",
    "/harbour-dialogue/R6/attendance/{attendance}/edit": "affiliation-en",
    "/people/{person}/edit": "note-en",
    "/institutions/1/edit": "other_names",
    "/topics/AS-1/edit": "note-en",
}


@pytest.fixture
def database_url(samples: str) -> str:
    return samples


@pytest.fixture
def rows(db) -> dict[str, object]:
    meeting = db.scalars(sa.select(Round).where(Round.ref == "R6").order_by(Round.id.desc()))
    [harbour] = [one for one in meeting if one.dialogue.slug == "harbour-dialogue"]
    return {
        "attendance": db.scalar(sa.select(Attendance.id).where(Attendance.round_id == harbour.id)),
        "person": db.scalar(sa.select(Person.id).where(Person.dialogue_id == harbour.dialogue_id)),
        "document": "D1",
    }


def written(form, name: str, text: str):
    data = as_sent(form)
    assert name in data, f"{name} is not on the form: {sorted(data)}"
    data.setlist(name, [text])
    if "reason" in data:
        data.setlist("reason", ["For a reason."])
    return data


def test_an_edit_that_met_anothers_loses_nothing(app, db, accounts, rows):
    first = Browser(app, db).as_(accounts["secretary"])
    second = Browser(app, db).as_(accounts["lead"])
    for pattern, name in EDITS.items():
        url = pattern.format(**rows)
        one = second if "arrange" in url or "sides" in url or "topics" in url else first
        ours, theirs = main_form(second.get(url)), main_form(one.get(url))
        before = db.scalar(sa.select(sa.func.max(AuditEntry.serial)))
        address = str(ours["action"])

        one.post(address, written(theirs, name, "The first text"), status=302)
        page = second.post(address, written(ours, name, "The second text"))

        conflict = page.select_one(".conflict")
        assert conflict, f"{url}: {complaints(page)}"
        assert "The first text" in conflict.text, url
        assert "The second text" in conflict.text, url
        form = main_form(page)
        [field] = form.select(f"[name='{name}']")
        assert typed_in(field) == "The second text"

        second.post(address, as_sent(form), status=302)

        trail = db.scalars(sa.select(AuditEntry).where(AuditEntry.serial > before))
        after = [json.dumps(entry.after) for entry in trail]
        assert [text in " ".join(after) for text in ("The first text", "The second text")] == [
            True,
            True,
        ], f"{url}: {after}"
