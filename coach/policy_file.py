"""A policy as a file that people edit: YAML with a comment above each field."""

from collections.abc import Mapping

import yaml

from coach.policy import Policy

HEADER = "header"
"""The comment that stands above the whole file."""


class _Dumper(yaml.SafeDumper):
    """Several lines as a block, the way people write them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _number(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    return dumper.represent_float(number) if number != int(number) else dumper.represent_int(int(number))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)


def written(policy: Policy, comments: Mapping[str, str]) -> str:
    """The text of a policy file; ``comments`` has a text for each field, and for ``header``."""
    values = policy.model_dump(mode="json")
    fields = (f"{_comment(comments[name])}{_yaml({name: value})}" for name, value in values.items())
    return f"{_comment(comments[HEADER])}\n" + "".join(fields)


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


def _yaml(value: Mapping[str, object]) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text
