"""What a file may be called: a name that means the same, and does no harm, everywhere."""

import re
import unicodedata

from app.records.file_types import FileType

LONGEST = 150
# Also those that turn the direction of what follows, and those that are not seen at all.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
ENDING = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,8}$", re.IGNORECASE)
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)


def safe_name(name: str, kind: FileType) -> str:
    """The last part of the name, without what cannot be seen, ending as its kind does."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        " " if unicodedata.category(each) == "Zs" else each
        for each in unicodedata.normalize("NFC", last)
        if unicodedata.category(each) not in UNSEEN
    )
    stem = re.sub(r" +", " ", NOT_IN_NAMES.sub("-", seen)).rstrip(" .")
    ending = kind.endings[0]
    if found := ENDING.search(stem):
        ending = found[0][1:] if found[0][1:].lower() in kind.endings else ending
        stem = stem[: found.start()]
        # What was called `paper.pdf.exe` is called `paper.pdf`.
        if stem.lower().endswith(f".{ending.lower()}"):
            stem = stem[: -len(ending) - 1]
    stem = stem.strip(" .")
    if DEVICES.match(stem):
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(ending) - 1].rstrip(" .")
    return f"{stem or 'document'}.{ending}"
