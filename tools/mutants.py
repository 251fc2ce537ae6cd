"""The changes that `tools/mutate.py` makes to a module: what could stand there by mistake."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
ASSIGNED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
PAIRS = [
    *(("all", "any"), ("all_of", "any_of"), ("YES", "NO"), ("ALLOW", "DENY"), ("min", "max")),
    *(("startswith", "endswith"), ("removeprefix", "removesuffix"), ("partition", "rpartition")),
    *(("lstrip", "rstrip"), ("find", "rfind"), ("split", "rsplit")),
]
OTHER_NAME = {**dict(PAIRS), **{other: name for name, other in PAIRS}, "UNKNOWN": "NO"}
GUARDS = frozenset({"frozen", "slots", "repr", "init", "strict"})  # no answer hangs on them


@dataclass(frozen=True)
class Mutant:
    """The module with one change."""

    line: int
    change: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Every change, one at a time; docstrings, annotations and guards such as `frozen` stay.

    The tree is changed only until the next one is asked for.
    """
    tree = ast.parse(source)
    quiet = untouched(tree)
    for parent in [node for node in ast.walk(tree) if id(node) not in quiet]:
        for node, place in children(parent):
            if id(node) in quiet:
                continue
            before = ast.unparse(node)
            for new in replacements(node, parent):
                ast.fix_missing_locations(ast.copy_location(new, node))
                _put(place, new)
                yield Mutant(getattr(node, "lineno", 0), f"{before}  ->  {ast.unparse(new)}", tree)
                _put(place, node)


def untouched(tree: ast.Module) -> set[int]:
    """Nodes whose change means nothing at run time."""
    quiet: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.append(node)
        if isinstance(node, ast.keyword) and node.arg in GUARDS:
            quiet.append(node)
        quiet += [part for name in ("annotation", "returns") if (part := getattr(node, name, None))]
    return {id(part) for root in quiet for part in ast.walk(root)}


_Place = tuple[ast.AST, str, int | None]


def children(parent: ast.AST) -> Iterator[tuple[ast.AST, _Place]]:
    """The nodes right below one, each with the place it stands in."""
    for name, value in ast.iter_fields(parent):
        for index, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(part, ast.stmt | ast.expr):
                yield part, (parent, name, index)


def _put(place: _Place, node: ast.AST) -> None:
    parent, name, index = place
    if index is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[index] = node


def replacements(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """What this node could be by mistake."""
    match node:
        case ast.Compare() | ast.BoolOp() | ast.BinOp():
            yield from other_operators(node)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test=test, body=orelse, orelse=body)
        case ast.Constant(value=value):
            yield from other_constants(value)
        case ast.stmt():
            yield from other_statements(node)
        case ast.expr():
            if _is_test(node, parent):
                yield ast.UnaryOp(ast.Not(), node)
            yield from other_names(node)


def other_names(node: ast.expr) -> Iterator[ast.AST]:
    """The name that is easily taken for this one."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()) if name in OTHER_NAME:
            yield ast.Name(OTHER_NAME[name], ast.Load())
        case ast.Attribute(value=value, attr=name, ctx=ast.Load()) if name in OTHER_NAME:
            yield ast.Attribute(value, OTHER_NAME[name], ast.Load())


def _is_test(node: ast.AST, parent: ast.AST) -> bool:
    """Does a branch, a loop or a filter hang on it?"""
    if isinstance(parent, ast.If | ast.While):
        return node is parent.test
    return isinstance(parent, ast.comprehension) and node in parent.ifs


def other_operators(node: ast.Compare | ast.BoolOp | ast.BinOp) -> Iterator[ast.AST]:
    """The same operands with an operator's neighbour; an operand of `and` and `or` left out."""
    operators: list[ast.AST] = list(node.ops) if isinstance(node, ast.Compare) else [node.op]
    for index, operator in enumerate(operators):
        if type(operator) in OPPOSITE:
            other, neighbour = copy.copy(node), OPPOSITE[type(operator)]()
            changed = [*operators[:index], neighbour, *operators[index + 1 :]]
            other.__dict__.update({"ops": changed} if isinstance(node, ast.Compare) else {"op": neighbour})
            yield other
    if isinstance(node, ast.BoolOp):
        for index in range(len(node.values)):
            rest = [*node.values[:index], *node.values[index + 1 :]]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def other_constants(value: object) -> Iterator[ast.Constant]:
    """True for False, a number one higher, another text."""
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(value + "~")


def other_statements(node: ast.stmt) -> Iterator[ast.AST]:
    """A loop's end for its next turn and the other way round; what has an effect elsewhere, left out."""
    match node:
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.AugAssign(target=target, op=op, value=value):
            yield ast.Pass()
            if type(op) in ASSIGNED:
                yield ast.AugAssign(target, ASSIGNED[type(op)](), value)
        case ast.Expr() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
