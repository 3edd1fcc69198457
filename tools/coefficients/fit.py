"""Fits polynomials with rounded coefficients; the other scripts here use it. Needs mpmath (Debian: python3-mpmath)."""
from mpmath import cos, matrix, mp, mpf, pi

mp.prec = 400


def rounded(x, bits):
    with mp.workprec(bits):
        return +x


def literal(x, bits):
    """A hex float of C++, without trailing zeros."""
    mantissa, exponent = float(x).hex().split('p')
    if '.' in mantissa:
        mantissa = mantissa.rstrip('0').rstrip('.')
    return mantissa + 'p' + str(int(exponent)) + ('f' if bits == 24 else '')


def chebyshev_points(lo, hi, n):
    return [(lo + hi) / 2 + (hi - lo) / 2 * cos(pi * (2 * i + 1) / (2 * n)) for i in range(n)]


def fit(h, lo, hi, degree, bits):
    """p near h on [lo, hi], by least squares in Chebyshev's points. Its coefficients are rounded from the lowest on, and
    the rest refitted to what that left."""
    points = chebyshev_points(mpf(lo), mpf(hi), 3 * (degree + 1))
    rest = matrix([h(t) for t in points])
    coefficients = []
    for k in range(degree + 1):
        powers = matrix([[t**i for i in range(k, degree + 1)] for t in points])
        solution, _ = mp.qr_solve(powers, rest)
        coefficients.append(rounded(solution[0], bits))
        rest -= coefficients[-1] * powers[:, 0]
    return coefficients


def evaluate(coefficients, t):
    return sum((c * t**i for i, c in enumerate(coefficients)), mpf(0))


def show(name, coefficients, bits, lo, hi, error):
    """As a polynomial in C++; `error(p(t), t)` is what it claims a bound of."""
    worst = max(abs(error(evaluate(coefficients, t), t)) for t in chebyshev_points(mpf(lo), mpf(hi), 400))
    type_name = 'float' if bits == 24 else 'double'
    with mp.workprec(12):
        bound = +(worst * mpf(1.01))  # between the points it may be a little more
    print(f'inline constexpr polynomial<{type_name}, {len(coefficients) - 1}> {name}{{')
    print(f'    .lo = {literal(mpf(lo), 53)}, .hi = {literal(mpf(hi), 53)}, .error = {literal(bound, 53)}, .c = {{')
    for c in coefficients:
        print(f'        {literal(c, bits)},')
    print('    }};')


def double_word(name, x, bits):
    hi = rounded(x, bits)
    print(f'// {name} = {literal(hi, bits)} + {literal(rounded(x - hi, bits), bits)}')
