"""What the board says of the public record: no more than its sources hold."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from app.accounts.models import User
from app.cli import main
from tests.pages import Browser, words
from tests.web.conftest import (  # noqa: F401
    accounts,
    on_sqlite,
    postgres_samples,
    sample_url,
    samples,
    sqlite_samples,
)


@pytest.fixture
def database_url(samples: str) -> str:  # noqa: F811
    return samples


@pytest.fixture
def rows(browser: Browser, accounts: dict[str, User]) -> Callable[[str], list[str]]:  # noqa: F811
    """The gaps of one rule as they are printed, each on a line."""
    page = browser.as_(accounts["author"]).get("/ciss-brookings/gaps")

    def printed(rule: str) -> list[str]:
        heading = page.find(id=rule)
        return [words(row) for row in heading.find_parent("section").select("tbody tr")]

    return printed


@on_sqlite
def test_it_says_what_is_open_and_claims_no_uptake(rows):
    [groundwork] = [row for row in rows("inference-alone") if "R9" in row]
    assert "appears to have prepared" in groundwork
    assert "inferred alone, neither documented nor reported" in groundwork

    [geneva] = [row for row in rows("talks-without-review") if "First intergovernmental" in row]
    assert "is inferred alone" in geneva

    [second] = rows("commitment-to-meet-not-kept")
    assert "A second round" in second
    assert "no such meeting after it is on record as held or planned" in second

    of_links = ("inference-alone", "talks-without-review", "outcome-without-review-item")
    printed = " ".join(" ".join(rows(rule)) for rule in of_links).lower()
    printed = printed.replace("no text that was read shows uptake", "")
    assert not [claim for claim in ("taken up", "uptake", "adopted") if claim in printed]


@on_sqlite
def test_the_console_tells_the_same(database_url):
    environment = {"DATABASE_URL": database_url, "SECRET_KEY": "test-only"}
    result = CliRunner().invoke(main, ["gaps", "ciss-brookings", "--json"], env=environment)
    told = json.loads(result.output)
    lines = CliRunner().invoke(main, ["gaps", "ciss-brookings"], env=environment).output

    found = {rule["rule"]: rule["found"] for rule in told["rules"]}
    assert (found["inference-alone"], found["commitment-to-meet-not-kept"]) == (2, 1)
    assert found["consensus-not-handed-over"] == 0, "no side's agreement is on record"
    assert "Suspect link: none found among links of this dialogue" in lines
    assert "Commitment to meet not kept: 1 gap\n" in lines
    assert "Expectation never compared: nothing of this kind on record" in lines
    wrong = CliRunner().invoke(main, ["gaps", "nowhere"], env=environment)
    assert (wrong.exit_code, wrong.stderr) == (1, "throughline: no dialogue 'nowhere'\n")
