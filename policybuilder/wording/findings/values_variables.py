"""What the checks of `validator.values` say about policy variables."""

from collections.abc import Mapping

from policybuilder.wording.findings.values_bearing import PUT_IN_LATER, UNREAD, VALUELESS, with_bearings
from policybuilder.wording.findings.words import Words

NEVER_A_VALUE = "A variable without a value is equal to nothing."
REPAIRS = {
    "write_variable": "Write {new}",
    "remove_value": 'Remove "{value}"',
    "any_value_here": "Write * here, which means every one",
    "plain_sid": "Use the Sid {new}",
    "remove_sid": "Remove the Sid",
    "version_with_variables": "Set Version to 2012-10-17, so that ${{...}} is a variable",
}

_WITHOUT_VALUE: Mapping[str, Words] = {
    "MISSING_BRACE_IN_VARIABLE": Words(
        title="A policy variable is not closed.",
        about="A policy variable begins with `${` and has no closing brace.",
        what="The variable {variable} has no closing brace, }}.",
        why=NEVER_A_VALUE,
        do="Write the brace after the name of the key, as in ${{aws:username}}.",
    ),
    "MISSING_QUOTE_IN_VARIABLE": Words(
        title="A default value has no single quotes.",
        about="The default value of a policy variable does not stand between single quotes.",
        what="The default value in {variable} does not stand between two single quotes.",
        why=NEVER_A_VALUE,
        do="Write the default with a single quote on either side: ${{aws:PrincipalTag/team, 'shared'}}.",
    ),
    "UNSUPPORTED_SPACE_IN_VARIABLE": Words(
        title="A policy variable holds a space.",
        about="There is a space in the name that stands between the braces of a policy variable.",
        what="The name in {variable} holds a space.",
        why=NEVER_A_VALUE,
        do=(
            "Remove the space. A tag whose key holds a space cannot be used as a variable: give the tag another key, "
            "such as cost-center."
        ),
    ),
    "EMPTY_VARIABLE": Words(
        title="A policy variable has no name.",
        about="There is no name between the braces of a policy variable.",
        what="The variable {variable} names no condition key.",
        why=NEVER_A_VALUE,
        do="Write the condition key whose value belongs here, such as aws:username, or remove the variable.",
    ),
    "UNKNOWN_POLICY_VARIABLE": Words(
        title="This variable names no condition key.",
        about="A policy variable names a condition key that does not exist or that cannot be a variable, or a placeholder was never filled in.",
        what="There is no condition key {name}, so {variable} never has a value.",
        why=NEVER_A_VALUE,
        do="Correct the name. Keys that may stand here have a single value, such as aws:username or aws:PrincipalTag/team.",
    ),
    "UNKNOWN_POLICY_VARIABLE.service": Words(
        title="The service has no such condition key.",
        about="",
        what="The service of {name} has no condition key of that name, so {variable} never has a value.",
        why=NEVER_A_VALUE,
        do="Correct the name, or use a global key such as aws:PrincipalTag/team.",
    ),
    "UNKNOWN_POLICY_VARIABLE.template": Words(
        title="A placeholder was not filled in.",
        about="",
        what="{variable} looks like the placeholder of a template or a script, not like a policy variable.",
        why=NEVER_A_VALUE,
        do="Write the value that belongs here. If a tool fills the placeholder in later, check the policy after that.",
    ),
    "UNKNOWN_POLICY_VARIABLE.multivalued": Words(
        title="A key with several values cannot be a variable.",
        about="",
        what="The key {name} may have several values in one request, so {variable} cannot be put in.",
        why=NEVER_A_VALUE,
        do="Use a key with a single value here. Test this one in a Condition with ForAnyValue or ForAllValues.",
    ),
    "UNKNOWN_POLICY_VARIABLE.tag": Words(
        title="A tag variable does not say which tag.",
        about="",
        what="{variable} does not say which tag is meant.",
        why=NEVER_A_VALUE,
        do="Write the tag's key after a slash, as in ${{aws:PrincipalTag/team}}.",
    ),
    "UNKNOWN_POLICY_VARIABLE.comma": Words(
        title="A default value is not set off by a comma and a space.",
        about="",
        what="In {variable} the default value is not set off by a comma and one space, so everything between the braces is read as the name of a key.",
        why=NEVER_A_VALUE,
        do="Write the variable as {mended}.",
    ),
}
_TOO_EARLY: Mapping[str, Words] = {
    "VARIABLE_IN_ARN_PREFIX": Words(
        title="A policy variable stands too early in an ARN.",
        about="A policy variable stands before the fifth colon of an ARN in Resource or NotResource.",
        what="{variable} stands in the {field} of an ARN.",
        why="Variables are put in only after the fifth colon of an ARN, in the part that names the resource.",
        do="Write the {field} out. To compare Regions or accounts with the caller's, use a Condition.",
    ),
    "VARIABLE_IN_ARN_PREFIX.template": Words(
        title="A placeholder in an ARN was not filled in.",
        about="",
        what="{variable} in the {field} of an ARN looks like the placeholder of a template or a script.",
        why="Variables are put in only after the fifth colon of an ARN, in the part that names the resource.",
        do="Write the {field} out. If a tool fills the placeholder in later, check the policy after that.",
    ),
}
_NOT_PUT_IN: Mapping[str, Words] = {
    "INVALID_VARIABLE_FOR_OPERATOR": Words(
        title="This operator takes no policy variable.",
        about="A policy variable stands in a value of an operator that is neither a String nor an Arn operator.",
        what="{operator} compares {key} with {variable}, but only String and Arn operators put the value of a variable in.",
        why="The characters are taken as they stand, and they are no value of the operator's type.",
        do="Write a fixed value, or compare with a String operator if the key is text.",
    ),
}
_ELSEWHERE: Mapping[str, Words] = {
    "INVALID_VARIABLE_FOR_OPERATOR.bool": Words(
        title="Bool may not take a policy variable.",
        about="",
        what="{operator} compares {key} with {variable}.",
        why="AWS's pages disagree on whether Bool puts the value of a variable in. If it does not, the test never holds.",
        do="Write true or false.",
    ),
    "VARIABLE_UNSUPPORTED_IN_ELEMENT": Words(
        title="A policy variable stands where none is read.",
        about="A policy variable stands outside Resource, NotResource and the values of a Condition.",
        what="The variable {variable} stands in {element}.",
        why="IAM puts values in only in Resource, NotResource and the values of a Condition. Here the characters stand for themselves, so they match nothing and the statement gives no access through them.",
        why_deny="IAM puts values in only in Resource, NotResource and the values of a Condition. Here the characters stand for themselves, so they match nothing and nothing is denied through them.",
        do="Write the names out, or move what varies into Resource or into a Condition.",
    ),
    "VARIABLE_UNSUPPORTED_IN_ELEMENT.not": Words(
        title="A policy variable stands where none is read.",
        about="",
        what="The variable {variable} stands in {element}.",
        why="IAM puts values in only in Resource, NotResource and the values of a Condition. Here the characters stand for themselves, so the entry leaves nothing out and this Allow reaches what it was meant to keep out.",
        why_deny="IAM puts values in only in Resource, NotResource and the values of a Condition. Here the characters stand for themselves, so the entry leaves nothing out and this Deny stops what it was meant to spare.",
        do="Write the names out.",
    ),
    "VARIABLE_UNSUPPORTED_IN_ELEMENT.sid": Words(
        title="A policy variable stands in a Sid.",
        about="",
        what="The Sid {text} holds the variable {variable}.",
        why="A Sid is only a name for the statement: no value is put in, and IAM takes letters and digits only.",
        do="Give the statement a name of letters and digits.",
    ),
    "VARIABLE_UNSUPPORTED_IN_ELEMENT.key": Words(
        title="A policy variable stands in a condition key.",
        about="",
        what="The condition key {text} holds the variable {variable}.",
        why="Variables are put into the values of a condition, never into the names of keys. No request carries a key of this name, so the test does not compare what was meant.",
        do="Write the key out, and put the variable into its value if one is needed there.",
    ),
    "VARIABLE_UNSUPPORTED_IN_VERSION": Words(
        title="This Version knows no policy variables.",
        about="The document uses policy variables under Version 2008-10-17, or has no Version at all.",
        what="The policy uses variables, but its Version is {version}.",
        why="Under this Version the characters of ${{...}} stand for themselves. Entries with them match no real name, so an Allow gives nothing and a Deny stops nothing.",
        do="Set Version to 2012-10-17.",
    ),
    "VARIABLE_UNSUPPORTED_IN_VERSION.absent": Words(
        title="Without a Version there are no policy variables.",
        about="",
        what="The policy uses variables, but it has no Version, and IAM then reads it as 2008-10-17.",
        why="Under that Version the characters of ${{...}} stand for themselves. Entries with them match no real name, so an Allow gives nothing and a Deny stops nothing.",
        do="Add Version with the value 2012-10-17.",
    ),
}
WORDS: Mapping[str, Words] = {
    **with_bearings(_WITHOUT_VALUE, VALUELESS),
    **with_bearings(_TOO_EARLY, PUT_IN_LATER),
    **with_bearings(_NOT_PUT_IN, UNREAD),
    **_ELSEWHERE,
}
