"""Values that look real, to be tried before any others: a witness with them is one that a reader can picture.

Names and numbers are those AWS's own pages use in examples; addresses and instants are in `cells`.
"""

from collections.abc import Iterable, Iterator

from policybuilder.analysis.patterns import Pattern, Token

ACCOUNTS = ("111122223333", "444455556666", "999988887777")
_ORGANIZATIONS = ("o-exampleorgid", "o-anotherorgid")
_PATHS = ("o-exampleorgid/r-ab12/ou-ab12-11111111/", "o-anotherorgid/r-cd34/ou-cd34-22222222/")
_REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")
_ARNS = (
    "arn:aws:iam::111122223333:role/Example",
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:iam::444455556666:role/Another",
)
_WORDS = ("example", "another", "something-else")
_VALUES = {
    "aws:calledvia": ("athena.amazonaws.com", "cloudformation.amazonaws.com"),
    "aws:calledviafirst": ("athena.amazonaws.com", "cloudformation.amazonaws.com"),
    "aws:calledvialast": ("athena.amazonaws.com", "cloudformation.amazonaws.com"),
    "aws:principalaccount": ACCOUNTS,
    "aws:principalarn": _ARNS,
    "aws:principalorgid": _ORGANIZATIONS,
    "aws:principalorgpaths": _PATHS,
    "aws:principalservicename": ("cloudtrail.amazonaws.com", "sagemaker.amazonaws.com"),
    "aws:principaltype": ("AssumedRole", "User", "Account", "FederatedUser"),
    "aws:requestedregion": _REGIONS,
    "aws:resourceaccount": ACCOUNTS,
    "aws:resourceorgid": _ORGANIZATIONS,
    "aws:resourceorgpaths": _PATHS,
    "aws:sourceaccount": ACCOUNTS,
    "aws:sourceorgid": _ORGANIZATIONS,
    "aws:sourceorgpaths": _PATHS,
    "aws:sourcevpc": ("vpc-0a1b2c3d4e5f67890", "vpc-0f9e8d7c6b5a43210"),
    "aws:sourcevpce": ("vpce-0a1b2c3d4e5f67890", "vpce-0f9e8d7c6b5a43210"),
    "aws:tagkeys": ("Project", "Team", "CostCenter"),
    "aws:useragent": ("aws-cli/2.15.0", "Boto3/1.34.0"),
    "aws:userid": ("AROAEXAMPLEID:session", "AIDAEXAMPLEID"),
    "aws:username": ("alice", "bob", "carol"),
    "aws:vpceaccount": ACCOUNTS,
    "aws:vpceorgid": _ORGANIZATIONS,
    "iam:passedtoservice": ("rekognition.amazonaws.com", "lambda.amazonaws.com"),
}
_FIELDS = ("arn", "aws", "iam", "us-east-1", ACCOUNTS[0])
_SEPARATORS = frozenset(":/")


def likely_texts(key: str, patterns: Iterable[Pattern] = (), *, arn: bool = False) -> tuple[str, ...]:
    """Texts for a key (lower case) that look real: its own, words, and the patterns with their wildcards filled in."""
    own = _VALUES.get(key, _ARNS if arn else ())
    made = [text for one in patterns for text in _filled(one)]
    return tuple(dict.fromkeys((*own, *made, *_WORDS)))


def _filled(pattern: Pattern) -> Iterator[str]:
    """A pattern's texts: a word in place of each whole segment that a wildcard is, elsewhere nothing; then words alone."""
    if pattern.exact is not None:
        yield pattern.exact
        return
    yield "".join(_letters(pattern.tokens, whole_only=True))
    yield "".join(_letters(pattern.tokens, whole_only=False))


def _letters(tokens: tuple[Token, ...], *, whole_only: bool) -> Iterator[str]:
    colons = 0 if [_letter(token) for token in tokens[:4]] == ["a", "r", "n", ":"] else len(_FIELDS)
    for index, token in enumerate(tokens):
        if not token.loops:
            letter = _letter(token)
            colons += letter == ":"
            yield letter
        elif not whole_only or (_ends(tokens[:index][-1:]) and _ends(tokens[index + 1 :][:1])):
            yield _FIELDS[colons] if colons < len(_FIELDS) else _WORDS[0]


def _letter(token: Token) -> str:
    """A letter of a token; for a set of many a plain one."""
    named, but = token.letters
    return next(letter for letter in "x1-y~" if letter not in named) if but else min(named, key=str.swapcase)


def _ends(neighbour: tuple[Token, ...]) -> bool:
    """Is what stands beside a wildcard a separator, or nothing?"""
    return not neighbour or (not neighbour[0].letters.but and neighbour[0].letters.named <= _SEPARATORS)
