"""The paper as a PDF file, set by Typst from a template to which the paper is data alone."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path

from app.reports.paper import Paper, plain
from app.rules import Refused, _

TEMPLATE = Path(__file__).parent.parent / "templates" / "reports" / "paper.typ"
MISSING = _("PDF files need two more packages: pip install 'throughline[pdf]'.")


def is_available() -> bool:
    return find_spec("typst") is not None and find_spec("noto_cjk_sans_otc") is not None


def write(paper: Paper) -> bytes:
    """The same bytes for the same paper. Raises Refused where the extra is not installed."""
    if not is_available():
        raise Refused(MISSING)
    # An extra, which may not be there when the module is loaded.
    import noto_cjk_sans_otc
    import typst

    fonts = Path(str(noto_cjk_sans_otc.FONT_PATH)).parent
    return typst.compile(
        TEMPLATE,
        font_paths=[fonts],
        # The same file on every machine.
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_as_data(paper), ensure_ascii=False)},
        timestamp=datetime.combine(paper.day, time(), UTC),
    )


def _as_data(paper: Paper) -> dict[str, object]:
    heading = f"{plain(paper.title)}: {plain(paper.subtitle)}"
    head = [asdict(words) for words in paper.running_head]
    return asdict(paper) | {"day": paper.day.isoformat(), "heading": heading, "head": head}
