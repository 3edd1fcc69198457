// The gated units that tests try, and the activation in each.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <concepts>
#include <hillock/activations.hpp>
#include <hillock/gated/gates.hpp>
#include <limits>

namespace tests {
// Unnamed, so that objects for different instruction sets share nothing.
namespace {

/// A function of single elements.
struct cubic {
  static constexpr hillock::info about{.name = "cubic",
                                       .bounds = {{.float32 = {.value = {1.5, 1}}, .float64 = {.value = {1.5, 1}}}}};

  template <class Real>
  Real definition(const Real& x) const {
    return x * x * x;
  }
  double operator()(double x) const { return hillock::math::mul(hillock::math::mul(x, x), x); }
  double derivative(double x) const { return hillock::math::mul(hillock::math::mul(x, x), 3.0); }
  float operator()(float x) const { return hillock::math::mul(hillock::math::mul(x, x), x); }
  float derivative(float x) const { return hillock::math::mul(hillock::math::mul(x, x), 3.f); }
};

/// gate as it is
struct identity {
  static constexpr hillock::info about{.name = "identity"};

  template <hillock::value V>
  V operator()(V x) const {
    return x;
  }
  template <hillock::value V>
  V derivative(V) const {
    return V(1);
  }
};

// The activation in a unit.
inline hillock::sigmoid activation_in(hillock::glu) { return {}; }
inline hillock::relu activation_in(hillock::reglu) { return {}; }
inline hillock::gelu activation_in(hillock::geglu) { return {}; }
inline hillock::gelu_tanh activation_in(hillock::geglu_tanh) { return {}; }
inline hillock::swish activation_in(hillock::swiglu g) { return {.beta = g.beta}; }
inline hillock::swish activation_in(hillock::swiglu_oai g) { return {.beta = g.alpha}; }
inline identity activation_in(hillock::bilinear) { return {}; }
template <class F>
F activation_in(hillock::gated<F> g) {
  return g.f;
}

/// A unit with its parameters is f(min(gate, limit)) * (min(max(value, -limit), limit) + added).
template <class G>
constexpr double limit_of(const G&) {
  return std::numeric_limits<double>::infinity();
}
constexpr double limit_of(const hillock::swiglu_oai& g) { return g.limit; }
template <class G>
constexpr double added_in(const G&) {
  return 0;
}
constexpr double added_in(const hillock::swiglu_oai&) { return 1; }

// Whether the backward pass takes f and f' from one evaluation, which has not the bits of either.
template <class G>
constexpr bool evaluates_once = std::same_as<G, hillock::geglu_tanh> || std::same_as<G, hillock::glu> ||
                                std::same_as<G, hillock::swiglu> || std::same_as<G, hillock::swiglu_oai>;

template <class G>
constexpr auto gate_samples = std::array<G, 1>{};
template <>
constexpr auto gate_samples<hillock::swiglu> =
    std::to_array<hillock::swiglu>({{}, {.beta = 1.702}, {.beta = -0.3}, {.beta = 0}});
template <>
constexpr auto gate_samples<hillock::swiglu_oai> = std::to_array<hillock::swiglu_oai>({{}, {.alpha = 1, .limit = 1.5}});

/// use.operator()<G>() for every unit: hillock's, and those made of an activation or of a user's function.
template <class Use>
constexpr void for_each_gate(const Use& use) {
  hillock::gates::for_each(use);
  use.template operator()<hillock::gated<hillock::tanh>>();
  use.template operator()<hillock::gated<cubic>>();
}

inline constexpr std::size_t gate_count = [] {
  std::size_t n = 0;
  for_each_gate([&]<class G>() { n += gate_samples<G>.size(); });
  return n;
}();

}  // namespace
}  // namespace tests
