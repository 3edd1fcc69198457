// The functions over rows, with masks, targets and states. Compiled once for each instruction set, whose name is
// HILLOCK_TESTS_SET.
// SPDX-License-Identifier: MIT
#include "row_functions.hpp"

#include <bit>
#include <hillock/hillock.hpp>
#include <stdexcept>

#define ROW_FUNCTIONS_(set) row_functions_##set
#define ROW_FUNCTIONS(set) ROW_FUNCTIONS_(set)

namespace tests {
// Unnamed, so that objects for different instruction sets share none of it.
namespace {

template <class T>
struct function {
  const mask_operand<T>& mask;
  T operator()(std::size_t row, std::size_t k) const { return mask.term(mask.context, row, k); }
};
template <class T>
struct alibi {
  T slope;
  T operator()(std::size_t row, std::size_t k) const { return slope * (static_cast<T>(k) - static_cast<T>(row)); }
};

// use(mask...), without an argument where there is none.
template <row_function R, class T, class Use>
void with_mask(const mask_operand<T>& m, const Use& use) {
  using enum row_function;
  if (m.kind == mask_kind::array) return use(m.terms);
  if constexpr (R == logsumexp || R == logsumexp_backward)
    if (m.kind == mask_kind::none) return use();
  if constexpr (R == softmax) {
    if (m.kind == mask_kind::function) return use(function<T>{m});
    if (m.kind == mask_kind::alibi) return use(alibi<T>{m.slope});
  }
  throw std::logic_error("no such mask was compiled");
}

template <class F>
F make(row_parameters p) {
  F f{.scale = p.scale};
  if constexpr (requires { f.all_masked; })
    if (p.zeros) f.all_masked = hillock::masked_row::zeros;
  return f;
}

template <row_function R, bool Checked, class T>
void call(row_parameters p, hillock::axis a, const row_operands<T>& o) {
  using enum row_function;
  constexpr bool softmax_cross_entropy = row_functions[static_cast<std::size_t>(R)].target;
  if constexpr (softmax_cross_entropy) {
    const auto f = make<hillock::softmax_cross_entropy>(p);
    const auto with = [&](const auto& target) {
      if constexpr (Checked) {
        if constexpr (R == cross_entropy) hillock::forward(f, o.x, target, o.results, a);
        if constexpr (R == cross_entropy_and_gradient)
          hillock::forward_and_gradient(f, o.x, target, o.results, o.out, a);
        if constexpr (R == cross_entropy_backward) hillock::backward(f, o.x, target, o.given[0], o.out, a);
      } else {
        if constexpr (R == cross_entropy) hillock::unchecked::forward(f, o.x, target, o.results, a);
        if constexpr (R == cross_entropy_and_gradient)
          hillock::unchecked::forward_and_gradient(f, o.x, target, o.results, o.out, a);
        if constexpr (R == cross_entropy_backward) hillock::unchecked::backward(f, o.x, target, o.given[0], o.out, a);
      }
    };
    o.target.is_dense ? with(o.target.dense) : with(o.target.index);
  } else if constexpr (R == softmax_backward || R == log_softmax_backward) {
    using F = std::conditional_t<R == softmax_backward, hillock::softmax, hillock::log_softmax>;
    if constexpr (Checked)
      hillock::backward_from_output(make<F>(p), o.x, o.grad, o.out, a);
    else
      hillock::unchecked::backward_from_output(make<F>(p), o.x, o.grad, o.out, a);
  } else if constexpr (R == logsumexp_backward) {
    const auto f = make<hillock::logsumexp>(p);
    with_mask<R>(o.mask, [&](const auto&... mask) {
      if constexpr (Checked)
        hillock::backward(f, o.x, o.given[0], o.given[1], o.out, a, mask...);
      else
        hillock::unchecked::backward(f, o.x, o.given[0], o.given[1], o.out, a, mask...);
    });
  } else {
    using F = std::conditional_t<R == softmax, hillock::softmax,
                                 std::conditional_t<R == log_softmax, hillock::log_softmax, hillock::logsumexp>>;
    const auto y = R == logsumexp ? o.results : o.out;
    with_mask<R>(o.mask, [&](const auto&... mask) {
      if constexpr (Checked)
        hillock::forward(make<F>(p), o.x, y, a, mask...);
      else
        hillock::unchecked::forward(make<F>(p), o.x, y, a, mask...);
    });
  }
}

template <class T>
constexpr state_calls<T> make_state_calls() {
  using state = hillock::softmax_state<T>;
  using memory = typename state_calls<T>::memory;
  return {.make = [] { return std::bit_cast<memory>(state()); },
          .update =
              [](memory& m, std::span<const T> x, double scale) {
                state s = std::bit_cast<state>(m);
                s.update(x, scale);
                m = std::bit_cast<memory>(s);
              },
          .merge =
              [](memory& m, const memory& other) {
                state s = std::bit_cast<state>(m);
                s.merge(std::bit_cast<state>(other));
                m = std::bit_cast<memory>(s);
              },
          .largest = [](const memory& m) { return std::bit_cast<state>(m).largest(); },
          .sum = [](const memory& m) { return std::bit_cast<state>(m).sum(); },
          .logsumexp = [](const memory& m) { return std::bit_cast<state>(m).logsumexp(); }};
}

template <class T>
constexpr row_calls<T> make_row_calls() {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return row_calls<T>{
        .instruction_set = hillock::instruction_set,
        .lanes = hillock::batch<T>::size,
        .of = {{call<static_cast<row_function>(I), true, T>, call<static_cast<row_function>(I), false, T>}...},
        .state = make_state_calls<T>()};
  }(std::make_index_sequence<row_function_count>());
}

}  // namespace

const row_function_set& ROW_FUNCTIONS(HILLOCK_TESTS_SET)();
const row_function_set& ROW_FUNCTIONS(HILLOCK_TESTS_SET)() {
  static constexpr row_function_set all{make_row_calls<float>(), make_row_calls<double>()};
  return all;
}

}  // namespace tests
