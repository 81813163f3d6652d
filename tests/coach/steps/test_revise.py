"""What a draft does without, when a sentence of it still meets an objection."""

from coach.checks.gate import Objection
from coach.models import Draft, MoveName, Sentence
from coach.steps.revise import without

HELLO = Sentence(text="Dear Ann,", move=MoveName.GREET)
STORY = Sentence(text="Your parcel never came.", move=MoveName.RESTATE)
SORRY = Sentence(text="I am sorry for the trouble.", move=MoveName.APOLOGISE)
FEELING = Sentence(text="That is tiring.", move=MoveName.ACKNOWLEDGE)
ANSWER = Sentence(text="I am checking where it is.", move=MoveName.DEFER, asks=(0,))


def draft(*sentences: Sentence) -> Draft:
    return Draft(subject="Re: Parcel", paragraphs=((HELLO,), sentences))


def against(*sentences: Sentence) -> list[Objection]:
    return [Objection(quote=one.text[:-1], reason="could be said better") for one in sentences]


def test_a_sentence_of_sympathy_goes_while_another_stays() -> None:
    assert without(draft(STORY, FEELING, SORRY, ANSWER), (), against(FEELING)) == draft(STORY, SORRY, ANSWER)


def test_the_last_sympathy_stays_unless_it_would_hold_the_draft_back() -> None:
    whole = draft(STORY, FEELING, SORRY, ANSWER)
    assert without(whole, (), against(FEELING, SORRY)) == whole
    assert without(whole, against(FEELING), against(SORRY)) == draft(STORY, SORRY, ANSWER)
    assert without(whole, against(FEELING, SORRY)) == draft(STORY, ANSWER)


def test_an_answer_is_never_left_out() -> None:
    assert ANSWER in without(draft(STORY, SORRY, ANSWER), against(ANSWER, STORY)).sentences
    asked = FEELING.model_copy(update={"asks": (1,)})
    assert asked in without(draft(SORRY, asked), against(asked)).sentences
