#!/usr/bin/env python3
"""Prints include/hillock/math/normal_table.hpp. Needs mpmath (Debian: python3-mpmath); half a minute.

Phi is the normal distribution function, phi its density. For a >= 0 there are two functions,
  tail(a) = a Phi(-a) = -gelu(-a), here its double,   bend(a) = Phi(-a) - a phi(a) = gelu'(-a),   with a root,
directly on intervals, and without their exponentials and the root, for all a and for large ones.
Polynomials are least squares fits in Chebyshev's points, relative to the function. Coefficients are rounded one after the
other, from the lowest power on, and the rest is fitted again. All errors are relative.
"""
from mpmath import cos, erfc, exp, findroot, floor, frexp, ldexp, log, lu_solve, matrix, mp, mpf, nint, pi, sqrt, tanh

mp.dps = 60


def phi(a):
    return exp(-a * a / 2) / sqrt(2 * pi)


def twice_tail(a):
    return a * erfc(a / sqrt(2))


def bend(a):
    return erfc(a / sqrt(2)) / 2 - a * phi(a)


def ratio(a):
    """Phi(-a) e^(a^2/2)"""
    return erfc(a / sqrt(2)) / 2 * exp(a * a / 2)


root = findroot(bend, mpf('0.7518'))


def slope(a):
    """bend(a) e^(a^2/2) / (a - root)"""
    return (ratio(a) - a / sqrt(2 * pi)) / (a - root)


def rounded(x, bits):
    mantissa, exponent = frexp(x)
    return ldexp(nint(ldexp(mantissa, bits)), exponent - bits)


def rounded_up(x, bits=12):
    mantissa, exponent = frexp(x)
    return ldexp(floor(ldexp(mantissa, bits)) + 1, exponent - bits)


def claimed(error):
    """For an error seen at points, between which it may be a little larger."""
    return rounded_up(error * (1 + mpf(2)**-8))


def literal(x, suffix=''):
    if x == 0:
        return '0x0p0' + suffix
    mantissa, exponent = float(x).hex().split('p')
    return mantissa.rstrip('0').rstrip('.') + 'p' + str(int(exponent)) + suffix


def points(lo, hi, n):
    return [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * k + 1) / (2 * n)) for k in range(n)]


def value(c, x):
    result = mpf(0)
    for each in reversed(c):
        result = result * x + each
    return result


def fit(f, lo, hi, first, degree, bits):
    """A polynomial near f on [lo, hi] whose lowest coefficients are given, and its error."""
    x = points(lo, hi, 3 * degree + 10)
    y = [f(each) for each in x]
    size = max(abs(lo), abs(hi))
    c = list(first)
    while len(c) <= degree:
        n = degree + 1 - len(c)
        normal, right = matrix(n, n), matrix(n, 1)
        for xi, yi in zip(x, y):
            row = [(xi / size) ** (len(c) + k) / yi for k in range(n)]
            rest = 1 - value(c, xi) / yi
            for i in range(n):
                right[i] += row[i] * rest
                for k in range(n):
                    normal[i, k] += row[i] * row[k]
        c.append(rounded(lu_solve(normal, right)[0] / size ** len(c), bits))
    return c, max(abs(value(c, xi) / f(xi) - 1) for xi in points(lo, hi, 10 * degree + 40))


def fit_rational(f, x, weight, p, q, p_known={}, q_known={}):
    """Coefficients by powers of a quotient near f at the points x, those in the lists p and q and the known ones. The
    denominator is that of the round before; weights grow where the error is large (Lawson), for a nearly minimax result."""
    y = [f(each) for each in x]
    importance = [mpf(1)] * len(x)
    below = [mpf(1)] * len(x)
    best = mpf(1), None, None
    for _ in range(40):
        n = len(p) + len(q)
        normal, right = matrix(n, n), matrix(n, 1)
        for xi, yi, wi, bi in zip(x, y, importance, below):
            scale = weight(yi) / bi
            row = [xi**k * scale for k in p] + [-yi * xi**k * scale for k in q]
            known = yi * sum(c * xi**k for k, c in q_known.items()) - sum(c * xi**k for k, c in p_known.items())
            for i in range(n):
                right[i] += wi * row[i] * known * scale
                for k in range(n):
                    normal[i, k] += wi * row[i] * row[k]
        solution = lu_solve(normal, right)
        ps = {**p_known, **{k: solution[i] for i, k in enumerate(p)}}
        qs = {**q_known, **{k: solution[len(p) + i] for i, k in enumerate(q)}}
        below = [sum(c * xi**k for k, c in qs.items()) for xi in x]
        errors = [abs(sum(c * xi**k for k, c in ps.items()) / bi - yi) * weight(yi) for xi, yi, bi in zip(x, y, below)]
        best = min(best, (max(errors), ps, qs), key=lambda b: b[0])
        importance = [w * (e / max(errors) + mpf(10)**-6) for w, e in zip(importance, errors)]
        importance = [w * len(x) / sum(importance) for w in importance]
    return [best[1][k] for k in sorted(best[1])], [best[2][k] for k in sorted(best[2])]


# --- Intervals ------------------------------------------------------------------------------------------------------

SQUARE, LINEAR = mpf('0.4375'), mpf('3.66015625')  # on interval i, a^2 SQUARE + a LINEAR rounds to i; at the root it is 3
END = mpf('5.25')  # a little before the last interval does


def inverse(u):
    return (sqrt(LINEAR**2 + 4 * SQUARE * u) - LINEAR) / (2 * SQUARE)


def show_table(name, values):
    print(f'    {name}{{')
    for i in range(0, len(values), 4):
        print(' ' * 12 + ' '.join(literal(v, 'f') + ',' for v in values[i:i + 4]))
    print('        },' if name == '    ' else '    },')


def show_pieces(name, f, degree, root=None):
    """The centre of an interval is moved a little, to where f is almost a float; or is the root, for a small c[0]."""
    centres, table, worst = [], [], 0
    for i in range(32):
        lo = inverse(max(mpf(0), i - mpf(1) / 2)) * (1 - mpf(2)**-22)  # sums are rounded
        hi = inverse(i + mpf(1) / 2) * (1 + mpf(2)**-22)
        if f(mpf(0)) == 0 and i == 0:
            at, first, lo = mpf(0), [mpf(0), mpf(1)], mpf(2)**-40
        elif root and lo < root < hi:
            at = rounded(root, 24)
            first = [rounded(f(at), 24)]
        else:
            middle = rounded((lo + hi) / 2, 10)
            at = min((middle + k * mpf(2)**-17 for k in range(-200, 201)), key=lambda a: abs(rounded(f(a), 24) / f(a) - 1))
            first = [rounded(f(at), 24)]
        c, error = fit(lambda t: f(at + t), lo - at, hi - at, first, degree, 24)
        worst = max(worst, error)
        centres.append(at)
        table.append(c)
    print(f'\ninline constexpr piecewise<float, 32, {degree}> {name}{{\n    .error = {literal(claimed(worst))},')
    show_table('.centre = ', centres)
    print('    .c = {')
    for k in range(degree + 1):
        show_table('    ', [c[k] for c in table])
    print('    },\n};')


# --- Polynomials ----------------------------------------------------------------------------------------------------

def show_polynomial(name, c, error, lo, hi, element):
    suffix = 'f' if element == 'float' else ''
    print(f'inline constexpr polynomial<{element}, {len(c) - 1}> {name}{{')
    print(f'    .lo = {literal(lo)}, .hi = {literal(hi)}, .error = {literal(claimed(error))}, .c = {{')
    for each in c:
        print(f'        {literal(each, suffix)},')
    print('    }};')


def show_far(name, what, f, lo, hi):
    x = points(lo**2, hi**2, 100)
    p, q = fit_rational(lambda s: 1 - f(sqrt(s)), x, lambda y: 1, [0], [0, 1], {1: mpf(1)}, {2: mpf(1)})
    shift, constant, linear = rounded(p[0], 24), rounded(q[0], 24), rounded(q[1], 24)
    error = max(abs((1 - (s + shift) / (s * (s + linear) + constant)) / f(sqrt(s)) - 1) for s in points(lo**2, hi**2, 400))
    print(f'\n// {what}')
    print(f'inline constexpr far_fraction {name}{{.lo = {literal(rounded(lo, 24))}, .hi = {literal(hi)}, '
          f'.error = {literal(claimed(error))},')
    print(f'    .shift = {literal(shift, "f")}, .linear = {literal(linear, "f")}, .constant = {literal(constant, "f")}}};')


MIDDLE = 4


def show_rational(name, p, q, error, lo, hi):
    """Divided by the highest coefficient of q."""
    p, q = [rounded(c / q[-1], 53) for c in p], [rounded(c / q[-1], 53) for c in q[:-1]]
    print(f'inline constexpr rational<{len(p) - 1}, {len(q)}> {name}{{')
    print(f'    .lo = {literal(lo)}, .hi = {literal(hi)}, .error = {literal(claimed(error))},')
    for part, c in (('p', p), ('q', q)):
        print(f'    .{part} = {{')
        for each in c:
            print(f'        {literal(each)},')
        print('    },')
    print('};')


def show_single(name, f, above, below, largest):
    """To the precision of float, in double."""
    def at(n):
        return [3 * s / (1 - s) for s in points(mpf(0), mpf(largest) / (largest + 3), n)]

    p, q = fit_rational(f, at(120), lambda y: 1 / abs(y), list(range(above + 1)), list(range(1, below + 1)), {}, {0: mpf(1)})
    error = max(abs(value(p, a) / value(q, a) / f(a) - 1) for a in at(500) + [mpf(0), mpf(largest)])
    print(f'\n// {name[7:]}(a)')
    show_rational(name, p, q, error, mpf(0), mpf(largest))


def show_double(name, what, f, degree, largest):
    hi = rounded_up(mpf(largest - MIDDLE) / (largest + MIDDLE))

    def of_t(t):
        return f(MIDDLE * (1 + t) / (1 - t))

    exact, _ = fit(of_t, mpf(-1), hi, [], degree, 107)
    middle = rounded(exact[0], 53)
    low = rounded(exact[0] - middle, 53)
    c, error = fit(of_t, mpf(-1), hi, [middle + low], degree, 53)
    print(f'\n// {what}, a <= {largest}')
    print(f'inline constexpr centred<{degree - 3}> {name}{{')
    print(f'    .middle = {literal(middle)}, .middle_lo = {literal(low)},')
    print(f'    .linear = {literal(c[1])}, .square = {literal(c[2])},')
    print(f'    .rest = {{.lo = -0x1p0, .hi = {literal(hi)}, .error = {literal(claimed(error))}, .c = {{')
    for each in c[3:]:
        print(f'        {literal(each)},')
    print('    }},\n};')


def show_powers(name, what, factor):
    print(f'\n// {what}, and what rounding took')
    values = [mpf(2) ** (mpf(j) / 16) * factor for j in range(16)]
    for part, table in (('hi', [rounded(v, 24) for v in values]), ('lo', [rounded(v - rounded(v, 24), 24) for v in values])):
        print(f'alignas(64) inline constexpr float {name}_{part}[16] = {{')
        for i in range(0, 16, 4):
            print(' ' * 4 + ' '.join(literal(v, 'f') + ',' for v in table[i:i + 4]))
        print('};')


def show_half_power():
    bound = rounded_up(log(mpf(2)) / 16 + mpf(2)**-16)
    c, _ = fit(lambda r: (exp(-r / 2) - 1) / r, -bound, bound, [mpf('-0.5')], 2, 24)
    error = max(abs((1 + r * value(c, r)) * exp(r / 2) - 1) for r in points(-bound, bound, 200))
    print('\n// e^(-r/2) - 1 = r p(r), error relative to e^(-r/2)')
    show_polynomial('exp_of_half', c, error, -bound, bound, 'float')


def show_exp():
    """By tanh(r/4) = r p(r^2) / q(r^2)."""
    hi = rounded_up(log(mpf(2)) + mpf(2)**-20)
    p, q = fit_rational(lambda u: tanh(sqrt(u) / 4) / sqrt(u), points(mpf(0), hi**2, 100), lambda y: 1 / y, [0, 1], [1], {},
                        {0: mpf(1)})

    def error(r):
        even, odd = value(q, r * r), r * value(p, r * r)
        return abs((even - odd) / (even + odd) * exp(r / 2) - 1)

    print('\n// e^(-r/2) = (q(r^2) - r p(r^2)) / (q(r^2) + r p(r^2))')
    show_rational('single_exp_of_half', p, q, max(error(r) for r in points(-hi, hi, 400)), -hi, hi)


def show_constants():
    hi = rounded(root, 53)
    print('// The root of bend, in two words')
    print(f'inline constexpr double root_hi = {literal(hi)}, root_lo = {literal(rounded(root - hi, 53))};')
    print('// phi(0) = 1 / sqrt(2 pi)')
    print('template <element T>')
    print(f'inline constexpr T density_at_0 = static_cast<T>({literal(rounded(phi(mpf(0)), 53))});')


HEADER = '''// Tables and polynomials for the normal distribution function, with ratio(a) = Phi(-a) e^(a^2/2),
// tail(a) = a Phi(-a), bend(a) = Phi(-a) - a phi(a) and slope(a) = bend(a) e^(a^2/2) / (a - root). Errors are relative.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/normal.py.
#pragma once

#include "piecewise.hpp"
#include "polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math::normal {

/// middle + middle_lo + linear t + square t^2 + t^3 rest(t) with t = (a - 4) / (a + 4); `error` is that of all.
template <std::size_t Degree>
struct centred {
  double middle, middle_lo, linear, square;
  polynomial<double, Degree> rest;
};

/// p(x) / (q(x) + x^Below), for lo <= x <= hi.
template <std::size_t Above, std::size_t Below>
struct rational {
  double lo, hi, error;
  double p[Above + 1], q[Below];
};

/// 1 - (s + shift) / (s (s + linear) + constant) with s = a^2, lo <= a <= hi.
struct far_fraction {
  double lo, hi, error;
  float shift, linear, constant;
};

// clang-format off'''

if __name__ == '__main__':
    print(HEADER)
    show_constants()
    show_double('ratio', f'(a + {MIDDLE}) ratio(a)', lambda a: (a + MIDDLE) * ratio(a), 23, 39)
    show_double('slope', 'slope(a)', slope, 22, 39)
    show_single('single_ratio', ratio, 4, 5, 15)
    show_single('single_slope', slope, 4, 4, 15)
    show_exp()
    show_half_power()
    show_powers('density_power', '2^(j/16) 2 phi(0)', 2 * phi(mpf(0)))
    show_far('far_tail', 'tail(a) / phi(a)', lambda a: twice_tail(a) / (2 * phi(a)), END, mpf(15))
    show_far('far_bend', '-bend(a) / (a phi(a))', lambda a: -bend(a) / (a * phi(a)), END, mpf(15))
    print('\n// On interval i, a^2 interval_square + a interval_linear rounds to i.')
    for name, x in (('interval_square', SQUARE), ('interval_linear', LINEAR), ('intervals_end', END)):
        print(f'inline constexpr float {name} = {literal(x, "f")};')
    show_pieces('twice_tail_pieces', twice_tail, 6)
    show_pieces('bend_pieces', bend, 6, root)
    print('// clang-format on\n\n}  // namespace hillock::inline HILLOCK_NAMESPACE::math::normal')
