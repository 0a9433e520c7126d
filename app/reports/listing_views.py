"""Handing a listing out as a file."""

from flask import Response

from app.reports.listing import Listing
from app.reports.listing_forms import LISTED, listing_written
from app.reports.paper_views import file_sent


def sent(listing: Listing, format_: str) -> Response:
    body = listing_written(listing, format_)
    return file_sent(body, f"{listing.stem}.{format_}", LISTED[format_])
