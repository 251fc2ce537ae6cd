"""What only one of the databases refuses: null characters, more characters than a column has, numbers without end."""

import json

import pytest

ODD = {"null": "a\x00b", "long": "x" * 5000, "digits": "9" * 30, "wide": "\U0001f408" * 200}
POLICY = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "rekognition:ListTagsForResource", "Resource": "*"},
}


VERSION = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/v1/1690000000001"
REQUEST = {
    "operation": "StartProjectVersion",
    "resources": [VERSION],
    "principal": "arn:aws:iam::111122223333:user/ana",
}


def scenario(odd):
    return json.dumps({"id": odd, "group": odd, "request": REQUEST, "policies": {}, "expect": "allowed"})


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_whatever_is_sent_is_kept_or_refused(ana, odd):
    ana.open("/", open="r1")
    ana.fill("rules-0-title", odd).fill("name", odd)
    assert ana.preview().status in {200, 422}
    assert ana.press("save").status in {200, 422}
    answer = ana.client.post("/scenarios/", {"do": "read", "text": scenario(odd)})
    assert answer.status_code == 302
    assert "user/ana" in ana.client.get("/scenarios.jsonl").content.decode()
    policy = json.dumps({**POLICY, "Id": odd})
    for address, fields in [
        ("/preview/", {"name": odd, "tab": odd, "sequence": odd, "base": odd, "changed": odd}),
        ("/inventory/", {"text": f"arn:aws:rekognition:us-east-1:111122223333:project/{odd}/1700000000000"}),
        ("/inventory/", {"do": f"forget:{odd}"}),
        ("/policies/", {"do": f"rename:{odd}", "name": odd}),
        ("/policies/", {"do": f"delete:{odd}"}),
        ("/scenarios/", {"do": f"remove:{odd}"}),
        ("/simulate/", {"do": "attach", "layer": "scp", "level": odd, "name": odd, "text": policy}),
        ("/simulate/", {"do": "attach", "layer": "scp", "level": "0", "name": odd[:99], "text": policy}),
        ("/simulate/", {"do": f"detach:{odd}"}),
        ("/new/", {"do": "paste", "text": policy, "name": odd}),
        ("/validate/", {"text": policy}),
    ]:
        assert ana.client.post(address, fields).status_code < 500, (address, fields)
    for address in ("/", "/policies/", "/inventory/", "/simulate/", "/scenarios/", "/access/"):
        query = dict.fromkeys(("search", "rename", "page", "open", "pane"), odd)
        assert ana.client.get(address, query).status_code < 500, address
        assert ana.client.get(address).status_code == 200, address
