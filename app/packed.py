"""Style sheets and scripts travel packed; pages do not, for they hold secrets of their reader."""

import gzip
from functools import lru_cache
from typing import Any

from flask import Flask, request

# Below this a packet is sent as it is in any case.
LEAST = 1_400
PACKED = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


def init_app(app: Flask) -> None:
    app.after_request(_pack)


def _pack(response: Any) -> Any:
    if request.endpoint != "static" or response.mimetype not in PACKED:
        return response
    response.vary.add("Accept-Encoding")
    is_whole = response.status_code == 200 and request.method == "GET"
    if not is_whole or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= LEAST:
        response.set_data(_packed(content))
        response.content_encoding = "gzip"
        # The tag told of the file as it is.
        etag, _weak = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)
    return response


@lru_cache(maxsize=32)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
