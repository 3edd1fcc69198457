// Gated units against their definitions, and gradients against differences; the inputs and forms of all their tests.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <utility>

#include "catch.hpp"
#include "gates_properties.hpp"
#include "reference/ulp.hpp"
#include "rows_inputs.hpp"

namespace tests {

template <class T>
std::vector<gate_form> gate_inputs<T>::forms() const {
  using enum gate_form::kind;
  std::vector<gate_form> all{{}};
  for (const hillock::half which : {hillock::half::first, hillock::half::second}) {
    all.push_back({interleaved, which, 0});
    all.push_back({halves, which, size()});
    for (const std::size_t rows : {2u, 3u, 7u})
      if (size() % rows == 0 && size() > 0) all.push_back({halves, which, size() / rows});
  }
  return all;
}

template <std::floating_point T>
gate_inputs<T> ordinary_gates(std::size_t n, double reach) {
  random_bits random(51);
  return {random_logits<T>(n, 2 * reach, 0, random), random_logits<T>(n, 4, 0, random),
          random_logits<T>(n, 2, 0, random)};
}

template <std::floating_point T>
gate_inputs<T> edge_gates(const gate_unit& u) {
  using limits = std::numeric_limits<T>;
  std::vector<T> some = extreme_inputs<T>();
  const T limit = std::isinf(u.limit) ? T(3) : static_cast<T>(u.limit);
  for (const T x : {limits::infinity(), T(1), T(0.7), T(40), T(100), limit, std::nextafter(limit, T(100))}) {
    some.push_back(x);
    some.push_back(-x);
  }
  some.push_back(limits::quiet_NaN());
  gate_inputs<T> in;
  random_bits random(52);
  for (const T gate : some)
    for (const T value : some) {
      in.gate.push_back(gate);
      in.value.push_back(value);
      in.grad_out.push_back(some[random() % some.size()]);
    }
  return in;
}

namespace {
std::size_t index_in(const gate_form& form, std::size_t i, hillock::half which) {
  const std::size_t second = which == hillock::half::second;
  if (form.lies == gate_form::kind::interleaved) return 2 * i + second;
  return i / form.length * 2 * form.length + second * form.length + i % form.length;
}
hillock::half other(hillock::half h) {
  return h == hillock::half::first ? hillock::half::second : hillock::half::first;
}
}  // namespace

template <class T>
std::vector<T> pack(const gate_form& form, const std::vector<T>& gate, const std::vector<T>& value) {
  std::vector<T> x(2 * gate.size());
  for (std::size_t i = 0; i < gate.size(); ++i) {
    x[index_in(form, i, form.gate)] = gate[i];
    x[index_in(form, i, other(form.gate))] = value[i];
  }
  return x;
}

template <class T>
void unpack(const gate_form& form, std::span<const T> x, std::vector<T>& gate, std::vector<T>& value) {
  for (std::size_t i = 0; i < gate.size(); ++i) {
    gate[i] = x[index_in(form, i, form.gate)];
    value[i] = x[index_in(form, i, other(form.gate))];
  }
}

template <std::floating_point T>
gate_results<T> results(const gate_unit& u, const gate_inputs<T>& in, const gate_form& form) {
  const gate_calls<T>& call = u.in<T>();
  const std::size_t n = in.size();
  gate_results<T> r{std::vector<T>(n), std::vector<T>(n), std::vector<T>(n)};
  if (form.packed()) {
    const std::vector<T> x = pack(form, in.gate, in.value);
    std::vector<T> grad_x(2 * n);
    call.forward(u.g, form, {.in = {x, {}}, .grad_out = {}, .out = {r.out, {}}});
    call.backward(u.g, form, {.in = {x, {}}, .grad_out = in.grad_out, .out = {grad_x, {}}});
    unpack<T>(form, grad_x, r.grad_gate, r.grad_value);
  } else {
    call.forward(u.g, form, {.in = {in.gate, in.value}, .grad_out = {}, .out = {r.out, {}}});
    call.backward(u.g, form, {.in = {in.gate, in.value}, .grad_out = in.grad_out, .out = {r.grad_gate, r.grad_value}});
  }
  return r;
}

template <std::floating_point T>
gate_results<T> products(const gate_unit& u, const gate_inputs<T>& in) {
  const std::size_t n = in.size();
  const T limit = static_cast<T>(u.limit), added = static_cast<T>(u.added);
  gate_results<T> r{std::vector<T>(n), std::vector<T>(n), std::vector<T>(n)};
  std::vector<T> gate = in.gate, f(n), slope(n);
  for (T& each : gate)
    if (each > limit) each = limit;
  u.in<T>().activation(u.g, gate, f, slope);
  for (std::size_t i = 0; i < n; ++i) {
    T value = in.value[i] > limit ? limit : in.value[i] < -limit ? -limit : in.value[i];
    if (added != 0) value += added;
    r.out[i] = f[i] * value;
    r.grad_gate[i] = in.gate[i] > limit ? 0 : value * in.grad_out[i] * slope[i];
    r.grad_value[i] = std::abs(in.value[i]) > limit ? 0 : f[i] * in.grad_out[i];
  }
  if (u.evaluates_once) {
    gate_results<T> own = results<T>(u, in, {});
    r.grad_gate = std::move(own.grad_gate);
    r.grad_value = std::move(own.grad_value);
  }
  return r;
}

namespace {
// Ordinary inputs, far ones, and those edges that are finite.
template <class T>
gate_inputs<T> finite_gates(const gate_unit& u) {
  gate_inputs<T> in = ordinary_gates<T>(static_cast<std::size_t>(2000 / thinning));
  const gate_inputs<T> far = ordinary_gates<T>(static_cast<std::size_t>(1000 / thinning), 100);
  const gate_inputs<T> edge = edge_gates<T>(u);
  for (const gate_inputs<T>* more : {&far, &edge})
    for (std::size_t i = 0; i < more->size(); ++i)
      if (std::isfinite(more->gate[i]) && std::isfinite(more->value[i])) {
        in.gate.push_back(more->gate[i]);
        in.value.push_back(more->value[i]);
        in.grad_out.push_back(std::isfinite(more->grad_out[i]) ? more->grad_out[i] : 1);
      }
  return in;
}

// The spacing of T at x.
template <class T>
real ulp_of(const real& x) {
  using limits = std::numeric_limits<T>;
  const long binade = x.is_zero() ? limits::min_exponent - 1
                                  : std::clamp<long>(x.exponent(), limits::min_exponent - 1, limits::max_exponent - 1);
  return two_to(binade + 1 - limits::digits);
}

template <class T>
hillock::error_bounds bounds_of(const gate_unit& u) {
  const auto bounds = u.activation.at(hillock::accuracy::faithful);
  return std::same_as<T, float> ? bounds.float32 : bounds.float64;
}

// A result of a unit against the exact one, where factors that it is a product of may err by so much.
template <class T>
void check_result(failures& found, const gate_unit& u, const gate_inputs<T>& in, std::size_t i, const char* what, T got,
                  const real& exact, const real& by_factors) {
  const double error = ulp_error(got, exact), allowed = 0.501 + static_cast<double>(by_factors / ulp_of<T>(exact));
  if (!(error <= allowed))
    found.add([&] {
      return format("%s: %s at gate %s, value %s, grad_out %s got %s want %s, %.3g ulp > %.3g", name<T>(u).c_str(),
                    what, hex(in.gate[i]).c_str(), hex(in.value[i]).c_str(), hex(in.grad_out[i]).c_str(),
                    hex(got).c_str(), hex(static_cast<double>(exact)).c_str(), error, allowed);
    });
}
}  // namespace

template <class T>
failures gate_definition(const gate_unit& u, const gate_reference& of) {
  const precision scope(400);
  failures found;
  const double bound = bounds_of<T>(u).value.ulp;
  const gate_inputs<T> in = finite_gates<T>(u);
  const std::vector<T> out = results<T>(u, in, {}).out;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const real f = of.operator()<T>(in.gate[i], 1 - u.added), exact = of.operator()<T>(in.gate[i], in.value[i]);
    if (abs(f) > std::numeric_limits<T>::max()) continue;  // f is infinite
    const real limit = static_cast<T>(u.limit), given = in.value[i];
    const real value = (given > limit ? limit : given < -limit ? -limit : given) + u.added;
    // What the activation may err by, and the rounding of value + 1.
    const real by_f = real(bound) * ulp_of<T>(f) * abs(value),
               by_value = u.added == 0 ? real(0) : abs(f) * ulp_of<T>(value);
    check_result(found, u, in, i, "out", out[i], exact, by_f + by_value);
  }
  return found;
}

template <class T>
failures gate_gradient_definition(const gate_unit& u, const gate_reference& of) {
  const precision scope(700);
  failures found;
  if (!u.evaluates_once) return found;
  const auto bounds = std::same_as<T, float> ? u.float_gradient_bounds : bounds_of<T>(u);
  const gate_inputs<T> in = finite_gates<T>(u);
  const gate_results<T> got = results<T>(u, in, {});
  const real largest = std::numeric_limits<T>::max();
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in.gate[i] >= static_cast<T>(u.limit) || std::abs(in.value[i]) >= static_cast<T>(u.limit)) continue;
    const real gate = in.gate[i], grad_out = in.grad_out[i], value = real(in.value[i]) + u.added;
    const real step = two_to(std::max(0, std::ilogb(in.gate[i])) - 160);
    const auto at = [&](const real& x) { return of.operator()<T>(x, 1 - u.added); };
    const real f = at(gate), slope = (at(gate + step) - at(gate - step)) / (step * 2), product = value * grad_out;
    if (!(abs(f) > largest))
      check_result(found, u, in, i, "grad_value", got.grad_value[i], f * grad_out,
                   real(bounds.value.ulp) * ulp_of<T>(f) * abs(grad_out));
    if (!(abs(product) > largest)) {
      const real by_value = u.added == 0 ? real(0) : ulp_of<T>(value) * abs(grad_out);
      check_result(
          found, u, in, i, "grad_gate", got.grad_gate[i], product * slope,
          real(bounds.derivative.ulp) * ulp_of<T>(slope) * abs(product) + (ulp_of<T>(product) + by_value) * abs(slope));
    }
  }
  return found;
}

failures gate_gradient_errors(const gate_unit& u, const gate_reference& of) {
  failures found;
  const bool exact_parameters = of.operator()<float>(1, 1) == of.operator()<double>(1, 1);
  if (!u.evaluates_once || !exact_parameters) return found;
  const std::size_t n = static_cast<std::size_t>(200000 / thinning);
  gate_inputs<float> in = ordinary_gates<float>(n), far = ordinary_gates<float>(n, 60);
  in.gate.insert(in.gate.end(), far.gate.begin(), far.gate.end());
  in.value.assign(in.gate.size(), static_cast<float>(1 - u.added));
  in.grad_out.assign(in.gate.size(), 1);
  const auto doubles = [](const std::vector<float>& x) { return std::vector<double>(x.begin(), x.end()); };
  const gate_results<float> got = results<float>(u, in, {});
  const gate_results<double> want = results<double>(u, {doubles(in.gate), doubles(in.value), doubles(in.grad_out)}, {});
  const auto check = [&](const char* what, std::size_t i, float have, double exact, double bound) {
    const double error = std::abs(static_cast<double>(have) - exact) / static_cast<double>(ulp_of<float>(exact));
    if (!(error <= bound + 1e-4))
      found.add([&] {
        return format("%s: %s at gate %s got %s, in double %s, %.4f ulp > %.4f", name<float>(u).c_str(), what,
                      hex(in.gate[i]).c_str(), hex(have).c_str(), hex(exact).c_str(), error, bound);
      });
  };
  for (std::size_t i = 0; i < in.size(); ++i) {
    check("f", i, got.grad_value[i], want.grad_value[i], u.float_gradient_bounds.value.ulp);
    check("f'", i, got.grad_gate[i], want.grad_gate[i], u.float_gradient_bounds.derivative.ulp);
  }
  return found;
}

failures gate_gradient_differences(const gate_unit& u) {
  failures found;
  constexpr double h = 0x1p-17;
  const gate_inputs<double> in = ordinary_gates<double>(static_cast<std::size_t>(2000 / thinning));
  const std::size_t n = in.size();
  const auto at = [&](double gate_step, double value_step) {
    gate_inputs<double> moved = in;
    for (double& each : moved.gate) each += gate_step;
    for (double& each : moved.value) each += value_step;
    return results<double>(u, moved, {}).out;
  };
  const auto after = at(h, 0), before = at(-h, 0), above = at(0, h), below = at(0, -h);
  const gate_results<double> got = results<double>(u, in, {});
  const auto check = [&](const char* what, std::size_t i, double gradient, double want) {
    const double size = std::max(1., std::abs(in.value[i] * in.grad_out[i]) * (1 + in.gate[i] * in.gate[i]));
    if (!(std::abs(gradient - want) <= 1e-8 * size))
      found.add([&] {
        return format("%s: %s at gate %a, value %a, grad_out %a got %a want %a", name<double>(u).c_str(), what,
                      in.gate[i], in.value[i], in.grad_out[i], gradient, want);
      });
  };
  for (std::size_t i = 0; i < n; ++i) {
    // not across a kink
    const bool kink = std::abs(in.gate[i]) < 2 * h || std::abs(in.gate[i] - u.limit) < 2 * h;
    if (!kink) check("grad_gate", i, got.grad_gate[i], in.grad_out[i] * (after[i] - before[i]) / (2 * h));
    if (std::abs(std::abs(in.value[i]) - u.limit) < 2 * h) continue;
    check("grad_value", i, got.grad_value[i], in.grad_out[i] * (above[i] - below[i]) / (2 * h));
  }
  return found;
}

#define FOR_TYPE(T)                                                                             \
  template struct gate_inputs<T>;                                                               \
  template gate_inputs<T> ordinary_gates(std::size_t, double);                                  \
  template gate_inputs<T> edge_gates(const gate_unit&);                                         \
  template std::vector<T> pack(const gate_form&, const std::vector<T>&, const std::vector<T>&); \
  template void unpack(const gate_form&, std::span<const T>, std::vector<T>&, std::vector<T>&); \
  template gate_results<T> results(const gate_unit&, const gate_inputs<T>&, const gate_form&);  \
  template gate_results<T> products(const gate_unit&, const gate_inputs<T>&);                   \
  template failures gate_definition<T>(const gate_unit&, const gate_reference&);                \
  template failures gate_gradient_definition<T>(const gate_unit&, const gate_reference&);
FOR_TYPE(float)
FOR_TYPE(double)
#undef FOR_TYPE

namespace {
TEST_CASE("gated units are what they are defined as", "[gates]") {
  for_each_unit([](const gate_unit& u, const gate_reference& of) {
    report(gate_definition<float>(u, of));
    report(gate_definition<double>(u, of));
  });
}
TEST_CASE("gradients of gated units that evaluate f and its derivative together are as near as both", "[gates]") {
  for_each_unit([](const gate_unit& u, const gate_reference& of) {
    report(gate_gradient_definition<float>(u, of));
    report(gate_gradient_definition<double>(u, of));
    report(gate_gradient_errors(u, of));
  });
}
TEST_CASE("gradients of gated units are what differences give", "[gates]") {
  for_each_unit([](const gate_unit& u) { report(gate_gradient_differences(u)); });
}
}  // namespace
}  // namespace tests
