"""Shares, paired differences and many tests, in whole numbers and fractions and by brute force."""
from decimal import Decimal, getcontext
from fractions import Fraction
from math import comb, log, sqrt
from statistics import NormalDist

from answering import answer_all

getcontext().prec = 40
Z = NormalDist().inv_cdf(0.975)


def upper_mid_p(hits, count, share):
    """P(more than hits) + P(hits) / 2, summed term by term in 40 digits."""
    p = Decimal(share)
    weight = lambda k: comb(count, k) * p**k * (1 - p) ** (count - k)
    return sum((weight(k) for k in range(hits + 1, count + 1)), Decimal(0)) + weight(hits) / 2


def share(hits, count):
    """Each end by a search over shares: where what was seen has a mid-p value of 0.025."""

    def low_end(hits):
        if hits == 0:
            return 0.0
        low, high = Decimal(0), Decimal(1)
        for _ in range(45):
            middle = (low + high) / 2
            if upper_mid_p(hits, count, middle) < Decimal("0.025"):
                low = middle
            else:
                high = middle
        return float(low)

    return [low_end(hits), 1 - low_end(count - hits)]


def mcnemar(wins, losses):
    """Both sides of the fair coin, in fractions."""
    total = wins + losses
    side = min(wins, losses)
    below = sum(comb(total, k) for k in range(side))
    return [float(min(Fraction(1), 2 * Fraction(2 * below + comb(total, side), 2 ** (total + 1))))]


def paired(wins, losses, rows):
    """The differences at which the score does not reject; nuisance by maximising the likelihood step by step."""

    def likelihood(q, difference):
        p, rest = q + difference, 1 - 2 * q - difference
        total = 0.0
        for count, chance in ((wins, p), (losses, q), (rows - wins - losses, rest)):
            if count > 0:
                if chance <= 0:
                    return float("-inf")
                total += count * log(chance)
        return total

    def score(difference):
        low, high = max(0.0, -difference), (1 - difference) / 2
        third = (5**0.5 - 1) / 2
        for _ in range(90):  # golden section: the likelihood has one top
            a, b = high - third * (high - low), low + third * (high - low)
            if likelihood(a, difference) < likelihood(b, difference):
                low = a
            else:
                high = b
        q = (low + high) / 2
        variance = rows * (2 * q + difference - difference**2)
        away = wins - losses - rows * difference
        return away / sqrt(variance) if variance > 1e-15 else (0.0 if abs(away) < 1e-9 else away * 1e9)

    def end(limit):
        low, high = -1.0, 1.0
        for _ in range(45):
            middle = (low + high) / 2
            if score(middle) > limit:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    return [end(Z), end(-Z)]


def holm(values):
    """By its definition: of the sorted values each is the largest product up to it."""
    ordered = sorted(values)
    count = len(values)
    return [
        min(1.0, max((count - j) * ordered[j] for j in range(ordered.index(value) + 1)))
        for value in values
    ]


answer_all(lambda question: globals()[question["what"]](*question["of"]))
