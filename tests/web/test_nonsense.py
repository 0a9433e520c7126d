"""Addresses that nobody means are answered with a page, and never with an error of ours."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from tests.web.places import places
from tests.web.typed import FORM, complaints


@pytest.fixture
def database_url(samples: str) -> str:
    return samples


@pytest.fixture
def lead(browser, accounts):
    """Leads every dialogue and looks after the accounts, too."""
    accounts["lead"].is_admin = True
    browser.app.config["PROPAGATE_EXCEPTIONS"] = False
    return browser.as_(accounts["lead"])


# For each name in an address, what nobody means; the n-th of each is asked for together.
ASKED = {
    "after": ["x.999999999", "2024-99-99.5", "9" * 400, "%00.1", "%ed%a0%80.1"],
    "text": ["%00%ff%ed%a0%80", "%25_%5c'%22", "%ed%a0%80", "x" * 300],
    "q": ["%00%ff", "%ed%a0%80", "%25_/", "x" * 300],
    "old": ["abc", "9" * 30, "-1", "%00"],
    "new": ["", "1", "9" * 30],
    **{name: ["zzz", "%00", "%ed%a0%80"] for name in ("standing", "topic", "kind", "level")},
    **{name: ["zzz", "%00", "%ed%a0%80"] for name in ("round", "state", "status", "side")},
    **{name: ["zzz", "%00", "%ed%a0%80"] for name in ("parent", "dialogue", "direction", "all")},
    **{name: ["zzz", "%00", "%ed%a0%80"] for name in ("held_by", "meetings", "of", "with")},
    **{name: ["zzz", "-1", "9" * 30, "%00"] for name in ("days", "steps", "rounds")},
    "as_of": ["2024-13", "%00", "0001", "9999"],
    "audience": ["zzz", "%00", "public"],
    "language": ["zzz", "%00", "en"],
}
# These two choose a record, which may be unknown.
RECORDS = ["meeting=zzz", "meeting=%00", "meeting=R1&topic=zzz&origin=zzz", "origin=%ed%a0%80"]


def questions() -> list[str]:
    """Every value at least once, in as few addresses as there are values of a name."""
    rounds = range(max(len(values) for values in ASKED.values()))
    together = (
        "&".join(f"{name}={values[turn % len(values)]}" for name, values in ASKED.items())
        for turn in rounds
    )
    return [*together, *RECORDS]


def test_a_nonsense_question_is_no_error(lead, db):
    wrong = []
    seen = set()
    for place in places(lead.app, db, {"harbour-dialogue"}):
        takes_none = place.endpoint.split(".")[1].startswith(("edit_", "change_", "add_"))
        if "GET" not in place.methods or place.endpoint in seen or takes_none:
            continue
        seen.add(place.endpoint)
        for question in questions():
            status = lead.client.get(f"{place.url}?{question}").status_code
            if status not in (200, 302, 404):
                wrong.append(f"{place.endpoint} {question[:60]}: {status}")
    assert not wrong, "\n".join(wrong)


UNKNOWN = [
    "/nowhere",
    "/nowhere/R1",
    "/harbour-dialogue/R999",
    "/harbour-dialogue/R0",
    "/harbour-dialogue/r1",
    "/harbour-dialogue/R" + "9" * 100,
    "/harbour-dialogue/R1-C999",
    "/harbour-dialogue/R1-X1",
    "/harbour-dialogue/" + "x" * 3000,
    "/harbour-dialogue/%00",
    "/harbour-dialogue/%ff",
    "/harbour-dialogue/%ed%a0%80",
    "/harbour-dialogue/%ed%a0%80/trace",
    "/%ed%a0%80",
    "/%00",
    "/%00/R1",
    "/harbour-dialogue/R1%00",
    "/harbour-dialogue/R1%00/trace",
    "/harbour-dialogue/%00/history",
    "/harbour-dialogue/nothing/trace",
    "/harbour-dialogue/R1/attendance/999999/edit",
    f"/harbour-dialogue/R1/attendance/{'9' * 19}/edit",
    f"/harbour-dialogue/R1/attendance/{'9' * 40}/edit",
    f"/harbour-dialogue/R1/links/{'9' * 40}/edit",
    "/harbour-dialogue/sides/ZZ/edit",
    "/harbour-dialogue/sides/%00/edit",
    f"/harbour-dialogue/sources/{'9' * 40}/edit",
    "/harbour-dialogue/report/exe",
    "/people/0",
    "/people/-1",
    "/people/2147483648",
    f"/people/{'9' * 19}",
    f"/people/{'9' * 40}",
    f"/people/{'9' * 5000}",
    f"/people/1/names/{'9' * 40}/remove",
    f"/people/1/posts/{'9' * 40}/edit",
    f"/institutions/{'9' * 40}",
    f"/users/{'9' * 40}/edit",
    "/users/1/dialogues/%00",
    "/topics/%00",
    "/topics/%ff",
    "/topics/%ed%a0%80",
    "/topics/ZZZ",
    "/static/../config.py",
    "/static/none.css",
]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_not_there_is_not_found(lead, method):
    for url in UNKNOWN:
        answer = lead.client.open(url, method=method)
        assert answer.status_code in (404, 308), f"{url}: {answer.status_code}"


def test_too_much_is_told_so(lead, db):
    before = db.scalar(sa.select(sa.func.count(AuditEntry.id)))
    lead.post("/harbour-dialogue/consensus/new", {"text-en": "x" * 9 * 1024**2}, status=413)
    page = lead.post("/harbour-dialogue/consensus/new", {"text-en": "x" * 3 * 1024**2})
    assert "text" in complaints(page)

    many = "&".join(f"f{number}=1" for number in range(100_000)).encode()
    answer = lead.client.post("/people/new", data=many, content_type=FORM)
    assert answer.status_code in (200, 413)
    assert db.scalar(sa.select(sa.func.count(AuditEntry.id))) == before
