"""A dialogue to act in, and how a command is said to be done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.make import Make, text

NEW = text("New")


class World:
    """A dialogue in which each thing is made when it is first asked for."""

    text = staticmethod(text)

    def __init__(self, make: Make) -> None:
        self.make = make
        self.actor = make.user(name="Sec Retary")
        self.dialogue = make.dialogue()
        self.meeting = make.round(dialogue=self.dialogue, happened="2025-03-01")

    @cached_property
    def item(self) -> Any:
        return self.make.consensus_item(meeting=self.meeting)

    @cached_property
    def action(self) -> Any:
        return self.make.action(meeting=self.meeting)

    @cached_property
    def session(self) -> Any:
        return self.make.session(meeting=self.meeting)

    @cached_property
    def attendance(self) -> Any:
        return self.make.attendance(round=self.meeting)

    @cached_property
    def source(self) -> Any:
        return self.make.source(dialogue=self.dialogue)

    def known(self, row: Any, *names: str, **changed: Any) -> dict[str, Any]:
        """The arguments of an edit that changes nothing but `changed`."""
        return {name: getattr(row, name) for name in names} | changed


@dataclass(frozen=True)
class Done:
    """`sides`: whether its entry has a before and an after; `changed`: the columns in both."""

    command: Callable[..., Any]
    actions: tuple[str, ...]
    given: Callable[[World], dict[str, Any]]
    sides: tuple[bool, bool] = (False, True)
    changed: frozenset[str] = frozenset()
    of_a_record: bool = True


def made(command: Any, action: str, given: Any, *more: str, of_a_record: bool = True) -> Done:
    return Done(command, (action, *more), given, of_a_record=of_a_record)


def changed(command: Any, action: str, columns: str, given: Any, *, of_a_record: bool = True):
    both = (True, True)
    return Done(command, (action,), given, both, frozenset(columns.split()), of_a_record)


def gone(command: Any, action: str, given: Any, *, of_a_record: bool = True) -> Done:
    return Done(command, (action,), given, (True, False), of_a_record=of_a_record)
