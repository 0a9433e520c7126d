"""The commands about expectations, for the test that every command leaves its entry."""

from typing import Any

from app.handovers import expectation_commands as expectations
from app.handovers.expectation_commands import Compared, Expected
from app.handovers.expectations import Cell, Sheet
from app.handovers.models import Dimension, Outcome
from app.rounds.models import TopicFault
from tests.audit.world import NEW, World, changed, made


def sheet_of(w: World) -> dict[str, Any]:
    return {"sheet": Sheet(w.make.db, w.meeting, w.dialogue)}


def taken_down(w: World) -> dict[str, Any]:
    cell = Cell(w.dialogue.sides[0].id, Dimension.RISKS)
    return {**sheet_of(w), "cells": {cell: Expected(NEW)}}


def compared(w: World) -> dict[str, Any]:
    row = w.make.expectation(record=w.meeting)
    cell = Cell(row.side_id, row.dimension)
    return {**sheet_of(w), "cells": {cell: Compared(Outcome.MET)}}


EXPECTATIONS = [
    made(expectations.take_down_expectations, "expectation.taken-down", taken_down),
    changed(expectations.compare_expectations, "expectation.compared", "outcome", compared),
    changed(
        expectations.find_fault,
        "agenda-topic.edited",
        "fault",
        lambda w: {
            "topic": w.make.agenda_topic(session=w.session),
            "fault": TopicFault.POLITICISED,
        },
    ),
]
