"""One-to-one pairing at the least total cost, on a sparse bipartite graph.

Pairs as many as possible, and among those ways takes the cheapest. Greedy nearest-first pairing
mis-pairs two credits that arrive seconds apart, so each connected group is solved whole, by
successive shortest augmenting paths. Staying alone is an option like any other, only dearer than
every pair, so that a late node may take a pair over when that is cheaper in sum.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from sys import maxsize
from typing import NamedTuple

_ALONE = 10**15


class Rival(NamedTuple):
    """A right node that a left node has in another pairing of the same size and cost.

    Attributes:
        loser: the left node that would lose it, None where it is free.
        ring: whether the nodes only exchange: none becomes free, none is taken that was free.
    """

    loser: int | None
    ring: bool


class Solved(NamedTuple):
    """The cheapest pairing (right node by left node), and where it is not the only one."""

    pairs: dict[int, int]
    rivals: dict[int, dict[int, Rival]]


def assign(edges: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Pair left nodes with right nodes.

    Args:
        edges: cost (a whole number from 0, far below 10**15) of each allowed pair of numbers from 0.

    Returns:
        The right node of each paired left node. Equal costs fall to the lower numbers, so the
        result never depends on the order of `edges`.
    """
    return solve(edges).pairs


def solve(edges: Mapping[tuple[int, int], int]) -> Solved:
    """Pair left nodes with right nodes, and tell which pairs another solution of equal cost would change."""
    lefts = Counter(left for left, _ in edges)
    rights = Counter(right for _, right in edges)
    pairs: dict[int, int] = {}
    rivals: dict[int, dict[int, Rival]] = {}
    contested: dict[tuple[int, int], int] = {}
    for (left, right), cost in edges.items():
        if lefts[left] == 1 and rights[right] == 1:
            pairs[left] = right
        else:
            contested[left, right] = cost
    for group in _groups(contested):
        state = _State({left: {**options, -1 - left: _ALONE} for left, options in group.items()})
        for left in state.group:
            state.augment(left)
        pairs.update(state.pairs)
        for left, right, ring in _swaps(state):
            rivals.setdefault(left, {})[right] = Rival(state.taken.get(right), ring)
    return Solved({left: right for left, right in sorted(pairs.items()) if right >= 0}, rivals)


def _groups(edges: Mapping[tuple[int, int], int]) -> Iterable[dict[int, dict[int, int]]]:
    rights: dict[int, dict[int, int]] = defaultdict(dict)
    lefts: dict[int, list[int]] = defaultdict(list)
    for (left, right), cost in sorted(edges.items()):
        rights[left][right] = cost
        lefts[right].append(left)
    waiting = set(rights)
    for start in sorted(rights):
        if start not in waiting:
            continue
        waiting.discard(start)
        group, queue = [start], [start]
        while queue:
            for right in rights[queue.pop()]:
                for left in lefts[right]:
                    if left in waiting:
                        waiting.discard(left)
                        group.append(left)
                        queue.append(left)
        yield {left: rights[left] for left in sorted(group)}


class _State:
    """One group while it is solved; the dual values keep reduced costs from falling below zero.

    A right node -1 - n below zero is left node n staying alone.
    """

    def __init__(self, group: dict[int, dict[int, int]]) -> None:
        self.group = group
        self.pairs: dict[int, int] = {}  # left -> right
        self.taken: dict[int, int] = {}  # right -> left
        self.price: dict[int, int] = {}
        self.credit = {left: min(options.values()) for left, options in group.items()}

    def reduced(self, left: int, right: int) -> int:
        """Return what taking this edge would add to the least cost."""
        return self.group[left][right] - self.credit[left] - self.price.get(right, 0)

    def augment(self, root: int) -> None:
        """Pair one left node: with its cheapest right node if that is free, else by exchanges."""
        price = self.price
        cost, right = min((cost - price.get(right, 0), right) for right, cost in self.group[root].items())
        if right in self.taken:
            self._exchange(root)
        else:
            self.credit[root] = cost
            self.pairs[root], self.taken[right] = right, root

    def _exchange(self, root: int) -> None:
        """Dijkstra from one unpaired left node to the nearest free right node, then flip the path."""
        distance: dict[int, int] = {}
        came_from: dict[int, int] = {}
        left_distance: dict[int, int] = {}
        heap: list[tuple[int, int]] = []
        done: set[int] = set()
        price, taken = self.price, self.taken
        nearest = maxsize  # free right node seen so far: what lies beyond is not looked at
        left, reach = root, 0
        while True:
            left_distance[left] = reach
            so_far = reach - self.credit[left]
            for right, cost in self.group[left].items():
                there = so_far + cost - price.get(right, 0)
                if there <= nearest and there < distance.get(right, maxsize):
                    distance[right] = there
                    came_from[right] = left
                    heappush(heap, (there, right))
                    if right not in taken:
                        nearest = there
            reach, end = heappop(heap)  # never empty: every left node may stay alone
            while end in done:
                reach, end = heappop(heap)
            done.add(end)
            if end not in taken:
                break
            left = taken[end]
        total = distance[end]
        for left, reach in left_distance.items():
            self.credit[left] += total - reach
        for right in done:
            price[right] = price.get(right, 0) + distance[right] - total
        self._flip(end, came_from)

    def _flip(self, end: int, came_from: Mapping[int, int]) -> None:
        """Walk the path back, giving each left node its new partner."""
        while True:
            left = came_from[end]
            before = self.pairs.get(left)
            self.pairs[left], self.taken[end] = end, left
            if before is None:
                return
            end = before


def _swaps(state: _State) -> Iterator[tuple[int, int, bool]]:
    """Yield the edges that are not in the solution and are in another one of the same cost; True: only on a ring.

    Such an edge costs nothing more by itself (its reduced cost is zero), and it lies on a closed ring
    of exchanges, or on a chain of them that begins by giving up a right node for nothing and ends in
    a free one.
    """
    onward = {
        left: [right for right in options if right != state.pairs[left] and not state.reduced(left, right)]
        for left, options in state.group.items()
    }
    if not any(onward.values()):
        return
    losers = {left: [state.taken[right] for right in onward[left] if right in state.taken] for left in onward}
    takers: dict[int, list[int]] = {left: [] for left in onward}
    for left, others in losers.items():
        for loser in others:
            takers[loser].append(left)
    from_begin = _reached((left for left, right in state.pairs.items() if not state.price.get(right)), losers)
    to_end = _reached((left for left in onward if len(losers[left]) < len(onward[left])), takers)
    rings = _rings(losers, takers)
    for left, options in onward.items():
        for right in options:
            taker = state.taken.get(right)
            chain = left in from_begin and (taker is None or taker in to_end)
            if chain or (taker is not None and rings[left] == rings[taker]):
                yield left, right, not chain


def _reached(starts: Iterable[int], onward: Mapping[int, list[int]]) -> set[int]:
    """Return the nodes that a path from the starts touches, they included."""
    seen = set(starts)
    queue = list(seen)
    while queue:
        for node in onward[queue.pop()]:
            if node not in seen:
                seen.add(node)
                queue.append(node)
    return seen


def _rings(onward: Mapping[int, list[int]], backward: Mapping[int, list[int]]) -> dict[int, int]:
    """Name the strongly connected component of every node (Kosaraju): two of one lie on a ring."""
    order: list[int] = []
    seen: set[int] = set()
    for start in onward:
        path = [] if start in seen else [(start, iter(onward[start]))]
        seen.add(start)
        while path:
            node, rest = path[-1]
            below = next((each for each in rest if each not in seen), None)
            if below is None:
                order.append(node)
                path.pop()
            else:
                seen.add(below)
                path.append((below, iter(onward[below])))
    rings: dict[int, int] = {}
    for start in reversed(order):
        queue = [] if start in rings else [start]
        rings.setdefault(start, start)
        while queue:
            for node in backward[queue.pop()]:
                if node not in rings:
                    rings[node] = start
                    queue.append(node)
    return rings
