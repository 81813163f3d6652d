"""Nothing phones home: every dependency's telemetry is switched off before it is imported."""

import logging
import os

LOG = logging.getLogger("coach.telemetry")
SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
}
"""Hard-set, not defaulted: a tracing variable left over in somebody's shell would ship customers' mails to a third party."""


TRACING = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2")


def silence() -> None:
    """Switch off the telemetry and tracing of every dependency of this process; call it before they are imported."""
    asked = [name for name in TRACING if os.environ.get(name, "").lower() in ("true", "1")]
    if asked:
        LOG.warning("%s is ignored: a trace would hold customers' mails, and leave this machine", " and ".join(asked))
    os.environ.update(SWITCHES)
