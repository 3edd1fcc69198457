// Eigen's arrays: its functions and expressions of them, which it evaluates in one vectorised loop.
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <numbers>
#include <string>
#include <string_view>
#include <unsupported/Eigen/SpecialFunctions>

#include "../peer.hpp"

namespace bench {
namespace {

template <class Expression, class T>
void value(const arrays<T>& a) {
  using array = Eigen::Array<T, Eigen::Dynamic, 1>;
  const auto n = static_cast<Eigen::Index>(a.n);
  Eigen::Map<array>(a.y, n) = Expression{}(Eigen::Map<const array>(a.x, n));
}

template <class Expression>
entry value_of(std::string_view activation, Expression) {
  return {activation, operation::value, value<Expression, float>, value<Expression, double>};
}

// An expression holds its parts by value, so it may leave the function.
constexpr auto softplus = [](const auto& x) { return x.max(0) + (-x.abs()).exp().log1p(); };

// A choice by (x > 0).select(...) is not vectorised, a sum of maximum and minimum is.
constexpr auto elu = [](const auto& x) { return x.max(0) + x.min(0).expm1(); };

// c * x, rounded as x is
constexpr auto times = []<class X>(double c, const X& x) { return static_cast<typename X::Scalar>(c) * x; };

constexpr double scale = 1.0507009873554804934, alpha = 1.6732632423543772848;  // of selu
constexpr double factor = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;       // of gelu_tanh

std::vector<entry> entries() {
  return {
      value_of("exp", [](const auto& x) { return x.exp(); }),
      value_of("expm1", [](const auto& x) { return x.expm1(); }),
      value_of("log1p", [](const auto& x) { return x.log1p(); }),
      value_of("tanh", [](const auto& x) { return x.tanh(); }),
      value_of("sigmoid", [](const auto& x) { return x.logistic(); }),
      value_of("log_sigmoid", [](const auto& x) { return -softplus(-x); }),
      value_of("softplus", softplus),
      value_of("silu", [](const auto& x) { return x * x.logistic(); }),
      value_of("quick_gelu", [](const auto& x) { return x * times(1.702, x).logistic(); }),
      value_of("gelu", [](const auto& x) { return times(0.5, x) * (1 + times(1 / std::numbers::sqrt2, x).erf()); }),
      value_of("gelu_tanh",
               [](const auto& x) { return times(0.5, x) * (1 + times(factor, x + times(0.044715, x.cube())).tanh()); }),
      value_of("mish", [](const auto& x) { return x * softplus(x).tanh(); }),
      value_of("elu", elu),
      value_of("celu", elu),  // with alpha = 1
      value_of("selu", [](const auto& x) { return times(scale, x.max(0)) + times(scale * alpha, x.min(0).expm1()); }),
      value_of("relu", [](const auto& x) { return x.max(0); }),
      value_of("leaky_relu", [](const auto& x) { return x.max(times(0.01, x)); }),
  };
}

std::string version() {
#ifdef EIGEN_VERSION_STRING  // from 5 on
  return EIGEN_VERSION_STRING;
#else
  return std::to_string(EIGEN_WORLD_VERSION) + '.' + std::to_string(EIGEN_MAJOR_VERSION) + '.' +
         std::to_string(EIGEN_MINOR_VERSION);
#endif
}

[[maybe_unused]] const bool added = add_peer({peer_kind::library, "Eigen", version(), entries()});

}  // namespace
}  // namespace bench
