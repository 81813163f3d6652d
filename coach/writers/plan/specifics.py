"""What this mail is about in particular: the order, what went wrong, how long it has gone on, what hangs on it."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from coach.models import Assessment, Fact, Mail
from coach.writers.plan.customer import RECENT, customer_of
from coach.writers.vocabulary.patterns import compile_patterns
from coach.writers.vocabulary.words import Noun, Phrase, Vocabulary, vocabulary_of
from knowledge.language.fold import fold
from knowledge.language.sentences import split
from knowledge.models import Frozen, Language

CODE = re.compile(r"(?<![\w/-])(?=[\w/.-]*\d)[A-Za-z0-9][\w/.-]*[\w](?:[ ](?=\d{2,}\b|[A-Z]{2,}\b)[\w-]+)?")
LABEL = re.compile(r"(?<!\w)(?:no|nr|num|n|numer\w*|number|numero|id|ref|[a-z]{1,4}[-/])[^\w!?\n]*$")
"""What may stand between the noun and its number."""
YEAR = re.compile(r"(?:19|20)\d\d")
BEFORE_CODE = 30
"""Characters before a number in which the noun that names it may stand."""
SHORTEST_CODE = 4
"""A number that no noun names needs this many characters to count as a reference."""
SHORTEST_NAMED = 3
"""A number that a noun names; shorter ones are rooms, ages and pieces of longer numbers."""
MOST_HAPPENINGS = 2
HUMAN = frozenset({"staff-conduct", "no-response", "other"})
"""Issues that come on top of any other."""
MOST_DETAILS = 3
CLOSE = 12
"""Characters between a count and what it counts."""
LONGEST_DETAIL = 32
"""Characters; a longer fact is a sentence and not a detail."""
TELLING = frozenset({"amount", "date", "product", "place"})
"""Kinds of facts that can stand alone; ``34 years`` and ``25 minutes`` mean nothing without what they measure."""
COMPOUND = re.compile(r"\d+(?:-[^\W\d_A-Z]+)+")
"""An adjective and no number of a file: ``9-month-old``."""
NUMBER = re.compile(r"\d[\d .,:/]*")
MOST_NUMBERS = 1
"""Numbers in a sentence that is quoted; with more of them it is a record and tells nothing."""
SCENERY = 120
"""Characters into the body after which a thing that is named only once is not what the mail is about."""
LEAST_TELLING, LONGEST_TELLING = 4, 14
UNTELLING = ("threat", "law", "publicity", "abuse", "venting", "praise")
"""Signals of sentences that say what will be done about it and not what happened."""
LOUD = 2
"""Letters that a word in capitals may have without being shouted."""
LEAST_QUOTE, LONGEST_QUOTE = 3, 8
"""Words of the customer's that can be quoted without turning into a transcript."""
GENERAL = "reference"


class Specifics(Frozen):
    """What a reply can refer to; ids are those of the vocabulary, words are the customer's own."""

    happenings: tuple[str, ...] = ()
    aside: str | None = None
    """How people were treated, where the vocabulary does not know what it was about in the first place."""
    issues_told: tuple[str, ...] = ()
    """Issues that what happened belongs to."""
    thing: str | None = None
    circumstance: str | None = None
    reference: str | None = None
    reference_kind: str | None = None
    since: str | None = None
    """How long it has gone on, in the customer's words: ``since 3 March``."""
    times: int | None = None
    """How often the customer has been in touch."""
    telling: str | None = None
    """One short sentence of the customer's that says what happened, for when the vocabulary does not know it."""
    details: tuple[str, ...] = ()
    """Up to three other facts, in the customer's words: a date, an amount, a product."""
    words: str | None = None
    """A few of the customer's own words about how it feels, fit to be quoted."""


@lru_cache(maxsize=RECENT)
def specifics_of(mail: Mail, assessment: Assessment, language: Language) -> Specifics:
    """Everything the vocabulary recognises in the mail; what is not certain is left out."""
    vocabulary = vocabulary_of(language)
    plain = fold(mail.text).lower()
    kind, code = _reference(mail, assessment.facts, vocabulary)
    sentences = [mail.text[span.start : span.end] for span in split(mail.text, language)]
    told = _happenings(plain, assessment, vocabulary.happenings)
    thing = _most_named(mail, vocabulary.things)
    human = assessment.issues[:1] != ("staff-conduct",) and all(set(vocabulary.happenings[id].issues) <= HUMAN for id in told)
    beside = human and bool(thing or code)
    happenings = () if beside else told
    asked = [ask.text for ask in assessment.asks]
    said = (feeling.evidence for feeling in assessment.feelings if feeling.evidence not in mail.subject)  # a headline is no confidence
    return Specifics(
        happenings=happenings,
        aside=told[0] if beside and told else None,
        issues_told=tuple(dict.fromkeys(issue for id in happenings for issue in vocabulary.happenings[id].issues)),
        telling=None if happenings else _telling(mail, assessment, vocabulary, language, code),
        thing=thing,
        circumstance=next((id for id, phrase in vocabulary.circumstances.items() if phrase.finder.search(plain)), None),
        reference=code,
        reference_kind=kind,
        since=_since(sentences, vocabulary),
        times=_times(sentences, vocabulary),
        details=_details(assessment.facts, code, inflected=language is Language.PL),
        words=next(filter(None, (_own_words(evidence, asked, vocabulary) for evidence in said)), None),
    )


def _happenings(plain: str, assessment: Assessment, happenings: Mapping[str, Phrase]) -> tuple[str, ...]:
    """Those of the mail's issues, then how people were treated; in the order of the vocabulary, one of a kind."""
    found = [id for id, phrase in happenings.items() if phrase.find and phrase.finder.search(plain)]
    ours = [id for id in found if set(happenings[id].issues) & set(assessment.issues)]
    human = [id for id in found if id not in ours and set(happenings[id].issues) <= HUMAN]
    distinct = {happenings[id].issues: id for id in reversed([*ours, *human])}
    return tuple(id for id in (*ours, *human) if id in distinct.values())[:MOST_HAPPENINGS]


def _most_named(mail: Mail, things: Mapping[str, Noun]) -> str | None:
    """The thing named most often; the subject counts twice, the first one named wins a tie. Named once and late, it is scenery."""
    subject, body = fold(mail.subject).lower(), fold(mail.body).lower()
    best: tuple[int, int, str] | None = None
    for id, noun in things.items():
        at = [found.start() for found in noun.finder.finditer(body)]
        weight = len(at) + 2 * len(noun.finder.findall(subject))
        if weight and (best is None or (weight, -min(at, default=0)) > best[:2]):
            best = (weight, -min(at, default=0), id)
    return best[2] if best and (best[0] > 1 or -best[1] <= SCENERY) else None


def _reference(mail: Mail, facts: Iterable[Fact], vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    """The first number that a noun names, else the first that is long enough to be one."""
    general: str | None = None
    for fact in facts:
        if fact.kind not in ("order", "other"):
            continue
        code = CODE.search(fact.text)
        if code is None or COMPOUND.fullmatch(code.group()):
            continue
        for at in re.finditer(re.escape(fact.text), mail.text):
            start = at.start() + code.start()
            kind = _named_by(fold(mail.text[max(0, start - BEFORE_CODE) : start]).lower(), vocabulary.references)
            if kind and len(code.group()) >= SHORTEST_NAMED:
                return kind, code.group()
        if fact.kind == "order" and general is None and len(code.group()) >= SHORTEST_CODE and not YEAR.fullmatch(code.group()):
            general = code.group()
    return (GENERAL, general) if general else (None, None)


def _named_by(before: str, references: Mapping[str, Noun]) -> str | None:
    """The noun that stands right before a number, with nothing but marks and ``no`` between."""
    bare = LABEL.sub("", before)
    for kind, noun in references.items():
        found = list(noun.finder.finditer(bare)) if noun.find else []
        if found and not any(character.isalnum() for character in bare[found[-1].end() :]):
            return kind
    return None


def _details(facts: Iterable[Fact], code: str | None, *, inflected: bool) -> tuple[str, ...]:
    """Facts that mean something when they stand alone, without the reference and without names; no bare words with a case ending."""
    found: list[str] = []
    for fact in facts:
        text = fact.text.strip(" .,;:!?()")
        telling = fact.kind in TELLING and (not inflected or any(c.isdigit() for c in text))
        whole = telling and not text.isdigit() and 1 < len(text) <= LONGEST_DETAIL and not any(mark in text for mark in ".!?;\n")
        taken = [code, *found] if code else found
        shouted = text.isupper() and text.isalpha()
        if whole and not shouted and not any(text.casefold() in one.casefold() or one.casefold() in text.casefold() for one in taken):
            found.append(text)
    return tuple(found[:MOST_DETAILS])


def _telling(mail: Mail, assessment: Assessment, vocabulary: Vocabulary, language: Language, code: str | None) -> str | None:
    """The first short sentence that names a thing, else the first: people begin with what happened."""
    name = customer_of(mail, language).name
    barred = [*(ask.text for ask in assessment.asks), *(risk.evidence for risk in assessment.risks)]
    mentioned = tuple(filter(None, (name, code)))
    sentences = (mail.body[span.start : span.end] for span in split(mail.body, language))
    found = [words for sentence in sentences if (words := _tellable(sentence, barred, mentioned, vocabulary))]
    things = (noun.finder for noun in vocabulary.things.values())
    named = [words for words in found if any(finder.search(fold(words).lower()) for finder in things)]
    return next(iter(named or found), None)


def _tellable(sentence: str, barred: list[str], mentioned: tuple[str, ...], vocabulary: Vocabulary) -> str | None:
    """The words of a sentence that may be told back: no ask, danger, greeting, signature or file number, not aimed at us, not shouted."""
    words = _quotable(sentence)
    if words is None or sentence.endswith(("?", "!")) or not LEAST_TELLING <= len(words.split()) <= LONGEST_TELLING:
        return None
    plain = fold(words).lower()
    aimed = compile_patterns(vocabulary.unquotable).search(plain) or any(
        vocabulary.signal_finders[name].search(plain) for name in UNTELLING
    )
    other = any(one in words for one in mentioned) or any(one in sentence or words in one for one in barred)
    return None if aimed or other or _mostly_capitals(words) or len(NUMBER.findall(words)) > MOST_NUMBERS else words


def _quotable(text: str) -> str | None:
    """The text without its outer marks, if it is neither loud nor holds marks that would break a quotation."""
    words = text.strip().strip("\"'“”«»„").rstrip(" .?!…:;,")
    loud = any(word.isupper() and len(word) > LOUD and word.isalpha() for word in words.split())
    return None if not words or loud or any(mark in words for mark in '!?:;"“”«»„\n()') or ". " in words else words


def _mostly_capitals(words: str) -> bool:
    """As a list of names or a signature has them."""
    tokens = words.split()
    return 2 * sum(token[0].isupper() or not token[0].isalpha() for token in tokens) > len(tokens)


def _own_words(evidence: str, asked: Iterable[str], vocabulary: Vocabulary) -> str | None:
    """Evidence that may be quoted back: of themselves, not of us; a few words, no shouting; no ask and no figure, which are no feeling."""
    words = _quotable(evidence)
    if words is None or not LEAST_QUOTE <= len(words.split()) <= LONGEST_QUOTE:
        return None
    if "?" in evidence or any(c.isdigit() for c in words) or any(words in ask or ask in words for ask in asked):
        return None
    plain = fold(words).lower()
    aimed = compile_patterns(vocabulary.unquotable).search(plain) or vocabulary.signal_finders["threat"].search(plain)
    return words if not aimed and compile_patterns(vocabulary.first_person).search(plain) else None


def _since(sentences: list[str], vocabulary: Vocabulary) -> str | None:
    loyalty = compile_patterns(vocabulary.loyalty)
    for sentence in sentences:
        found = vocabulary.wait_finder.search(sentence)
        if found and not loyalty.search(fold(sentence).lower()):
            words = found.group().strip()
            return words[0].lower() + words[1:]
    return None


def _times(sentences: list[str], vocabulary: Vocabulary) -> int | None:
    """The largest number of contacts that stands close to a word for getting in touch."""
    contacts = compile_patterns(vocabulary.contacts)
    counted: list[int] = []
    for sentence in (fold(sentence).lower() for sentence in sentences):
        touches = [found.span() for found in contacts.finditer(sentence)]
        for count, patterns in vocabulary.counts.items():
            counts = [found.span() for found in compile_patterns(patterns).finditer(sentence)]
            if any(start - end <= CLOSE and begin - stop <= CLOSE for start, stop in counts for begin, end in touches):
                counted.append(count)
    return max(counted, default=None)
