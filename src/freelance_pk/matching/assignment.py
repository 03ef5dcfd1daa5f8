"""One-to-one pairing at the least total cost, on a sparse bipartite graph.

Pairs as many as possible, and among those ways takes the cheapest. Greedy nearest-first pairing
mis-pairs two credits that arrive seconds apart, so each connected group is solved whole, by
successive shortest augmenting paths. Staying alone is an option like any other, only dearer than
every pair, so that a late node may take a pair over when that is cheaper in sum.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import heappop, heappush

_ALONE = 10**15


def assign(edges: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Pair left nodes with right nodes.

    Args:
        edges: cost (a whole number from 0, far below 10**15) of each allowed pair of numbers from 0.

    Returns:
        The right node of each paired left node. Equal costs fall to the lower numbers, so the
        result never depends on the order of `edges`.
    """
    lefts = Counter(left for left, _ in edges)
    rights = Counter(right for _, right in edges)
    pairs: dict[int, int] = {}
    contested: dict[tuple[int, int], int] = {}
    for (left, right), cost in edges.items():
        if lefts[left] == 1 and rights[right] == 1:
            pairs[left] = right
        else:
            contested[left, right] = cost
    for group in _groups(contested):
        pairs.update(_solve(group))
    return {left: right for left, right in sorted(pairs.items()) if right >= 0}


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


def _solve(group: dict[int, dict[int, int]]) -> dict[int, int]:
    if len(group) == 1:
        ((left, options),) = group.items()
        return {left: min(options, key=lambda right: (options[right], right))}
    group = {left: {**options, -1 - left: _ALONE} for left, options in group.items()}
    pairs: dict[int, int] = {}  # left -> right
    taken: dict[int, int] = {}  # right -> left
    price: dict[int, int] = defaultdict(int)  # dual values keep reduced costs from falling below zero
    credit: dict[int, int] = {left: min(options.values()) for left, options in group.items()}
    for root in group:
        _augment(root, group, pairs, taken, price, credit)
    return pairs


def _augment(
    root: int,
    group: dict[int, dict[int, int]],
    pairs: dict[int, int],
    taken: dict[int, int],
    price: dict[int, int],
    credit: dict[int, int],
) -> None:
    """Dijkstra from one unpaired left node to the nearest free right node, then flip the path."""
    distance: dict[int, int] = {}
    came_from: dict[int, int] = {}
    left_distance = {root: 0}
    heap: list[tuple[int, int]] = []
    done: set[int] = set()

    def open_left(left: int, so_far: int) -> None:
        for right, cost in group[left].items():
            reach = so_far + cost - credit[left] - price[right]
            if right not in distance or reach < distance[right]:
                distance[right] = reach
                came_from[right] = left
                heappush(heap, (reach, right))

    open_left(root, 0)
    while True:
        reach, end = heappop(heap)  # never empty: every left node may stay alone
        if end in done or reach > distance[end]:
            continue
        done.add(end)
        if end not in taken:
            break
        left = taken[end]
        left_distance[left] = reach
        open_left(left, reach)
    total = distance[end]
    for left, reach in left_distance.items():
        credit[left] += total - reach
    for right in done:
        price[right] += distance[right] - total
    _flip(end, came_from, pairs, taken)


def _flip(end: int, came_from: dict[int, int], pairs: dict[int, int], taken: dict[int, int]) -> None:
    """Walk the path back, giving each left node its new partner."""
    while True:
        left = came_from[end]
        before = pairs.get(left)
        pairs[left], taken[end] = end, left
        if before is None:
            return
        end = before
