"""An item with two wordings, to be handed over."""

import pytest


@pytest.fixture
def item(make):
    item = make.consensus_item(meeting=make.round(happened="2024-02-12"), text="First words")
    make.wording(item=item, text="Second words")
    return item
