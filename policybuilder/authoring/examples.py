"""Drafts and policies to begin with, as packaged data."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from policybuilder.authoring.draft import Draft


@dataclass(frozen=True, slots=True)
class GuidePolicy:
    """A policy as AWS published it: a title of ours, the page it stands on, its text."""

    title: str
    source: str
    text: str


@cache
def first_visit() -> Draft:
    """The working draft of a first visit: the AWS guide's case as far as it can work, and its Deny that cannot."""
    return Draft.model_validate_json(_packaged("first_visit.json"))


@dataclass(frozen=True, slots=True)
class ExampleScenario:
    """A question about the first visit's policy: its name and group, the request as plain JSON, the decision expected."""

    name: str
    group: str
    request: dict[str, object]
    expect: str


@cache
def first_visit_scenarios() -> tuple[ExampleScenario, ...]:
    """What the first visit's policy is to allow and what not."""
    return tuple(ExampleScenario(**each) for each in json.loads(_packaged("first_visit_scenarios.json")))


@cache
def guide_policies() -> tuple[GuidePolicy, ...]:
    """The two policies of the AWS guide, as they are."""
    data = json.loads(_packaged("guide_policies.json"))
    return tuple(GuidePolicy(each["title"], data["source"], each["text"]) for each in data["policies"])


def _packaged(name: str) -> str:
    return files("policybuilder.authoring").joinpath("data", name).read_text(encoding="utf-8")
