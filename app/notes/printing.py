"""Printing notes: from the tree to the text that says it."""

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level
from app.localized import LocalizedText
from app.notes import signs, spelling
from app.notes.notation import (
    ActionNote,
    ItemNote,
    LinkNote,
    Notes,
    PositionNote,
    ReportNote,
    RoundNote,
    SessionNote,
    TopicNote,
)
from app.notes.spelling import Block, Speller, is_verb, listed, named, one_line
from app.partial_date import PartialDate, printed_date

_SIGNS = {
    (ItemKind.CONSENSUS, None, False): "=",
    (ItemKind.CONSENSUS, None, True): "==",
    (ItemKind.CONSENSUS, Level.PRELIMINARY, False): "~",
    (ItemKind.DIVERGENCE, None, False): "≠",
    (ItemKind.OPEN_QUESTION, None, False): "?",
}


def printed_notes(notes: Notes, *, language: str = "en") -> str:
    """The text from which `read_notes`, told the same language, reads just these notes again.

    Only the numbers of lines may differ, and what notes do not hold: see `escapes.as_read`. Names
    stand on one line. What was unreadable is not printed.
    """
    printer = _Printer(language, _language_of(notes))
    printer.print_round(notes.meeting)
    for number, session in enumerate(notes.sessions):
        printer.print_session(session, is_first=not number)
    return "\n".join(printer.lines).strip("\n") + "\n" if printer.lines else ""


def _language_of(notes: Notes) -> str:
    """In which language our own words stand: that of the first text."""
    texts = [notes.meeting.title, notes.meeting.place]
    for session in notes.sessions:
        texts += [session.title, *(topic.title for topic in session.topics)]
    return next((text.original for text in texts if text.original), "en")


class _Printer:
    """Lines in notes whose Chinese is that of `language`; our own words are in those of `words`,
    where no text beside them is in another."""

    def __init__(self, language: str, words: str) -> None:
        self.language, self.words = language, words
        self.lines: list[str] = []

    def put(self, depth: int, *words: str) -> None:
        """A line of the words that say something, indented."""
        line = " ".join(word for word in words if word)
        self.lines.append("  " * depth + line)

    def own_language(self, text: LocalizedText) -> str:
        return text.original or self.words

    def put_rest(self, depth: int, blocks: list[Block], mark: str = "") -> None:
        """What follows the first line of a text: its other lines, and other languages."""
        for number, block in enumerate(blocks):
            if number:
                self.put(depth, mark, block.first)
            for line in block.others:
                self.put(depth, "|", line)

    def print_round(self, meeting: RoundNote) -> None:
        said = {name: spoken.printed(self.words) for name, spoken in signs.FACTS.items()}
        facts = {name: words[:1].upper() + words[1:] for name, words in said.items()}
        if meeting.number is not None:
            self.put(0, f"{facts['number']}:", str(meeting.number))
        self._print_fact(facts["title"], meeting.title)
        if meeting.happened or meeting.ended:
            dates = str(meeting.happened or "")
            dates += f" – {meeting.ended}" if meeting.ended else ""
            self.put(0, f"{facts['happened']}:", dates.strip())
        self._print_fact(facts["place"], meeting.place)
        self._print_fact(facts["co_hosts"], meeting.co_hosts)
        if count := named(meeting.head_count, "", spelling.TAG):
            self.put(0, f"{facts['head_count']}:", count)

    def _print_fact(self, fact: str, text: LocalizedText) -> None:
        if blocks := Speller(self.language).blocks(text):
            self.put(0, f"{fact}:", blocks[0].first)
            self.put_rest(0, blocks)

    def print_session(self, session: SessionNote, *, is_first: bool) -> None:
        starts = () if session.ref else (spelling.REF,)
        starts = starts if session.number else (*starts, spelling.SESSION)
        speller = Speller(self.language, starts, (spelling.session_groups,))
        blocks = speller.blocks(session.title)
        lang = self.own_language(session.title)
        number = _number(session.number, lang) if session.number else ""
        if number and blocks:
            number += ":"
        names = "; ".join(listed(session.moderators, ";、()"))
        moderators = f"({signs.MODERATOR.printed(lang)}: {names})" if names else ""
        ref = f"@{session.ref}" if session.ref else ""
        words = [ref, number, *(block.first for block in blocks[:1]), moderators]
        if any(words) or session.links or not session.topics or not is_first:
            self.lines += [""] if self.lines else []
            self.put(0, "#", *words)
        self.put_rest(0, blocks)
        self.print_links(1, session.links)
        for topic in session.topics:
            self.print_topic(topic)

    def print_topic(self, topic: TopicNote) -> None:
        starts = () if topic.ref else (spelling.REF, spelling.after_bullet)
        speller = Speller(self.language, starts, (spelling.topic_groups,))
        blocks = speller.blocks(topic.title)
        lang = self.own_language(topic.title)
        findings = [
            table[found].printed(lang)  # type: ignore[index]
            for table, found in (
                (signs.FORMATS, topic.format),
                (signs.RESULTS, topic.result),
                (signs.FAULTS, topic.fault),
            )
            if found
        ]
        self.put(
            0,
            "-",
            f"@{topic.ref}" if topic.ref else "",
            *(block.first for block in blocks[:1]),
            _tree(topic.tree),
            f"({'; '.join(findings)})" if findings else "",
        )
        self.put_rest(1, blocks)
        self.print_links(1, topic.links)
        for line in speller.summary(topic.summary):
            self.put(1, line)
        for entry in topic.entries:
            if isinstance(entry, ItemNote):
                self.print_item(entry)
            elif isinstance(entry, ActionNote):
                self.print_action(1, entry)
            else:
                self.print_report(entry)

    def print_item(self, item: ItemNote, above: ItemNote | None = None, depth: int = 1) -> None:
        lang = self.own_language(item.text)
        head = "+" * (depth - 1)
        inherits = above and (above.kind, above.level, False) == (
            item.kind,
            item.level,
            item.agreed,
        )
        sign = "" if inherits else _head(item, lang)
        seen = spelling.HEAD if inherits else spelling.KIND
        starts = () if item.ref else (spelling.REF, seen, spelling.OPEN_LIST)
        ends = (spelling.item_groups, spelling.bar)
        blocks = Speller(self.language, starts, ends, bracketed=True).blocks(item.text)
        verb = _verb(item, blocks, lang)
        ref = f"@{item.ref}" if item.ref else ""
        first = blocks[0].first if blocks else ""
        self.put(depth, head, sign, ref, first, verb, _tree(item.tree))
        self.put_rest(depth + 1, blocks)
        for position in item.positions:
            self.print_position(depth + 1, position)
        self.print_links(depth + 1, item.links)
        for part in item.parts:
            self.print_item(part, item, depth + 1)
        if item.open_list:
            self.put(depth + 1, "+" * depth, "…")
        for action in item.actions:
            self.print_action(depth + 1, action)

    def print_position(self, depth: int, position: PositionNote) -> None:
        lang = self.own_language(position.words)
        stance = signs.STANCES[position.stance].printed(lang) if position.stance else ""
        starts = () if stance else (spelling.STANCE,)
        blocks = Speller(self.language, starts, (spelling.bar,)).blocks(position.words)
        side = named(position.side, _ENDS_A_NAME, spelling.SIDE)
        first = blocks[0].first if blocks else ""
        self.put(depth, "|", f"{side}:", f"{stance}:" if stance and first else stance, first)
        self.put_rest(depth, blocks, "|")

    def print_action(self, depth: int, action: ActionNote) -> None:
        lang = self.own_language(action.title)
        blocks = Speller(self.language, (), (spelling.due,)).blocks(action.title)
        first_owner = () if action.ref else (spelling.REF, spelling.REPORTED)
        owners = listed(action.owners, ",;、:", spelling.and_, *first_owner)
        first = blocks[0].first if blocks else ""
        due = _due(action.due, action.due_round, lang)
        ref = f"@{action.ref}" if action.ref else ""
        colon = ":" if owners or first or due else ""
        self.put(depth, "!", ref, ", ".join(owners) + colon, first, due)
        self.put_rest(depth + 1, blocks)
        self.print_links(depth + 1, action.links)

    def print_report(self, report: ReportNote) -> None:
        lang = self.own_language(report.text)
        status = signs.STATUSES[report.status].printed(lang) if report.status else ""
        if report.status is ActionStatus.WAITING and report.waiting_for:
            side = named(report.waiting_for, ":", spelling.WAITS)
            status += f" for {side}" if lang == "en" else f" {side}"
        blocks = Speller(self.language).blocks(report.text)
        first = blocks[0].first if blocks else ""
        said = f"{report.ref} {status}".strip()
        self.put(1, "!", f"{said}:" if first else said, first)
        self.put_rest(2, blocks)

    def print_links(self, depth: int, links: list[LinkNote]) -> None:
        for link in links:
            kind = signs.LINK_KINDS[link.kind].printed(self.words) if link.kind else ""
            place = named(link.place, "[]")
            source = named(link.source, ",[]") + (f", {place}" if place else "")
            per = named(link.reported_by, "()")
            basis = [f"[{source}]" if source else "", _per(per, self.words) if per else ""]
            said = " ".join(word for word in (kind, link.ref, *basis) if word)
            first, *others = Speller(self.language).rationale(link.rationale)
            self.put(depth, "<", f"{said}:" if first else said, first)
            for line in others:
                self.put(depth, "|", line)


_ENDS_A_NAME = ":|[]{};,!?"


def _head(item: ItemNote, language: str) -> str:
    """The sign of an item, or its kind in words where it has none."""
    if sign := _SIGNS.get((item.kind, item.level, item.agreed)):
        return sign
    level = signs.LEVELS[item.level].printed(language) if item.level else ""
    kind = signs.KINDS[item.kind].printed(language)
    words = f"{level} {kind}:" if language == "en" and level else f"{level}{kind}:"
    return f"== {words}" if item.agreed else words


def _verb(item: ItemNote, blocks: list[Block], language: str) -> str:
    """The verb of an item at the end of it, where the words do not begin with just that."""
    lines = blocks[0].lines if blocks else [""]
    verb = one_line(item.verb)
    if verb and is_verb(lines[0], verb):
        return ""
    if not verb:
        lines[0] = spelling.guarded(lines[0], (spelling.verb,))
        return ""
    return f"({signs.VERB.printed(language)}: {named(verb, '()|')})"


def _number(number: int, language: str) -> str:
    if language == "en":
        return f"Session {number}"
    return f"第{number}场" if language == "zh-Hans" else f"第{number}場"


def _tree(names: tuple[str, ...]) -> str:
    spelled = ", ".join(listed(names, ",;、{}|"))
    return f"{{{spelled}}}" if spelled else ""


def _due(date: PartialDate | None, number: int | None, language: str) -> str:
    if language == "en":
        return f"by {date}" if date else f"by round {number}" if number else ""
    turn = "轮" if language == "zh-Hans" else "輪"
    when = _in_chinese(date) if date else f"第{number}{turn}" if number else ""
    return f"（{when}前）" if when else ""


def _in_chinese(date: PartialDate) -> str:
    return printed_date(date, "zh-Hans") if date.parts[0] >= 1000 else date.iso


def _per(side: str, language: str) -> str:
    return f"({signs.PER.printed(language)} {side})"
