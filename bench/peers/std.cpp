// What one writes without a library: the activation's definition with the functions of <cmath>, in a plain loop. The
// derivative comes from the same definition by dual numbers, which make the elementary calls that one makes by hand.
// Functions over rows as in textbooks, which subtract the largest logit.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>
#include <version>

#include "../dual.hpp"
#include "../list.hpp"
#include "../masks.hpp"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

namespace bench {
namespace {

struct routines {
  template <class F, class T>
  static void value(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = F{}.definition(a.x[i]);
  }
  template <class F, class T>
  static void derivative(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = at<F>(a.x[i]).derivative;
  }
  template <class F, class T>
  static void forward_and_derivative(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) {
      const dual<T> f = at<F>(a.x[i]);
      a.y[i] = f.value;
      a.dydx[i] = f.derivative;
    }
  }
  template <class F, class T>
  static void backward(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = a.grad_y[i] * at<F>(a.x[i]).derivative;
  }
  template <class F, class T>
  static void scalar(const arrays<T>& a) {
    value<F>(a);
  }

  template <class F, class T>
  static void gate(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = F{}.definition(a.x[i]) * a.value[i];
  }
  template <class F, class T>
  static void gate_backward(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) {
      const dual<T> f = at<F>(a.x[i]);
      a.y[i] = a.grad_y[i] * a.value[i] * f.derivative;
      a.dydx[i] = a.grad_y[i] * f.value;
    }
  }

 private:
  template <class F, class T>
  static dual<T> at(T x) {
    return F{}.definition(dual<T>{x, 1});
  }
};

// row(k) is where the row's element k lies; f also gets the number of the row.
template <class T, class Function>
void for_each_row(const arrays<T>& a, const Function& f) {
  for (std::size_t r = 0; r < a.rows.rows(); ++r) {
    const std::size_t inner = a.rows.inner, begin = r / inner * a.rows.length * inner + r % inner;
    f([=](std::size_t k) { return begin + k * inner; }, r);
  }
}

template <class T, class Row>
T largest(const arrays<T>& a, T sign, const Row& row) {
  T result = sign * a.x[row(0)];
  for (std::size_t k = 1; k < a.rows.length; ++k) result = std::max(result, sign * a.x[row(k)]);
  return result;
}

template <class T, class Row>
T log_sum_exp(const arrays<T>& a, const Row& row) {
  const T shift = largest(a, T(1), row);
  T sum = 0;
  for (std::size_t k = 0; k < a.rows.length; ++k) sum += std::exp(a.x[row(k)] - shift);
  return shift + std::log(sum);
}

// softmax, and softmin where Sign is -1
template <int Sign, class T>
void softmax(const arrays<T>& a) {
  for_each_row(a, [&](const auto& row, std::size_t) {
    const T shift = largest(a, T(Sign), row);
    T sum = 0;
    for (std::size_t k = 0; k < a.rows.length; ++k) sum += a.y[row(k)] = std::exp(Sign * a.x[row(k)] - shift);
    for (std::size_t k = 0; k < a.rows.length; ++k) a.y[row(k)] /= sum;
  });
}
template <class Mask, class T>
void masked_softmax(const arrays<T>& a) {
  const Mask mask{a.rows.length};
  for_each_row(a, [&](const auto& row, std::size_t r) {
    T shift = -std::numeric_limits<T>::infinity(), sum = 0;
    for (std::size_t k = 0; k < a.rows.length; ++k)
      shift = std::max(shift, a.y[row(k)] = a.x[row(k)] + static_cast<T>(mask(r, k)));
    for (std::size_t k = 0; k < a.rows.length; ++k) sum += a.y[row(k)] = std::exp(a.y[row(k)] - shift);
    for (std::size_t k = 0; k < a.rows.length; ++k) a.y[row(k)] /= sum;
  });
}
template <int Sign, class T>
void softmax_backward(const arrays<T>& a) {
  for_each_row(a, [&](const auto& row, std::size_t) {
    T dot = 0;
    for (std::size_t k = 0; k < a.rows.length; ++k) dot += a.grad_y[row(k)] * a.result[row(k)];
    for (std::size_t k = 0; k < a.rows.length; ++k) a.y[row(k)] = Sign * a.result[row(k)] * (a.grad_y[row(k)] - dot);
  });
}

template <class T>
void log_softmax(const arrays<T>& a) {
  for_each_row(a, [&](const auto& row, std::size_t) {
    const T log_sum = log_sum_exp(a, row);
    for (std::size_t k = 0; k < a.rows.length; ++k) a.y[row(k)] = a.x[row(k)] - log_sum;
  });
}
template <class T>
void log_softmax_backward(const arrays<T>& a) {
  for_each_row(a, [&](const auto& row, std::size_t) {
    T sum = 0;
    for (std::size_t k = 0; k < a.rows.length; ++k) sum += a.grad_y[row(k)];
    for (std::size_t k = 0; k < a.rows.length; ++k) a.y[row(k)] = a.grad_y[row(k)] - std::exp(a.result[row(k)]) * sum;
  });
}

template <class T>
void logsumexp(const arrays<T>& a) {
  for_each_row(a, [&](const auto& row, std::size_t r) { a.y[r] = log_sum_exp(a, row); });
}
template <class T>
void logsumexp_backward(const arrays<T>& a) {
  for_each_row(a, [&](const auto& row, std::size_t r) {
    for (std::size_t k = 0; k < a.rows.length; ++k) a.y[row(k)] = a.grad_y[r] * std::exp(a.x[row(k)] - a.result[r]);
  });
}

std::vector<entry> entries() {
  std::vector<entry> all{
      {"softmax", operation::rows, softmax<1, float>, softmax<1, double>},
      {"softmax", operation::rows_backward, softmax_backward<1, float>, softmax_backward<1, double>},
      {"softmax", operation::rows_causal, masked_softmax<causal, float>, masked_softmax<causal, double>},
      {"softmax", operation::rows_alibi, masked_softmax<alibi, float>, masked_softmax<alibi, double>},
      {"softmin", operation::rows, softmax<-1, float>, softmax<-1, double>},
      {"softmin", operation::rows_backward, softmax_backward<-1, float>, softmax_backward<-1, double>},
      {"log_softmax", operation::rows, log_softmax<float>, log_softmax<double>},
      {"log_softmax", operation::rows_backward, log_softmax_backward<float>, log_softmax_backward<double>},
      {"logsumexp", operation::reduction, logsumexp<float>, logsumexp<double>},
      {"logsumexp", operation::reduction_backward, logsumexp_backward<float>, logsumexp_backward<double>}};
  add_activations<routines>(all);
  for_each_product_gate([&]<class F>(std::string_view name) { add_gate<F, routines>(all, name); });
  return all;
}

std::string version() {
#ifdef __GLIBC__
  return std::string("glibc ") + gnu_get_libc_version();
#else
  return "this system's C library";
#endif
}

[[maybe_unused]] const bool added = add_peer({peer_kind::baseline, "std", version(), entries()});

}  // namespace
}  // namespace bench
