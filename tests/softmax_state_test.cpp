// softmax_state: a row in pieces, taken and merged in any order, against the whole.
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <stdexcept>

#include "catch.hpp"
#include "logits_reference.hpp"
#include "reference/ulp.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

template <class T>
using memory_of = typename state_calls<T>::memory;

// The row in pieces of `size` elements, each taken by one of `count` states, which are then merged two by two.
template <class T>
memory_of<T> in_pieces(const state_calls<T>& state, std::span<const T> x, double scale, std::size_t size,
                       std::size_t count, random_bits& random) {
  std::vector<memory_of<T>> states(count, state.make());
  for (std::size_t k = 0; k < x.size(); k += size)
    state.update(states[random() % count], x.subspan(k, std::min(size, x.size() - k)), scale);
  while (states.size() > 1) {
    std::swap(states[random() % states.size()], states.back());
    const memory_of<T> last = states.back();
    states.pop_back();
    state.merge(states[random() % states.size()], last);
  }
  return states[0];
}

}  // namespace

template <class T>
failures state_accuracy(const state_calls<T>& state, worst_error& worst) {
  failures found;
  random_bits random(91);
  for (const double scale : {1., .3, -1.})
    for (const std::vector<T>& x : logit_rows<T>(scale)) {
      if (x.size() > 1000) continue;
      const exact_logits want(static_cast<T>(scale), std::span(x));
      const real size = want.size();
      constexpr long emin = state_smallest_exponent<T>;
      for (const std::size_t piece :
           {std::size_t{1}, std::size_t{2}, std::size_t{5}, 1 + random() % x.size(), x.size()}) {
        const std::size_t count = 1 + random() % 5;
        const auto whole = in_pieces<T>(state, x, scale, piece, count, random);
        const precision scope(256);
        const double error = ulp_error(state.logsumexp(whole), want.logsumexp(),
                                       size.is_zero() ? emin : std::max(emin, size.exponent()));
        worst.add(error);
        const bool largest =
            std::abs(static_cast<double>(state.largest(whole)) - static_cast<double>(want.largest())) <=
            std::abs(static_cast<double>(want.largest())) * static_cast<double>(std::numeric_limits<T>::epsilon());
        // The largest numbers times a scale have no second word without fma, and differences below an ulp are lost.
        const bool huge = abs(want.largest()) > real(std::numeric_limits<T>::max() / 0x1p14);
        const double of_sum = huge ? 0 : ulp_error(state.sum(whole), want.sum());
        if (!(error <= logsumexp_bound && largest && of_sum <= logsumexp_bound))
          found.add([&] {
            return format(
                "softmax_state: %zu logits times %g in pieces of %zu, by %zu states: logsumexp got %s want %s, %.2f "
                "ulp, "
                "largest %s want %s, sum %s %.2f ulp",
                x.size(), scale, piece, count, hex(state.logsumexp(whole)).c_str(),
                hex(static_cast<double>(want.logsumexp())).c_str(), error, hex(state.largest(whole)).c_str(),
                hex(static_cast<double>(want.largest())).c_str(), hex(state.sum(whole)).c_str(), of_sum);
          });
      }
    }
  return found;
}

template <class T>
failures state_edges(const state_calls<T>& state) {
  failures found;
  random_bits random(92);
  const std::vector<T> ordinary = random_logits<T>(23, 20, 1, random);
  // Pieces in every order, by one state or by one each.
  const auto expect = [&](std::vector<std::vector<T>> pieces, double scale, T want, const char* what) {
    std::vector<std::size_t> order(pieces.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    do {
      memory_of<T> one = state.make(), merged = state.make();
      for (const std::size_t i : order) {
        state.update(one, pieces[i], scale);
        memory_of<T> piece = state.make();
        state.update(piece, pieces[i], scale);
        state.merge(merged, piece);
      }
      for (const memory_of<T>& m : {one, merged})
        if (const T got = state.logsumexp(m); !same_number(got, want))
          found.add([&] {
            return format("softmax_state: %s, scale %g, piece %zu first: got %s want %s", what, scale, order[0],
                          hex(got).c_str(), hex(want).c_str());
          });
    } while (std::ranges::next_permutation(order).found);
  };
  for (const double scale : {1., -1.}) {
    const T up = scale < 0 ? -inf<T> : inf<T>, down = -up;
    memory_of<T> alone = state.make();
    state.update(alone, ordinary, scale);
    const T plain = state.logsumexp(alone);
    const std::vector<T> masked(19, down), none;
    std::vector<T> infinite = ordinary, wrong = ordinary;
    infinite[7] = up;
    wrong[7] = nan_of<T>;
    expect({}, scale, -inf<T>, "nothing");
    expect({none}, scale, -inf<T>, "an empty piece");
    expect({masked}, scale, -inf<T>, "masked logits");
    expect({masked, none, masked}, scale, -inf<T>, "masked logits");
    expect({ordinary, none}, scale, plain, "an empty piece");
    expect({ordinary, masked, none}, scale, plain, "masked logits");
    expect({ordinary, infinite, masked}, scale, inf<T>, "+inf");
    expect({infinite, infinite}, scale, inf<T>, "+inf twice");
    expect({ordinary, wrong, masked}, scale, nan_of<T>, "a NaN");
    expect({infinite, wrong}, scale, nan_of<T>, "a NaN and +inf");
    expect({{nan_of<T>}, {up}, {down}}, scale, nan_of<T>, "a NaN and infinities, each alone");
    expect({{nan_of<T>, nan_of<T>}, ordinary}, scale, nan_of<T>, "nothing but NaN in a piece");
  }
  memory_of<T> m = state.make();
  if (!(state.largest(m) == -inf<T> && state.sum(m) == 0))
    found.add([&] { return format("softmax_state: a new one has seen something"); });
  state.update(m, ordinary, 1);
  const T before = state.sum(m);
  try {
    state.update(m, {static_cast<const T*>(nullptr), 3}, 1);
    found.add([&] { return format("softmax_state: a null piece was accepted"); });
  } catch (const std::invalid_argument& error) {
    if (std::string(error.what()) != "hillock::softmax_state::update: x is null, but has 3 elements.")
      found.add([&] { return format("softmax_state: a null piece got: %s", error.what()); });
  }
  if (state.sum(m) != before) found.add([&] { return format("softmax_state: a wrong call changed it"); });
  state.merge(m, m);
  if (state.sum(m) != 2 * before)
    found.add([&] { return format("softmax_state: merged with itself, it is not doubled"); });
  return found;
}

template failures state_accuracy(const state_calls<float>&, worst_error&);
template failures state_accuracy(const state_calls<double>&, worst_error&);
template failures state_edges(const state_calls<float>&);
template failures state_edges(const state_calls<double>&);

namespace {
TEST_CASE("a row in pieces has the logsumexp of the whole", "[rows]") {
  worst_error worst;
  for_each_row_calls([&](const auto& calls) { report(state_accuracy(calls.state, worst)); });
  std::printf("softmax_state: %.3f ulp of max(|largest|, log of the sum), the worst of %zu results\n", worst.ulp,
              worst.results);
}
TEST_CASE("pieces of special values keep the edge contract", "[rows]") {
  for_each_row_calls([](const auto& calls) { report(state_edges(calls.state)); });
}
}  // namespace
}  // namespace tests
