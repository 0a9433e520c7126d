"""Whether a link stands in the list of suspect ones."""

from sqlalchemy.orm import Session

from app.trace.models import TraceLink
from app.trace.suspicion import suspect_links


def is_suspect(db: Session, link: TraceLink) -> bool:
    return link in suspect_links(db, link.later.dialogue)
