// The bits of gated units: those of the activation and of multiplications, as far as they promise them; and the same ones
// in every form.
// SPDX-License-Identifier: MIT
#include <cmath>

#include "catch.hpp"
#include "gates_properties.hpp"
#include "rows_inputs.hpp"

namespace tests {
namespace {

template <class T>
failures check_bits(const gate_unit& u) {
  failures found;
  for (const gate_inputs<T>& in : {ordinary_gates<T>(1260), ordinary_gates<T>(1260, 100), edge_gates<T>(u)}) {
    const gate_results<T> want = products<T>(u, in);
    for (const gate_form& form : in.forms()) {
      const gate_results<T> got = results<T>(u, in, form);
      const auto compare = [&](const char* what, const std::vector<T>& have, const std::vector<T>& wanted) {
        for (std::size_t i = 0; i < have.size(); ++i)
          if (!same_number(have[i], wanted[i]))
            found.add([&] {
              return format("%s, form %d, halves of %zu: %s at gate %s, value %s, grad_out %s got %s want %s",
                            name<T>(u).c_str(), static_cast<int>(form.lies), form.length, what, hex(in.gate[i]).c_str(),
                            hex(in.value[i]).c_str(), hex(in.grad_out[i]).c_str(), hex(have[i]).c_str(),
                            hex(wanted[i]).c_str());
            });
      };
      compare("out", got.out, want.out);
      compare("grad_gate", got.grad_gate, want.grad_gate);
      compare("grad_value", got.grad_value, want.grad_value);
    }
  }
  return found;
}

template <class T>
failures check_edges(const gate_unit& u) {
  failures found;
  const gate_inputs<T> in = edge_gates<T>(u);
  const gate_results<T> got = results<T>(u, in, {});
  const auto tell = [&](std::size_t i, const char* what, T have, double want) {
    found.add([&] {
      return format("%s: %s at gate %s, value %s, grad_out %s got %s want %s", name<T>(u).c_str(), what,
                    hex(in.gate[i]).c_str(), hex(in.value[i]).c_str(), hex(in.grad_out[i]).c_str(), hex(have).c_str(),
                    hex(want).c_str());
    });
  };
  std::vector<T> nan{std::numeric_limits<T>::quiet_NaN()}, f(1), slope(1);
  u.in<T>().activation(u.g, nan, f, slope);
  const bool bends = std::isnan(slope[0]);  // a straight line has no NaN to give
  for (std::size_t i = 0; i < in.size(); ++i) {
    const T gate = in.gate[i], value = in.value[i], grad_out = in.grad_out[i];
    if ((std::isnan(gate) || std::isnan(value)) && !std::isnan(got.out[i])) tell(i, "out", got.out[i], NAN);
    if (bends && std::isnan(gate) && !std::isnan(got.grad_gate[i])) tell(i, "grad_gate", got.grad_gate[i], NAN);
    if (std::isnan(gate) && !std::isnan(got.grad_value[i]) && std::abs(value) <= static_cast<T>(u.limit))
      tell(i, "grad_value", got.grad_value[i], NAN);
    // A finite value, so that nothing is infinity times zero.
    if (!std::isinf(gate) || std::isnan(value) || std::isinf(value) || !(std::abs(grad_out) < 2)) continue;
    const auto limit_at = [&](const auto& list) {
      for (const hillock::exact_value& v : list)
        if (v.x == static_cast<double>(gate) && std::isfinite(v.y) && std::isinf(u.limit)) return v.y;
      return double(NAN);
    };
    if (const double at = limit_at(u.activation.values); !std::isnan(at)) {
      if (const T want = static_cast<T>(at) * value; !same_number(got.out[i], want)) tell(i, "out", got.out[i], want);
      if (const T want = static_cast<T>(at) * grad_out; !same_number(got.grad_value[i], want))
        tell(i, "grad_value", got.grad_value[i], want);
    }
    if (std::abs(value) > 2) continue;
    if (const double at = limit_at(u.activation.derivatives); !std::isnan(at))
      if (const T want = value * grad_out * static_cast<T>(at); !same_number(got.grad_gate[i], want))
        tell(i, "grad_gate", got.grad_gate[i], want);
  }
  return found;
}

}  // namespace

failures gate_bits(const gate_unit& u) {
  return in_both_types([&]<class T>(T) { return check_bits<T>(u); });
}
failures gate_edges(const gate_unit& u) {
  return in_both_types([&]<class T>(T) { return check_edges<T>(u); });
}

namespace {
TEST_CASE("gated units have the bits of their activation times the value", "[gates]") {
  for_each_unit([](const gate_unit& u) { report(gate_bits(u)); });
}
TEST_CASE("gated units at NaN and infinity", "[gates]") {
  for_each_unit([](const gate_unit& u) { report(gate_edges(u)); });
}
}  // namespace
}  // namespace tests
