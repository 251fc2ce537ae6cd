"""What the checks of `validator.grammar` say."""

from collections.abc import Mapping
from dataclasses import replace

from policybuilder.wording.findings import grammar_empty, grammar_syntax
from policybuilder.wording.findings.words import Words

_REFUSED = "AWS does not store such a policy, so nothing in it takes effect."

_ELEMENT = Words(
    title="No such element.",
    about="A name at the policy's top or in a statement is no element's name there. Names are read with their capital "
    "letters. Speaks also of an Id in a kind of policy that has none.",
    what="{element} is no element of a {level}.",
    why=_REFUSED,
    do="Remove it, or write the element that is meant.",
)
_STATEMENT = Words(
    title="No statement.",
    about="The policy has no Statement, or an empty list of statements.",
    what="The policy has no Statement.",
    why=_REFUSED,
    do="Put the statements into a Statement element.",
)
_TYPE = Words(
    title="The wrong type of value.",
    about="An element holds a value of another JSON type than it takes: a number for Effect, an object for Action, a list "
    "for Condition.",
    what="The value of {element} is of type {found}. The type that belongs here is {expected}.",
    why=_REFUSED,
    do="Write the value in the type that the element takes.",
)
_CHARACTER = Words(
    title="A character that AWS does not take.",
    about="The text holds a character other than tab, line breaks and those from U+0020 to U+00FF, such as a curly quote, "
    "an emoji, a letter of another alphabet or an invisible sign.",
    what="{value} holds {found}.",
    why="AWS refuses a policy with such a character, even where it cannot be seen. An ARN or a name with a look-alike letter "
    "would also match nothing.",
    do="Write the plain character, or name the thing in another way.",
)
_OLD = Words(
    title="The old version of the language.",
    about="Version is 2008-10-17, the language before policy variables.",
    what="Version is {value}, the language as it was before 2012.",
    why="Everything such as ${{aws:username}} is read as plain characters there and matches nothing. IAM takes new customer "
    "managed policies with 2012-10-17 only.",
    do="Write 2012-10-17.",
)
_NO_VERSION = Words(
    title="No version.",
    about="The policy does not say which version of the policy language it is written in.",
    what="The policy has no Version.",
    why="AWS then reads it in the language of 2008: everything such as ${{aws:username}} counts as plain characters and "
    "matches nothing. IAM takes new customer managed policies with Version 2012-10-17 only.",
    do='Add "Version": "2012-10-17".',
)
_IDENTITY_SIZE = Words(
    title="Longer than IAM stores.",
    about="The policy has more characters than a managed policy may have: 6,144, white space not counted. Inline policies "
    "have limits of their own, the sum of all of a user's 2,048, of a group's 5,120, of a role's 10,240. Of a session policy "
    "2,048 characters are taken, white space included.",
    what="Without white space the policy has {size} characters; a managed policy may have {limit}.",
    why="IAM refuses a longer managed policy. As inline policies a role takes 10,240 characters in all, a group 5,120 and a "
    "user 2,048.",
    do="Divide it into several policies, join statements that say the same, or use wildcards where they say no more than is "
    "meant.",
)
_RESOURCE_SIZE = Words(
    title="Longer than the service stores.",
    about="The policy is longer than the service takes: 2,000 characters for a Rekognition project policy, 20 KB for the "
    "policy of an S3 bucket, an S3 access point or a DynamoDB table. White space counts.",
    what="The policy has {size} characters with its white space ({without} without); the service takes {limit}.",
    why="The service refuses a longer policy.",
    do="Write it with less white space, or divide it.",
)
_SCP_SIZE = Words(
    title="Longer than Organizations stores.",
    about="A service control policy has more than 10,240 characters, white space counted.",
    what="The policy has {size} characters with its white space ({without} without); a service control policy may have "
    "{limit}.",
    why="AWS Organizations refuses a longer policy, so its guardrails do not stand. The console takes white space out before "
    "it stores; the API and other tools do not.",
    do="Write it with less white space, or divide it into several policies.",
)
_COMBINATION = Words(
    title="Two elements that exclude each other.",
    about="A statement has Action and NotAction, Resource and NotResource, or Principal and NotPrincipal.",
    what="The statement has {first} and {second}. One of the two can stand, not both.",
    why=_REFUSED,
    do="Keep the one that says what is meant. {second} means everything but what it lists.",
)

WORDS: Mapping[str, Words] = {
    **grammar_syntax.WORDS,
    **grammar_empty.WORDS,
    "INVALID_CHARACTER": _CHARACTER,
    "INVALID_CHARACTER.mark": replace(
        _CHARACTER,
        title="A byte order mark.",
        what="The text holds a byte order mark (U+FEFF), an invisible sign that some editors put before a text.",
        why="AWS refuses a policy with this character, although nobody can see it.",
        do="Remove it, or save the file as UTF-8 without a byte order mark.",
    ),
    "DUPLICATE_KEY": Words(
        title="The same name twice.",
        about="A name stands twice in the same object. Most programs silently keep the last of the two.",
        what="{key} stands twice in the same object.",
        why="AWS does not store such a policy. Programs that read it before may keep only one of the two without a word, so "
        "that a Deny or a condition is lost.",
        do="Keep one of the two, or join them.",
    ),
    "INVALID_POLICY_ELEMENT": _ELEMENT,
    "INVALID_POLICY_ELEMENT.near": replace(_ELEMENT, do="Write {near}."),
    "INVALID_POLICY_ELEMENT.outside": replace(
        _ELEMENT,
        title="Outside of a statement.",
        what="{element} belongs in a statement, not at the top of the policy.",
        do="Put it into a statement, inside of Statement.",
    ),
    "INVALID_POLICY_ELEMENT.inside": replace(
        _ELEMENT,
        title="Inside of a statement.",
        what="{element} belongs at the top of the policy, not in a statement.",
        do="Move it to the top, beside Statement.",
    ),
    "INVALID_POLICY_ELEMENT.id": replace(
        _ELEMENT,
        title="An Id where none belongs.",
        what="This kind of policy has no Id. AWS describes it for policies on resources only.",
        why="It says nothing about access, and AWS may refuse it.",
        do="Remove the Id. The policy's name is given when it is stored.",
    ),
    "MISSING_STATEMENT": _STATEMENT,
    "MISSING_STATEMENT.empty": replace(
        _STATEMENT,
        what="Statement is an empty list.",
        do="Add a statement with Effect, Action and Resource.",
    ),
    "MISSING_EFFECT": Words(
        title="No effect.",
        about="A statement does not say whether it allows or denies.",
        what="The statement has no Effect, so it neither allows nor denies.",
        why=_REFUSED,
        do="Add Effect with Allow or Deny.",
    ),
    "INVALID_EFFECT": Words(
        title="Neither Allow nor Deny.",
        about="Effect is something other than Allow or Deny. Capital letters count.",
        what="Effect is {value}. AWS knows Allow and Deny, written just so.",
        why=_REFUSED,
        do="Write Allow or Deny.",
    ),
    "MISSING_ACTION": Words(
        title="No action.",
        about="A statement has neither Action nor NotAction.",
        what="The statement does not say which actions it is about.",
        why=_REFUSED,
        do="Add Action with the actions that are meant.",
    ),
    "MISSING_RESOURCE": Words(
        title="No resource.",
        about="A statement has neither Resource nor NotResource. Only a role's trust policy goes without.",
        what="The statement does not say which resources it is about.",
        why=_REFUSED,
        do='Add Resource with the ARNs that are meant, or "*" for actions that take no ARN.',
    ),
    "UNSUPPORTED_ELEMENT_COMBINATION": _COMBINATION,
    "DATA_TYPE_MISMATCH": _TYPE,
    "DATA_TYPE_MISMATCH.document": replace(
        _TYPE,
        what="A policy is one JSON object. This text is of type {found}.",
        do="Put the policy into braces, without a list or quotes around it.",
    ),
    "DATA_TYPE_MISMATCH.entry": replace(
        _TYPE, what="An entry of {element} is of type {found}. The type that belongs here is {expected}."
    ),
    "DATA_TYPE_MISMATCH.template": replace(
        _TYPE,
        title="A template's function.",
        what="The value of {element} is a function of a CloudFormation template. The type that belongs here is {expected}.",
        why="CloudFormation puts a text in its place before AWS sees the policy. As it stands, IAM would refuse it, and "
        "nobody can say what it matches.",
        do="Check the policy with the value that the template gives.",
    ),
    "INVALID_CONDITION_DATA_TYPE": Words(
        title="Values of different types.",
        about="The values listed for one condition key are of different JSON types, a text beside a number or true.",
        what="The values of {key} under {operator} are of different types: {types}.",
        why="AWS reads the values of one key in one type. Whether all of them are compared is not certain, so the statement "
        "may apply more seldom or more often than it seems.",
        do="Write all values as texts in quotes.",
    ),
    "MISSING_VERSION": _NO_VERSION,
    "MISSING_VERSION.rcp": replace(
        _NO_VERSION, why="A resource control policy has to name 2012-10-17. AWS Organizations refuses it without."
    ),
    "INVALID_VERSION": Words(
        title="No such version.",
        about="Version is neither 2012-10-17 nor 2008-10-17. It names the policy language, not the day the policy was written.",
        what="Version is {value}. There are two versions of the policy language: 2012-10-17, and 2008-10-17 before it.",
        why=_REFUSED,
        do="Write 2012-10-17.",
    ),
    "OLD_VERSION": _OLD,
    "OLD_VERSION.rcp": replace(
        _OLD, why="A resource control policy has to name 2012-10-17. AWS Organizations refuses the older one."
    ),
    "EMPTY_SID_VALUE": Words(
        title="An empty Sid.",
        about="A statement has a Sid without a character.",
        what="The Sid of the statement is empty.",
        why="It changes nothing about access, and names nothing in lists and logs.",
        do="Give the statement a name, or remove the Sid.",
    ),
    "UNSUPPORTED_SID": Words(
        title="A Sid with other characters.",
        about="A Sid holds something other than the letters A to Z and a to z and digits.",
        what="The Sid {value} holds {found}. IAM takes letters and digits only.",
        why=_REFUSED,
        do="Write the name in letters and digits, for example with a capital for each word.",
    ),
    "UNIQUE_SIDS_REQUIRED": Words(
        title="The same Sid twice.",
        about="Two statements of an IAM policy have the same Sid.",
        what="Another statement has the Sid {value} already.",
        why=_REFUSED,
        do="Give each statement a name of its own, or none.",
    ),
    "UNIQUE_SIDS_RECOMMENDED": Words(
        title="The same Sid twice.",
        about="Two statements have the same Sid, in a kind of policy where AWS does not say that each has to be another.",
        what="Another statement has the Sid {value} already.",
        why="It changes nothing about access, but nobody can say which of the two is meant; the service may refuse the "
        "policy.",
        do="Give each statement a name of its own, or none.",
    ),
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA": _IDENTITY_SIZE,
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA.boundary": replace(
        _IDENTITY_SIZE,
        what="Without white space the policy has {size} characters; a permissions boundary may have {limit}.",
        why="A permissions boundary is a managed policy, and IAM refuses a longer one.",
        do="Join statements that say the same, or use wildcards where they say no more than is meant.",
    ),
    **{
        f"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA.{identity}": replace(
            _IDENTITY_SIZE,
            what=f"Without white space the policy has {{size}} characters; all inline policies of a {identity} together may "
            "have {limit}.",
            why="IAM refuses what goes beyond it. A managed policy may have 6,144 characters, counted alone.",
        )
        for identity in ("user", "group", "role")
    },
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA.session": replace(
        _IDENTITY_SIZE,
        what="The policy has {size} characters with its white space ({without} without); a session policy may have {limit}, "
        "the ARNs of managed policies passed with it included.",
        why="STS refuses a longer one, and the session does not begin.",
        do="Write it with less white space, or pass managed policies instead.",
    ),
    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA": _RESOURCE_SIZE,
    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA.project": replace(
        _RESOURCE_SIZE,
        what="The policy has {size} characters with its white space ({without} without); Rekognition takes {limit} for a "
        "project policy.",
        why="Rekognition refuses a longer policy, so nobody in the other account can copy the model.",
        do="Write it with less white space, or divide it: a project takes up to five policies.",
    ),
    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA.bytes": replace(
        _RESOURCE_SIZE, what="The policy has {size} bytes with its white space; the service takes {limit}."
    ),
    "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA": Words(
        title="Longer than a trust policy may be.",
        about="The trust policy of a role has more than 2,048 characters, white space not counted. AWS raises the limit to "
        "8,192 on request.",
        what="Without white space the policy has {size} characters; a trust policy may have {limit}.",
        why="Unless the account's quota was raised, IAM refuses it, and the role cannot be assumed under the new rules.",
        do="Join statements, name accounts instead of single principals, or have the quota raised (8,192 at most).",
    ),
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA": _SCP_SIZE,
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA": replace(
        _SCP_SIZE,
        about="A resource control policy has more than 5,120 characters, white space counted.",
        what="The policy has {size} characters with its white space ({without} without); a resource control policy may have "
        "{limit}.",
    ),
}
FIXES: Mapping[str, str] = {
    **grammar_syntax.FIXES,
    **grammar_empty.FIXES,
    "invalid_character.mark": "Remove the byte order mark",
    "invalid_character.replace": "Replace {pairs}",
    "invalid_character.remove": "Remove the invisible characters",
    "double.remove": "Remove the second {key}, which says the same",
    "double.join": "Join both {key} into one",
    "double.keep": "Keep {value}",
    "element.rename": "Write {near} for {name}",
    "element.remove": "Remove {name}",
    "element.move_in": "Move {name} into the statement",
    "element.move_out": "Move {name} to the top of the policy",
    "element.wrap": "Make a policy of this statement",
    "element.unwrap": "Keep the policy inside",
    "effect.add": "Add Effect {effect}",
    "effect.set": "Write {effect}",
    "resource.every": 'Add Resource "*": {operations} take{s} no ARN',
    "pair.keep": "Keep {kept}, remove {name}",
    "document.unwrap_string": "Take the policy out of the quotes",
    "document.unwrap_list": "Take the policy out of the list",
    "document.wrap_list": "Make a policy of these statements",
    "type.remove": "Remove {name}",
    "type.remove_item": "Remove the entry",
    "type.as_text": 'Write "{value}"',
    "type.unwrap": "Write {value}",
    "type.flatten": "Make one list of it",
    "type.all_texts": "Write all values as texts",
    "condition.merge": "Make one object of it",
    "version.current": "Write {value}",
    "version.add": "Add Version {value}",
    "sid.remove": "Remove the Sid",
    "sid.rename": "Name it {name}",
    "size.minify": "Remove the white space ({size} characters remain)",
}
