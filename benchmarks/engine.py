"""The engine and compose, without the web."""

from benchmarks.samples import QUESTION, ten_rules
from benchmarks.timing import Entry, repeated
from policybuilder.authoring import Draft, compose, draft_from_plain
from policybuilder.iam import Layers, Request, decide, glob_matches, parse, render, verdict


def entries() -> list[Entry]:
    """Ten rules composed, read back, and asked."""
    draft = draft_from_plain(ten_rules())
    assert isinstance(draft, Draft), draft
    composed = compose(draft)
    request = Request(**QUESTION)
    layers = Layers(identity=(composed.policy,))
    parsed = parse(composed.text).policy
    assert parsed is not None
    return [
        Entry("compose ten rules", repeated(lambda: compose(draft))),
        Entry("parse the policy of ten rules", repeated(lambda: parse(composed.text))),
        Entry("render it", repeated(lambda: render(parsed))),
        Entry("decide one request, with every reason", repeated(lambda: decide(request, layers)), n=1000),
        Entry("the same, verdict only", repeated(lambda: verdict(request, layers)), n=1000),
        Entry(
            "a glob of sixteen stars against 1,000 letters", repeated(lambda: glob_matches("a*" * 16 + "b", "a" * 1000))
        ),
    ]
