"""Addresses: what is none, what has host bits, what can never be the source of a call to AWS.

Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" (IP address condition operators), "AWS global
condition context keys" (aws:SourceIp, aws:VpcSourceIp), "IAM policy validation check reference"; RFC 1918, RFC 4193,
RFC 6598, RFC 3927, RFC 1122, RFC 4291 for the ranges that are not public.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
    summarize_address_range,
)

from policybuilder.iam import OPERATORS
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, added, fix, removed, replaced
from policybuilder.validator.values.value import SCALARS, Block, Value, blocks_of, effect_of, values_of
from policybuilder.validator.view import Subject, Test

ADDRESSES = frozenset({"IpAddress", "NotIpAddress"})
SOURCE_IP, VPC_SOURCE_IP = "aws:sourceip", "aws:VpcSourceIp"
PRIVATE = tuple(
    ip_network(block)
    for block in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("fc00::/7", "fe80::/10", "::1/128"),
    )
)
OUTSIDE = "198.51.100.77"  # a public address for a sample request
MOST_BLOCKS = 16
Network = IPv4Network | IPv6Network
_MASKED = re.compile(r"([0-9.]+)/([0-9.]+)")
_DASHED = re.compile(r"([0-9a-fA-F.:]{2,45})\s*[-–]\s*([0-9a-fA-F.:]{2,45})")
_SHORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,2})\.?(?:\.[*x])*(?:/(\d{1,2}))?")


@lru_cache(maxsize=4096)
def network_of(text: str) -> Network | None:
    """The block of addresses that a text means to IAM; None if it is none."""
    read: Network | None = OPERATORS["IpAddress"].family.read(text)
    return read


def ranges(subject: Subject) -> Iterator[Finding]:
    """Values that are no address, and blocks with bits set behind the prefix."""
    for value in values_of(subject, ADDRESSES):
        text = value.text.value
        if "${" in text:
            continue
        network = network_of(text)
        if network is None:
            meant = _meant(text)
            fixes = [_blocks_fix(value, blocks) for blocks in meant]
            inside = meant[0][0].partition("/")[0] if meant else ""
            carried = inside if value.test.base == "IpAddress" else OUTSIDE
            yield value.is_unreadable("TYPE_MISMATCH_IP_RANGE", *fixes, value.taken_away(), carried=carried)
        elif "/" in text and str(network.network_address) != str(ip_address(text.partition("/")[0])):
            better = str(network)
            yield value.find("IMPROVE_IP_RANGE", value.replaced_by("write_block", better), block=better)


def private(subject: Subject) -> Iterator[Finding]:
    """Private ranges in tests of aws:SourceIp, which only ever holds public addresses."""
    for block, test in blocks_of(subject, ADDRESSES):
        if test.folded_key != SOURCE_IP:
            continue
        texts = [text for text in test.values if text.type in SCALARS]
        inner = [text for text in texts if is_private(text.value)]
        if not inner:
            continue
        if len(inner) == len(test.values):
            yield _all_private(block, test)
            continue
        code = "PRIVATE_NOT_IP_ADDRESS_SUBSET" if test.base == "NotIpAddress" else "PRIVATE_IP_ADDRESS_SUBSET"
        away = fix("remove_private", *(removed(text.path) for text in inner), values=[text.value for text in inner])
        for text in inner:
            yield Value(subject, block.statement, test, text).find(code, away)


@lru_cache(maxsize=4096)
def is_private(text: str) -> bool:
    """Are all addresses of a block private ones?"""
    network = network_of(text)
    if isinstance(network, IPv4Network):
        return any(isinstance(block, IPv4Network) and network.subnet_of(block) for block in PRIVATE)
    if isinstance(network, IPv6Network):
        return any(isinstance(block, IPv6Network) and network.subnet_of(block) for block in PRIVATE)
    return False


def _all_private(block: Block, test: Test) -> Finding:
    code = "PRIVATE_NOT_IP_ADDRESS" if test.base == "NotIpAddress" else "PRIVATE_IP_ADDRESS"
    # requests from elsewhere carry no aws:VpcSourceIp, and IfExists would let them all through
    open_without = test.name is not None and (test.name.if_exists or test.name.set_operator is not None)
    key = VPC_SOURCE_IP
    edits = () if open_without else block.moved(test, test.operator.value, key, block.value_of(test))
    fixes = [fix("vpc_source_ip", *edits)] if edits else []
    params: dict[str, str | tuple[str, ...]] = {
        "values": tuple(text.value for text in test.values),
        "key": test.key.value,
        "operator": test.operator.value,
        "effect": effect_of(block.statement),
    }
    finding = found(code, test.place, params=params, fixes=fixes)
    return Value(block.subject, block.statement, test, test.values[0]).shown(finding, OUTSIDE)


def _blocks_fix(value: Value, blocks: Sequence[str]) -> Fix | None:
    """One block in the place of the value, or several in its list."""
    if len(blocks) == 1:
        return value.replaced_by("write_block", blocks[0])
    path, place = value.test.place.path, value.text.path
    number = place[-1]
    if place == path or not isinstance(number, int):
        return fix("write_blocks", replaced(path, blocks), values=blocks)
    more = (added((*path, number + 1), block) for block in blocks[1:])
    return fix("write_blocks", replaced(place, blocks[0]), *more, values=blocks)


def _meant(text: str) -> list[list[str]]:
    """The blocks that a text may mean: blanks around it, a mask, a span of addresses, wildcards, missing numbers."""
    plain = text.strip()[:100]
    if network_of(plain) is not None:
        return [[plain]]
    for reading in (_masked, _dashed, _shortened):
        if blocks := reading(plain):
            return [blocks]
    address, slash, length = plain.partition("/")
    if slash and length.isdecimal() and network_of(address) is not None:
        return [[address]]
    return []


def _masked(text: str) -> list[str]:
    match = _MASKED.fullmatch(text)
    if match is None or "." not in match[2]:
        return []
    try:
        return [str(ip_network(text, strict=False))]
    except ValueError:
        return []


def _dashed(text: str) -> list[str]:
    """The blocks that make up a span; a span that needs many is left to the user."""
    match = _DASHED.fullmatch(text)
    if match is None:
        return []
    try:
        first, last = ip_address(match[1]), ip_address(match[2])
    except ValueError:
        return []
    blocks = _span(first, last)
    return [str(block) for block in blocks] if len(blocks) <= MOST_BLOCKS else []


def _span(first: IPv4Address | IPv6Address, last: IPv4Address | IPv6Address) -> Sequence[Network]:
    if isinstance(first, IPv4Address) and isinstance(last, IPv4Address) and first <= last:
        return list(summarize_address_range(first, last))
    if isinstance(first, IPv6Address) and isinstance(last, IPv6Address) and first <= last:
        return list(summarize_address_range(first, last))
    return []


def _shortened(text: str) -> list[str]:
    """`203.0.113.*`, `203.0.113`, `203.0.113/24`: the numbers that are there give the prefix."""
    match = _SHORT.fullmatch(text)
    if match is None:
        return []
    numbers = match[1].split(".")
    length = int(match[2]) if match[2] else 8 * len(numbers)
    network = network_of(".".join(numbers + ["0"] * (4 - len(numbers))) + f"/{length}") if len(numbers) > 1 else None
    return [str(network)] if network else []
