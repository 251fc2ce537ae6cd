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


@cache
def guide_policies() -> tuple[GuidePolicy, ...]:
    """The two policies of the AWS guide, as they are."""
    data = json.loads(_packaged("guide_policies.json"))
    return tuple(GuidePolicy(each["title"], data["source"], each["text"]) for each in data["policies"])


def _packaged(name: str) -> str:
    return files("policybuilder.authoring").joinpath("data", name).read_text(encoding="utf-8")
