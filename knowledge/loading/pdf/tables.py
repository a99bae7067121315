"""Tables: those that rules enclose, cell by cell, and those whose columns are only aligned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.loading.pdf.drawings import Drawings, Rule
from knowledge.loading.pdf.geometry import Box
from knowledge.loading.pdf.lines import rows_of, text_of, wrapped
from knowledge.loading.pdf.words import Word

_NEAR = 3.0
_LEAST_SIDE = 5.0


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are the cells' text. Top to bottom, as on the page."""

    rows: list[list[str]]
    box: Box


def ruled_tables(drawings: Drawings, words: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """Tables whose cells are ruled (by merged rules), and the words outside them."""
    tables: list[Table] = []
    rest = list(words)
    if not drawings.level or not drawings.upright:
        return tables, rest
    for level, upright in _connected(drawings.level, drawings.upright):
        grid = _Grid(level, upright)
        if grid.width < 2 and grid.height < 2:
            continue
        inside = [word for word in rest if grid.box.holds(word.box.middle)]
        rows = grid.rows(inside)
        if _is_table(rows):
            tables.append(Table(rows, grid.box))
            rest = [word for word in rest if not grid.box.holds(word.box.middle)]
    return tables, rest


def _is_table(rows: list[list[str]]) -> bool:
    """At least two columns and two rows with text; less is a frame around text."""
    columns = sum(any(row[at] for row in rows) for at in range(len(rows[0])))
    return columns > 1 and sum(any(row) for row in rows) > 1


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one straight line that touch, as one."""
    whole: list[Rule] = []
    for group in _close(sorted(rules)):
        at = sum(rule.at for rule in group) / len(group)
        start, end = 0.0, -1.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if end >= start and rule.start <= end + _NEAR:
                end = max(end, rule.end)
                continue
            if end > start:
                whole.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        whole.append(Rule(at, start, end))
    return [rule for rule in whole if rule.end - rule.start >= _LEAST_SIDE]


def _close(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _connected(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch each other, group by group."""
    parent = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, across in enumerate(level):
        for j, down in enumerate(upright, len(level)):
            if _meet(across, down):
                parent[root(i)] = root(j)
    groups: defaultdict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(level):
        groups[root(i)][0].append(rule)
    for j, rule in enumerate(upright, len(level)):
        groups[root(j)][1].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _meet(across: Rule, down: Rule) -> bool:
    beside = across.start - _NEAR <= down.at <= across.end + _NEAR
    return beside and down.start - _NEAR <= across.at <= down.end + _NEAR


@dataclass(slots=True)
class _Grid:
    """Cells between the lines of a group of rules, joined where no rule parts them."""

    level: list[Rule]
    upright: list[Rule]
    xs: list[float] = field(init=False)
    ys: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.xs = _places([*self.upright, *_ends(self.level)])
        self.ys = _places([*self.level, *_ends(self.upright)])

    @property
    def width(self) -> int:
        return len(self.xs) - 1

    @property
    def height(self) -> int:
        return len(self.ys) - 1

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def rows(self, words: Iterable[Word]) -> list[list[str]]:
        """A cell merged downwards is repeated in each row, one merged to the right is not."""
        held: defaultdict[tuple[int, int], list[Word]] = defaultdict(list)
        owners = self._owners()
        for word in words:
            x, y = word.box.middle
            held[owners[_slot(self.ys, y), _slot(self.xs, x)]].append(word)
        texts = {owner: _cell_text(inside) for owner, inside in held.items()}
        return [
            [texts.get(owners[y, x], "") if owners[y, x][1] == x else "" for x in range(self.width)]
            for y in range(self.height)
        ]

    def _owners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each place (row, column) the first place of its cell."""
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for y in range(self.height):
            for x in range(self.width):
                if x and not self._parts(self.upright, self.xs[x], self.ys, y):
                    owners[y, x] = owners[y, x - 1]
                elif y and not self._parts(self.level, self.ys[y], self.xs, x):
                    owners[y, x] = owners[y - 1, x]
                else:
                    owners[y, x] = (y, x)
        return owners

    def _parts(self, rules: list[Rule], at: float, places: list[float], slot: int) -> bool:
        middle = (places[slot] + places[slot + 1]) / 2
        return any(
            abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules
        )


def _ends(rules: Iterable[Rule]) -> list[Rule]:
    """The outermost ends of rules, as sides of a grid that is open there."""
    rules = list(rules)
    if not rules:
        return []
    first, last = min(rule.start for rule in rules), max(rule.end for rule in rules)
    return [Rule(first, 0, 0), Rule(last, 0, 0)]


def _places(rules: Iterable[Rule]) -> list[float]:
    groups = _close(sorted(rules))
    return [sum(rule.at for rule in group) / len(group) for group in groups]


def _slot(places: Sequence[float], at: float) -> int:
    inner = places[1:-1]
    return sum(place <= at for place in inner)


def _cell_text(words: Iterable[Word]) -> str:
    return wrapped(text_of(row) for row in rows_of(words))
