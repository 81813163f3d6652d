"""From what a mail says to the ordered moves of its reply."""

from collections.abc import Iterable, Sequence

from coach.models import Assessment, Mail, Move, MoveName
from coach.requests import Offer, Stage, VerifiedFact
from coach.writers.plan.customer import Customer, customer_of
from coach.writers.plan.grounds import ground_of
from coach.writers.plan.questions import Asked, Question, questions_of
from coach.writers.plan.situation import UPSET, Situation, situation_of
from coach.writers.plan.specifics import Specifics, specifics_of
from coach.writers.vocabulary.words import vocabulary_of
from knowledge.models import Language

UPDATE = "policy:update_working_days"
SAFETY_FIRST = frozenset({"gas", "fire", "food", "health"})
"""Dangers in which the advice stands before everything else."""
WHAT_TO_DO = frozenset({"what-now", "how"})
"""Topics that the advice answers in such danger."""
WANT_A_NUMBER = frozenset({"delivery", "billing", "cancellation-refund", "technical", "contract-terms", "defect"})
"""Issues in which nobody can look anything up without a number."""
RECURRING = frozenset({"broke-again", "broken-promise", "same-documents", "passed-around", "rude", "no-show"})
"""Happenings after which the customer wants to hear that something changes."""
NOT_DELIVERED = frozenset({"flight", "train", "bus", "room", "appointment", "treatment", "results", "course", "school", "subscription"})
"""Things that are late without having been sent."""
MOST_ASKS_WITH_PREVENTION = 1
MOST_QUOTED = 2
"""Asks that are quoted back; more of them read like a transcript."""
GRAVE = frozenset({"fear", "sadness", "shame"})
"""Feelings that are never a trifle."""
DONE = frozenset({Stage.EXECUTE, Stage.REVIEW})
"""Stages in which what was asked for has been done."""
IMPLIED = {
    "marked-delivered": "where",
    "not-arrived": "delivery",
    "late": "delivery",
    "lost": "where",
    "charged-twice": "refund",
    "charged-after-end": "refund",
    "unknown-charge": "refund",
    "refund-missing": "refund",
    "wrong-item": "replacement",
    "damaged": "replacement",
    "incomplete": "delivery",
    "broke-again": "repair",
    "cold": "repair",
    "offline": "repair",
    "locked-out": "access",
    "data-lost": "access",
    "no-show": "technician",
    "bill-high": "correct-bill",
    "cancel-ignored": "cancel",
}
"""What a customer who tells us only what happened would like to know."""
CLEAR_CUT = frozenset({"billing", "contract-terms", "cancellation-refund"})
"""Issues in which words can be misunderstood; what arrives broken is no misunderstanding."""
TOPICAL = {
    "refund": "cancellation-refund",
    "cancel": "cancellation-refund",
    "correct-bill": "billing",
    "stop-charge": "billing",
    "refuse-pay": "billing",
    "repair": "defect",
    "replacement": "defect",
    "technician": "technical",
    "access": "technical",
    "where": "delivery",
    "delivery": "delivery",
    "staff": "staff-conduct",
    "terms": "contract-terms",
}
"""Topics that confirm what a mail is about."""
NEUTRAL = frozenset({"thing", "circumstance", "reference_kind", "times", "aside"})
"""Specifics that are ids and numbers, and no words of the customer's: a plan must not carry those past a fence."""


def make_plan(
    mail: Mail, assessment: Assessment, facts: Sequence[VerifiedFact] = (), offer: Sequence[Offer] = (), stage: Stage | None = None
) -> tuple[Move, ...]:
    """The moves of a reply in their order; details are ids of the vocabulary, never the customer's words or our sentences."""
    language = Language(assessment.lang) if assessment.lang != "unknown" else Language.EN
    vocabulary = vocabulary_of(language)
    specifics = specifics_of(mail, assessment, language)
    stage = stage or (Stage.PROPOSE if offer else assessment.stage)
    plan = _Plan(
        assessment,
        specifics,
        situation_of(mail, assessment, vocabulary, specifics),
        questions_of(Asked(assessment, mail.text, facts, offer, done=stage in DONE and bool(facts)), vocabulary, language),
        customer_of(mail, language),
        stage,
    )
    return (
        *plan.opening(),
        *plan.substance(facts, offer),
        *plan.ending(facts, offer),
        _move(MoveName.CLOSE, "any", authority=("policy:sign_off",)),
    )


class _Plan:
    """The parts of one plan; all of them look at the same reading of the mail."""

    def __init__(
        self,
        assessment: Assessment,
        specifics: Specifics,
        situation: Situation,
        questions: tuple[Question, ...],
        customer: Customer,
        stage: Stage,
    ) -> None:
        self._assessment, self._specifics, self._situation = assessment, specifics, situation
        self._questions, self._customer, self._stage = questions, customer, stage

    def opening(self) -> Iterable[Move]:
        """Greeting, danger, and the customer's story and feelings before anything else."""
        yield _move(MoveName.GREET, "any", authority=("mail",), details=self._customer.model_dump(exclude={"name"}, exclude_none=True))
        if self._stage is Stage.REVIEW:
            yield self._said(MoveName.RESTATE, "review")
            return
        hazard = self._situation.hazard
        if hazard in SAFETY_FIRST:
            yield _move(MoveName.SAFETY, hazard, self._advised)
        if self._situation.bereaved:
            yield self._said(MoveName.ACKNOWLEDGE, "bereavement")
        yield self._said(MoveName.RESTATE, "any")
        if not self._situation.bereaved:
            yield self._said(MoveName.ACKNOWLEDGE, self._situation.feeling)
        yield self._apology()
        if self._situation.public:
            yield self._said(MoveName.ACKNOWLEDGE, "public")
        elif self._situation.praising and not self._situation.abusive:
            yield self._said(MoveName.ACKNOWLEDGE, "praise")
        if hazard and hazard not in SAFETY_FIRST:
            yield _move(MoveName.SAFETY, hazard)

    def substance(self, facts: Sequence[VerifiedFact], offer: Sequence[Offer]) -> Iterable[Move]:
        """Who owns it, what is known and offered, what is not known yet, and what happens next by when."""
        yield from self._ownership()
        yield from self._known(facts, offer)
        yield from self._unknown()
        yield from self._special_care()
        if self._stage is not Stage.REVIEW:
            yield self._next_step(facts, offer)
        if self._wants_prevention():
            yield self._said(MoveName.PREVENT, "any")

    def ending(self, facts: Sequence[VerifiedFact], offer: Sequence[Offer]) -> Iterable[Move]:
        """At most one question back, or else an open door."""
        if self._stage is Stage.REVIEW:
            yield _move(MoveName.ASK_BACK, "review")
        elif offer and self._stage is Stage.PROPOSE:
            several = len(offer) > 1
            yield _move(MoveName.CHOICE, "several" if several else "single", authority=tuple(f"offer:{i}" for i in range(len(offer))))
        elif not facts and not offer and (missing := self._missing()):
            yield self._said(MoveName.ASK_BACK, missing)
        elif not self._situation.abusive:
            yield self._said(MoveName.INVITE, self._door())
        if self._situation.abusive and self._stage is not Stage.REVIEW:
            yield self._said(MoveName.INVITE, "limit")

    def _apology(self) -> Move:
        taken = tuple(question.index for question in self._questions if question.by == "apology")
        kind = "misunderstanding" if self._misunderstood else "any"
        return self._said(MoveName.APOLOGISE, "calm" if self._mild() and kind == "any" else kind, asks=taken)

    def _mild(self) -> bool:
        """Whether a great apology would be out of proportion."""
        grave = self._situation.hazard or self._situation.bereaved or self._situation.feeling in GRAVE
        return self._assessment.intensity < UPSET and not grave

    def _ownership(self) -> Iterable[Move]:
        if self._stage is Stage.REVIEW:
            return
        if "broken-promise" in self._events:
            yield self._said(MoveName.OWN, "promise")
        elif self._venting:
            yield self._said(MoveName.OWN, "venting", asks=tuple(q.index for q in self._questions if q.by == "check"))
        elif self._misunderstood:
            yield self._said(MoveName.OWN, "misunderstanding")
        elif not (self._situation.legal or self._situation.private or self._situation.hazard or self._busy()):
            yield self._said(MoveName.OWN, "any")

    def _busy(self) -> bool:
        """Whether the reply takes up enough by name to show who is on it."""
        kinds = len({q.topic or q.index for q in self._questions})
        return kinds > 1 or (kinds == 1 and self._assessment.intensity < UPSET)

    def _known(self, facts: Sequence[VerifiedFact], offer: Sequence[Offer]) -> Iterable[Move]:
        kind = {Stage.EXECUTE: "done", Stage.REVIEW: "done", Stage.COORDINATE: "progress"}.get(self._stage, "any")
        for at in range(len(facts)):
            asks = tuple(q.index for q in self._questions if q.by == "fact" and q.at == at)
            yield _move(MoveName.INFORM, kind if at == 0 else "more", asks, (f"facts:{at}",), {"fact": str(at)})
        for at in range(len(offer)):
            asks = tuple(q.index for q in self._questions if q.by == "offer" and q.at == at)
            yield _move(
                MoveName.OFFER, ("several" if len(offer) > 1 else "any") if at == 0 else "more", asks, (f"offer:{at}",), {"offer": str(at)}
            )

    def _unknown(self) -> Iterable[Move]:
        if self._stage is Stage.REVIEW or self._venting:
            return
        if not self._questions and self._stage in (Stage.IDENTIFY, Stage.RESPOND) and (topic := self._implied()):
            yield self._said(MoveName.DEFER, "implied", details={"questions": topic})
        for by, name, kind in (("check", MoveName.DEFER, "topics"), ("decision", MoveName.ANSWER, "decision")):
            asked = [q for q in self._questions if q.by == by and q.index not in self._advised]
            topics = dict.fromkeys(q.topic for q in asked if q.topic)
            if topics:
                indexes = tuple(q.index for q in asked if q.topic)
                yield self._said(name, kind, asks=indexes, details={"questions": ",".join(map(str, topics))})
            named = [q for q in asked if not q.topic and q.quote][:MOST_QUOTED]
            for one in named:
                yield self._said(MoveName.DEFER, "quote", asks=(one.index,), details={"form": one.form})
            if rest := [q.index for q in asked if not q.topic and q not in named]:
                yield self._said(MoveName.DEFER, "unnamed" if not topics and not named else "others", asks=tuple(rest))

    def _implied(self) -> str | None:
        """What is to be found out although nobody asked."""
        known = (IMPLIED.get(happening) for happening in self._specifics.happenings)
        return None if self._situation.bereaved or self._situation.hazard else next(filter(None, known), None)

    def _special_care(self) -> Iterable[Move]:
        if self._situation.hazard:
            yield self._said(MoveName.ANSWER, "safety")
        if self._situation.private:
            yield self._said(MoveName.ANSWER, "privacy")
        if self._situation.legal:
            yield self._said(MoveName.ANSWER, "legal")

    def _next_step(self, facts: Sequence[VerifiedFact], offer: Sequence[Offer]) -> Move:
        waiting = tuple(q.index for q in self._questions if q.by in ("check", "decision"))
        if offer and not waiting:
            kind = "offer"
        elif self._stage is Stage.EXECUTE and facts and not waiting:
            kind = "done"
        elif self._stage is Stage.COORDINATE:
            kind = "progress"
        elif self._venting:
            kind = "venting"
        elif self._situation.pressing and not self._situation.hazard and not self._situation.bereaved:
            kind = "pressing"
        else:
            kind = "urgent" if self._situation.urgent and not self._situation.bereaved else "any"
        danger = "yes" if self._situation.hazard else "no"
        return _move(MoveName.NEXT_STEP, kind, waiting, (UPDATE,), {"danger": danger, "team": self._team})

    def _wants_prevention(self) -> bool:
        asked = {question.topic for question in self._questions}
        wanted = bool(RECURRING & self._events) or "staff-conduct" in self._assessment.issues or "prevent" in asked
        quiet = self._situation.bereaved or self._situation.hazard or self._situation.legal or self._situation.private
        enough = self._assessment.intensity < UPSET or len(self._questions) > MOST_ASKS_WITH_PREVENTION
        return "prevent" in asked or (wanted and not quiet and not enough and self._stage in (Stage.IDENTIFY, Stage.RESPOND))

    def _missing(self) -> str | None:
        if self._situation.bereaved or self._venting or self._stage not in (Stage.IDENTIFY, Stage.RESPOND):
            return None
        unknown = self._specifics.reference is None and self._customer.name is None
        if unknown and WANT_A_NUMBER & set(self._assessment.issues):
            return "reference"
        if self._stage is Stage.IDENTIFY and not self._questions:
            return "expectation"
        if self._stage is Stage.IDENTIFY and "staff-conduct" in self._assessment.issues and not self._placed():
            return "when-where"
        return None

    def _placed(self) -> bool:
        """Whether the mail says when or where it was."""
        return any(fact.kind in ("date", "time", "place") for fact in self._assessment.facts)

    def _door(self) -> str:
        return "gentle" if self._situation.bereaved or (self._situation.feeling == "sadness" and not self._situation.hazard) else "any"

    @property
    def _advised(self) -> tuple[int, ...]:
        """The asks that the safety advice at the head of the reply answers."""
        return tuple(q.index for q in self._questions if q.topic in WHAT_TO_DO) if self._situation.hazard in SAFETY_FIRST else ()

    @property
    def _events(self) -> frozenset[str | None]:
        return frozenset((*self._specifics.happenings, self._specifics.aside))

    @property
    def _venting(self) -> bool:
        """Whether the customer only wants to be heard: then no solution is pushed."""
        return self._situation.venting and not any(question.topic for question in self._questions)

    @property
    def _misunderstood(self) -> bool:
        return self._assessment.cause == "misunderstanding" and self._issue in CLEAR_CUT and not self._situation.hazard

    @property
    def _issue(self) -> str:
        """What it is about; silence comes on top, and nobody can be asked about that alone."""
        issues = self._assessment.issues or ("other",)
        return next((issue for issue in issues if issue not in ("no-response", "other")), issues[0])

    @property
    def _certain(self) -> bool:
        """Whether anything but the reading says the same; a wrong department or bill is worse than none."""
        told = set(self._specifics.issues_told)
        return self._issue in told | {TOPICAL.get(question.topic or "") for question in self._questions} | {"staff-conduct", "technical"}

    @property
    def _team(self) -> str:
        """Whom to ask; nobody delivers a train or a visit, although they come late like a parcel."""
        strange = self._issue == "delivery" and self._specifics.thing in NOT_DELIVERED
        return "other" if strange or not self._certain else self._issue

    def _said(self, name: MoveName, kind: str, asks: tuple[int, ...] = (), details: dict[str, str] | None = None) -> Move:
        """A move that may refer to anything the customer wrote; what is repeated word for word stays in the mail."""
        known = self._specifics.model_dump(exclude_none=True)
        hints = {key: str(value) for key, value in known.items() if key in NEUTRAL}
        if self._specifics.happenings:
            hints["happenings"] = ",".join(self._specifics.happenings)
        heat = {"intensity": str(self._assessment.intensity), "issue": self._issue if self._certain else "other"}
        return _move(name, kind, asks, ("mail",), hints | heat | (details or {}))


def _move(
    name: MoveName, kind: str, asks: tuple[int, ...] = (), authority: tuple[str, ...] = (), details: dict[str, str] | None = None
) -> Move:
    ground = ground_of(name, kind)
    return Move(
        name=name,
        asks=tuple(dict.fromkeys(asks)),
        authority=authority or tuple(f"guideline:{statement}" for statement in ground.statements[:1]),
        rules=ground.rules,
        statements=ground.statements,
        details={"kind": kind} | (details or {}),
    )
