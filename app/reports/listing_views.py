"""Handing a listing out as a file."""

from flask import Response

from app.reports.listing import Listing
from app.reports.listing_forms import LISTED, listing_written


def sent(listing: Listing, format_: str) -> Response:
    response = Response(listing_written(listing, format_), content_type=LISTED[format_])
    name = f"{listing.stem}.{format_}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
