"""What the checks of `validator.values` say about values that their operator cannot read."""

from collections.abc import Mapping

from policybuilder.wording.findings.values_bearing import UNREAD, with_bearings
from policybuilder.wording.findings.words import Words

UNREADABLE = "A value that cannot be read matches nothing."
REPAIRS = {
    "write_value": "Write {new}",
    "write_date": "Write it as the date {new}",
    "test_for": "Test for {new}",
    "encode_value": "Take the text as it stands and write it in base64: {new}",
    "write_block": "Write {new}",
    "write_blocks": "Write the blocks {values}",
    "remove_private": "Remove the private ranges {values}",
    "vpc_source_ip": "Test aws:VpcSourceIp instead, the address inside a VPC",
    "one_bound": "Keep only {kept}",
}

_UNREADABLE: Mapping[str, Words] = {
    "TYPE_MISMATCH_BOOLEAN": Words(
        title="This value is neither true nor false.",
        about="A Bool or Null test has a value other than true or false.",
        what='{operator} tests {key} with "{value}", which is neither true nor false.',
        why=UNREADABLE,
        do="Write true or false.",
    ),
    "TYPE_MISMATCH_DATE": Words(
        title="This is no date that IAM can read.",
        about="A Date operator has a value that is neither a date in the ISO 8601 form nor a number of seconds.",
        what='{operator} compares {key} with "{value}", which is no date in a form that IAM reads. It refuses to store most such values.',
        why=UNREADABLE,
        do="Write a date as 2027-06-30, or with time and zone as 2027-06-30T17:00:00Z.",
    ),
    "TYPE_MISMATCH_NUMBER": Words(
        title="This is no number.",
        about="A Numeric operator has a value that is no whole or decimal number.",
        what='{operator} compares {key} with "{value}", which is no number.',
        why=UNREADABLE,
        do="Write digits only, without a unit: 3600 for an hour that is counted in seconds.",
    ),
    "TYPE_MISMATCH_STRING": Words(
        title="This is not base64.",
        about="BinaryEquals has a value that is not written in base64.",
        what='{operator} compares {key} with "{value}", which is not base64.',
        why=UNREADABLE,
        do="Write the bytes in base64, with + and / and with = at the end where it is needed. Compare plain text with StringEquals.",
    ),
    "TYPE_MISMATCH_IP_RANGE": Words(
        title="This is no address or block of addresses.",
        about="An IpAddress or NotIpAddress test has a value that is neither an address nor a block in CIDR form.",
        what='{operator} compares {key} with "{value}", which is no address and no block of addresses.',
        why=UNREADABLE,
        do="Write a block as 203.0.113.0/24 or 2001:db8::/32, or one address as 203.0.113.7/32.",
    ),
}
_OTHERS: Mapping[str, Words] = {
    "INVALID_DATE_VALUE": Words(
        title="This date is a number of seconds.",
        about="A Date operator compares with a number of seconds since 1970 instead of a date.",
        what="{operator} compares {key} with {value}, seconds since the beginning of 1970.",
        why="IAM reads it as {date}. A number is easily misread by people and mistyped without anyone seeing it, and the time that access begins or ends is then another.",
        do="Write the date itself.",
    ),
    "INVALID_DATE_VALUE.compact": Words(
        title="This date is read as a number of seconds.",
        about="",
        what="{operator} compares {key} with {value}, which looks like the date {meant} without its hyphens.",
        why="IAM reads eight digits as seconds since the beginning of 1970, a day in that year. The test then has another outcome than the date would give.",
        do="Write the date with hyphens.",
    ),
    "INVALID_DATE_VALUE.milliseconds": Words(
        title="This date lies beyond the year 3000.",
        about="",
        what="{operator} compares {key} with {value}, which IAM reads as seconds since the beginning of 1970.",
        why="That is a time after the year 3000. The number is probably one of milliseconds, and the limit never comes to bear.",
        do="Write the date itself.",
    ),
    "IMPROVE_IP_RANGE": Words(
        title="The address has bits that do not count.",
        about="The address of a block has bits set behind its prefix.",
        what="In {value} only the bits before the prefix length count; the block is {block}.",
        why="Access is the same, but whoever reads the policy may take the block for another one.",
        do="Write {block}, or a longer prefix if fewer addresses were meant.",
    ),
    "PRIVATE_IP_ADDRESS": Words(
        title="AWS never sees these addresses as the source.",
        about="An IpAddress test of aws:SourceIp has private ranges only.",
        what="{operator} compares aws:SourceIp with private addresses only: {values}.",
        why="aws:SourceIp is the public address that a request comes from, never a private one. The test does not hold for any request, so this Allow gives no access.",
        why_deny="aws:SourceIp is the public address that a request comes from, never a private one. The test does not hold for any request, so this Deny stops nobody.",
        do="Write the public addresses of your network. Requests through a VPC endpoint carry their private address in aws:VpcSourceIp, to be tested together with aws:SourceVpc.",
    ),
    "PRIVATE_NOT_IP_ADDRESS": Words(
        title="No request ever comes from these addresses.",
        about="A NotIpAddress test of aws:SourceIp has private ranges only.",
        what="{operator} compares aws:SourceIp with private addresses only: {values}.",
        why="aws:SourceIp is the public address that a request comes from, never a private one. The test holds for every request, so this Allow is not limited by it at all.",
        why_deny="aws:SourceIp is the public address that a request comes from, never a private one. The test holds for every request, so this Deny stops everybody, also in your own network.",
        do="Write the public addresses of your network. Requests through a VPC endpoint carry their private address in aws:VpcSourceIp, to be tested together with aws:SourceVpc.",
    ),
    "PRIVATE_IP_ADDRESS_SUBSET": Words(
        title="AWS never sees this address as the source.",
        about="An IpAddress test of aws:SourceIp has private ranges beside public ones.",
        what="{value} is a private range; aws:SourceIp only ever holds public addresses.",
        why="The other ranges work; this one matches no request. Callers in it come to AWS with a public address or through a VPC endpoint, and this Allow does not reach them by it.",
        why_deny="The other ranges work; this one matches no request. Callers in it come to AWS with a public address or through a VPC endpoint, and this Deny does not reach them by it.",
        do="Remove it, and add the public addresses that the network has outside if they are missing.",
    ),
    "PRIVATE_NOT_IP_ADDRESS_SUBSET": Words(
        title="No request ever comes from this address.",
        about="A NotIpAddress test of aws:SourceIp has private ranges beside public ones.",
        what="{value} is a private range; aws:SourceIp only ever holds public addresses.",
        why="The other ranges work; this one leaves nobody out. Callers in it come to AWS with a public address or through a VPC endpoint, and this Allow reaches them like any others.",
        why_deny="The other ranges work; this one spares nobody. Callers in it come to AWS with a public address or through a VPC endpoint, and this Deny stops them like any others.",
        do="Remove it, and add the public addresses that the network has outside if they are missing.",
    ),
    "REDUNDANT_CONDITION_VALUE_NUM": Words(
        title="Only one of these bounds counts.",
        about="A comparison with less or greater than has several bounds; one of them decides.",
        what="{operator} compares {key} with {values}.",
        why="One value that fits is enough, so only {kept} counts.",
        do="Keep {kept} alone, or the other bound if that was meant.",
    ),
    "REDUNDANT_CONDITION_VALUE_NUM.upper": Words(
        title="Only the greatest of these bounds counts.",
        about="",
        what="{operator} compares {key} with several upper bounds: {values}.",
        why="One value that fits is enough, so only the greatest, {kept}, counts. Whoever relies on a lower one is mistaken.",
        do="Keep {kept} alone, or a lower bound if that was meant.",
    ),
    "REDUNDANT_CONDITION_VALUE_NUM.lower": Words(
        title="Only the least of these bounds counts.",
        about="",
        what="{operator} compares {key} with several lower bounds: {values}.",
        why="One value that fits is enough, so only the least, {kept}, counts. Whoever relies on a higher one is mistaken.",
        do="Keep {kept} alone, or a higher bound if that was meant.",
    ),
}
WORDS: Mapping[str, Words] = {**with_bearings(_UNREADABLE, UNREAD), **_OTHERS}
