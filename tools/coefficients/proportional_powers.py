#!/usr/bin/env python3
"""The tables `proportional` of include/hillock/math/exp_table.hpp: factor 2^(j/entries), rounded, for the factor found that
takes the least from being rounded. Some ten seconds; needs mpmath.

Such factors are points of a lattice near the line of all factors: n times the powers, n a fine step, less integers. Its
basis is reduced (Lenstra, Lenstra, Lovasz 1982; Cohen, A Course in Computational Algebraic Number Theory, algorithm 2.6.7),
and points near random places of that line are taken from it (Babai 1986)."""
import random
import struct

from fit import literal, rounded
from mpmath import mpf, nint

STEP = mpf(2)**-6  # of factors, in ulps of 1
FINE = 1 << 150  # the lattice's numbers are integers, of this unit


def reduced(basis):
    n = len(basis)
    dot = lambda a, b: sum(x * y for x, y in zip(a, b))
    d = [1, dot(basis[0], basis[0])] + [0] * (n - 1)
    mu = [[0] * n for _ in range(n)]

    def subtract(k, l):
        if 2 * abs(mu[k][l]) > d[l + 1]:
            q = (2 * mu[k][l] + d[l + 1]) // (2 * d[l + 1])
            basis[k] = [x - q * y for x, y in zip(basis[k], basis[l])]
            mu[k][l] -= q * d[l + 1]
            for i in range(l):
                mu[k][i] -= q * mu[l][i]

    k, known = 1, 0
    while k < n:
        if k > known:
            known = k
            for j in range(k + 1):
                u = dot(basis[k], basis[j])
                for i in range(j):
                    u = (d[i + 1] * u - mu[k][i] * mu[j][i]) // d[i]
                if j < k:
                    mu[k][j] = u
                else:
                    d[k + 1] = u
        subtract(k, k - 1)
        m = mu[k][k - 1]
        if 100 * (d[k + 1] * d[k - 1] + m * m) >= 99 * d[k]**2:
            for l in reversed(range(k - 1)):
                subtract(k, l)
            k += 1
            continue
        basis[k], basis[k - 1] = basis[k - 1], basis[k]
        mu[k][:k - 1], mu[k - 1][:k - 1] = mu[k - 1][:k - 1], mu[k][:k - 1]
        b = (d[k - 1] * d[k + 1] + m * m) // d[k]
        for i in range(k + 1, known + 1):
            t = mu[i][k]
            mu[i][k] = (d[k + 1] * mu[i][k - 1] - m * t) // d[k]
            mu[i][k - 1] = (b * t + m * mu[i][k]) // d[k + 1]
        d[k] = b
        k = max(1, k - 1)
    return basis


def orthogonal(basis):
    vectors = []
    for b in basis:
        v = [mpf(x) for x in b]
        for g, square in vectors:
            c = sum(x * y for x, y in zip(b, g)) / square
            v = [x - c * y for x, y in zip(v, g)]
        vectors.append((v, sum(x * x for x in v)))
    return vectors


def factors(powers, lo, hi, count):
    """Some for which all factor * power are nearly integers, lo <= factor < hi."""
    unit = 1 / (hi - lo)  # half the range counts as an error of a half
    n = len(powers)
    basis = [[int(FINE * STEP)] * n + [int(FINE * unit * STEP)]]
    basis += [[int(FINE / p) if i == j else 0 for i in range(n)] + [0] for j, p in enumerate(powers)]
    basis = reduced(basis)
    vectors = orthogonal(basis)
    for _ in range(count):
        factor = lo + (hi - lo) * mpf(random.random())
        rest = [mpf(0)] * n + [FINE * unit * factor]
        for (g, square), b in zip(reversed(vectors), reversed(basis)):
            q = nint(sum(x * y for x, y in zip(rest, g)) / square)
            rest = [x - q * y for x, y in zip(rest, b)]
        factor -= rest[-1] / (FINE * unit)
        if lo <= factor < hi:
            yield factor


def lacks(errors, mantissas, entries, digits):
    """What a power lacks beside another, at most, after it was rounded itself: that takes most from small mantissas."""
    width = mpf(2)**(mpf(1) / (2 * entries))  # half a step of the exponential
    own = [mpf(2)**-digits / (max(1, m / width) if m * width < 2 else 1) for m in mantissas]
    return max(max(o + e for o, e in zip(own, errors)) - min(errors), max(o - e for o, e in zip(own, errors)) + max(errors))


def table(entries, digits):
    random.seed(entries)
    # Below 2 and above its other powers, which have half its ulps. Others are this one times a power of it, as are their tables.
    one = mpf(2)**(digits - 1)
    powers = [mpf(2)**(mpf(j) / entries) / (2 if j > 0 else 1) for j in range(entries)]
    best = None
    for factor in factors(powers, one / powers[1], one * 2, 3000):
        errors = [nint(factor * p) / (factor * p) - 1 for p in powers]
        lacking = lacks(errors, [factor * p / one for p in powers], entries, digits)
        if best is None or lacking < best[0]:
            best = lacking, max(abs(e - errors[0]) for e in errors), factor
    _, error, factor = best
    print(f'// {entries} of {digits} bits, error beside the first {literal(rounded(error * mpf(1.001), 12), 53)}')
    real, whole = ('f', 'I') if digits == 24 else ('d', 'Q')
    for j, p in enumerate(powers):  # j is taken off the upper bits of the mantissa, where adding n brings it back
        value = nint(factor * p) * (2 if j > 0 else 1) / one / 2
        bits = struct.unpack(whole, struct.pack(real, float(value)))[0] - j * 2**(digits - 1) // entries
        print(literal(struct.unpack(real, struct.pack(whole, bits))[0], digits) + ',')


table(8, 24)
table(16, 24)
table(16, 53)
