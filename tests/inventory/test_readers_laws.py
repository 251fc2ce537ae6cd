"""What holds for whatever is pasted."""

import json

from hypothesis import given
from hypothesis import strategies as st

from policybuilder.catalogue import catalogue, looks_like
from policybuilder.inventory.readers import read, resource_name
from policybuilder.inventory.readers.listings import ARN_MEMBERS, LISTINGS
from tests.inventory.cli import HOME

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
NAMES = st.text(LETTERS, min_size=1, max_size=12)
NUMBERS = st.from_regex(r"[0-9]{1,15}", fullmatch=True)
MIDDLES = st.one_of(
    st.just(""),
    NAMES.map(lambda name: f"version/{name}/"),
    st.sampled_from(["dataset/train/", "dataset/test/"]),
)
PLACES = st.sampled_from(
    ["arn:aws:rekognition:us-east-1:111122223333", "arn:aws-us-gov:rekognition:us-gov-west-1:444455556666"]
)
ARNS = st.builds("{}:project/{}/{}{}".format, PLACES, NAMES, MIDDLES, NUMBERS)
# Noise that neither continues an ARN nor begins one.
NOISE = st.text(st.sampled_from(" \n\t\"'|,;(){}[]<>\\é中\u0663")).filter(lambda text: "arn:" not in text)
MEMBERS = [*ARN_MEMBERS, *LISTINGS, "Status", "Feature", "CreationTimestamp"]
MEMBERS += ["NextToken", "Tags", "DatasetDescription", "PolicyName", "x"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ARNS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(MEMBERS) | st.text(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.text())
def test_any_text_returns(text):
    read(text)


@given(st.text(st.sampled_from('{}[]",: \n\\arn:-0123456789/*?$')))
def test_any_text_that_is_nearly_json_or_nearly_an_arn_returns(text):
    read(text)
    read(text + '{"ProjectArn": "' + text)


@given(JSON, st.integers(0, 400))
def test_any_json_returns_and_so_does_its_beginning(value, end):
    text = json.dumps(value)
    read(text)
    read(text[:end])


@given(st.lists(st.tuples(NOISE, ARNS), min_size=1, max_size=8), NOISE)
def test_arns_in_noise_are_found(parts, last):
    text = "".join(f"{noise} {arn} " for noise, arn in parts) + last
    wanted = list(dict.fromkeys(arn for _, arn in parts))
    assert [item.name.arn for item in read(text).items] == wanted


@given(st.lists(ARNS, max_size=8, unique=True), st.sampled_from([None, 0, 2, 4]))
def test_arns_in_json_are_found(arns, indent):
    for value in (arns, {"any": {"where": arns}}, {"ProjectDescriptions": [{"ProjectArn": arn} for arn in arns]}):
        assert [item.name.arn for item in read(json.dumps(value, indent=indent)).items] == arns


@given(st.lists(ARNS, min_size=1, max_size=6, unique=True), st.data())
def test_a_cut_listing_loses_no_whole_entry(arns, data):
    text = json.dumps({"ProjectVersionDescriptions": [{"ProjectVersionArn": arn, "Status": "RUNNING"} for arn in arns]})
    cut = text[: data.draw(st.integers(0, len(text)))]
    entries = [json.dumps({"ProjectVersionArn": arn, "Status": "RUNNING"}) for arn in arns]
    whole = [arn for arn, entry in zip(arns, entries, strict=True) if entry in cut]
    read_whole = [item.name.arn for item in read(cut).items if item.status == "RUNNING"]
    assert read_whole == whole


@given(ARNS | st.text("arn:swekogit1/*-", max_size=40).map(lambda text: f"{HOME}/{text}") | st.text())
def test_the_grammar_is_the_catalogues(arn):
    kind = looks_like(arn, catalogue())
    expected = kind.id if kind and kind.id in {"project", "projectversion", "dataset"} else None
    name = resource_name(arn)
    assert (name.type if name else None) == expected
    if name:
        parts = [name.project, *({"projectversion": ["version"], "dataset": ["dataset"]}.get(name.type, []))]
        parts += [name.name, name.timestamp] if name.name else [name.timestamp]
        assert arn == f"arn:{name.partition}:rekognition:{name.region}:{name.account}:project/{'/'.join(parts)}"
