"""Templates: alternatives, optional parts, slots and register."""

from random import Random

import pytest

from coach.writers.template import expand, named, parse, required, wordings


def test_alternatives_optional_parts_and_register() -> None:
    nodes = parse("<Le|Ti> [scrivo|rispondo](, {around}).")
    assert set(wordings(nodes, {"around": "subito"}, formal=False)) == {
        "Ti scrivo, subito.",
        "Ti scrivo.",
        "Ti rispondo, subito.",
        "Ti rispondo.",
    }
    drawn = Random(1)  # noqa: S311  variety, not secrecy
    assert expand(nodes, {}, drawn, formal=True) in ("Le scrivo.", "Le rispondo.")


def test_only_slots_outside_optional_parts_are_required() -> None:
    nodes = parse("{what}[ a| {b.gen}](, {c})")
    assert required(nodes) == {"what", "b.gen"}
    assert named(nodes) == {"what", "b.gen", "c"}


@pytest.mark.parametrize("broken", ["[a|b", "a]", "{Name}", "(a", "a|b"])
def test_broken_templates_are_refused(broken: str) -> None:
    with pytest.raises(ValueError):
        parse(broken)
