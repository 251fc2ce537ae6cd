"""The steps of the work on a policy: what undo goes back to and redo forward to. They survive reload and restart."""

from datetime import datetime, timedelta

from policybuilder.library.models import SavedPolicy, WorkStep

KEPT = 200
TYPING = timedelta(seconds=2)


def begin(policy: SavedPolicy, now: datetime) -> None:
    """The first step: what undo can go back to in the end."""
    WorkStep.objects.create(policy=policy, number=0, draft=policy.draft, form=policy.form, at=now)


def add(policy: SavedPolicy, label: str) -> None:
    """Remember the policy as it is now; typing on in one field makes one step. Steps that were undone are gone then."""
    last = WorkStep.objects.filter(policy=policy, number=policy.step).first()
    if last is not None and last.draft == policy.draft and last.form == policy.form:
        return
    policy.steps.filter(number__gt=policy.step).delete()
    if last is not None and _types_on(last, policy, label):
        last.draft, last.form, last.at = policy.draft, policy.form, policy.changed
        last.save()
    else:
        policy.step += 1
        WorkStep.objects.create(
            policy=policy,
            number=policy.step,
            draft=policy.draft,
            form=policy.form,
            label=label,
            tab=policy.tab,
            at=policy.changed,
        )
    policy.last_step = policy.step
    if policy.step - policy.first_step > KEPT:
        policy.first_step = policy.step - KEPT
        policy.steps.filter(number__lt=policy.first_step).delete()


def move(policy: SavedPolicy, way: int) -> bool:
    """Put the policy to the step before (-1) or after (+1) the present one; False where there is none."""
    step = WorkStep.objects.filter(policy=policy, number=policy.step + way).first()
    if step is None:
        return False
    policy.step, policy.draft, policy.form = step.number, step.draft, step.form
    return True


def _types_on(last: WorkStep, policy: SavedPolicy, label: str) -> bool:
    same = bool(label) and last.label == label and last.tab == policy.tab
    return same and policy.changed - last.at < TYPING
