"""The language of a mail: of its newest message, of its subject or, for very short ones, of what it quotes."""

from coach.models import Mail
from knowledge.language.identify import identify
from knowledge.models import Language


def language_of(mail: Mail) -> Language | None:
    """The language of a mail, or None when it is none that we speak."""
    for text in (mail.text, mail.body, f"{mail.text}\n{mail.quoted}"):
        guess = identify(text).language
        if guess is not None:
            return guess
    return None
