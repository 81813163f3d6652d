"""Nouns in the forms that sentences need: possessive or article, contraction, case."""

from collections.abc import Callable, Mapping

from coach.writers.vocabulary.words import Noun
from knowledge.models import Language

VOWELS = tuple("aeiouàèéìòùâêîôûœhyAEIOUÀÈÉÌÒÙÂÊÎÔÛŒH")
IT_LO = ("z", "gn", "ps", "x", "y", "pn", *(f"s{letter}" for letter in "bcdfghklmnpqrstvz"))
IT_CONTRACTIONS = {
    "di": {"il": "del ", "lo": "dello ", "l'": "dell'", "la": "della ", "i": "dei ", "gli": "degli ", "le": "delle "},
    "a": {"il": "al ", "lo": "allo ", "l'": "all'", "la": "alla ", "i": "ai ", "gli": "agli ", "le": "alle "},
    "su": {"il": "sul ", "lo": "sullo ", "l'": "sull'", "la": "sulla ", "i": "sui ", "gli": "sugli ", "le": "sulle "},
}
FR_CONTRACTIONS = {
    ".de": {"le": "du ", "la": "de la ", "l'": "de l'", "les": "des "},
    ".a": {"le": "au ", "la": "à la ", "l'": "à l'", "les": "aux "},
}
PL_CASES = ("", ".gen", ".acc", ".ins")

Forms = Mapping[str, str]
"""Form suffix (the empty one, ``.di``, ``.gen`` and so on) to the noun phrase in that form."""


def forms_of(noun: Noun, language: Language, *, formal: bool, code: str = "") -> Forms:
    """Every form of a noun phrase; a code such as an order number follows the noun."""
    forms = _DECLINED[language](noun, formal)
    return {form: f"{phrase} {code}".rstrip() for form, phrase in forms.items()}


def _english(noun: Noun, formal: bool) -> Forms:  # noqa: FBT001  one signature for four languages
    return {"": f"{'the' if noun.ours else 'your'} {noun.say[0]}"}


def _italian(noun: Noun, formal: bool) -> Forms:  # noqa: FBT001
    if noun.ours:
        article, rest = _italian_article(noun), noun.say[0]
    else:
        owner = ("suo", "sua", "suoi", "sue") if formal else ("tuo", "tua", "tuoi", "tue")
        at = (noun.gender == "f") + 2 * noun.plural
        article, rest = ("il", "la", "i", "le")[at], f"{owner[at]} {noun.say[0]}"
    space = "" if article == "l'" else " "
    contracted = {f".{preposition}": f"{table[article]}{rest}" for preposition, table in IT_CONTRACTIONS.items()}
    return {"": f"{article}{space}{rest}"} | contracted


def _italian_article(noun: Noun) -> str:
    word = noun.say[0]
    if noun.plural:
        return "le" if noun.gender == "f" else "gli" if word.startswith((*VOWELS, *IT_LO)) else "i"
    if word.startswith(VOWELS):
        return "l'"
    return "la" if noun.gender == "f" else "lo" if word.startswith(IT_LO) else "il"


def _french(noun: Noun, formal: bool) -> Forms:  # noqa: FBT001
    word = noun.say[0]
    if noun.ours:
        article = "les" if noun.plural else "l'" if word.startswith(VOWELS) else "la" if noun.gender == "f" else "le"
        space = "" if article == "l'" else " "
        contracted = {form: f"{table[article]}{word}" for form, table in FR_CONTRACTIONS.items()}
        return {"": f"{article}{space}{word}"} | contracted
    if formal:
        owner = "vos" if noun.plural else "votre"
    else:
        owner = "tes" if noun.plural else "ta" if noun.gender == "f" and not word.startswith(VOWELS) else "ton"
    phrase = f"{owner} {word}"
    return {"": phrase, ".de": f"de {phrase}", ".a": f"à {phrase}"}


def _polish(noun: Noun, formal: bool) -> Forms:  # noqa: FBT001
    words = noun.say if len(noun.say) == len(PL_CASES) else noun.say[:1] * len(PL_CASES)
    return dict(zip(PL_CASES, words, strict=True))


_DECLINED: Mapping[Language, Callable[[Noun, bool], Forms]] = {
    Language.EN: _english,
    Language.IT: _italian,
    Language.FR: _french,
    Language.PL: _polish,
}
