#!/usr/bin/env python3
"""Coefficients of include/hillock/math/log1p.hpp. Errors are relative to log(1 + z), and to log(m)."""
from fit import double_word, fit, literal, rounded, show
from mpmath import atanh, log, mpf, sqrt

# log(1 + z) = z (c + d t + t^2 p(t)) with t = z - 1/2 for 0 <= z <= 1, c = 2 log(3/2) as a double word
centre = 2 * log(mpf(3) / 2)
ratio = lambda t: log(t + mpf(3) / 2) / (t + mpf(1) / 2)
LO, HI = -mpf(1) / 2 + mpf(2)**-80, mpf(1) / 2 + mpf(2)**-20
for bits, degree in [(24, 9), (53, 21)]:
    double_word('c', centre, bits)
    d, *rest = fit(lambda t: (ratio(t) - centre) / t, LO, HI, degree, bits)
    print(f'// d = {literal(d, bits)}')
    show(f'log1p_ratio_p{degree - 1}', rest, bits, LO, HI, lambda p, t: (centre + t * (d + t * p)) / ratio(t) - 1)

# log(m) = 2 s + s^3 p(s^2) with s = (m - 1)/(m + 1) for 1/sqrt(2) <= m <= sqrt(2)
EDGE = (3 - 2 * sqrt(2))**2 + mpf(2)**-20
for bits, degree in [(24, 3), (53, 8)]:
    h = lambda q: (2 * atanh(sqrt(q)) / sqrt(q) - 2) / q
    c = fit(h, mpf(2)**-60, EDGE, degree, bits)
    show(f'log_rest_p{degree}', c, bits, mpf(2)**-60, rounded(EDGE, 24), lambda p, q: (p - h(q)) * q / (2 + q * h(q)))
