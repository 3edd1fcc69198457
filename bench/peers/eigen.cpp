// Eigen's arrays: its functions and expressions of them, which it evaluates in one vectorised loop.
// SPDX-License-Identifier: MIT
#include <Eigen/Core>
#include <cmath>
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
entry value_of(std::string_view function, Expression) {
  return {function, operation::value, value<Expression, float>, value<Expression, double>};
}

// Function::row for each row of contiguous elements; Function::columns for neighbouring rows that are interleaved. Both
// by loops: expressions of a whole matrix that subtract a maximum are not vectorised.
template <class Function, class T>
void by_rows(const arrays<T>& a) {
  using matrix = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto outer = static_cast<Eigen::Index>(a.rows.outer), length = static_cast<Eigen::Index>(a.rows.length),
             inner = static_cast<Eigen::Index>(a.rows.inner);
  const Eigen::Index columns = inner == 1 ? length : inner;
  const Eigen::Map<const matrix> x(a.x, static_cast<Eigen::Index>(a.n) / columns, columns);
  Eigen::Map<matrix> y(a.y, x.rows(), x.cols());
  for (Eigen::Index o = 0; o < outer; ++o) {
    if (inner == 1)
      Function::row(x.row(o), y.row(o));
    else
      Function::columns(x.middleRows(o * length, length), y.middleRows(o * length, length));
  }
}

template <class Function>
entry rows_of(std::string_view function, Function) {
  return {function, operation::rows, by_rows<Function, float>, by_rows<Function, double>};
}

template <class X>
using row_vector = Eigen::Array<typename X::Scalar, 1, Eigen::Dynamic>;

template <class X>
row_vector<X> largest_by_column(const X& x) {
  row_vector<X> largest = x.row(0);
  for (Eigen::Index k = 1; k < x.rows(); ++k) largest = largest.max(x.row(k));
  return largest;
}

struct softmax {
  template <class X, class Y>
  static void row(const X& x, Y&& y) {
    y = (x - x.maxCoeff()).exp();
    y *= 1 / y.sum();
  }
  template <class X, class Y>
  static void columns(const X& x, Y&& y) {
    const row_vector<X> largest = largest_by_column(x);
    row_vector<X> sum = row_vector<X>::Zero(x.cols());
    for (Eigen::Index k = 0; k < x.rows(); ++k) {
      y.row(k) = (x.row(k) - largest).exp();
      sum += y.row(k);
    }
    const row_vector<X> factor = sum.inverse();
    for (Eigen::Index k = 0; k < x.rows(); ++k) y.row(k) *= factor;
  }
};

struct log_softmax {
  template <class X, class Y>
  static void row(const X& x, Y&& y) {
    const auto largest = x.maxCoeff();
    y = x - (largest + std::log((x - largest).exp().sum()));
  }
  template <class X, class Y>
  static void columns(const X& x, Y&& y) {
    const row_vector<X> largest = largest_by_column(x);
    row_vector<X> sum = row_vector<X>::Zero(x.cols());
    for (Eigen::Index k = 0; k < x.rows(); ++k) sum += (x.row(k) - largest).exp();
    const row_vector<X> subtrahend = largest + sum.log();
    for (Eigen::Index k = 0; k < x.rows(); ++k) y.row(k) = x.row(k) - subtrahend;
  }
};

template <class Expression, class T>
void gate(const arrays<T>& a) {
  using array = Eigen::Array<T, Eigen::Dynamic, 1>;
  const auto n = static_cast<Eigen::Index>(a.n);
  Eigen::Map<array>(a.y, n) = Expression{}(Eigen::Map<const array>(a.x, n)) * Eigen::Map<const array>(a.value, n);
}

template <class Expression>
entry gate_of(std::string_view function, Expression) {
  return {function, operation::gate, gate<Expression, float>, gate<Expression, double>};
}

// An expression holds its parts by value, so it may leave the function.
constexpr auto softplus = [](const auto& x) { return x.max(0) + (-x.abs()).exp().log1p(); };

// A choice by (x > 0).select(...) is not vectorised, a sum of maximum and minimum is.
constexpr auto elu = [](const auto& x) { return x.max(0) + x.min(0).expm1(); };

// c * x, rounded as x is
constexpr auto times = []<class X>(double c, const X& x) { return static_cast<typename X::Scalar>(c) * x; };

constexpr auto silu = [](const auto& x) { return x * x.logistic(); };
constexpr auto gelu = [](const auto& x) { return times(0.5, x) * (1 + times(1 / std::numbers::sqrt2, x).erf()); };

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
      value_of("silu", silu),
      value_of("quick_gelu", [](const auto& x) { return x * times(1.702, x).logistic(); }),
      value_of("gelu", gelu),
      value_of("gelu_tanh",
               [](const auto& x) { return times(0.5, x) * (1 + times(factor, x + times(0.044715, x.cube())).tanh()); }),
      value_of("mish", [](const auto& x) { return x * softplus(x).tanh(); }),
      value_of("elu", elu),
      value_of("celu", elu),  // with alpha = 1
      value_of("selu", [](const auto& x) { return times(scale, x.max(0)) + times(scale * alpha, x.min(0).expm1()); }),
      value_of("relu", [](const auto& x) { return x.max(0); }),
      value_of("leaky_relu", [](const auto& x) { return x.max(times(0.01, x)); }),
      rows_of("softmax", softmax{}),
      rows_of("log_softmax", log_softmax{}),
      gate_of("geglu", gelu),
      gate_of("swiglu", silu),
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
