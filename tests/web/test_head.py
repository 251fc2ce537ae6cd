"""RFC 9110: HEAD is answered with the headers of GET and nothing else."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/reference/", "/nothing-here/"])
def test_head_has_the_length_of_get_and_no_body(address):
    def answer(request):
        said: dict[str, str] = {}

        def start(status, headers, exc_info=None):
            said.update(headers, status=status)
            return lambda data: None

        return said, b"".join(WSGIHandler()(request.environ, start))

    asked, nothing = answer(RequestFactory().head(address))
    given, page = answer(RequestFactory().get(address))
    assert nothing == b""
    assert page
    assert asked["status"] == given["status"]
    assert abs(int(asked["Content-Length"]) - len(page)) <= 2  # a form's token differs from answer to answer
