"""The steps of the work, which undo and redo walk.

Every change adds the whole working copy as a step; typing on in the same field of the same page within two seconds
goes into the step before. A change after an undo drops the steps that could have been redone. The oldest steps go when
there are too many or too large ones.
"""

from datetime import datetime, timedelta

from policybuilder.library.content import Content, content_of
from policybuilder.library.models import SavedPolicy, WorkStep

PAUSE = timedelta(seconds=2)
MOST_STEPS = 200
MOST_CHARACTERS = 4_000_000
FEWEST_STEPS = 20  # kept however large they are


def first_step(policy: SavedPolicy, content: Content, now: datetime) -> None:
    """The step from which a new policy starts."""
    policy.first_step = policy.cursor = policy.last_step = 1
    _insert(policy, content, label="", tab="", now=now)


def step_add(policy: SavedPolicy, content: Content, *, label: str, tab: str, now: datetime) -> None:
    """Add what was changed. Sets the policy's step numbers; the caller saves it."""
    if _goes_on(policy, label, tab, now):
        _rewrite(policy, content, at=now)
        return
    if policy.cursor < policy.last_step:
        policy.steps.filter(number__gt=policy.cursor).delete()
    policy.cursor = policy.last_step = policy.cursor + 1
    _insert(policy, content, label=label, tab=tab, now=now)
    _drop_oldest(policy)


def step_amend(policy: SavedPolicy, content: Content) -> None:
    """Keep other words for the same policy in the current step: nothing to undo by itself, but undo keeps them."""
    _rewrite(policy, content)


def step_content(policy: SavedPolicy, number: int) -> Content:
    """What the working copy was at a step."""
    return content_of(policy.steps.get(number=number))


def _goes_on(policy: SavedPolicy, label: str, tab: str, now: datetime) -> bool:
    if not label or policy.cursor < policy.last_step:
        return False
    last = policy.steps.filter(number=policy.cursor).values_list("label", "tab", "at").get()
    saved_since = policy.saved_at is not None and policy.saved_at >= last[2]
    return last[:2] == (label, tab) and now - last[2] < PAUSE and not saved_since


def _insert(policy: SavedPolicy, content: Content, *, label: str, tab: str, now: datetime) -> None:
    WorkStep.objects.create(
        policy=policy,
        number=policy.cursor,
        draft=content.draft,
        form=content.form,
        readable=content.readable,
        size=content.size,
        label=label,
        tab=tab,
        at=now,
    )


def _rewrite(policy: SavedPolicy, content: Content, **more: datetime) -> None:
    policy.steps.filter(number=policy.cursor).update(
        draft=content.draft, form=content.form, readable=content.readable, size=content.size, **more
    )


def _drop_oldest(policy: SavedPolicy) -> None:
    total = 0
    for count, (number, size) in enumerate(policy.steps.order_by("-number").values_list("number", "size"), start=1):
        total += size
        if count > MOST_STEPS or (total > MOST_CHARACTERS and count > FEWEST_STEPS):
            policy.steps.filter(number__lte=number).delete()
            policy.first_step = number + 1
            return
