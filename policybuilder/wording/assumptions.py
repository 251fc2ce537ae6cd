"""Where AWS's own text is silent or says two things: what it leaves open, what this program assumes, and which page.

The ids are those that answers carry. The reference page of assumptions shows all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumption:
    """`open`: what AWS's text leaves open or says twice. `assumed`: what this program takes. `pages`: titles of AWS's
    pages where one would look. `in_answers`: answers name it where they hang on it; else it is about what is written."""

    open: str
    assumed: str
    pages: tuple[str, ...]
    in_answers: bool = True


_GRAMMAR = "Grammar of the IAM JSON policy language"
_VERSION = "IAM JSON policy elements: Version"
_CHECKS = "IAM Access Analyzer policy check reference"
_OPERATORS = "IAM JSON policy elements: Condition operators"
_CONDITION = "IAM JSON policy elements: Condition"
_SETS = "Single-valued vs. multivalued context keys"
_VARIABLES = "IAM policy elements: Variables and tags"
_RESOURCE = "IAM JSON policy elements: Resource"
_ARNS = "Identify AWS resources with Amazon Resource Names (ARNs)"
_PRINCIPAL = "AWS JSON policy elements: Principal"
_EVALUATION = "How AWS enforcement code logic evaluates requests to allow or deny access"
_FEDERATION = "AWS Security Token Service API Reference: GetFederationToken"
_SCP_SYNTAX = "AWS Organizations User Guide: SCP syntax"
_RCP = "AWS Organizations User Guide: Resource control policies (RCPs)"
_QUOTAS = "IAM and AWS STS quotas"
_ACTIONS = "Service Authorization Reference: Actions, resources, and condition keys for Amazon Rekognition"
_COPYING = "Rekognition Custom Labels Guide: Copying a model"
_COPY_API = "Rekognition API Reference: CopyProjectVersion"
_PROJECT_POLICY = "Rekognition Custom Labels Guide: Creating a project policy document"

ASSUMPTIONS: Mapping[str, Assumption] = {
    "10.1": Assumption(
        "One page gives 2008-10-17 as the version of a document without Version, another one prints 2012-10-17 and "
        "describes how 2008-10-17 behaves.",
        "A document without Version is read as version 2008-10-17, without policy variables.",
        (_VERSION, _CHECKS),
    ),
    "10.2": Assumption(
        "The grammar says that identity-based policies must not have an Id; IAM has been seen to store them.",
        "An Id in an identity-based policy is taken, though the grammar page says it must not be there.",
        (_GRAMMAR,),
        in_answers=False,
    ),
    "10.3": Assumption(
        "The page's table lets an Allow of a service control policy name any ARN; its text still says only the star.",
        "A service control policy may name ARNs with Allow, as the newer of two AWS pages says.",
        (_SCP_SYNTAX,),
    ),
    "10.4": Assumption(
        "White space is not counted, but nothing says whether that means spaces inside texts too.",
        "The size of a policy counts the characters of the JSON without white space; spaces inside texts count.",
        (_QUOTAS,),
        in_answers=False,
    ),
    "10.5": Assumption(
        "Condition operators are always printed with the same capital letters; whether others are read is not said.",
        "The names of condition operators are read with their capital letters.",
        (_OPERATORS,),
    ),
    "10.6": Assumption(
        "What a date, number, address or ARN operator makes of a value that it cannot read is not said.",
        "A value that its operator cannot read makes the condition fail, with negated operators too.",
        (_OPERATORS,),
    ),
    "10.7": Assumption(
        "For a missing key under ForAllValues or ForAnyValue with a negated operator, the pages give different answers.",
        "Where the key is missing, ForAllValues holds and ForAnyValue does not, with negated operators too.",
        (_SETS, _OPERATORS),
    ),
    "10.8": Assumption(
        "A key with several values must not be tested without ForAnyValue or ForAllValues; what happens then is not said.",
        "A key with several values under an operator without ForAnyValue or ForAllValues never matches.",
        (_SETS,),
    ),
    "10.9": Assumption(
        "The one sentence about a condition with an empty list of values contradicts itself.",
        "An empty list of values matches nothing; under a negated operator it holds.",
        (_CHECKS,),
    ),
    "10.10": Assumption(
        "One page lists Bool among the operators that take policy variables, another one does not.",
        "Policy variables are not put in under Bool.",
        (_OPERATORS, _VARIABLES),
    ),
    "10.11": Assumption(
        "What a policy variable gives whose value is empty or holds wildcards is not said.",
        "A policy variable with an empty value is put in as empty text, and wildcards in its value are letters.",
        (_VARIABLES,),
    ),
    "10.12": Assumption(
        "AWS says that a grant to a role session is not limited by the session policy; another simulator limits it.",
        "A grant to a role session by a resource-based policy is not limited by the session policy.",
        (_EVALUATION, _FEDERATION),
    ),
    "10.13": Assumption(
        "One page says that an ARN pattern does not cover an action without a resource; examples on others use just that.",
        'An action that takes no resource is covered by "*" only, not by an ARN pattern of its service.',
        ("IAM JSON policy elements: NotAction", _OPERATORS),
    ),
    "10.14": Assumption(
        "The reference lists actions and types of resources, not which ARN is checked; the page of the operation names "
        "CopyProjectVersion alone.",
        "A copy is checked for CopyProjectVersion on the source version and on the destination project, and for "
        "CreateProjectVersion on the destination project; tags on a new resource are checked on its own ARN.",
        (_ACTIONS, _COPY_API, _COPYING),
    ),
    "10.15": Assumption(
        "The text asks for ALLOW and DENY in project policies, every example has Allow and Deny.",
        "Effects in project policies are written Allow and Deny, as all of AWS's examples have them.",
        (_PROJECT_POLICY,),
        in_answers=False,
    ),
    "10.16": Assumption(
        "The pages allow no wildcard in the partition and the service of an ARN, and do not say what one does there.",
        "A wildcard in the partition or the service of an ARN is read like any other wildcard.",
        (_ARNS, _RESOURCE),
    ),
    "10.17": Assumption(
        "One sentence gives a federated session without session policy what its user has; the next one gives it nothing.",
        "A federated session without a session policy has only what a resource-based policy gives it by name.",
        (_EVALUATION, _FEDERATION),
    ),
    "10.18": Assumption(
        "Null asks whether a key is there and not null; whether an empty text is null is not said.",
        "Under Null an empty text counts as a missing key only for keys with several values.",
        (_OPERATORS,),
    ),
    "10.19": Assumption(
        "The list of services that resource control policies reach has no Rekognition, and such a list can change.",
        "Resource control policies do not cover Rekognition.",
        (_RCP,),
    ),
    "10.20": Assumption(
        "For each kind of principal there is prose; for accounts, root users and services it leaves cases out.",
        "Which kind of principal a resource-based policy names decides how permissions boundaries limit its grant.",
        (_EVALUATION, _PRINCIPAL),
    ),
    "10.21": Assumption(
        "The rule of IfExists makes a missing key match; for ForAnyValue together with IfExists nothing is said.",
        "ForAnyValue with IfExists holds where the key is missing.",
        (_OPERATORS, _SETS),
    ),
    "10.22": Assumption(
        "The grammar names the star alone as every action; *:* is not among its forms, and has been seen to be stored.",
        "The action *:* is read like *.",
        (_GRAMMAR,),
    ),
    "10.23": Assumption(
        "There may be no wildcard in the word for the type of a resource; what one does there is not said.",
        "A wildcard inside the word for the resource type (as in proj*/cats) is read like any other wildcard.",
        (_ARNS,),
    ),
    "10.24": Assumption(
        "A short ARN is completed in identity-based policies; for the other kinds of policy nothing is said.",
        "An ARN with fewer than six parts never matches in the kinds of policy that need whole ARNs.",
        (_ARNS, _SCP_SYNTAX),
    ),
    "10.25": Assumption(
        "The service is to be written exactly; whether capital letters count in the other parts of an ARN is not said.",
        "Capital letters count in every part of an ARN.",
        (_ARNS,),
    ),
    "10.26": Assumption(
        "The page on project policies does not mention conditions.",
        "A project policy may hold conditions.",
        (_PROJECT_POLICY,),
        in_answers=False,
    ),
    "10.27": Assumption(
        "Policy variables may stand after the fifth colon of an ARN; what one before it does is not said.",
        "A policy variable before the sixth part of an ARN makes the entry match nothing.",
        (_VARIABLES, _RESOURCE),
    ),
    "10.28": Assumption(
        'AWS speaks of "*" together with aws:PrincipalArn, and of sessions; not of "*" alone, and not of users.',
        'A grant to "*" by a resource-based policy of the same account is not limited by a permissions boundary.',
        (_PRINCIPAL, _EVALUATION),
    ),
    "10.29": Assumption(
        "The reference lists which action goes with which type of resource; nothing is said about any other pair.",
        "The question was taken literally: this action with this resource. By the AWS reference the service never asks "
        "about that pair.",
        (_ACTIONS,),
    ),
    "10.30": Assumption(
        "A policy on a resource that names an IAM user also means the federated users whose sessions he made; but a "
        "session's name is free, and nothing in a request tells which user made it.",
        "The IAM user behind a federated user's session is taken to be the one whose name the session has.",
        (_EVALUATION, _FEDERATION),
    ),
}
ASSUMPTION_SENTENCES: Mapping[str, str] = {name: each.assumed for name, each in ASSUMPTIONS.items()}
