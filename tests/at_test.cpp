// at<A>(f): the level reaches the members, and the innermost one wins.
// SPDX-License-Identifier: MIT
#include <bit>
#include <hillock/hillock.hpp>

#include "catch.hpp"
#include "inputs.hpp"
#include "samples.hpp"

namespace tests {
namespace {

using hillock::accuracy;
using hillock::at;
using hillock::value;

// Levels that are not yet named.
constexpr auto level(int n) { return static_cast<accuracy>(n); }

// Returns the level that each member is called with.
struct recorder {
  template <accuracy A = accuracy::faithful, value V>
  V operator()(V) const {
    return V(static_cast<int>(A));
  }
  template <accuracy A = accuracy::faithful, value V>
  V derivative(V) const {
    return V(static_cast<int>(A));
  }
  template <accuracy A = accuracy::faithful, value V>
  V second_derivative(V) const {
    return V(static_cast<int>(A));
  }
  template <accuracy A = accuracy::faithful, value V>
  V derivative_from_output(V) const {
    return V(static_cast<int>(A));
  }
};

// Levels are none of its business.
struct doubler {
  double operator()(double x) const { return 2 * x; }
};

template <class F>
bool every_member_at(const F& f, int n) {
  const double want = n;
  return f(0.0) == want && f.derivative(0.0) == want && f.second_derivative(0.0) == want &&
         f.derivative_from_output(0.0) == want;
}

TEST_CASE("the level reaches every member", "[at]") {
  CHECK(every_member_at(recorder{}, static_cast<int>(accuracy::faithful)));
  CHECK(every_member_at(at<level(5)>(recorder{}), 5));
  CHECK_FALSE(every_member_at(at<level(5)>(recorder{}), 6));

  double x[3] = {}, y[3];
  hillock::forward(at<level(5)>(recorder{}), x, y);
  CHECK(y[2] == 5);
}

TEST_CASE("the innermost level wins", "[at]") { CHECK(every_member_at(at<level(6)>(at<level(5)>(recorder{})), 5)); }

TEST_CASE("a function without levels is itself at every level", "[at]") {
  CHECK(at<level(5)>(doubler{})(3.0) == 6);
  double x[3] = {1, 2, 3}, y[3];
  hillock::forward(at<level(5)>(doubler{}), x, y);
  CHECK(y[2] == 6);
}

template <class F, class T>
failures same_at_default(const F& f) {
  failures found;
  const auto g = at<accuracy::faithful>(f);
  const auto check = [&](const char* member, T x, T got, T want) {
    if (std::bit_cast<bits_of<T>>(got) != std::bit_cast<bits_of<T>>(want))
      found.add([&] {
        return format("at<faithful>(%s)%s(%s) got %s want %s", F::about.name.data(), member, hex(x).c_str(),
                      hex(got).c_str(), hex(want).c_str());
      });
  };
  random_bits random(6);
  for (int i = 0; i < 1000 / thinning; ++i) {
    const T each = static_cast<T>(random.uniform(-12, 12));
    check("", each, g(each), f(each));
    check(".derivative", each, g.derivative(each), f.derivative(each));
    if constexpr (requires { f.second_derivative(each); })
      check(".second_derivative", each, g.second_derivative(each), f.second_derivative(each));
    if constexpr (requires { f.derivative_from_output(each); })
      check(".derivative_from_output", each, g.derivative_from_output(each), f.derivative_from_output(each));
  }
  return found;
}

TEST_CASE("at the default level every activation is itself", "[at]") {
  hillock::activations::for_each([]<class F>() {
    for (const F& f : samples<F>) {
      report(same_at_default<F, float>(f));
      report(same_at_default<F, double>(f));
    }
  });

  const std::vector<float> x{-3, -0.5f, 0, 1, 100};
  std::vector<float> y(x.size()), z(x.size());
  hillock::forward(hillock::tanh{}, x, y);
  hillock::forward(at<accuracy::faithful>(hillock::tanh{}), x, z);
  CHECK(z == y);
}

}  // namespace
}  // namespace tests
