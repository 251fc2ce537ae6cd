"""ARNs of every service's resource types: what a pattern can name, and what an ARN must have."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.catalogue import Coverage, catalogue, coverage, witness
from policybuilder.catalogue.service_arns import (
    Part,
    action_coverage,
    arn_services,
    arn_shape,
    forms,
    pair_can_meet,
    type_coverage,
    types_of_arn_service,
)
from policybuilder.catalogue.services import ServiceAction, ServiceResourceType, find_action, service, services

TYPES = [kind for each in services() for kind in each.resource_types.values()]
HEAD = "us-east-1:111122223333"


def named(text: str) -> ServiceAction:
    found = find_action(text)
    assert found is not None
    return found


def kind_of(text: str) -> ServiceResourceType:
    prefix, _, name = text.partition(":")
    found = service(prefix)
    assert found is not None
    return found.resource_types[name]


@pytest.mark.parametrize(
    ("text", "pattern", "meets"),
    [
        ("s3:GetObject", "arn:aws:s3:::widgets-images", False),
        ("s3:GetObject", "arn:aws:s3:::widgets-images/*", True),
        ("s3:GetObject", "arn:aws:s3:::widgets*", True),
        ("s3:ListBucket", "arn:aws:s3:::widgets-images/*", False),
        ("s3:GetObject", f"arn:aws:s3:{HEAD}:accesspoint/images/object/*", True),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::*", False),
        ("s3:ListAllMyBuckets", "*", True),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/service-role/a/*", True),
        ("iam:PassRole", "arn:aws:iam::111122223333:user/anna", False),
        ("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", True),
        ("kms:Decrypt", f"arn:aws:kms:{HEAD}:alias/images", False),
        ("kms:Decrypt", f"arn:aws:kms:{HEAD}:key/*", True),
        ("rekognition:CreateProjectVersion", f"arn:aws:rekognition:{HEAD}:project/Widgets/version/v3/*", False),
        ("rekognition:CreateProjectVersion", f"arn:aws:rekognition:{HEAD}:project/Widgets/*", True),
        ("rekognition:CreateProject", f"arn:aws:rekognition:{HEAD}:project/*", False),
        ("lambda:InvokeFunction", f"arn:aws:lambda:{HEAD}:function:images:PROD", True),
        ("lambda:InvokeFunction", f"arn:aws:lambda:{HEAD}:layer:images", False),
        ("dynamodb:GetItem", f"arn:aws:dynamodb:{HEAD}:table/${{aws:username}}", True),
        ("dynamodb:GetItem", "arn:aws:s3:::widgets-images", False),
        ("dynamodb:GetItem", "arn:aws:*:*:*:table/images", True),
        ("dms:DeleteEndpoint", f"arn:aws:dms:{HEAD}:endpoint:ABC", True),
        ("backup:DeleteRecoveryPoint", "arn:aws:ec2:us-east-1::snapshot/*", True),
        ("ssm:GetDocument", "arn:aws:ssm:us-east-1::document/AWS-RunShellScript", True),
        ("apigateway:GET", "arn:aws:apigateway:us-east-1::/restapis/abc/stages/*", True),
    ],
)
def test_which_pairs_can_meet(text, pattern, meets):
    assert pair_can_meet(named(text), pattern) is meets


def test_coverage_by_type():
    assert action_coverage("arn:aws:s3:::widgets-images/*", named("s3:GetObject")) == {
        "accesspointobject": Coverage.NONE,
        "object": Coverage.SOME,
    }
    assert action_coverage("*", named("s3:ListAllMyBuckets")) == {}


def test_all_of_a_partition():
    bucket, table = kind_of("s3:bucket"), kind_of("dynamodb:table")
    assert type_coverage("arn:aws:s3:::*", bucket) is Coverage.SOME
    assert type_coverage("arn:aws:s3:::*", bucket, "aws") is Coverage.ALL
    assert type_coverage("arn:aws:s3:::*", bucket, "aws-cn") is Coverage.NONE
    assert type_coverage("arn:aws:dynamodb:*:*:table/*", table, "aws") is Coverage.ALL
    assert type_coverage("arn:aws:dynamodb:*:*:table/a*", table, "aws") is Coverage.SOME


def test_the_exact_forms_are_the_catalogues():
    for kind in catalogue().resource_types.values():
        name = kind.id.rpartition(":")[2].lower()
        assert forms(kind_of(f"{kind.service}:{name}")) == (kind,)


def test_no_arn_of_a_template_is_ever_denied():
    for kind in TYPES:
        for form in forms(kind):
            written = witness("*:*", form) or ""
            assert type_coverage(written, kind) is not Coverage.NONE, written
            assert type_coverage("*", kind) is Coverage.ALL
            other = type_coverage("arn:aws:nothing:::x", kind)
            assert (other is Coverage.NONE) == ("${Vendor}" not in kind.arn_templates[0])


def test_the_template_with_stars_covers_the_whole_type():
    for kind in TYPES:
        if len(kind.arn_templates) == 1 and "${Vendor}" not in kind.arn_templates[0]:
            stars = re.sub(r"\$?\{[^}]+\}", "*", kind.arn_templates[0])
            assert type_coverage(stars, kind) is Coverage.ALL, (kind, stars)


@pytest.mark.law
@given(st.data())
def test_a_pattern_made_from_an_arn_can_name_its_type(data):
    kind = data.draw(st.sampled_from(TYPES))
    form = data.draw(st.sampled_from(forms(kind)))
    arn = witness("*:*", form)
    assert arn is not None
    start = data.draw(st.integers(len("arn:"), len(arn)))
    end = data.draw(st.integers(start, len(arn)))
    middle = "*" if arn[start:end].count(":") == 0 else arn[start:end]
    pattern = arn[:start] + middle + arn[end:]
    assert type_coverage(pattern, kind) is not Coverage.NONE
    found = witness(pattern, form)
    assert found is not None
    assert coverage(found, form) is not Coverage.NONE


@pytest.mark.parametrize(
    ("pattern", "named_types", "region", "account"),
    [
        ("arn:aws:s3::111122223333:widgets-images/*", {"object"}, Part.NEVER, Part.NEVER),
        ("arn:aws:s3:::widgets-images", {"bucket"}, Part.NEVER, Part.NEVER),
        ("arn:aws:iam:us-east-1:111122223333:role/RekognitionVideo", {"role"}, Part.NEVER, Part.ALWAYS),
        (f"arn:aws:rekognition:{HEAD}:project/Widgets/version/v3/*", {"projectversion"}, Part.ALWAYS, Part.ALWAYS),
        ("arn:aws:rekognition:us-east-1::collection/faces", {"collection"}, Part.ALWAYS, Part.ALWAYS),
        (f"arn:aws:sns:{HEAD}:images", {"topic"}, Part.ALWAYS, Part.ALWAYS),
        ("arn:aws:apigateway:us-east-1::/restapis/abc", {"RestApi"}, Part.ALWAYS, Part.NEVER),
    ],
)
def test_what_an_arn_must_have(pattern, named_types, region, account):
    shape = arn_shape(pattern)
    assert shape is not None
    assert shape.named
    assert {kind.id for kind in shape.types} == named_types
    assert (shape.region, shape.account) == (region, account)


@pytest.mark.parametrize("tail", ["model/Widgets/v3", "project/Widgets", "project:Widgets/1690000000000", "projects/*"])
def test_a_resource_part_that_names_nothing(tail):
    shape = arn_shape(f"arn:aws:rekognition:{HEAD}:{tail}")
    assert shape is not None
    assert not shape.named
    assert shape.exact
    assert {kind.id for kind in shape.types} == {
        "collection",
        "dataset",
        "project",
        "projectversion",
        "streamprocessor",
    }


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "",
        "arn",
        "arn:aws:Rekognition:us-east-1:111122223333:collection/x",
        "arn:aws:nope:::x",
        "arn:aws:*:::x",
        "s3:::x",
        "arn:aws:s3:${aws:RequestedRegion}:111122223333:x",
    ],
)
def test_no_shape(pattern):
    assert arn_shape(pattern) is None


def test_shapes_that_are_not_known_exactly():
    assert not arn_shape(f"arn:aws:dynamodb:{HEAD}:table/images").exact  # type: ignore[union-attr]  # dynamodb is a service
    assert arn_shape("arn:aws:a2c:::x") == (False, (), Part.SOMETIMES, Part.SOMETIMES, False)


def test_third_fields():
    assert {"s3", "iam", "rekognition", "states"} <= arn_services()
    assert "Rekognition" not in arn_services()
    assert types_of_arn_service("nope") == ()
    assert {kind.service for kind in types_of_arn_service("rekognition")} >= {"rekognition"}
