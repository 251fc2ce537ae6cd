"""A pair of policies, or of stacks, made smaller while something still holds of it: what a contradiction is shown by."""

import json
from collections.abc import Callable, Iterator

from tests.analysis.random_pairs import Document
from tests.oracle import listed


def minimised(one: Document, other: Document, still: Callable[[Document, Document], bool]) -> tuple[Document, Document]:
    """The smallest pair found by leaving parts out for which `still(one, other)` holds."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(one, other):
            if still(*candidate):
                one, other = candidate
                smaller = True
                break
    return one, other


def _smaller(one: Document, other: Document) -> Iterator[tuple[Document, Document]]:
    for document_ in _less(one):
        yield document_, other
    for document_ in _less(other):
        yield one, document_


def _less(document_):
    if "Statement" not in document_:
        yield from _less_of_stack(document_)
        return
    text = json.dumps(document_)
    for at, each in enumerate(document_["Statement"]):
        if len(document_["Statement"]) > 1:
            made = json.loads(text)
            del made["Statement"][at]
            yield made
        for name in ("Action", "NotAction", "Resource", "NotResource"):
            for entry in range(len(listed(each.get(name, [])))):
                if len(each[name]) > 1:
                    made = json.loads(text)
                    del made["Statement"][at][name][entry]
                    yield made
        yield from _fewer_conditions(text, at, each)


def _fewer_conditions(text, at, each):
    for operator, block in each.get("Condition", {}).items():
        for key, values in block.items():
            made = json.loads(text)
            del made["Statement"][at]["Condition"][operator][key]
            yield made
            for number in range(len(values) if len(values) > 1 else 0):
                made = json.loads(text)
                del made["Statement"][at]["Condition"][operator][key][number]
                yield made


def _less_of_stack(made):
    for name in ("boundary", "session"):
        if made[name]:
            yield made | {name: None}
            yield from (made | {name: less} for less in _less(made[name]))
    for at, (policy,) in enumerate(made["scp"]):
        yield made | {"scp": made["scp"][:at] + made["scp"][at + 1 :]}
        yield from (made | {"scp": [*made["scp"][:at], [less], *made["scp"][at + 1 :]]} for less in _less(policy))
    for at, policy in enumerate(made["identity"]):
        rest = made["identity"][:at] + made["identity"][at + 1 :]
        yield from [made | {"identity": rest}] if rest else ()
        yield from (made | {"identity": [less, *rest]} for less in _less(policy))
