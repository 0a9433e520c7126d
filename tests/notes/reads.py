"""Reading a few lines, all of which can be read."""

from app.localized import LocalizedText
from app.notes.notation import Entry, Notes, TopicNote
from app.notes.parsing import read_notes


def en(words: str) -> LocalizedText:
    return LocalizedText({"en": words})


def zh(words: str, language: str = "zh-Hans") -> LocalizedText:
    return LocalizedText({language: words})


def read(text: str, language: str = "en") -> Notes:
    notes = read_notes(text, language=language)
    assert notes.unreadable == []
    return notes


def topic(*lines: str, language: str = "en") -> TopicNote:
    """What stands under a topic with these lines."""
    return read("\n".join(["- Terms", *lines]), language).sessions[0].topics[0]


def entry(*lines: str, language: str = "en") -> Entry:
    """The one entry that these lines make."""
    [one] = topic(*lines, language=language).entries
    return one
