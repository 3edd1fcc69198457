#!/usr/bin/env python3
"""Coefficients of include/hillock/math/slope_roots.hpp: f'(x) = t (bend + t p(t)) with t = x - root for |t| <= 1/8, around
the root of f' of the activations that have one. Errors are relative to f'."""
from fit import double_word, fit, literal, show
from mpmath import diff, exp, findroot, log1p, mpf, pi, sqrt, tanh

BOUND = mpf(1) / 8
# a little unequal, so that no point is 0
LO, HI = -BOUND - mpf(2)**-20, BOUND + mpf(2)**-16

for name, f, near in [
        ('silu', lambda x: x / (1 + exp(-x)), -1.278),
        ('quick_gelu', lambda x: x / (1 + exp(-mpf(1702) / 1000 * x)), -0.751),
        ('gelu_tanh', lambda x: x / (1 + exp(-2 * sqrt(2 / pi) * (x + mpf(44715) / 1000000 * x**3))), -0.752),
        ('mish', lambda x: x * tanh(log1p(exp(x))), -1.192)]:
    root = findroot(lambda x: diff(f, x), near)
    h = lambda t: diff(f, root + t) / t
    bend, *rest = fit(h, LO, HI, 13, 53)
    double_word(f"root of {name}'", root, 53)
    print(f'// bend = {literal(bend, 53)}')
    show(f'{name}_slope_p12', rest, 53, LO, HI, lambda p, t: (bend + t * p) / h(t) - 1)
