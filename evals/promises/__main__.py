"""``python -m evals.promises``: how well commitments are found in the labelled replies and in those of another style, as JSON."""

import json
import sys

from coach.policy import load_policy
from evals.promises.figures import promise_figures, read_replies
from evals.promises.gold import OWN

sets = {"labelled": OWN, "blind": OWN / "blind"}
told = {
    name: {scope: one.model_dump() for scope, one in promise_figures(read_replies(folder), load_policy()).items()}
    for name, folder in sets.items()
}
sys.stdout.write(json.dumps(told, indent=1) + "\n")
