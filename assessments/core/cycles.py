"""Circles in the order of a catalog: practice prerequisites and gates followed together (`domain.md` 4.8, rule 7)."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from assessments.core.catalog import Catalog, Discipline

Node = tuple[str, str]
Graph = Mapping[Node, Sequence[Node]]


def cycles(catalog: Catalog) -> tuple[str, ...]:
    """One sentence per group of practices and disciplines that wait for one another.

    A gate from A to B puts every practice of B after every practice of A. A practice that needs itself
    and a gate from a discipline to itself are left to `problems`.
    """
    graph = _graph(catalog)
    return tuple(_sentence(_circle(graph, group)) for group in _groups(graph) if len(group) > 1)


def _graph(catalog: Catalog) -> Graph:
    """What each node waits for: a practice, a discipline to `start`, or a discipline to be `done`."""
    graph: dict[Node, list[Node]] = {}
    for discipline in catalog.disciplines:
        _add_discipline(graph, discipline)
    for practice in (practice for discipline in catalog.disciplines for practice in discipline.practices):
        needed = [("practice", need.practice) for need in practice.needs if need.practice != practice.code]
        graph[("practice", practice.code)] += [node for node in needed if node in graph]
    for gate in catalog.gates:
        if gate.before != gate.after and ("start", gate.after) in graph and ("done", gate.before) in graph:
            graph[("start", gate.after)].append(("done", gate.before))
    return graph


def _add_discipline(graph: dict[Node, list[Node]], discipline: Discipline) -> None:
    start, done = ("start", discipline.code), ("done", discipline.code)
    graph.setdefault(start, [])
    graph.setdefault(done, [start])
    for practice in discipline.practices:
        graph.setdefault(("practice", practice.code), []).append(start)
        graph[done].append(("practice", practice.code))


def _groups(graph: Graph) -> Iterator[set[Node]]:
    """The strongly connected groups (Kosaraju's two passes), without recursion."""
    reverse: dict[Node, list[Node]] = {node: [] for node in graph}
    for node, following in graph.items():
        for other in following:
            reverse[other].append(node)
    placed: set[Node] = set()
    for root in reversed(_finishing_order(graph)):
        if root not in placed:
            group = _reachable(reverse, root, placed)
            placed |= group
            yield group


def _finishing_order(graph: Graph) -> list[Node]:
    seen: set[Node] = set()
    order: list[Node] = []
    for root in graph:
        stack = [] if root in seen else [(root, iter(graph[root]))]
        seen.add(root)
        while stack:
            child = next((other for other in stack[-1][1] if other not in seen), None)
            if child is None:
                order.append(stack.pop()[0])
            else:
                seen.add(child)
                stack.append((child, iter(graph[child])))
    return order


def _reachable(graph: Graph, root: Node, without: set[Node]) -> set[Node]:
    found = {root}
    waiting = [root]
    while waiting:
        fresh = [node for node in graph[waiting.pop()] if node not in found and node not in without]
        found.update(fresh)
        waiting += fresh
    return found


def _circle(graph: Graph, group: set[Node]) -> list[Node]:
    """A shortest way from the group's first practice (else its first node) back to itself."""
    first = min(group, key=lambda node: (node[0] != "practice", node))
    previous: dict[Node, Node] = {}
    queue = deque([first])
    while first not in previous:
        node = queue.popleft()
        for other in graph[node]:
            if other in group and other not in previous:
                previous[other] = node
                queue.append(other)
    circle = [first, previous[first]]
    while circle[-1] != first:
        circle.append(previous[circle[-1]])
    return circle[::-1]


def _sentence(circle: list[Node]) -> str:
    links = (_link(*pair) for pair in pairwise(circle))
    return f"Nothing in this circle can come first: {', '.join(link for link in links if link)}."


def _link(node: Node, other: Node) -> str:
    match node[0], other[0]:
        case "practice", "practice":
            return f"{node[1]} needs {other[1]}"
        case "practice", "start":
            return f"{node[1]} belongs to {other[1]}"
        case "start", "done":
            return f"{node[1]} waits for {other[1]}"
        case "done", "practice":
            return f"{node[1]} contains {other[1]}"
        case _:
            return ""
