"""The reader of pages reads what a browser would, and takes nothing that is written wrongly."""

import pytest

from tests.web.dom import read


def test_elements_attributes_and_characters_are_read():
    page = read(
        '<!DOCTYPE html>\n<!-- <p> --><main ID=top hidden data-is=\'a "b"\' title = "1 > 0 &amp; more">'
        '<p>a &lt;b&gt; &#x27;c&#x27;<br>d</p><svg><path d="M0"/></svg><input value="">'
        "<script type=module>if (1 < 2 && '</p>') {}</script></main>"
    )
    main = page.one("main")
    assert main.attrs == {"id": "top", "hidden": "", "data-is": 'a "b"', "title": "1 > 0 & more"}
    assert [each.tag for each in page.elements()] == ["main", "p", "br", "svg", "path", "input", "script"]
    assert page.one("p").children[0] == "a <b> 'c'"
    assert page.one("p").text == "a <b> 'c'd"
    assert page.one("path").inside("svg")
    assert page.one("script").text == "if (1 < 2 && '</p>') {}"


@pytest.mark.parametrize(
    "wrong",
    [
        "<p>", "</p>", "<p><b></p></b>", "<p", "<p class=\"a>b</p>", "a < b", "<p a='1'b='2'></p>", "<p =1></p>",
        "<script>1 < 2", "<script>1</style>", "<style>a", "<!-- a", "<p a=1 A=2></p>",
        '<p id="a"></p><b id="a"></b>', "<br></br>", "<p>a</p", '<a href="x"/y></a>', "<?php ?>", "<script-x>",
    ],
)  # fmt: skip
def test_what_is_written_wrongly_fails(wrong):
    with pytest.raises(AssertionError):
        read(wrong)
