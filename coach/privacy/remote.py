"""Whether a model runs on this machine, and so whether personal data may be shown to it."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from coach.settings import Settings

OPENAI = "openai"


def hides_personal_data(settings: Settings) -> bool:
    """Whether a model is given placeholders: as the setting says, or else when its endpoint is not this machine's own."""
    if settings.hide_personal_data != "remote":
        return settings.hide_personal_data == "always"
    provider = (settings.model or "").partition(":")[0]
    return provider != OPENAI or settings.openai_base_url is None or not _is_own(settings.openai_base_url)


def _is_own(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
