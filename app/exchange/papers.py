"""Papers in a dialogue file: their bytes, and what they are attached to."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from app.exchange.fields import Field, Given, Keys, Known, Problem, Reference
from app.records.file_names import safe_name
from app.records.file_parts import kind_of_file
from app.rules import Refused


@dataclass(frozen=True)
class Later(Reference):
    """A reference to what may come after the entry: it is set once all records are written."""

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class Bytes(Field):
    """The bytes of a file in Base64. Their digest, which stands beside them, tells them apart.

    They are written where they were loaded, and never compared.
    """

    name: str = "content"

    def dump(self, row: Any, keys: Keys) -> Any:
        if self.name in sa.inspect(row).unloaded:
            return None
        shown = base64.b64encode(row.content).decode()
        # Once is enough to hold them.
        object_session(row).expire(row, [self.name])  # type: ignore[union-attr]
        return shown

    def canonical(self, given: Given) -> Any:
        return None

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        content = base64.b64decode(given[self.name])
        return {"content": content, "size": len(content)}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        try:
            content = base64.b64decode(given[self.name], validate=True)
            kind = kind_of_file(content, given["name"])
        except ValueError:
            yield f"{path}.{self.name}", "is not in Base64"
            return
        except Refused as refusal:
            yield f"{path}.{self.name}", str(refusal)
            return
        if kind.media_type != given["media_type"]:
            yield f"{path}.media_type", f"the content is of the type {kind.media_type!r}"
        if safe_name(given["name"], kind) != given["name"]:
            yield f"{path}.name", f"should be {safe_name(given['name'], kind)!r}"
        if sha256(content).hexdigest() != given["sha256"]:
            yield f"{path}.sha256", "is not the digest of the content"
