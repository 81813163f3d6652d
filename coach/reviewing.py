"""From an agent's draft to its critique."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.checks.authority import granted
from coach.checks.findings import Candidate
from coach.checks.judge import Judge
from coach.checks.learned import LearnedCritic
from coach.checks.model import FOLDER
from coach.dangers import dangers
from coach.errors import InputError, ModelError
from coach.mending import mended
from coach.models import Assessment, Critique, Finding, Mail, ReviewAnswer
from coach.policy import Policy
from coach.requests import ReviewRequest
from coach.steps.critique import Situation, critique
from coach.wording import wording
from knowledge.bootstrap import Knowledge
from knowledge.language.identify import identify
from knowledge.models import Language

if TYPE_CHECKING:
    from coach.checks.evidence import Explanation
    from coach.explaining import Explained

LONGEST_DRAFT = 20_000
"""Code points; a longer text is no reply."""
RECENT_MAILS = 32
"""Mails that are remembered as read: an agent's draft is critiqued at every pause of typing, against one mail."""


class Critic:
    """The rules and the learned critic of each language, loaded when first needed and then shared by all requests."""

    def __init__(self, knowledge: Knowledge, weights: Path | None = None) -> None:
        self._knowledge = knowledge
        self._learned = lru_cache(maxsize=None)(partial(LearnedCritic.load, folder=weights or FOLDER))

    def critique(self, draft: str, situation: Situation, judged: Sequence[Candidate] = ()) -> Critique:
        """What the rules say about a draft in this situation, and what a judge adds; runs inline, a few milliseconds."""
        return critique(draft, situation, self._knowledge.rulebook(situation.lang), self._learned(situation.lang), judged)

    def mended(self, draft: str, situation: Situation, judged: Sequence[Candidate] = ()) -> Critique:
        """The same, with replacements that were tried: those that are offered mend the draft together."""
        return mended(draft, self.critique(draft, situation, judged), situation, lambda changed: self.critique(changed, situation))

    def evidence(self, draft: str, findings: Sequence[Finding], lang: Language) -> "tuple[Explanation, ...]":
        """Why each of these findings is there."""
        from coach.checks.evidence import explanations  # few ask, and a plain review has little time to start

        return explanations(draft, findings, self._knowledge.rulebook(lang).find(draft, lang), self._learned(lang), lang)

    async def judged_by(self, judge: Judge, draft: str, situation: Situation) -> tuple[Candidate, ...]:
        """What a model holds against a draft; raises a ModelError when it does not answer."""
        rules = self._knowledge.rulebook(situation.lang).rules.values()
        return await judge.candidates(draft, situation.mail, situation.lang, rules)


class Reviewing:
    """Critiques drafts; one object serves many requests at once."""

    def __init__(self, critic: Critic, policy: Policy, clock: Callable[[], datetime] = datetime.now) -> None:
        self._critic, self._policy, self._clock = critic, policy, clock
        self.read = lru_cache(maxsize=RECENT_MAILS)(_read)
        """A mail's source as the mail and what it says; raises InputError."""

    def review(self, request: ReviewRequest) -> ReviewAnswer:
        """Critique a draft without a model; raises InputError for one that is empty, too long, or in no language we know."""
        return ReviewAnswer(id=request.id, **dict(self._critic.mended(request.draft, self._situation(request))))

    def explained(self, request: ReviewRequest, answer: ReviewAnswer) -> "Explained":
        """The answer to a request with the evidence of its findings."""
        from coach.explaining import Explained

        evidence = self._critic.evidence(request.draft, answer.findings, Language(answer.lang))
        return Explained(**dict(answer), explanations=evidence)

    async def judged(self, request: ReviewRequest, judge: Judge) -> ReviewAnswer:
        """Critique a draft and ask a model too; one that fails is told in ``fallback``, and the rest of the critique stands."""
        situation = self._situation(request)
        words, fallback = wording(situation.ui), None
        found: tuple[Candidate, ...] = ()
        if situation.hold:
            fallback = words.judge_kept_out.format(model=judge.name)
        else:
            try:
                found = await self._critic.judged_by(judge, request.draft, situation)
            except ModelError as error:
                fallback = words.judge_failed.format(model=judge.name, cause=error)
        said = self._critic.mended(request.draft, situation, found)
        return ReviewAnswer(id=request.id, **dict(said), judge=None if fallback else judge.name, fallback=fallback)

    def _situation(self, request: ReviewRequest) -> Situation:
        if not request.draft.strip():
            raise InputError("the draft is empty; give the text of the reply")
        if len(request.draft) > LONGEST_DRAFT:
            raise InputError(f"the draft has {len(request.draft)} characters; a reply of up to {LONGEST_DRAFT} can be reviewed")
        mail, assessment = (None, None) if request.mail is None else self.read(request.mail)
        lang = request.lang or self._language(request.draft, assessment.lang if assessment else None)
        backed = granted(request.facts, request.offer, self._policy, lang)
        return Situation(
            lang=lang,
            ui=request.ui_lang or lang,
            mail=mail.text if mail else None,
            asks=assessment.asks if assessment else (),
            granted=backed,
            offered=bool(request.offer or request.facts),
            free_money=self._policy.refund_without_approval,
            now=self._clock(),
            hold=assessment is not None and bool(dangers(assessment.risks)),
        )

    def _language(self, draft: str, of_mail: str | None) -> Language:
        """The draft's language; that of the mail when the draft is too short to tell."""
        guess = identify(draft).language
        if guess is not None:
            return guess
        if of_mail in set(Language):
            return Language(of_mail)
        raise InputError("the draft's language is not recognised; say which it is with lang (en, it, fr or pl)")


def _read(source: str) -> tuple[Mail, Assessment]:
    from coach.mail.parse import parse_mail  # a draft alone needs no reader, and a command little time to start
    from coach.steps.assess import assess

    mail = parse_mail(source)
    return mail, assess(mail)
