"""Generated drafts: rules over projects, versions, datasets and the rest, with patterns, creation times and effects."""

from hypothesis import strategies as st

from tests.authoring.build import accepted

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
    "ListDatasetEntries",
    "DeleteDataset",
    "CreateProjectVersion",
    "DescribeProjectVersions",
    "DeleteProjectVersion",
    "StartProjectVersion",
    "StopProjectVersion",
    "DetectCustomLabels",
    "CopyProjectVersion",
    "PutProjectPolicy",
    "TagResource",
    "UntagResource",
    "ListTagsForResource",
    "DetectModerationLabels",
    "IndexFaces",
    "CreateStreamProcessor",
)
project_names = st.sampled_from((*PROJECTS, "*", "cat*", "c?ts", "*s", "ca????????", "**"))
version_names = st.sampled_from((*VERSIONS, "*", "v*", "v?"))
places = st.fixed_dictionaries(
    {},
    optional={"region": st.sampled_from((*REGIONS, "us-*", "*")), "account": st.sampled_from((*ACCOUNTS, "", "*"))},
)
stamps = st.fixed_dictionaries({}, optional={"timestamp": st.sampled_from(TIMES)})


def _joined(*parts):
    return st.tuples(*parts).map(lambda found: {name: value for part in found for name, value in part.items()})


def _placed(**fields):
    kept = {name: st.just(value) if isinstance(value, str) else value for name, value in fields.items()}
    return _joined(st.fixed_dictionaries(kept), places)


targets = st.one_of(
    st.just({"type": "all"}),
    _joined(_placed(type="project", project=project_names), stamps),
    _joined(_placed(type="projectversion", project=project_names, version=version_names), stamps),
    _joined(_placed(type="dataset", project=project_names, dataset=st.sampled_from(("train", "test", "*"))), stamps),
    _placed(type="collection", collection=st.sampled_from(("faces", "*"))),
    _placed(type="streamprocessor", streamprocessor=st.just("door")),
    st.just({"type": "s3:object", "bucket": "cat-images", "key": "in/*"}),
)
CONDITIONS = (
    {"operator": "StringEquals", "key": "aws:RequestedRegion", "values": ["us-east-1"]},
    {"operator": "Bool", "key": "aws:MultiFactorAuthPresent", "values": ["true"]},
    {"operator": "StringEquals", "key": "aws:ResourceTag/team", "values": ["a", "b"]},
    {"operator": "StringEquals", "if_exists": True, "key": "aws:RequestTag/team", "values": ["a"]},
    {"operator": "StringEquals", "key": "aws:RequestTag/team", "values": ["a"]},
    {"operator": "StringEquals", "set_operator": "ForAllValues", "key": "aws:TagKeys", "values": ["team"]},
)
conditions = st.lists(st.sampled_from(CONDITIONS), max_size=2, unique_by=repr)


def guided(effects=("Allow", "Deny"), conditions=conditions):
    return st.fixed_dictionaries(
        {
            "type": st.just("guided"),
            "title": st.sampled_from(("", "Use the cats model", "Modèle n° 1", "猫", "Use the cats model")),
            "effect": st.sampled_from(effects),
            "operations": st.lists(st.sampled_from(OPERATIONS), max_size=6, unique=True),
            "targets": st.lists(targets, max_size=3),
            "conditions": conditions,
            "principals": st.just([]),
        }
    )


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
        {"account": st.sampled_from((ACCOUNTS[0], "")), "regions": st.sampled_from(([], ["us-east-1"], list(REGIONS)))}
    )
    return st.tuples(settings, st.lists(st.one_of(*rules), min_size=1, max_size=3)).map(whole)
