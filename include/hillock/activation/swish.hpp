// swish(x) = x sigmoid(beta x). With beta = 1 it is silu.
// SPDX-License-Identifier: MIT
// Ramachandran, Zoph and Le, "Searching for activation functions", arXiv:1710.05941. See math/swish.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/swish.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct swish {
  double beta = 1;  ///< finite

  static constexpr info about{
      .name = "swish",
      .formula = "x / (1 + e^(-beta x))",
      .reference = "Ramachandran, Zoph and Le 2017",
      .parameters = {"beta"},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.92518, -0x1.6f9d2cp+6},
                              .derivative = {1.79564, -0x1.a6e1f6p+0},
                              .second_derivative = {0.5, 0x1p-12}},
                  .float64 = {.value = {0.97666, -0x1.657bfcf967e8dp+9},
                              .derivative = {1.45899, -0x1.474973c84120cp+0},
                              .second_derivative = {4, -0x1.3587071c93f82p+1}}}},
  };
  constexpr void refine(info& facts) const {
    const ends& at = beta > 0 ? rising : beta < 0 ? falling : line;
    facts.values = at.values;
    facts.derivatives = at.derivatives;
    facts.second_derivatives = at.second_derivatives;
    if (beta != 0) (beta > 0 ? facts.range.lowest : facts.range.highest) = -0.2784646 / beta;  // silu's least value
  }
  static constexpr auto samples() {
    return std::to_array<swish>({{}, {.beta = 1.75}, {.beta = -0.3125}, {.beta = 0x1p-10}, {.beta = 0}});
  }

  template <class Real>
  Real definition(const Real& x) const {
    return x / (1 + real::exp(-(Real(beta) * x)));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::swish{beta}(x);
  }
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::swish{beta}.derivative(x);
  }
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::swish{beta}.second_derivative(x);
  }

 private:
  // Exact values by the sign of beta. Constants, so that nothing of their making is left at -O0.
  struct ends {
    short_list<exact_value, 8> values, derivatives, second_derivatives;
  };
  static constexpr double inf = info::inf;
  static constexpr ends rising{{{0.0, 0.0}, {-0.0, -0.0}, {-inf, -0.0}, {inf, inf}},
                               {{0.0, 0.5}, {-0.0, 0.5}, {-inf, -0.0}, {inf, 1.0}},
                               {{-inf, -0.0}, {inf, -0.0}}};
  static constexpr ends falling{{{0.0, 0.0}, {-0.0, -0.0}, {-inf, -inf}, {inf, 0.0}},
                                {{0.0, 0.5}, {-0.0, 0.5}, {-inf, 1.0}, {inf, -0.0}},
                                {{-inf, 0.0}, {inf, 0.0}}};
  static constexpr ends line{{{0.0, 0.0}, {-0.0, -0.0}, {-inf, -inf}, {inf, inf}},
                             {{0.0, 0.5}, {-0.0, 0.5}, {-inf, 0.5}, {inf, 0.5}},
                             {{-inf, 0.0}, {inf, 0.0}}};
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
