"""The words of a link follow its basis."""

import re

import pytest

from app.localized import LocalizedText
from app.trace.console import in_lines
from app.trace.models import Basis, LinkKind, LinkStatus
from app.trace.steps import TraceStep
from app.trace.words import (
    SAYINGS,
    line_classes,
    link_words,
    short_words,
    status_words,
)

CHINA = LocalizedText({"en": "China", "zh-Hans": "中国"})
UPTAKE = (LinkKind.TAKEN_UP, LinkKind.PARTLY_TAKEN_UP, LinkKind.SET_ASIDE, LinkKind.RAISED)


def step(kind=LinkKind.TAKEN_UP, basis=Basis.INFERRED, **given):
    known = {
        "status": LinkStatus.PROPOSED,
        "is_suspect": False,
        "source": None,
        "place": "",
        "rationale": "",
        "reported_by": None,
        "disputed_by": None,
    }
    ends = {"id": 1, "earlier_id": 1, "later_id": 2}
    return TraceStep(**ends, kind=kind, basis=basis, **known | given)


@pytest.mark.parametrize(
    ("given", "locale", "words"),
    [
        (
            {
                "basis": Basis.DOCUMENTED,
                "source": "joint statement of 14 May 2024",
                "place": "paragraph 3",
            },
            "en",
            "taken up, per joint statement of 14 May 2024, paragraph 3",
        ),
        (
            {
                "basis": Basis.DOCUMENTED,
                "evidence_ref": "R1-D2",
                "evidence_title": LocalizedText({"en": "Read-out"}),
                "place": "p. 2",
            },
            "en",
            "taken up, per Read-out, p. 2",
        ),
        (
            {"basis": Basis.DOCUMENTED, "evidence_ref": "H1", "source": "Minutes"},
            "en",
            "taken up, per H1; Minutes",
        ),
        (
            {"basis": Basis.DOCUMENTED, "place": "p. 2"},
            "en",
            "taken up, per a source that you may not read",
        ),
        ({"basis": Basis.REPORTED, "reported_by": CHINA}, "en", "reported by China as taken up"),
        (
            {"basis": Basis.REPORTED, "reported_by": CHINA},
            "zh-Hans",
            "reported by 中国 as taken up",
        ),
        ({"basis": Basis.INFERRED}, "en", "the later appears to reflect the earlier"),
    ],
)
def test_a_link_is_said_as_its_basis_allows(given, locale, words):
    assert str(link_words(step(**given), locale)) == words


def test_every_kind_of_link_has_its_words_on_every_basis():
    assert set(SAYINGS) == set(LinkKind)


@pytest.mark.parametrize("kind", UPTAKE)
def test_what_is_inferred_never_claims_that_it_was_taken_up(kind):
    for said in (link_words(step(kind), "en"), short_words(kind, Basis.INFERRED)):
        assert "appears to" in str(said)
        assert not re.search(r"\b(taken up|set aside|raised)\b", str(said))


@pytest.mark.parametrize("kind", UPTAKE)
def test_the_console_claims_no_uptake_either(kind):
    link = {
        "kind": kind,
        "basis": Basis.INFERRED,
        "status": LinkStatus.CONFIRMED,
        "suspect": False,
        "words": str(link_words(step(kind), "en")),
    }
    row = {"record": "talks/R1-T1", "date": None, "depth": 1, "links": [link]}

    [_way, line] = in_lines("R1-C1", {"to": [row]})

    assert "appears to" in line
    assert not re.search(r"\b(taken.up|set.aside|raised)\b", line)


def test_what_is_documented_is_called_by_its_kind():
    assert short_words(LinkKind.TAKEN_UP, Basis.DOCUMENTED) is LinkKind.TAKEN_UP
    assert short_words(LinkKind.REVIEW, Basis.INFERRED) is LinkKind.REVIEW


def test_a_dispute_names_the_side():
    disputed = step(status=LinkStatus.DISPUTED, disputed_by=CHINA)

    assert str(status_words(disputed, "en")) == "disputed by China"
    assert str(status_words(step(status=LinkStatus.CONFIRMED), "en")) == "confirmed"


def test_a_line_is_drawn_by_basis_status_and_doubt():
    assert line_classes(Basis.INFERRED) == "edge edge-inferred"
    doubted = line_classes(Basis.REPORTED, status=LinkStatus.DISPUTED, is_suspect=True)
    assert doubted == "edge edge-reported edge-disputed edge-suspect"
