"""What the checks of condition operators say: names, set operators, types, Booleans."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_OPERATOR_UNKNOWN = "IAM refuses a policy with an operator it does not know."

WORDS: Mapping[str, Words] = {
    "INVALID_CONDITION_OPERATOR": Words(
        title="There is no such condition operator.",
        about="A block of a Condition has a name that is no condition operator.",
        what="`{operator}` is not one of IAM's condition operators.",
        why=_OPERATOR_UNKNOWN,
        do="Use an operator that compares the way you mean, such as StringEquals, StringLike, ArnLike or Bool.",
    ),
    "INVALID_CONDITION_OPERATOR.near": Words(
        title="There is no such condition operator.",
        about="A block of a Condition has a name that is no condition operator.",
        what="`{operator}` is not one of IAM's condition operators; the nearest is `{suggestion}`.",
        why=_OPERATOR_UNKNOWN,
        do="Write `{suggestion}` if that is what you mean.",
    ),
    "INVALID_CONDITION_OPERATOR.case": Words(
        title="The operator is in other capitals.",
        about="A block of a Condition has a name that is no condition operator.",
        what="`{operator}` is written `{suggestion}`.",
        why="Capitals count in the names of operators, and IAM refuses a policy with a name it does not know.",
        do="Write `{suggestion}`.",
    ),
    "NULL_WITH_IF_EXISTS": Words(
        title="Null cannot be combined with IfExists.",
        about="Null already asks whether a key is there; IfExists, which skips a missing key, contradicts it.",
        what="`{operator}` joins two things that exclude each other.",
        why="IAM refuses a policy with this operator.",
        do="Use `{suggestion}` instead.",
    ),
    "NULL_WITH_QUALIFIER": Words(
        title="Null does not need a set operator.",
        about="Null asks whether the request has a key at all. A set operator before it replaces that question.",
        what="`{operator}` does not ask whether the key is there.",
        why="The outcome no longer depends on the request.",
        do="Use `Null` alone.",
    ),
    "NULL_WITH_QUALIFIER.all": Words(
        title="Null does not need a set operator.",
        about="Null asks whether the request has a key at all. A set operator before it replaces that question.",
        what="With `{qualifier}` the test holds for every request, whether it has the key or not.",
        why="The statement allows more than the test suggests.",
        why_deny="The statement denies also the requests that the test was meant to leave alone.",
        do="Use `Null` alone.",
    ),
    "NULL_WITH_QUALIFIER.any": Words(
        title="Null does not need a set operator.",
        about="Null asks whether the request has a key at all. A set operator before it replaces that question.",
        what="With `{qualifier}` the test holds for no request, whether it has the key or not.",
        why="The statement allows nothing.",
        why_deny="The statement denies nothing.",
        do="Use `Null` alone.",
    ),
    "TYPE_MISMATCH": Words(
        title="The operator does not fit the key.",
        about="Every condition key has a type, and operators of another type do not compare it.",
        what="`{key}` is of type {type}, and `{operator}` compares another type.",
        why="The test does not hold, so the statement allows nothing.",
        why_deny="The test does not hold, so the statement denies nothing.",
        do="Use an operator for the type {type}.",
    ),
    "TYPE_MISMATCH.negated": Words(
        title="The operator does not fit the key.",
        about="Every condition key has a type, and operators of another type do not compare it.",
        what="`{key}` is of type {type}, and `{operator}` compares another type.",
        why="AWS does not say what a negated test gives then. The statement may allow nothing, or everything.",
        why_deny="AWS does not say what a negated test gives then. The statement may deny nothing.",
        do="Use an operator for the type {type}.",
    ),
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS": Words(
        title="A text pattern is compared with an ARN.",
        about="StringLike and StringNotLike read an ARN as one text, in which `*` runs past the colons between its parts.",
        what="`{key}` holds an ARN, and under `{operator}` a `*` may stand for several parts of it.",
        why="ARNs of other accounts or kinds can match a pattern that was written for one.",
        why_deny="ARNs that were meant to be denied, or left alone, can fall on the other side of the pattern.",
        do="Use `{suggestion}`, which compares the six parts of an ARN one by one.",
    ),
    "MISSING_QUALIFIER": Words(
        title="The key can have several values.",
        about="A key with many values in one request needs ForAllValues or ForAnyValue before the operator.",
        what="A request can carry several values of `{key}`, and `{operator}` does not say how many have to match.",
        why="Without a set operator the test does not hold, so the statement allows nothing.",
        why_deny="Without a set operator the test does not hold, so the statement denies nothing.",
        do="Put ForAnyValue before the operator if one matching value is enough, ForAllValues if every one has to match.",
    ),
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY": Words(
        title="ForAllValues is used on a key with one value.",
        about="ForAllValues is for keys with many values. It also holds where the key is missing.",
        what="`{key}` has one value at most, and under `{operator}` the test holds also for requests without it.",
        why="Requests that do not carry the key are allowed too.",
        why_deny="Requests that do not carry the key are denied too.",
        do="Use `{suggestion}`.",
    ),
    "FORANYVALUE_WITH_SINGLE_VALUED_KEY": Words(
        title="ForAnyValue is used on a key with one value.",
        about="ForAnyValue is for keys with many values; on a key with one it hides what the test does without the key.",
        what="`{key}` has one value at most, so `{operator}` has nothing to choose from.",
        why="Readers expect a list of values where there is one. A negated test also no longer holds without the key.",
        do="Use `{suggestion}`.",
    ),
    "INVALID_CONDITION_MULTIPLE_BOOLEAN": Words(
        title="A yes-or-no test has several values.",
        about="A Boolean test takes one value. With both it asks nothing.",
        what="`{key}` is compared with {values} under `{operator}`, where one value is expected.",
        why="The test may not do what the list suggests.",
        do="Keep one value.",
    ),
    "INVALID_CONDITION_MULTIPLE_BOOLEAN.both": Words(
        title="A yes-or-no test has both values.",
        about="A Boolean test takes one value. With both it asks nothing.",
        what="`{key}` may be true or false under `{operator}`, so its value does not matter.",
        why="The test rules nothing out that has the key.",
        do="Keep the value that you want to ask for.",
    ),
}
