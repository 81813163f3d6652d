"""Every word the desk shows: one checked file per language."""

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, Field

from coach.models import Assessment, Commitment, Fact, Feeling, Issue, MoveName, Risk
from knowledge.datafile import read_data
from knowledge.errors import FileFault
from knowledge.models import Frozen, Language, Severity

FOLDER = Path(__file__).parents[1] / "strings"


def _one_each(*values: object) -> AfterValidator:
    """A word for every value of the contract, and for nothing else."""
    wanted = {str(value) for value in values}

    def check(words: dict[str, str]) -> dict[str, str]:
        if lacking := sorted(wanted - words.keys()):
            raise ValueError(f"lacks {', '.join(lacking)}")
        if unknown := sorted(words.keys() - wanted):
            raise ValueError(f"has {', '.join(unknown)}, which the contract does not know; remove it")
        return words

    return AfterValidator(check)


def _values(model: type[Frozen], field: str) -> tuple[object, ...]:
    return get_args(model.model_fields[field].annotation)


def _filling(*names: str) -> AfterValidator:
    """A sentence with exactly these names in braces."""

    def check(sentence: str) -> str:
        found = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
        if found != set(names):
            raise ValueError(f"must hold {' and '.join('{' + name + '}' for name in names)}, and nothing else in braces")
        return sentence

    return AfterValidator(check)


Word = Annotated[str, Field(min_length=1), _filling()]
Counted = Annotated[str, _filling("count")]
ByValue = dict[str, Word]


class PageWords(Frozen):
    """The frame of the page."""

    title: Word
    language: Word
    tab: Word
    about: Word
    languages: Word
    built_in: Word
    model: Annotated[str, _filling("model")]
    keys: Word
    key_draft: Word
    key_next: Word
    key_back: Word
    needs_script: Word


class MailWords(Frozen):
    """The column of the customer's mail."""

    title: Word
    placeholder: Word
    open: Word
    drop: Word
    clear: Word
    cleared: Word
    undo: Word
    kept: Word
    examples: Word


class ReadingWords(Frozen):
    """What a careful reader found in the mail."""

    title: Word
    busy: Word
    unknown: Word
    feels: Word
    no_feeling: Word
    hidden: Counted
    asks: Word
    no_ask: Word
    facts: Word
    risks: Word
    missing: Word


class DraftWords(Frozen):
    """The column in which the reply is written."""

    title: Word
    verified: Word
    verified_hint: Word
    offer: Word
    offer_hint: Word
    one_per_line: Word
    language: Word
    same_language: Word
    draft: Word
    again: Word
    busy: Word
    stop: Word
    stopped: Word
    subject: Word
    editor: Word
    placeholder: Word
    ready: Word
    replaced: Word
    bring_back: Word
    stale: Word
    keep: Word
    mail_changed: Word
    needs_mail: Word
    needs_language: Word
    copy_reply: Word
    copied: Word
    copy_failed: Word
    gaps: Counted
    must_fix_first: Counted
    nothing_to_copy: Word
    ready_to_copy: Word
    by_hand: Word
    edits: Word
    shorter: Word
    warmer: Word
    plainer: Word
    more_formal: Word
    reword: Word
    no_sentence: Word


class CoachWords(Frozen):
    """The column of findings, answers and reasons."""

    title: Word
    empty: Word
    checking: Word
    unchecked: Word
    clean: Word
    verdict: Annotated[str, _filling("errors", "warnings")]
    source: Word
    rewrite: Word
    remove: Word
    accept: Word
    accepted: Word
    dismiss: Word
    dismissed: Counted
    restore: Word
    also: Word
    hints: Counted
    asks: Annotated[str, _filling("answered", "asked")]
    answered: Word
    open: Word
    promises: Word
    met: Word
    sentence: Word
    guidelines: Word
    stands_on: Word


class NoteWords(Frozen):
    """The note for the agent below a draft."""

    title: Word
    ask: Word
    decide: Word
    decided_by: Annotated[str, _filling("by")]
    missing: Word
    care: Word
    passed_over: Word
    tell: Annotated[str, _filling("contact")]
    promised: Word
    by: Annotated[str, _filling("day")]


class ProtocolWords(Frozen):
    """The panel that takes the place of a draft when a person is in danger."""

    title: Word
    says: Word
    steps: Word
    contact: Annotated[str, _filling("contact")]
    reasons: Word
    rule_out: Word
    rule_out_sure: Word
    rule_out_yes: Word
    rule_out_no: Word
    ruled_out: Annotated[str, _filling("risks")]
    take_back: Word


class ErrorWords(Frozen):
    """What goes wrong, and what to do."""

    unreachable: Word
    failed: Annotated[str, _filling("reference")]
    refused: Word
    file: Word
    retry: Word
    close: Word


class ValueWords(Frozen):
    """The contract's values as an agent reads them."""

    languages: Annotated[ByValue, _one_each(*Language)]
    feelings: Annotated[ByValue, _one_each(*_values(Feeling, "feeling"))]
    intensity: Annotated[ByValue, _one_each(*_values(Assessment, "intensity"))]
    issues: Annotated[ByValue, _one_each(*get_args(Issue))]
    causes: Annotated[ByValue, _one_each(*_values(Assessment, "cause"))]
    facts: Annotated[ByValue, _one_each(*_values(Fact, "kind"))]
    risks: Annotated[ByValue, _one_each(*_values(Risk, "risk"))]
    moves: Annotated[ByValue, _one_each(*MoveName)]
    severities: Annotated[ByValue, _one_each(*Severity)]
    promises: Annotated[ByValue, _one_each(*_values(Commitment, "status"))]
    authority: Annotated[ByValue, _one_each("mail", "facts", "offer", "policy", "guideline")]


class Words(Frozen):
    """All words of one language."""

    page: PageWords
    mail: MailWords
    reading: ReadingWords
    draft: DraftWords
    coach: CoachWords
    note: NoteWords
    protocol: ProtocolWords
    errors: ErrorWords
    values: ValueWords

    def flat(self) -> dict[str, str]:
        """The words by the names a template uses, such as ``mail.title``."""
        sections: dict[str, dict[str, Any]] = self.model_dump()
        return {f"{section}.{name}": word for section, words in sections.items() for name, word in words.items() if isinstance(word, str)}


@cache
def words(language: Language) -> Words:
    """The words of a language; raises FileFault with file:line."""
    return read_data(FOLDER / f"{language}.yaml", Words, FileFault)
