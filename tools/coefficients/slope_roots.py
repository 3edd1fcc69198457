#!/usr/bin/env python3
"""Coefficients of include/hillock/math/slope_roots.hpp: f'(x) = t (bend + t p(t)) with t = x - root for |t| <= 1/8, around
the root of f' of the activations that have one, and the same of f'' for silu; and silu' in float. Errors are relative to f'."""
from fit import double_word, fit, literal, rounded, show
from mpmath import diff, exp, findroot, log1p, mpf, pi, sqrt, tanh

BOUND = mpf(1) / 8
# a little unequal, so that no point is 0
LO, HI = -BOUND - mpf(2)**-20, BOUND + mpf(2)**-16

def silu(x):
    return x / (1 + exp(-x))


def gelu_tanh(x):
    return x / (1 + exp(-2 * sqrt(2 / pi) * (x + mpf(44715) / 1000000 * x**3)))


for name, f, order, near in [
        ('silu_root', silu, 1, -1.278),
        ('silu_turn', silu, 2, 2.399),
        ('quick_gelu_root', lambda x: x / (1 + exp(-mpf(1702) / 1000 * x)), 1, -0.751),
        ('gelu_tanh_root', gelu_tanh, 1, -0.752),
        ('mish_root', lambda x: x * tanh(log1p(exp(x))), 1, -1.192)]:
    root = findroot(lambda x: diff(f, x, order), near)
    h = lambda t: diff(f, root + t, order) / t
    bend, *rest = fit(h, LO, HI, 13, 53)
    double_word(name, root, 53)
    with_lo = rounded(root, 53) + rounded(root - rounded(root, 53), 53)
    print(f'// last = {literal(rounded(root - with_lo, 53), 53)}')
    print(f'// bend = {literal(bend, 53)}')
    show(f'{name}_p12', rest, 53, LO, HI, lambda p, t: (bend + t * p) / h(t) - 1)

# In float, around the float that is next to the root.
for name, f, near, R in [('silu', silu, -1.278, mpf(3) / 32), ('gelu_tanh', gelu_tanh, -0.752, mpf(1) / 16)]:
    centre = rounded(findroot(lambda x: diff(f, x), near), 24)
    start = rounded(diff(f, centre), 24)
    slope = lambda t: diff(f, centre + t)
    rest = fit(lambda t: (slope(t) - start) / t, -R - mpf(2)**-20, R, 4, 24)
    print(f'// {name}_root_in_float: centre = {literal(centre, 24)}')
    show('p', [start] + rest, 24, -R - mpf(2)**-20, R, lambda p, t: p / slope(t) - 1)
