"""The pairing agrees with a search of every possible pairing."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from freelance_pk.matching.assignment import Rival, assign, solve

edges_of_small_graphs = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(0, 50), max_size=14
)


def best_by_search(edges: dict[tuple[int, int], int]) -> tuple[int, int]:
    """Most pairs first, then least cost, by trying every order of the right nodes."""
    best = (0, 0)
    for order in permutations(range(5)):
        # Every left node takes its partner in this order, where the edge exists; leaving a pair out
        # never helps, since more pairs always win.
        chosen = [(left, right) for left, right in enumerate(order) if (left, right) in edges]
        best = min(best, (-len(chosen), sum(edges[pair] for pair in chosen)))
    return best


@given(edges_of_small_graphs)
def test_as_many_pairs_as_possible_at_the_least_cost(edges: dict[tuple[int, int], int]) -> None:
    pairs = assign(edges)

    assert all((left, right) in edges for left, right in pairs.items())
    assert len(set(pairs.values())) == len(pairs)
    cost = sum(edges[pair] for pair in pairs.items())
    assert (-len(pairs), cost) == best_by_search(edges)


@given(edges_of_small_graphs, st.randoms())
def test_the_order_of_the_edges_does_not_matter(edges: dict[tuple[int, int], int], random: object) -> None:
    shuffled = list(edges.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert assign(dict(shuffled)) == assign(edges)


def test_two_credits_seconds_apart_are_not_paired_greedily() -> None:
    # The first withdrawal is nearest to the second credit, but taking it would leave the other pair dear.
    edges = {(0, 10): 3, (0, 11): 2, (1, 10): 50, (1, 11): 3}

    assert assign(edges) == {0: 10, 1: 11}


def test_nothing_to_pair_is_no_pair() -> None:
    assert assign({}) == {}


def test_a_long_chain_of_daily_withdrawals_is_solved_quickly() -> None:
    edges = {
        (left, left + step): abs(step) * 7 + 1
        for left in range(1500)
        for step in (-1, 0, 1)
        if left + step >= 0
    }

    assert assign(edges) == {left: left for left in range(1500)}


def all_best(edges: dict[tuple[int, int], int]) -> list[frozenset[tuple[int, int]]]:
    """Every pairing that is as large and as cheap as the best, by trying all."""
    found: dict[tuple[int, int], set[frozenset[tuple[int, int]]]] = {}
    for order in permutations([*range(5), *[None] * 4], 4):
        chosen = frozenset((left, right) for left, right in enumerate(order) if (left, right) in edges)
        key = (-len(chosen), sum(edges[pair] for pair in chosen))
        found.setdefault(key, set()).add(chosen)
    return list(found[min(found)])


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 4)), st.integers(0, 4), min_size=1, max_size=9
    )
)
def test_rivals_are_exactly_the_pairs_of_other_solutions(edges: dict[tuple[int, int], int]) -> None:
    solved = solve(edges)

    elsewhere = {pair for best in all_best(edges) for pair in best} - set(solved.pairs.items())
    rivals = {(left, right) for left, others in solved.rivals.items() for right in others if right >= 0}
    assert rivals == elsewhere


def test_two_credits_alike_are_rivals_and_the_lower_number_is_proposed() -> None:
    solved = solve({(0, 1): 4, (0, 2): 4, (3, 7): 1})

    assert solved.pairs == {0: 1, 3: 7}
    assert solved.rivals == {0: {2: Rival(None, ring=False)}}


def test_two_withdrawals_for_one_credit_are_rivals() -> None:
    solved = solve({(0, 5): 4, (1, 5): 4})

    assert solved.pairs == {0: 5}
    assert solved.rivals[1] == {5: Rival(0, ring=False)}


def test_two_that_may_exchange_their_partners_are_on_a_ring() -> None:
    solved = solve({(0, 5): 1, (0, 6): 3, (1, 5): 2, (1, 6): 4})

    assert solved.pairs == {0: 5, 1: 6}
    assert solved.rivals == {0: {6: Rival(1, ring=True)}, 1: {5: Rival(0, ring=True)}}
