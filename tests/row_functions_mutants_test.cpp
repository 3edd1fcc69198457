// Each property of functions over rows with masks, targets and states finds out the broken ones made for it, and has nothing
// against the same unbroken.
// SPDX-License-Identifier: MIT
#include <cmath>

#include "catch.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

using enum row_function;
using operands_t = const row_operands<float>&;

const row_calls<float>& healthy() { return row_function_sets()[0].float32; }
template <row_function F>
void right(row_parameters p, hillock::axis a, operands_t o) {
  healthy()[F].checked(p, a, o);
}

// The property, of healthy functions and of those with a broken F; it may be one of F, too.
template <row_function F, class Property>
void expect_caught(const Property& property, row_call<float> broken) {
  const auto found = [&](const row_calls<float>& calls) {
    if constexpr (requires { property(calls, F); })
      return property(calls, F).count;
    else
      return property(calls).count;
  };
  row_calls<float> calls = healthy();
  CHECK(found(calls) == 0);
  calls[F].checked = broken;
  CHECK(found(calls) > 0);
}

// use(n, place) for every row n of the array; place(k) is the place of element k.
template <class Use>
void for_each_row(hillock::axis a, const Use& use) {
  if (a.outer == 0 || a.inner == 0) return;
  const row_layout layout(a.outer * a.inner, a);
  for (std::size_t n = 0; n < layout.which.size(); ++n) use(n, [&](std::size_t k) { return layout.place(n, k); });
}

// Logarithm of the sum of powers as it is usually written.
float plain_logsumexp(double scale, hillock::axis a, operands_t o, const auto& place, float* largest_of_row = nullptr) {
  float largest = -INFINITY, sum = 0;
  const auto t = [&](std::size_t k) { return static_cast<float>(scale) * o.x[place(k)]; };
  for (std::size_t k = 0; k < a.length; ++k) largest = std::max(largest, t(k));
  for (std::size_t k = 0; k < a.length; ++k) sum += std::exp(t(k) - largest);
  if (largest_of_row) *largest_of_row = largest;
  return largest + std::log(sum);
}

TEST_CASE("position of functions over rows finds out", "[rows][row_mutants]") {
  SECTION("padding read into a row") {
    expect_caught<logsumexp>(row_function_position<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<logsumexp>(p, a, o);
      if (a.pitch > a.length && a.inner == 1 && a.outer > 1) o.results[0] += 0 * o.x[a.length];
    });
  }
  SECTION("padding written") {
    expect_caught<cross_entropy_backward>(row_function_position<float>,
                                          [](row_parameters p, hillock::axis a, operands_t o) {
                                            right<cross_entropy_backward>(p, a, o);
                                            if (a.pitch > a.length && a.inner == 1 && a.outer > 1) o.out[a.length] = 0;
                                          });
  }
  SECTION("rows counted along the wrong axis") {
    expect_caught<softmax>(row_function_position<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      row_operands<float> other = o;
      if (a.inner > 1 && a.outer > 1 && o.mask.kind == mask_kind::array)
        other.mask.terms = o.mask.terms.first(a.length * a.inner);
      right<softmax>(p, a, other);
    });
  }
  SECTION("a callable asked for an element past the end") {
    expect_caught<softmax>(row_function_position<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<softmax>(p, a, o);
      if (o.mask.kind == mask_kind::function) o.mask.term(o.mask.context, 0, a.length);
    });
  }
  SECTION("a result past the last") {
    expect_caught<cross_entropy>(row_function_position<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<cross_entropy>(p, a, o);
      o.results.data()[o.results.size()] = 0;
    });
  }
  SECTION("an input that is read after it was overwritten") {
    expect_caught<cross_entropy_and_gradient>(row_function_position<float>,
                                              [](row_parameters p, hillock::axis a, operands_t o) {
                                                if (o.out.data() == o.x.data()) o.out[0] = 0;
                                                right<cross_entropy_and_gradient>(p, a, o);
                                              });
  }
}

TEST_CASE("guards of functions over rows find out", "[rows][row_mutants]") {
  SECTION("a mask read past its end") {
    expect_caught<softmax>(row_function_guards<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<softmax>(p, a, o);
      volatile const float* end = o.mask.terms.data() + o.mask.terms.size();
      if (o.mask.kind == mask_kind::array && *end == 0) return;
    });
  }
  SECTION("a target read before its start") {
    expect_caught<cross_entropy>(row_function_guards<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<cross_entropy>(p, a, o);
      volatile const std::int32_t* before = o.target.index.data() - 1;
      if (!o.target.is_dense && *before == 0) return;
    });
  }
  SECTION("padding after the last row") {
    expect_caught<logsumexp_backward>(row_function_guards<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<logsumexp_backward>(p, a, o);
      volatile float* end = o.out.data() + o.out.size();
      if (a.pitch > 0) *end = *end;
    });
  }
}

TEST_CASE("misuse of functions over rows finds out", "[rows][row_mutants]") {
  SECTION("a mask of any size") {
    expect_caught<logsumexp>(row_function_misuse<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      row_operands<float> other = o;
      if (o.mask.terms.size() > a.length) other.mask.terms = o.mask.terms.first(a.length);
      right<logsumexp>(p, a, other);
    });
  }
  SECTION("a target that is the length") {
    expect_caught<cross_entropy>(row_function_misuse<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      if (o.target.index.data() == nullptr) return right<cross_entropy>(p, a, o);
      std::vector<std::int32_t> index(o.target.index.begin(), o.target.index.end());
      for (std::int32_t& each : index)
        if (each == 4) each = 3;
      row_operands<float> other = o;
      other.target.index = index;
      right<cross_entropy>(p, a, other);
    });
  }
  SECTION("a pitch below the width of a row") {
    expect_caught<softmax_backward>(row_function_misuse<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      if (a.pitch != 7) right<softmax_backward>(p, a, o);
    });
  }
  SECTION("a result written before the throw") {
    expect_caught<cross_entropy_and_gradient>(row_function_misuse<float>,
                                              [](row_parameters p, hillock::axis a, operands_t o) {
                                                if (!o.results.empty() && o.results.size() != a.outer * a.inner)
                                                  o.results[0] = 0;
                                                right<cross_entropy_and_gradient>(p, a, o);
                                              });
  }
}

TEST_CASE("properties of logsumexp find out", "[rows][row_mutants]") {
  const auto accurate = [](const row_calls<float>& calls) {
    worst_error worst;
    return logsumexp_accuracy(calls, 1, worst);
  };
  const auto gradient = [](const row_calls<float>& calls) {
    worst_error worst;
    return logsumexp_gradient(calls, worst);
  };
  SECTION("sums whose roundings are lost") {
    expect_caught<logsumexp>(accurate, [](row_parameters p, hillock::axis a, operands_t o) {
      for_each_row(a, [&](std::size_t n, const auto& place) { o.results[n] = plain_logsumexp(p.scale, a, o, place); });
    });
  }
  SECTION("what a row has beside its largest left out where it is little") {
    expect_caught<logsumexp>(accurate, [](row_parameters p, hillock::axis a, operands_t o) {
      right<logsumexp>(p, a, o);
      for (float& each : o.results)
        if (std::abs(each) < 1e-9f) each = 0;
    });
  }
  SECTION("+inf that hides a NaN") {
    expect_caught<logsumexp>(logsumexp_edges<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<logsumexp>(p, a, o);
      for_each_row(a, [&](std::size_t n, const auto& place) {
        for (std::size_t k = 0; k < a.length; ++k)
          if (static_cast<float>(p.scale) * o.x[place(k)] == INFINITY) o.results[n] = INFINITY;
      });
    });
  }
  SECTION("NaN where all is masked") {
    expect_caught<logsumexp>(logsumexp_edges<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<logsumexp>(p, a, o);
      for (float& each : o.results)
        if (each == -INFINITY) each = NAN;
    });
  }
  SECTION("a gradient without the scale") {
    expect_caught<logsumexp_backward>(gradient, [](row_parameters p, hillock::axis a, operands_t o) {
      right<logsumexp_backward>(p, a, o);
      for (float& each : o.out) each /= static_cast<float>(p.scale);
    });
  }
  SECTION("a difference that is rounded before its exponential") {
    expect_caught<logsumexp_backward>(gradient, [](row_parameters p, hillock::axis a, operands_t o) {
      right<logsumexp_backward>(p, a, o);
      const float scale = static_cast<float>(p.scale);
      for_each_row(a, [&](std::size_t n, const auto& place) {
        for (std::size_t k = 0; k < a.length && o.given[0][n] > -INFINITY; ++k)
          o.out[place(k)] = o.given[1][n] * scale * std::exp(scale * o.x[place(k)] - o.given[0][n]);
      });
    });
  }
}

TEST_CASE("properties of masks find out", "[rows][row_mutants]") {
  const auto accurate = [](const row_calls<float>& calls, row_function f) {
    worst_error worst;
    return masked_accuracy(calls, f, 1, worst);
  };
  SECTION("a sum of logit and term that is rounded") {
    expect_caught<softmax>(accurate, [](row_parameters p, hillock::axis a, operands_t o) {
      std::vector<float> t(o.x.begin(), o.x.end()), zeros(a.length);
      const std::size_t rows = o.mask.terms.size() / a.length;
      for_each_row(a, [&](std::size_t n, const auto& place) {
        for (std::size_t k = 0; k < a.length; ++k)
          t[place(k)] = static_cast<float>(p.scale) * t[place(k)] + o.mask.terms[n % rows * a.length + k];
      });
      row_operands<float> other = o;
      other.x = t;
      other.mask = {.kind = mask_kind::array, .terms = zeros};
      right<softmax>({}, a, other);
    });
  }
  SECTION("-1e9 taken for -inf") {
    expect_caught<log_softmax>(accurate, [](row_parameters p, hillock::axis a, operands_t o) {
      std::vector<float> terms(o.mask.terms.begin(), o.mask.terms.end());
      for (float& each : terms)
        if (each < -1e8f) each = -INFINITY;
      row_operands<float> other = o;
      other.mask = {.kind = mask_kind::array, .terms = terms};
      right<log_softmax>(p, a, other);
    });
  }
  SECTION("what is forbidden made possible by a little") {
    expect_caught<softmax>(accurate, [](row_parameters p, hillock::axis a, operands_t o) {
      right<softmax>(p, a, o);
      for (float& each : o.out)
        if (each == 0) each = 0x1p-149f;
    });
  }
  SECTION("the policy forgotten") {
    expect_caught<log_softmax>(masked_rows<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<log_softmax>({.scale = p.scale}, a, o);
    });
  }
}

TEST_CASE("properties of the cross-entropy find out", "[rows][row_mutants]") {
  const auto accurate = [](const row_calls<float>& calls) {
    worst_error index, dense;
    return loss_accuracy(calls, 1, index, dense);
  };
  const auto gradient = [](const row_calls<float>& calls) {
    worst_error index, dense;
    return loss_gradient_accuracy(calls, 1, index, dense);
  };
  SECTION("a loss that is a difference") {
    expect_caught<cross_entropy>(accurate, [](row_parameters p, hillock::axis a, operands_t o) {
      right<cross_entropy>(p, a, o);
      if (o.target.is_dense) return;
      for_each_row(a, [&](std::size_t n, const auto& place) {
        o.results[n] = plain_logsumexp(p.scale, a, o, place) - o.x[place(static_cast<std::size_t>(o.target.index[n]))];
      });
    });
  }
  SECTION("a dense loss that is summed in float") {
    expect_caught<cross_entropy>(accurate, [](row_parameters p, hillock::axis a, operands_t o) {
      right<cross_entropy>(p, a, o);
      if (!o.target.is_dense) return;
      for_each_row(a, [&](std::size_t n, const auto& place) {
        const float y = plain_logsumexp(p.scale, a, o, place);
        float sum = 0;
        for (std::size_t k = 0; k < a.length; ++k)
          if (o.target.dense[place(k)] != 0) sum += o.target.dense[place(k)] * (y - o.x[place(k)]);
        o.results[n] = sum;
      });
    });
  }
  SECTION("a gradient that is softmax - 1") {
    const row_call<float> broken = [](row_parameters p, hillock::axis a, operands_t o) {
      right<cross_entropy_backward>(p, a, o);
      if (o.target.is_dense) return;
      for_each_row(a, [&](std::size_t n, const auto& place) {
        const std::size_t k = static_cast<std::size_t>(o.target.index[n]);
        const float share = std::exp(o.x[place(k)] - plain_logsumexp(p.scale, a, o, place));
        if (share > 0.9f) o.out[place(k)] = o.given[0][n] * (share - 1);
      });
    };
    expect_caught<cross_entropy_backward>(gradient, broken);
  }
  SECTION("dense targets taken to sum to 1") {
    expect_caught<cross_entropy_backward>(gradient, [](row_parameters p, hillock::axis a, operands_t o) {
      right<cross_entropy_backward>(p, a, o);
      if (!o.target.is_dense) return;
      for_each_row(a, [&](std::size_t n, const auto& place) {
        const float y = plain_logsumexp(p.scale, a, o, place);
        for (std::size_t k = 0; k < a.length; ++k)
          o.out[place(k)] = o.given[0][n] * (std::exp(o.x[place(k)] - y) - o.target.dense[place(k)]);
      });
    });
  }
  SECTION("a masked target that costs nothing") {
    expect_caught<cross_entropy_and_gradient>(loss_edges<float>, [](row_parameters p, hillock::axis a, operands_t o) {
      right<cross_entropy_and_gradient>(p, a, o);
      for (float& each : o.results)
        if (each == INFINITY) each = 0;
    });
  }
  SECTION("a gradient without the scale") {
    row_calls<double> calls = row_function_sets()[0].float64;
    CHECK(loss_differences(calls).count == 0);
    calls[cross_entropy_and_gradient].checked = [](row_parameters p, hillock::axis a, const row_operands<double>& o) {
      row_function_sets()[0].float64[cross_entropy_and_gradient].checked(p, a, o);
      for (double& each : o.out) each /= p.scale;
    };
    CHECK(loss_differences(calls).count > 0);
  }
}

TEST_CASE("properties of softmax_state find out", "[rows][row_mutants]") {
  using memory = state_calls<float>::memory;
  static const state_calls<float>& right_state = healthy().state;
  const auto accurate = [](const state_calls<float>& state) {
    worst_error worst;
    return state_accuracy(state, worst);
  };
  state_calls<float> broken = right_state;
  CHECK(accurate(right_state).count == 0);
  CHECK(state_edges(right_state).count == 0);
  // Its words are the largest logit and the sum, in two words each.
  SECTION("a merge that forgets to rescale") {
    broken.merge = [](memory& m, const memory& other) {
      const float sum = m.words[2] + other.words[2];
      right_state.merge(m, other);
      m.words[2] = sum;
    };
    CHECK(accurate(broken).count > 0);
  }
  SECTION("words whose second half is lost") {
    broken.merge = [](memory& m, const memory& other) {
      right_state.merge(m, other);
      m.words[1] = m.words[3] = 0;
    };
    CHECK(accurate(broken).count > 0);
  }
  SECTION("an empty state that is no neutral element") {
    broken.merge = [](memory& m, const memory& other) {
      const bool first = m.words[2] == 0;
      right_state.merge(m, other);
      if (first) m.words[2] = NAN;
    };
    CHECK(state_edges(broken).count > 0);
  }
  SECTION("a NaN that is lost in a merge") {
    broken.merge = [](memory& m, const memory& other) {
      if (!std::isnan(other.words[2])) right_state.merge(m, other);
    };
    CHECK(state_edges(broken).count > 0);
  }
}

}  // namespace
}  // namespace tests
