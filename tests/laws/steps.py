"""How much work is done, counted in lines of ours that are run rather than in seconds, so that no machine is too slow."""

import sys


def steps(work):
    """The lines of Python that a call runs; each turn of a loop counts."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


def growth(make, size):
    """By how much four times the input multiplies the work: 4 if it is linear, 16 if it is quadratic.

    `make` gives the work for a size; what it makes ready does not count.
    """
    small, large = make(size), make(4 * size)
    return steps(large) / steps(small)


LINEAR, QUADRATIC = 4.8, 19
