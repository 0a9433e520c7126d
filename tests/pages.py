"""A browser for tests: it checks every page that it reads, and every commit that it causes."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask, has_request_context
from sqlalchemy.orm import ORMExecuteState, Session

from app.accounts.models import SignInAttempt, User
from app.audit.models import AuditEntry
from app.notes.models import NotesDraft

if TYPE_CHECKING:
    from werkzeug.test import TestResponse


class Browser:
    """A client that reads pages and checks what every page must have; `last` is its answer."""

    last: "TestResponse"

    def __init__(self, app: Flask, db: Session) -> None:
        self.app, self.db, self.client = app, db, app.test_client()

    def as_(self, user: User) -> "Browser":
        """Signed in as `user` from here on."""
        self.db.commit()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = f"{user.id}:{user.session_key}"
            cookie["_fresh"] = True
        return self

    def get(self, url: str, status: int = 200) -> BeautifulSoup:
        self.db.commit()
        self.last = self.client.get(url)
        return self._read(status)

    def post(
        self,
        url: str,
        data: dict[str, Any] | None = None,
        *,
        to: str | None = None,
        status: int | None = None,
    ) -> BeautifulSoup:
        """`to`: where it must redirect; without it, a page of `status` (200) is the answer."""
        self.db.commit()
        self.last = self.client.post(url, data=data or {})
        if to is not None:
            assert self.last.status_code in (302, 303), self.last.text
            assert self.last.location == to
        return self._read(status or (self.last.status_code if to is not None else 200))

    def _read(self, status: int) -> BeautifulSoup:
        assert self.last.status_code == status, self.last.text
        page = BeautifulSoup(self.last.text, "html.parser")
        if self.last.mimetype == "text/html" and not 300 <= status < 400:
            check_page(page, csrf=self.app.config["WTF_CSRF_ENABLED"])
        return page


def check_page(page: BeautifulSoup, *, csrf: bool) -> None:
    """Whether a page can be found, read and used by whoever comes to it."""
    html, title, [heading] = page.html, page.title, page.select("h1")
    assert html is not None
    assert html.get("lang"), "no language"
    assert title is not None
    assert words(title).startswith(words(heading)), f"{title} does not start {heading}"
    assert len(page.select("main")) == 1, "not one main"
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"duplicate ids: {sorted(map(str, ids))}"
    assert not page.select("[style]"), "a style attribute: the security policy forbids it"
    assert not page.select("script:not([src])"), "an inline script: the security policy forbids it"
    labels = {label["for"] for label in page.select("label[for]")}
    for field in page.select("input, select, textarea"):
        assert is_labelled(page, field, labels), f"no label: {field}"
    for form in page.select("form"):
        assert form.get("action"), f"no action: {form}"
        guarded = form.select("input[name=csrf_token]") or not csrf
        assert guarded or str(form.get("method")).lower() != "post", f"no token: {form}"


def is_labelled(page: BeautifulSoup, field: Tag, labels: Collection[object]) -> bool:
    if field.get("type") in ("hidden", "submit", "reset", "button"):
        return True
    named = field.get("aria-label") or field.find_parent("label")
    other = str(field.get("aria-labelledby", "")).split()
    by_others = bool(other) and all(page.find(id=part) for part in other)
    return bool(named or by_others or field.get("id") in labels)


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


class Changes:
    """What requests changed, by session, until it is committed or taken back."""

    def __init__(self) -> None:
        self.of: WeakKeyDictionary[Session, list[Any]] = WeakKeyDictionary()

    def after_flush(self, session: Session, _context: Any) -> None:
        edited = [row for row in session.dirty if session.is_modified(row)]
        self._add(session, [*session.new, *edited, *session.deleted])

    def do_orm_execute(self, state: ORMExecuteState) -> None:
        if (state.is_update or state.is_delete or state.is_insert) and state.bind_mapper:
            self._add(state.session, [state.bind_mapper.class_])

    def before_commit(self, session: Session) -> None:
        session.flush()
        rows = self.of.pop(session, [])
        assert not rows or any(isinstance(row, AuditEntry) for row in rows), f"unaudited: {rows}"

    def after_rollback(self, session: Session) -> None:
        self.of.pop(session, None)

    def _add(self, session: Session, rows: list[Any]) -> None:
        if has_request_context():
            kept = [row for row in rows if not needs_no_entry(row)]
            self.of.setdefault(session, []).extend(kept)


def needs_no_entry(row: Any) -> bool:
    """Failed sign-ins, the language in which somebody reads, and what somebody is still typing
    are not of the record."""
    if isinstance(row, User):
        state = sa.inspect(row)
        changed = {attribute.key for attribute in state.attrs if attribute.history.added}
        return bool(state.persistent) and changed <= {"locale", "revision"}
    return row is SignInAttempt or isinstance(row, SignInAttempt | NotesDraft)


@contextmanager
def every_commit_audited() -> Iterator[None]:
    """Fail where a request commits a change without an entry in the audit trail."""
    changes = Changes()
    with ExitStack() as hooks:
        for name in ("after_flush", "do_orm_execute", "before_commit", "after_rollback"):
            hook = getattr(changes, name)
            sa.event.listen(Session, name, hook)
            hooks.callback(sa.event.remove, Session, name, hook)
        yield
