"""Who writes: the name below the mail and, where grammar needs it, the gender that the customer's own words show."""

import re
from functools import lru_cache
from typing import Literal

from coach.models import Mail
from coach.writers.vocabulary.patterns import compile_patterns
from coach.writers.vocabulary.words import Vocabulary, vocabulary_of
from knowledge.language.fold import fold
from knowledge.language.words import words_of
from knowledge.models import Frozen, Language

NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?")
TAIL = re.compile(r"(?<!\b[^\W\d_])[.?!…)»”\"]\s+(?=(?:[^\W\d_]{1,3}\.|[^\s.?!]+)(?:\s+(?:[^\W\d_]{1,3}\.|[^\s.?!]+)){0,5}\.?\s*$)")
CUT = re.compile(r"\s*(?:[,(/|–—]|\s-\s|\s\+?\d).*$")
INITIALS = re.compile(r"(?:[A-ZÀ-Ż]\.?){1,3}")
LONGEST_NAME = 3
LONGEST_SIGNATURE = 9
"""Words of a signature line, role and number included; a longer line is a sentence."""
RECENT = 32
"""Mails whose customer is remembered: plan, writer and every revision ask for the same one."""
FIRST_PERSON_PAST = re.compile(r"\w+[aeiouyąęó](łam|łabym|łem|łbym)(?!\w)")
NOUNS_IN_LEM = frozenset(
    {"tytułem", "artykułem", "szczegółem", "materiałem", "kanałem", "działem", "podziałem", "udziałem", "ogółem", "zespołem", "stołem"}
    | {"czołem", "dołem", "wydziałem", "sygnałem", "oryginałem", "przedziałem", "upałem", "zapałem", "protokołem", "kościołem", "żywiołem"}
)
FEMALE_EXCEPTIONS = frozenset({"kuba", "barnaba", "kosma", "bonawentura", "jarema", "sasza", "nikita"})


class Customer(Frozen):
    """What is known of the person who wrote."""

    name: str | None = None
    """As a greeting may use it: first name, or first and last name."""
    title: str | None = None
    """A title of the vocabulary that the signature carries, in lower case."""
    gender: Literal["f", "m"] | None = None
    """Only where the customer's own words show it."""


@lru_cache(maxsize=RECENT)
def customer_of(mail: Mail, language: Language) -> Customer:
    """The customer as the signature and the grammar of the mail show them."""
    vocabulary = vocabulary_of(language)
    name, title = _signature(mail.body, vocabulary, language)
    if name is None and mail.sender:
        name, title = _name(mail.sender, vocabulary, language)
        name = name if name and " " in name else None
    return Customer(name=name, title=title, gender=_polish_gender(mail, name) if language is Language.PL else None)


def _signature(body: str, vocabulary: Vocabulary, language: Language) -> tuple[str | None, str | None]:
    lines = [line.strip() for line in body.strip().splitlines() if line.strip()]
    for line in reversed(lines[-3:]):
        for text in dict.fromkeys((line, TAIL.split(line)[-1] if line == lines[-1] else line)):
            name, title = _name(text, vocabulary, language)
            if name:
                return name, title
    return None, None


def _name(text: str, vocabulary: Vocabulary, language: Language) -> tuple[str | None, str | None]:
    """The name that a short piece of text consists of, courtesies before it and roles behind it left out."""
    bare = _without_courtesy(text.strip(), vocabulary)
    if len(bare.split()) > LONGEST_SIGNATURE:
        return None, None
    alone = CUT.sub("", bare).strip()
    tokens = alone.rstrip(".").split() if not alone.endswith((" M.", ".")) or len(alone.split()) == 1 else alone.split()
    title = None
    while tokens and tokens[0].rstrip(".").lower() in vocabulary.titles:
        title, tokens = tokens[0].rstrip(".").lower(), tokens[1:]
    if not 0 < len(tokens) <= LONGEST_NAME or not all(_name_like(token, language) for token in tokens):
        return None, None
    while len(tokens) > 1 and len(tokens[-1].rstrip(".")) == 1:
        tokens = tokens[:-1]
    surname_alone = len(tokens) == 1 and alone != bare and title is None
    if surname_alone or all(INITIALS.fullmatch(token) for token in tokens) or _organised(alone, vocabulary):
        return None, None
    return " ".join(_cased(token.rstrip(".") if len(token) > 2 else token) for token in tokens), title


def _organised(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a company, a team or a role signs."""
    return compile_patterns(vocabulary.organisations).search(fold(text).lower()) is not None


def _without_courtesy(text: str, vocabulary: Vocabulary) -> str:
    found = re.match(rf"(?:{compile_patterns(vocabulary.closings).pattern})[\s,.!–—-]*", fold(text).lower())
    return text[found.end() :] if found else text


def _name_like(token: str, language: Language) -> bool:
    return bool(NAME.fullmatch(token)) and token[0].isupper() and token.lower() not in words_of(language).function_words


def _cased(token: str) -> str:
    return token.title() if token.isupper() and len(token) > 2 else token


def _polish_gender(mail: Mail, name: str | None) -> Literal["f", "m"] | None:
    """First-person verbs first, then a full name; a name alone says nothing for certain."""
    forms = [found.group(1) for found in FIRST_PERSON_PAST.finditer(mail.text.lower()) if found.group() not in NOUNS_IN_LEM]
    women = sum(form.startswith("ła") for form in forms)
    men = len(forms) - women
    if women != men:
        return "f" if women > men else "m"
    if not name or " " not in name or women:
        return None
    first, last = name.split()[0].lower(), name.split()[-1].lower()
    if last.endswith(("ska", "cka", "dzka")) or (first.endswith("a") and first not in FEMALE_EXCEPTIONS):
        return "f"
    return "m" if last.endswith(("ski", "cki", "dzki")) else None
