"""Mails, assessments and briefs that the tests of the writer share."""

import re
from collections.abc import Sequence
from pathlib import Path

from coach.models import Ask, Assessment, Brief, Fact, Feeling, Mail, Risk
from coach.policy import load_policy
from coach.requests import Offer, Stage, VerifiedFact
from coach.steps.brief import make_brief
from coach.writers.template import Group, Node, Slot
from knowledge.bootstrap import build_knowledge
from knowledge.models import Language

KNOWLEDGE = build_knowledge(Path("unused"), None)
POLICY = load_policy()


def mail(language: Language, **changes: str) -> Mail:
    """An angry mail about a parcel, with a number, a wait, three contacts and a wedding."""
    return Mail(subject=SUBJECTS[language], body=BODIES[language]).model_copy(update=changes)


def assessment(language: Language, **changes: object) -> Assessment:
    """What a careful reader finds in that mail."""
    return Assessment(
        lang=language,
        issues=("delivery",),
        cause="service_error",
        feelings=(Feeling(feeling="anger", evidence=""),),
        intensity=2,
        asks=tuple(Ask(text=text) for text in ASKS[language]),
        facts=(Fact(kind="order", text="KX-88120"),),
        risks=(),
        stage=Stage.RESPOND,
        missing=(),
    ).model_copy(update=changes)


def brief(
    language: Language,
    *,
    facts: Sequence[VerifiedFact] = (),
    offer: Sequence[Offer] = (),
    stage: Stage | None = None,
    letter: Mail | None = None,
    **changes: object,
) -> Brief:
    """The brief of that mail, with whatever the test changes."""
    read = assessment(language, **changes)
    return make_brief(
        letter or mail(language), read, lang=language, facts=facts, offer=offer, stage=stage, policy=POLICY, knowledge=KNOWLEDGE
    )


def risk(name: str, evidence: str = "x") -> tuple[Risk, ...]:
    """One risk, as an assessment holds it."""
    return (Risk.model_validate({"risk": name, "evidence": evidence}),)


def expression(nodes: tuple[Node, ...]) -> str:
    """A template as a regular expression that matches every sentence it can say."""
    parts = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(re.escape(node))
        elif isinstance(node, Slot):
            parts.append(".+?")
        else:
            assert isinstance(node, Group)
            parts.append("(?:" + "|".join(expression(branch) for branch in node.branches) + ")" + ("?" if node.bracket == "(" else ""))
    return "".join(parts)


SUBJECTS = {
    Language.EN: "Where is my parcel",
    Language.IT: "Dov'è il mio pacco",
    Language.FR: "Où est mon colis",
    Language.PL: "Gdzie moja paczka",
}
BODIES = {
    Language.EN: "Order KX-88120 has not arrived. I have been waiting for three weeks and rang three times. The wedding is soon. "
    "Where is my parcel? Who pays for the taxi?\nCarla Moss",
    Language.IT: "L'ordine KX-88120 non è arrivato. Aspetto da tre settimane e ho telefonato tre volte. Il matrimonio è vicino. "
    "Dov'è il mio pacco? Chi paga il taxi?\nCarla Moss",
    Language.FR: "La commande KX-88120 n'est pas arrivée. J'attends depuis trois semaines et j'ai appelé trois fois. Le mariage approche. "
    "Où est mon colis ? Qui paie le taxi ?\nCarla Moss",
    Language.PL: "Zamówienie KX-88120 nie dotarło. Czekałam od trzech tygodni i dzwoniłam trzy razy. Ślub jest blisko. "
    "Gdzie jest moja paczka? Kto zapłaci za taksówkę?\nKarolina Mech",
}
ASKS = {
    Language.EN: ("Where is my parcel?", "Who pays for the taxi?"),
    Language.IT: ("Dov'è il mio pacco?", "Chi paga il taxi?"),
    Language.FR: ("Où est mon colis ?", "Qui paie le taxi ?"),
    Language.PL: ("Gdzie jest moja paczka?", "Kto zapłaci za taksówkę?"),
}
