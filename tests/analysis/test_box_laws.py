"""Boxes read as a stranger reads them: each is written out as a policy, which the literal evaluator then decides.

What a box says is allowed by the one policy and not by the other; and what is so, of thousands of requests at the edges,
lies in a box.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given

from policybuilder.analysis.answers import Nothing
from policybuilder.analysis.boxes import gained
from policybuilder.analysis.compare import difference
from policybuilder.analysis.globs import Budget
from policybuilder.catalogue import catalogue
from policybuilder.iam import Layers
from tests.analysis.edges import Edges, grammar
from tests.analysis.evaluator import allows
from tests.analysis.random_pairs import identity_pair
from tests.analysis.test_laws import Draw, seeds
from tests.analysis.trials import plain
from tests.strategies import policy

ASKED = 60
FORMS = {"*": r"\*", "arn": "arn:.*"}  # no resource, and those of other services


class Read:
    """A box as its text says it."""

    def __init__(self, box, named):
        self.types = [FORMS.get(name) or grammar(catalogue().resource_types[name]) for name in box.types]
        self.elsewhere = box.actions == ("*:*",)
        self.named = named
        body = [statement("Allow", Action=list(box.actions), Resource=list(box.resources))]
        body += [statement("Deny", Action=[text]) for text in box.except_actions]
        body += [statement("Deny", Resource=[text]) for text in box.except_resources]
        tests = [
            (one.holds, {one.entry.operator: {one.entry.key: list(one.entry.values.items)}}) for one in box.conditions
        ]
        body += [statement("Deny", Condition=test) for holds, test in tests if not holds]
        self.documents = [document(*body)]
        self.documents += [document(statement("Allow", Resource=list(texts))) for texts in box.also_within]
        # each in a document of its own: two may have one operator and one key
        self.documents += [document(statement("Allow", Condition=test)) for holds, test in tests if holds]

    def has(self, request):
        """Is the request in the box?"""
        service = request["action"].lower().partition(":")[0]
        return (
            all(allows("identity", each, request, complete=True) for each in self.documents)
            and not (self.elsewhere and service in self.named)
            and (not self.types or any(re.fullmatch(form, request["resource"]) for form in self.types))
        )


def statement(effect, **more):
    return {"Effect": effect, "Action": ["*"], "Resource": ["*"]} | more


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def services(*documents):
    """The services that documents name."""
    entries = [
        text for each in documents for one in each["Statement"] for text in one.get("Action", one.get("NotAction"))
    ]
    return {"rekognition"} | {text.lower().partition(":")[0] for text in entries} - {"*"}


@pytest.mark.law
@given(seeds)
def test_boxes_say_what_is_new_and_all_of_it(draw):
    """Law: a request of a box is new; where all is told, what is new lies in a box; a witness lies in its box."""
    old, new = identity_pair(draw)
    found = gained(policy(new), policy(old), budget=Budget(200_000, each=20_000))
    read = [Read(box, services(old, new)) for box in found.boxes]
    edges = Edges("identity", old, new)
    for _ in range(ASKED):
        request = edges.request(draw)
        is_new = allows("identity", new, request, complete=True) and not allows("identity", old, request, complete=True)
        inside = [each for each in read if each.has(request)]
        assert is_new or not inside, (request, inside[0].documents)
        assert inside or not is_new or not found.complete, request
    for box, each in zip(found.boxes, read, strict=True):
        if box.witness is not None:
            witness = plain(box.witness)
            assert allows("identity", new, witness)
            assert not allows("identity", old, witness)
            assert each.has(witness)


@pytest.mark.law
@given(seeds)
def test_a_box_says_nothing_that_it_could_do_without(draw):
    """Law: without one of its conditions, or without its exceptions, a box leaves what is new."""
    documents = identity_pair(draw)
    assume("${" not in repr(documents))  # of variables it is only known that they may differ
    old, new = map(policy, documents)
    for box in gained(new, old, budget=Budget(200_000, each=20_000)).boxes:
        if box.types or "*:*" in box.actions:
            continue  # what no policy says
        for wider in without_one(box):
            first, *others = [policy(each) for each in Read(wider, set()).documents]
            beside = tuple((each,) for each in others)
            leaves = difference(Layers((first,), scp=beside), new)
            meets = difference(Layers((first,), scp=beside, boundary=old), policy(document()))
            assert not (isinstance(leaves, Nothing) and isinstance(meets, Nothing)), (box, wider)


def without_one(box):
    """The box without a condition, or without any exceptions: of a list of these a policy says all or none."""
    for number in range(len(box.conditions)):
        yield replace(box, conditions=box.conditions[:number] + box.conditions[number + 1 :])
    for name in ("except_actions", "except_resources"):
        if getattr(box, name):
            yield replace(box, **{name: ()})


def test_a_seed_shows_itself():
    assert repr(Draw(7)) == "Draw(7)"
