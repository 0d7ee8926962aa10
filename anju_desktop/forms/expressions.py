"""Formulas in editions: exact decimal arithmetic over the cells of one form, nothing else.

``total == fiscal + other`` is Python's grammar cut down to about a dozen node types: names,
``group.column`` inside an aggregate, decimals, + − × ÷, comparison, and/or/not, and the aggregates
``sum count minimum maximum average`` with a ``category="…"`` filter. An edition from outside can
therefore compute, and nothing more; length, depth and node count are bounded before compiling.
"""

import ast
import operator
from collections.abc import Callable, Iterable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache
from typing import Protocol

from anju_desktop.errors import ExpressionError
from anju_desktop.records import record

MAX_LENGTH = 500
MAX_NODES = 120
MAX_DEPTH = 20

Number = Decimal | None
"""A number, or None when a cell it depends on is blank, unreadable, or a division has no result."""

_CONTEXT = Context(prec=50, traps=[InvalidOperation, DivisionByZero, Overflow])


class Cells(Protocol):
    """Where a formula finds its numbers."""

    def number(self, field: str) -> Number:
        """The value of a field outside groups."""

    def numbers(self, group: str, column: str, category: str) -> Iterable[Number]:
        """A column of a group, all rows or those of one category (``""`` = all)."""

    def own(self, group: str, column: str) -> Number:
        """The value of a column in the row at hand; None where there is no such row."""


@record(frozen=True, slots=True)
class Formula:
    """A compiled formula and the names it reads (``field`` or ``group.column``)."""

    source: str
    names: tuple[str, ...]
    aggregated: frozenset[str]
    _run: Callable[[Cells], Number]

    def __call__(self, cells: Cells) -> Number:
        """The result, or None when it cannot be calculated."""
        try:
            return self._run(cells)
        except (InvalidOperation, DivisionByZero, Overflow):
            return None


_OPERATORS: dict[type[ast.operator], tuple[str, Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: ("+", _CONTEXT.add),
    ast.Sub: ("-", _CONTEXT.subtract),
    ast.Mult: ("×", _CONTEXT.multiply),
    ast.Div: ("÷", _CONTEXT.divide),
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _sum(numbers: list[Decimal]) -> Number:
    total = Decimal(0)
    for number in numbers:
        total = _CONTEXT.add(total, number)
    return total


_AGGREGATES: dict[str, Callable[[list[Decimal]], Number]] = {
    "sum": _sum,
    "count": lambda numbers: Decimal(len(numbers)),
    "minimum": lambda numbers: min(numbers, default=None),
    "maximum": lambda numbers: max(numbers, default=None),
    "average": lambda numbers: (
        _CONTEXT.divide(_sum(numbers) or Decimal(0), Decimal(len(numbers))) if numbers else None
    ),
}


@lru_cache(maxsize=1000)
def compile_formula(source: str) -> Formula:
    """Compile a formula; :class:`ExpressionError` says in Chinese what it may not contain."""
    if len(source) > MAX_LENGTH:
        raise ExpressionError(f"算式超过 {MAX_LENGTH} 个字符")
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError(f"算式“{source}”写法有误") from error
    _bound(tree)
    compiler = _Compiler(source)
    run = compiler.compile(tree.body)
    return Formula(source, tuple(compiler.names), frozenset(compiler.aggregated), run)


def _bound(tree: ast.Expression) -> None:
    count, level = 0, [tree.body]
    for _ in range(MAX_DEPTH):
        count += len(level)
        level = [c for node in level for c in ast.iter_child_nodes(node) if isinstance(c, ast.expr)]
        if not level:
            break
    if level or count > MAX_NODES:
        raise ExpressionError("算式过长或嵌套过深，请拆成几条")


class _Compiler:
    def __init__(self, source: str) -> None:
        self._source = source
        self.names: dict[str, None] = {}
        self.aggregated: set[str] = set()

    def compile(self, node: ast.expr) -> Callable[[Cells], Number]:
        match node:
            case ast.Constant(value=bool() | str()):
                raise self._refuse()
            case ast.Constant(value=int()) | ast.Constant(value=float()):
                return self._constant(node)
            case ast.Name(id=name):
                return self._field(name)
            case ast.Attribute(value=ast.Name(id=group), attr=column):
                return self._own(group, column)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not()):
                return self._unary(node)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return self._binary(_OPERATORS[type(op)][1], left, right)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return self._compare(_COMPARISONS[type(op)], left, right)
            case ast.BoolOp():
                return self._bool(node)
            case ast.Call(func=ast.Name(id=name)) if name in _AGGREGATES:
                return self._aggregate(name, node)
        raise self._refuse()

    def _refuse(self) -> ExpressionError:
        return ExpressionError(
            f"算式“{self._source}”里只能用栏目标识、组.栏、数字、+ - * /、比较和 "
            f"{'、'.join(_AGGREGATES)}"
        )

    def _constant(self, node: ast.expr) -> Callable[[Cells], Number]:
        # The source text, not the float: 0.1 has to stay 0.1.
        text = ast.get_source_segment(self._source.strip(), node) or ""
        if not set(text) <= set("0123456789."):
            raise self._refuse()
        number = Decimal(text)
        return lambda cells: number

    def _field(self, name: str) -> Callable[[Cells], Number]:
        self.names[name] = None
        return lambda cells: cells.number(name)

    def _own(self, group: str, column: str) -> Callable[[Cells], Number]:
        self.names[f"{group}.{column}"] = None
        return lambda cells: cells.own(group, column)

    def _unary(self, node: ast.UnaryOp) -> Callable[[Cells], Number]:
        inner = self.compile(node.operand)

        def run(cells: Cells) -> Number:
            number = inner(cells)
            if number is None:
                return None
            if isinstance(node.op, ast.Not):
                return Decimal(not number)
            return -number if isinstance(node.op, ast.USub) else number

        return run

    def _binary(
        self, function: Callable[[Decimal, Decimal], Decimal], left: ast.expr, right: ast.expr
    ) -> Callable[[Cells], Number]:
        first, second = self.compile(left), self.compile(right)

        def run(cells: Cells) -> Number:
            a, b = first(cells), second(cells)
            return None if a is None or b is None else function(a, b)

        return run

    def _compare(
        self, function: Callable[[Decimal, Decimal], bool], left: ast.expr, right: ast.expr
    ) -> Callable[[Cells], Number]:
        return self._binary(lambda a, b: Decimal(function(a, b)), left, right)

    def _bool(self, node: ast.BoolOp) -> Callable[[Cells], Number]:
        parts = [self.compile(value) for value in node.values]
        every = isinstance(node.op, ast.And)

        def run(cells: Cells) -> Number:
            numbers = [part(cells) for part in parts]
            if None in numbers:
                return None
            return Decimal(all(numbers) if every else any(numbers))

        return run

    def _aggregate(self, name: str, node: ast.Call) -> Callable[[Cells], Number]:
        match node:
            case ast.Call(args=[ast.Attribute(value=ast.Name(id=group), attr=column)], keywords=[]):
                category = ""
            case ast.Call(
                args=[ast.Attribute(value=ast.Name(id=group), attr=column)],
                keywords=[ast.keyword(arg="category", value=ast.Constant(value=str(category)))],
            ):
                pass
            case _:
                raise ExpressionError(f'{name}(…) 里应写 组.栏，可加 category="类别标识"')
        self.names[f"{group}.{column}"] = None
        self.aggregated.add(f"{group}.{column}")
        function = _AGGREGATES[name]

        def run(cells: Cells) -> Number:
            numbers = cells.numbers(group, column, category)
            return function([number for number in numbers if number is not None])

        return run
