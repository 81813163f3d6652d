"""Referring expressions: from the details of a move to the words that fill the slots of its sentences."""

from collections.abc import Iterable, Mapping
from random import Random

from coach.models import Brief, Move, MoveName
from coach.writers.plan.customer import customer_of
from coach.writers.plan.questions import quotable
from coach.writers.plan.specifics import specifics_of
from coach.writers.realise.grammar import forms_of
from coach.writers.realise.phrasebook import Phrasebook
from coach.writers.template import expand, parse, required
from coach.writers.vocabulary.words import Phrase, Vocabulary
from knowledge.language.words import words_of
from knowledge.models import Language

SPECIFIC = ("what", "also", "aside", "reference", "since", "times", "around", "telling", "details", "words", "thing")
"""What the customer wrote about, each said once in a draft."""


class Referring:
    """The referring expressions of one draft; it remembers what has been said, so that nothing is said twice."""

    def __init__(self, brief: Brief, vocabulary: Vocabulary, phrasebook: Phrasebook) -> None:
        self._brief, self._vocabulary, self._phrasebook = brief, vocabulary, phrasebook
        self._said: set[str] = set()
        gender = next((move.details["gender"] for move in brief.plan if "gender" in move.details), "")
        self._address = phrasebook.address.get(gender, {}) if brief.formal else {}
        written = Language(brief.assessment.lang) if brief.assessment.lang != "unknown" else brief.lang
        self._specifics = specifics_of(brief.mail, brief.assessment, written)
        self._customer = customer_of(brief.mail, written)
        self._own_words = brief.lang == brief.assessment.lang

    def slots(self, move: Move, random: Random) -> dict[str, str]:
        """Every slot that this move can still fill; where there are several wordings, one is drawn."""
        details = move.details
        slots = {"within": self._brief.update_within} | self._address | self._authorised(details)
        if move.name is MoveName.GREET and self._customer.name:
            slots["name"] = self._customer.name
        if "title" in details:
            slots["title"] = self._vocabulary.titles.get(details["title"], details["title"])
        slots |= self._customers(move, random)
        return {name: words for name, words in slots.items() if name.partition(".")[0] not in self._said}

    def remember(self, names: Iterable[str]) -> None:
        """These slots have been said; the specific ones will not be said again, nor the same words under another name."""
        for name in names:
            base = name.partition(".")[0]
            if base in SPECIFIC:
                self._said.add(base)
            if base == "matter":
                self._said |= {"thing", "matter"}
        if self._specifics.words == self._specifics.telling and self._said & {"words", "telling"}:
            self._said |= {"words", "telling"}

    def _customers(self, move: Move, random: Random) -> dict[str, str]:
        """What the customer wrote about: the order, the thing, what happened, how long, how often."""
        words, details = self._vocabulary, move.details
        slots = self._nouns(details) | (self._verbatim(move) if self._own_words and "issue" in details else {})
        if "times" in details and int(details["times"]) in words.times:
            slots["times"] = words.times[int(details["times"])]
        what, _, also = details.get("happenings", "").partition(",")
        phrases: tuple[tuple[str, Mapping[str, Phrase], str | None], ...] = (
            ("what", words.happenings, what),
            ("also", words.happenings, also),
            ("aside", words.happenings, details.get("aside")),
            ("around", words.circumstances, details.get("circumstance")),
            ("team", words.teams, details.get("team")),
        )
        slots |= {name: self._one_of(known[id], slots, random) for name, known, id in phrases if id}
        if "questions" in details:
            slots["questions"] = self._joined([self._one_of(words.questions[id], slots, random) for id in details["questions"].split(",")])
        return slots

    def _nouns(self, details: Mapping[str, str]) -> dict[str, str]:
        """The thing, the reference, and the matter: the thing while it is unsaid, else the issue."""
        words = self._vocabulary
        slots: dict[str, str] = {}
        fresh = "thing" in details and "thing" not in self._said
        nouns = {
            "thing": words.things[details["thing"]] if "thing" in details else None,
            "reference": words.references[details["reference_kind"]] if "reference_kind" in details else None,
            "matter": words.things[details["thing"]] if fresh else words.issues[details["issue"]] if "issue" in details else None,
        }
        for name, noun in nouns.items():
            if noun:
                code = self._specifics.reference or "" if name == "reference" else ""
                forms = forms_of(noun, self._brief.lang, formal=self._brief.formal, code=code)
                slots |= {f"{name}{form}": phrase for form, phrase in forms.items()}
        return slots

    def _verbatim(self, move: Move) -> dict[str, str]:
        """The customer's words as they are, which only a reply in the customer's language can repeat."""
        found, (opening, closing) = self._specifics, self._phrasebook.quotes
        quote = (
            quotable(self._brief.assessment.asks[move.asks[0]].text, self._brief.mail.text, self._vocabulary)
            if "form" in move.details
            else None
        )
        if quote and move.details["form"] == "question":
            quote += " ?" if self._brief.lang is Language.FR else "?"
        quoted = {"quote": quote, "words": found.words, "telling": found.telling}
        slots = {key: f"{opening}{words}{closing}" for key, words in quoted.items() if words}
        if found.since:
            slots["since"] = found.since
        if details := [said for said in map(self._phrasebook.detail, found.details) if said]:
            slots["details"] = self._joined(details)
        return slots

    def _authorised(self, details: Mapping[str, str]) -> dict[str, str]:
        """A verified fact or an offer in the agent's words: ``statement`` when it is a sentence, else ``fragment``."""
        if "fact" in details:
            return self._embedded(self._brief.facts[int(details["fact"])].text)
        if "offer" not in details:
            return {}
        offer = self._brief.offer[int(details["offer"])]
        text = offer.text.strip().rstrip(".")
        if offer.amount and offer.amount not in text:
            text += f" ({offer.amount})"
        if offer.by and offer.by not in text:
            text += f", {self._phrasebook.deadline(offer.by)}"
        return self._embedded(text + ("." if offer.text.rstrip().endswith(".") else ""))

    def _embedded(self, text: str) -> dict[str, str]:
        """A sentence stands alone; anything else follows a colon, its first word in lower case when that is surely no name."""
        text = " ".join(text.split())
        if text.endswith((".", "!", "?")):
            return {"statement": text}
        first = text.partition(" ")[0]
        common = first.istitle() and first.lower() in words_of(self._brief.lang).function_words
        return {"fragment": text[0].lower() + text[1:] if common else text}

    def _one_of(self, phrase: Phrase, slots: Mapping[str, str], random: Random) -> str:
        """One wording, among those whose own slots are there; a wording that names something is preferred."""
        sayable = [parse(text) for text in phrase.say if required(parse(text)) <= slots.keys()]
        telling = [nodes for nodes in sayable if required(nodes)]
        return expand(random.choice(telling or sayable), slots, random, formal=self._brief.formal)

    def _joined(self, words: list[str]) -> str:
        return self._phrasebook.last_joint.join(filter(None, (", ".join(words[:-1]), words[-1])))
