"""Where AWS's own text is silent or says two things: what this program assumes, by id.

The ids are those that answers carry; the same list stands in the documentation of limits.
"""

from collections.abc import Mapping

ASSUMPTION_SENTENCES: Mapping[str, str] = {
    "10.1": "A document without Version is read as version 2008-10-17, without policy variables.",
    "10.2": "An Id in an identity-based policy is taken, though the grammar page says it must not be there.",
    "10.3": "A service control policy may name ARNs with Allow, as the newer of two AWS pages says.",
    "10.4": "The size of a policy counts the characters of the JSON without white space; spaces inside texts count.",
    "10.5": "The names of condition operators are read with their capital letters.",
    "10.6": "A value that its operator cannot read makes the condition fail, with negated operators too.",
    "10.7": "Where the key is missing, ForAllValues holds and ForAnyValue does not, with negated operators too.",
    "10.8": "A key with several values under an operator without ForAnyValue or ForAllValues never matches.",
    "10.9": "An empty list of values matches nothing; under a negated operator it holds.",
    "10.10": "Policy variables are not put in under Bool.",
    "10.11": "A policy variable with an empty value is put in as empty text, and wildcards in its value are letters.",
    "10.12": "A grant to a role session by a resource-based policy is not limited by the session policy.",
    "10.13": 'An action that takes no resource is covered by "*" only, not by an ARN pattern of its service.',
    "10.14": (
        "A copy is checked for CopyProjectVersion on the source version and on the destination project, and for "
        "CreateProjectVersion on the destination project; tags on a new resource are checked on its own ARN."
    ),
    "10.15": "Effects in project policies are written Allow and Deny, as all of AWS's examples have them.",
    "10.16": "A wildcard in the partition or the service of an ARN is read like any other wildcard.",
    "10.17": "A federated session without a session policy has only what a resource-based policy gives it by name.",
    "10.18": "Under Null an empty text counts as a missing key only for keys with several values.",
    "10.19": "Resource control policies do not cover Rekognition.",
    "10.20": "Which kind of principal a resource-based policy names decides how permissions boundaries limit its grant.",
    "10.21": "ForAnyValue with IfExists holds where the key is missing.",
    "10.22": "The action *:* is read like *.",
    "10.23": "A wildcard inside the word for the resource type (as in proj*/cats) is read like any other wildcard.",
    "10.24": "An ARN with fewer than six parts never matches in the kinds of policy that need whole ARNs.",
    "10.25": "Capital letters count in every part of an ARN.",
    "10.26": "A project policy may hold conditions.",
    "10.27": "A policy variable before the sixth part of an ARN makes the entry match nothing.",
    "10.28": 'A grant to "*" by a resource-based policy of the same account is not limited by a permissions boundary.',
    "10.29": (
        "The question was taken literally: this action with this resource. By the AWS reference the service never asks "
        "about that pair."
    ),
}
