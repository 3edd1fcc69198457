// Each property of gated units finds out the broken units made for it, and has nothing against the same unbroken.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "gates_properties.hpp"

namespace tests {
namespace {

using call = gate_calls<float>::call;
using arguments = gate_arguments<float>;

// The first instruction set's swiglu with the default parameters.
const gate_unit& healthy() {
  return *std::ranges::find(gate_sets()[0].units, std::string_view("swiglu"), &gate_unit::name);
}
const gate_reference& definition() {
  return gate_references()[static_cast<std::size_t>(&healthy() - gate_sets()[0].units.data())];
}
void forward(const gate_form& form, const arguments& a) { healthy().float32.forward(healthy().g, form, a); }
void backward(const gate_form& form, const arguments& a) { healthy().float32.backward(healthy().g, form, a); }

template <class Property>
void expect_caught(const Property& property, const gate_unit& broken) {
  CHECK(property(healthy()).count == 0);
  CHECK(property(broken).count > 0);
}
template <class Property>
void expect_caught(const Property& property, call gate_calls<float>::* which, call broken) {
  gate_unit u = healthy();
  u.float32.*which = broken;
  expect_caught(property, u);
}
constexpr auto in_forward = &gate_calls<float>::forward, in_backward = &gate_calls<float>::backward;

void nudge(float& x) { x = std::nextafter(x, 2 * x + 1); }

TEST_CASE("the definition of gated units finds out", "[gates]") {
  const auto defined = [](const gate_unit& u) { return gate_definition<float>(u, definition()); };
  SECTION("one result off by 3 ulp") {
    expect_caught(defined, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      forward(form, a);
      a.out[0][7] *= 1 + 0x1.8p-22f;
    });
  }
  SECTION("gate and value exchanged") {
    expect_caught(defined, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      forward(form, {.in = {a.in[1], a.in[0]}, .grad_out = {}, .out = {a.out[0], {}}});
    });
  }
  SECTION("subnormal results flushed") {
    expect_caught(defined, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      forward(form, a);
      for (float& each : a.out[0])
        if (std::fpclassify(each) == FP_SUBNORMAL) each = 0;
    });
  }
}

TEST_CASE("the definition of gradients of gated units finds out", "[gates]") {
  const auto defined = [](const gate_unit& u) { return gate_gradient_definition<float>(u, definition()); };
  SECTION("f' off by 5 ulp") {
    expect_caught(defined, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      a.out[0][7] *= 1 + 0x1.4p-21f;
    });
  }
  SECTION("f off by 3 ulp") {
    expect_caught(defined, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      a.out[1][7] *= 1 + 0x1.8p-22f;
    });
  }
}

TEST_CASE("errors of gradients of gated units find out", "[gates]") {
  const auto near = [](const gate_unit& u) { return gate_gradient_errors(u, definition()); };
  SECTION("f' off by 3 ulp") {
    expect_caught(near, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      a.out[0][7] *= 1 + 0x1.8p-22f;
    });
  }
}

TEST_CASE("gradients of gated units find out", "[gates]") {
  gate_unit u = healthy();
  const auto expect_found = [&](gate_calls<double>::call broken) {
    CHECK(gate_gradient_differences(u).count == 0);
    u.float64.backward = broken;
    CHECK(gate_gradient_differences(u).count > 0);
  };
  SECTION("the value left out of grad_gate") {
    expect_found([](const void*, const gate_form& form, const gate_arguments<double>& a) {
      healthy().float64.backward(healthy().g, form, a);
      for (std::size_t i = 0; i < a.out[0].size(); ++i) a.out[0][i] /= a.in[1][i];
    });
  }
  SECTION("the gradients exchanged") {
    expect_found([](const void*, const gate_form& form, const gate_arguments<double>& a) {
      healthy().float64.backward(healthy().g, form,
                                 {.in = {a.in[0], a.in[1]}, .grad_out = a.grad_out, .out = {a.out[1], a.out[0]}});
    });
  }
}

TEST_CASE("bits of gated units find out", "[gates]") {
  SECTION("a product that is not rounded by itself") {
    expect_caught(gate_bits, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      if (form.packed()) return forward(form, a);
      for (std::size_t i = 0; i < a.out[0].size(); ++i) {
        const double gate = static_cast<double>(a.in[0][i]);
        a.out[0][i] = static_cast<float>(gate / (1 + std::exp(-gate)) * static_cast<double>(a.in[1][i]));
      }
    });
  }
  SECTION("pairs in the wrong order") {
    expect_caught(gate_bits, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      if (form.lies == gate_form::kind::interleaved && a.out[0].size() > 1) std::swap(a.out[0][0], a.out[0][1]);
    });
  }
  SECTION("the other half for the gate") {
    expect_caught(gate_bits, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      gate_form other = form;
      other.gate = hillock::half::first;
      forward(other, a);
    });
  }
  SECTION("the last pair of a row left out") {
    expect_caught(gate_bits, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      if (form.lies == gate_form::kind::interleaved) a.out[0].back() = 0;
    });
  }
}

TEST_CASE("edges of gated units find out", "[gates]") {
  SECTION("a NaN that is lost") {
    expect_caught(gate_edges, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      forward(form, a);
      for (float& each : a.out[0])
        if (std::isnan(each)) each = 0;
    });
  }
  SECTION("infinity times zero where there is a limit") {
    expect_caught(gate_edges, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      for (std::size_t i = 0; i < a.out[0].size(); ++i)
        if (a.in[0][i] == -INFINITY) a.out[0][i] = NAN;
    });
  }
}

TEST_CASE("position of gated units finds out", "[gates]") {
  SECTION("a tail in other arithmetic") {
    expect_caught(gate_position, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      forward(form, a);
      if (!form.packed() && a.out[0].size() % healthy().float32.lanes == 1) nudge(a.out[0].back());
    });
  }
  SECTION("an odd offset") {
    expect_caught(gate_position, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      forward(form, a);
      const bool odd = reinterpret_cast<std::uintptr_t>(a.in[0].data()) % 8 != 0;
      if (form.packed() && odd && !a.out[0].empty()) nudge(a.out[0][0]);
    });
  }
  SECTION("an input that is read after it was overwritten") {
    expect_caught(gate_position, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      if (a.out[0].data() == a.in[0].data()) std::ranges::fill(a.out[0], 0.f);
      backward(form, a);
    });
  }
  SECTION("one element too many") {
    expect_caught(gate_position, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      if (form.packed() && a.grad_out.size() == 7) a.out[0].data()[14] = 0;
    });
  }
  SECTION("an unchecked twin of its own mind") {
    expect_caught(gate_position, &gate_calls<float>::unchecked_forward,
                  [](const void*, const gate_form& form, const arguments& a) {
                    forward(form, a);
                    if (form.lies == gate_form::kind::halves && a.out[0].size() == 6) nudge(a.out[0][5]);
                  });
  }
}

TEST_CASE("guards of gated units find out", "[gates]") {
  SECTION("a read one past the end") {
    expect_caught(gate_guards, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      forward(form, a);
      volatile const float* end = a.in[0].data() + a.in[0].size();
      if (*end == 0) return;
    });
  }
  SECTION("a gradient written before the start of pairs") {
    expect_caught(gate_guards, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      backward(form, a);
      volatile float* before = a.out[0].data() - 1;
      if (form.lies == gate_form::kind::interleaved) *before = 0;
    });
  }
}

TEST_CASE("misuse of gated units finds out", "[gates]") {
  SECTION("a missing check of the lengths") {
    expect_caught(gate_misuse, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      if (!form.packed() && a.in[1].size() == a.in[0].size() + 1)
        return forward(form, {.in = {a.in[0], a.in[1].first(a.in[0].size())}, .grad_out = {}, .out = {a.out[0], {}}});
      forward(form, a);
    });
  }
  SECTION("halves that are no whole rows") {
    expect_caught(gate_misuse, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      gate_form fitting = form;
      fitting.length = a.grad_out.size();
      backward(fitting, a);
    });
  }
  SECTION("an element written before the throw") {
    expect_caught(gate_misuse, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      if (a.out[0].data() != nullptr && !a.out[0].empty()) a.out[0][0] = 0;
      backward(form, a);
    });
  }
  SECTION("a sentence without the numbers") {
    expect_caught(gate_misuse, in_forward, [](const void*, const gate_form& form, const arguments& a) {
      try {
        forward(form, a);
      } catch (const std::invalid_argument&) {
        throw std::invalid_argument("hillock::forward: wrong arguments.");
      }
    });
  }
  SECTION("a right call refused") {
    expect_caught(gate_misuse, in_backward, [](const void*, const gate_form& form, const arguments& a) {
      if (a.in[0].data() == a.out[0].data()) throw std::invalid_argument("hillock::backward: in place.");
      backward(form, a);
    });
  }
}

}  // namespace
}  // namespace tests
