"""Where mail programs put the history and the signature of an HTML mail, told by the ids, classes and borders they write."""

import re
from collections.abc import Mapping
from typing import Literal

Part = Literal["history", "quote", "attribution", "signature"]
"""``history`` goes to the end of the mail; the others end with their element, and answers may stand below."""

HISTORY_IDS = ("appendonsend", "divrplyfwdmsg", "yahoo_quoted", "mail-editor-reference-message-container", "zwchr", "orimsghtmlseperator")
HISTORY_CLASSES = ("yahoo_quoted", "moz-forward-container", "moz-email-headers-table", "zmail_extra", "ox-quoted-original")
HISTORY_MARKERS = frozenset({"__divider__", "__headers__", "__quoted_text__"})
"""What Zimbra writes into ``data-marker``."""
HISTORY_BORDER = re.compile(r"border(?:-top)?\s*:\s*(?:none\s*;\s*border-top\s*:\s*)?solid\s+#(?:e1e1e1|b5c4df)", re.I)
QUOTE_CLASSES = frozenset({"protonmail_quote", "tutanota_quote", "moz-cite-prefix-quote"})
ATTRIBUTION_CLASSES = frozenset({"gmail_attr", "moz-cite-prefix"})
ATTRIBUTION_IDS = frozenset({"reply-intro"})
SIGNATURE_CLASSES = frozenset({"gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block"})
SIGNATURE_IDS = ("ms-outlook-mobile-signature", "composer_signature", "ymail_android_signature", "ymail_ios_signature")


def part_of(name: str, attributes: Mapping[str, str], *, attributed: bool) -> Part | None:
    """What an element is the container of, if it is one; ``attributed`` says that a program has introduced a quote before it."""
    identity, classes = attributes.get("id", "").lower(), frozenset(attributes.get("class", "").lower().split())
    if _is_history(attributes, identity, classes):
        return "history"
    if (name == "blockquote" and (attributed or _is_quote(attributes))) or not classes.isdisjoint(QUOTE_CLASSES):
        return "quote"
    if identity in ATTRIBUTION_IDS or not classes.isdisjoint(ATTRIBUTION_CLASSES):
        return "attribution"
    if (
        attributes.get("name") == "messageSignatureSection"
        or not classes.isdisjoint(SIGNATURE_CLASSES)
        or any(known in identity for known in SIGNATURE_IDS)
    ):
        return "signature"
    return None


def _is_history(attributes: Mapping[str, str], identity: str, classes: frozenset[str]) -> bool:
    return (
        any(known in identity for known in HISTORY_IDS)
        or any(known in one for one in classes for known in HISTORY_CLASSES)
        or attributes.get("data-marker", "").lower() in HISTORY_MARKERS
        or attributes.get("name") == "quote"
        or bool(HISTORY_BORDER.search(attributes.get("style", "")))
    )


def _is_quote(attributes: Mapping[str, str]) -> bool:
    """A program's quote says so or has a look of its own; a bare one may be the customer's, around words of ours."""
    return bool(attributes.keys() & {"type", "cite", "class", "style"})
