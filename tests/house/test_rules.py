"""Every rule about single files holds, and every rule sees what breaks it."""

import pytest

from tests.house import markup_rules, python_rules, text_rules
from tests.house.source import files

RULES = [*python_rules.RULES, *text_rules.RULES, *markup_rules.RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_it_holds(rule):
    faults = [f"  {file.path}{fault}" for file in files() if rule.holds_for(file.path) for fault in rule.faults(file)]
    assert not faults, "\n".join([f"{rule.name}: {rule.instead}", *faults])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_it_bites(rule):
    assert rule.holds_for(rule.broken.path)
    assert list(rule.faults(rule.broken)), f"The rule {rule.name!r} does not see what breaks it."
