"""Two questions of one comparison share its budget: what takes too long one way is no reason to say nothing of the other."""

from policybuilder.analysis import Budget, Unknown, compare
from tests.strategies import policy


def allow(action: str, resources: object = "*") -> dict[str, object]:
    return {"Effect": "Allow", "Action": action, "Resource": resources}


def puzzle(order: str) -> dict[str, object]:
    return allow("s3:GetObject", [f"arn:aws:s3:::*{'?' * n}{order}{'?' * n}*" for n in range(9, 15)])


def test_the_second_question_has_its_share_of_work_and_of_time() -> None:
    hard = policy({"Statement": [puzzle("a*b")]})
    easy = policy({"Statement": [puzzle("b*a"), allow("ec2:RunInstances")]})
    budget = Budget(4_000, each=10**6)
    found = compare(hard, easy, budget=budget)
    assert (found.a_not_b, found.witness_b and found.witness_b.action) == (
        Unknown("budget", found.decided, ("s3:*",)),
        "ec2:RunInstances",
    )
    assert budget.spent > 3_500  # what the second left the first went on with
    timed = Budget(10**7, each=10**6)
    timed = Budget(10**7, each=10**6, expired=lambda: timed.spent > 4_000, halfway=lambda: timed.spent > 2_000)
    assert compare(hard, easy, budget=timed).witness_b


def test_half_of_a_budget_leaves_the_other_half() -> None:
    budget = Budget(100)
    with budget.half():
        assert budget.spend(50)
        assert not budget.spend(30)
    assert budget.spend(50)
    assert not budget.spend()
    over = Budget(1_000, expired=lambda: True)
    with over.half():
        assert not over.spend(200)
    assert not over.spend()
