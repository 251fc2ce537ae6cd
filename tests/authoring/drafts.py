"""Generated drafts: rules over projects, versions, datasets and the rest, with patterns, creation times and effects."""

from hypothesis import strategies as st

from policybuilder.authoring import POLICY_KINDS
from tests.authoring.build import accepted, plain

REGIONS = ("us-east-1", "eu-west-1")
ACCOUNTS = ("111122223333", "444455556666")
PROJECTS = ("cats", "catalog", "dogs")
VERSIONS = ("v1", "v2", "version")
TIMES = ("1690000000001", "1790474772815")
OPERATIONS = (
    "CreateProject",
    "DescribeProjects",
    "DeleteProject",
    "CreateDataset",
    "DescribeDataset",
    "CreateProjectVersion",
    "DescribeProjectVersions",
    "StartProjectVersion",
    "DetectCustomLabels",
    "CopyProjectVersion",
    "TagResource",
    "UntagResource",
    "ListTagsForResource",
)
RARE_OPERATIONS = (
    "PutProjectPolicy",
    "DeleteProjectVersion",
    "DeleteDataset",
    "ListDatasetEntries",
    "DetectModerationLabels",
    "IndexFaces",
    "CreateStreamProcessor",
)
operations = st.sampled_from((*OPERATIONS * 3, *RARE_OPERATIONS))
project_names = st.sampled_from((*PROJECTS, *PROJECTS, "*", "cat*", "c?ts", "*s", "ca????????", "**"))
version_names = st.sampled_from((*VERSIONS, "*", "*", "v*", "v?"))


def mostly(usual, rare, *, rarely=2):
    """The usual one, but `rarely` times in ten the rare one."""
    return st.tuples(usual, rare, st.integers(1, 10)).map(lambda drawn: drawn[drawn[2] > 10 - rarely])


places = mostly(
    st.just({}),
    st.fixed_dictionaries(
        {},
        optional={"region": st.sampled_from((*REGIONS, "us-*", "*")), "account": st.sampled_from((*ACCOUNTS, "", "*"))},
    ),
)
stamps = mostly(st.just({}), st.fixed_dictionaries({"timestamp": st.sampled_from(TIMES)}))


def _joined(*parts):
    return st.tuples(*parts).map(lambda found: {name: value for part in found for name, value in part.items()})


def _placed(**fields):
    kept = {name: st.just(value) if isinstance(value, str) else value for name, value in fields.items()}
    return _joined(st.fixed_dictionaries(kept), places)


projects = _joined(_placed(type="project", project=project_names), stamps)
versions = _joined(_placed(type="projectversion", project=project_names, version=version_names), stamps)
datasets = _joined(
    _placed(type="dataset", project=project_names, dataset=st.sampled_from(("train", "test", "*", "*"))), stamps
)
others = st.one_of(
    st.just({"type": "all"}),
    _placed(type="collection", collection=st.sampled_from(("faces", "*"))),
    _placed(type="streamprocessor", streamprocessor=st.just("door")),
    st.just({"type": "s3:object", "bucket": "cat-images", "key": "in/*"}),
)
targets = st.sampled_from((projects, projects, versions, versions, datasets, others)).flatmap(lambda chosen: chosen)
CONDITIONS = (
    {"operator": "StringEquals", "key": "aws:RequestedRegion", "values": ["us-east-1"]},
    {"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"]},
    {"operator": "StringEquals", "key": "aws:ResourceTag/team", "values": ["a", "b"]},
    {"operator": "StringEquals", "if_exists": True, "key": "aws:RequestTag/team", "values": ["a"]},
    {"operator": "StringEquals", "key": "aws:RequestTag/team", "values": ["a"]},
    {"operator": "StringEquals", "set_operator": "ForAllValues", "key": "aws:TagKeys", "values": ["team"]},
)
conditions = mostly(
    st.just([]), st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=2, unique_by=repr), rarely=4
)


def in_one_project(found):
    """A rule whose targets lie in the same project, half of the time: that is where patterns overlap."""
    rule, together = found
    names = [target["project"] for target in rule["targets"] if "project" in target]
    if not together or not names:
        return rule
    return {
        **rule,
        "targets": [{**each, "project": names[0]} if "project" in each else each for each in rule["targets"]],
    }


PRINCIPALS = (
    {"type": "AWS", "values": ["arn:aws:iam::444455556666:root"]},
    {"type": "AWS", "values": ["444455556666", "arn:aws:iam::444455556666:root", "arn:aws-cn:iam::444455556666:root"]},
    {"type": "AWS", "values": ["arn:aws:iam::444455556666:role/a/Copier", "arn:aws:iam::444455556666:user/ana", "*"]},
    {"type": "AWS", "values": ["arn:aws:sts::444455556666:assumed-role/Copier/s1"]},
    {
        "type": "AWS",
        "values": ["arn:aws:sts::444455556666:federated-user/ana", "AROAEXAMPLEEXAMPLE123", "Service: odd"],
    },
    {"type": "Service", "values": ["sagemaker.amazonaws.com", "nobody", "*"]},
    {
        "type": "Federated",
        "values": ["cognito-identity.amazonaws.com", "arn:aws:iam::444455556666:saml-provider/x", "y"],
    },
    {"type": "*", "values": []},
)
principals = st.lists(st.sampled_from(PRINCIPALS), max_size=3)


def guided(effects=("Allow", "Deny"), conditions=conditions):
    rule = st.fixed_dictionaries(
        {
            "type": st.just("guided"),
            "title": st.sampled_from(("", "Use the cats model", "Modèle n° 1", "猫", "Use the cats model")),
            "effect": st.sampled_from(effects),
            "operations": mostly(st.lists(operations, min_size=1, max_size=5, unique=True), st.just([])),
            "targets": mostly(st.lists(targets, min_size=1, max_size=3), st.just([])),
            "conditions": conditions,
            "principals": st.just([]),
        }
    )
    return st.tuples(rule, st.booleans()).map(in_one_project)


json_texts = st.text(st.characters(codec="utf-8"), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | json_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(json_texts, inner, max_size=3),
    max_leaves=6,
)
exact = st.fixed_dictionaries(
    {
        "type": st.just("exact"),
        "title": st.just(""),
        "statement": st.dictionaries(
            st.sampled_from(("Sid", "Effect", "Action", "Resource", "Condition", "Future")), json_values, max_size=5
        ),
    }
)


def drafts(*rules):
    """Drafts of one to three rules, each of one of these strategies."""

    def whole(found):
        settings, chosen = found
        numbered = [{**rule, "id": f"r{number}"} for number, rule in enumerate(chosen, 1)]
        return accepted({"schema_version": 1, "settings": settings, "rules": numbered})

    settings = st.fixed_dictionaries(
        {
            "account": st.sampled_from((ACCOUNTS[0], "")),
            "regions": st.sampled_from(([], ["us-east-1"], ["eu-west-1"], list(REGIONS))),
        }
    )
    return st.tuples(settings, st.lists(st.one_of(*rules), min_size=1, max_size=3)).map(whole)


def of_kinds(found):
    """These drafts as any kind of policy, some of their guided rules with principals."""

    def named(drawn):
        draft, kind, partition, whom = drawn
        whole = plain(draft)
        whole["settings"] |= {"kind": kind, "partition": partition}
        for rule, entries in zip(whole["rules"], whom, strict=False):
            if rule["type"] == "guided":
                rule["principals"] = entries
        return accepted(whole)

    whom = st.lists(principals, min_size=3, max_size=3)
    partitions = mostly(st.just("aws"), st.just("aws-us-gov"))
    return st.tuples(found, st.sampled_from(POLICY_KINDS), partitions, whom).map(named)
