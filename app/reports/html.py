"""The paper as one HTML file that needs no other."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.reports.paper import Paper, plain


def write(paper: Paper) -> bytes:
    return _environment().get_template("reports/printed.html").render(paper=paper).encode()


@cache
def _environment() -> Environment:
    # Not the application's: a file is written from the console, too, where there is no request.
    environment = Environment(
        loader=PackageLoader("app"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    return environment
