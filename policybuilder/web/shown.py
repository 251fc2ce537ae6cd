"""Texts as a page can hold them."""


def shown(text: str) -> str:
    """The text with halves of characters as their escapes: no encoding can send those."""
    return text.encode("utf-8", "backslashreplace").decode()
