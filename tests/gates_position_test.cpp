// Where gates and values lie changes no bit, and nothing beside them is touched.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "catch.hpp"
#include "gates_properties.hpp"
#include "guarded.hpp"
#include "room.hpp"
#include "rows_inputs.hpp"

namespace tests {
namespace {

constexpr std::size_t longest = 259;

template <class T>
class position_check {
 public:
  explicit position_check(const gate_unit& u) : u_(u), call_(u.in<T>()) {}

  failures run() {
    const gate_inputs<T> all = ordinary_gates<T>(longest, 30);
    const gate_results<T> want = products<T>(u_, all);
    for (std::size_t n = 0; n <= longest; n = next_length(n, call_.lanes)) {
      const gate_inputs<T> in{first(all.gate, n), first(all.value, n), first(all.grad_out, n)};
      for (const gate_form& form : in.forms())
        for (const std::size_t offset : {n % (call_.lanes + 1), std::size_t{0}, std::size_t{1}}) {
          form.packed() ? packed(in, want, form, offset) : apart(in, want, offset);
          if (n > 5 * call_.lanes) break;
        }
    }
    return found_;
  }

 private:
  static constexpr T canary = T(-0x1.badp77);

  static std::vector<T> first(const std::vector<T>& all, std::size_t n) {
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n)};
  }

  using room = tests::room<T>;

  void expect(room& got, std::span<const T> want, const gate_form& form, std::size_t offset, const char* how) {
    const std::span<T> have = got.array();
    for (std::size_t i = 0; i < have.size(); ++i)
      if (!same_number(have[i], want[i])) tell(have.size(), form, offset, how, i, have[i], want[i]);
    if (!got.holds_beside()) tell(have.size(), form, offset, how, have.size(), T(0), canary);
  }
  void tell(std::size_t n, const gate_form& form, std::size_t offset, const char* how, std::size_t i, T got, T want) {
    found_.add([&] {
      return format("%s, %s: element %zu of %zu at offset %zu, form %d with gates %s and halves of %zu, got %s want %s",
                    name<T>(u_).c_str(), how, i, n, offset, static_cast<int>(form.lies),
                    form.gate == hillock::half::first ? "first" : "second", form.length, hex(got).c_str(),
                    hex(want).c_str());
    });
  }

  void apart(const gate_inputs<T>& in, const gate_results<T>& want, std::size_t offset) {
    const std::size_t n = in.size();
    const auto span_of = [n](const std::vector<T>& x) { return std::span(x).first(n); };
    const std::span<const T> out = span_of(want.out), by_gate = span_of(want.grad_gate),
                             by_value = span_of(want.grad_value);
    for (const auto call : {call_.forward, call_.unchecked_forward})
      for (int over = 0; over < 3; ++over) {  // nothing, the gates, the values
        room gate(in.gate, offset), value(in.value, 0), fresh(n, 2);
        room& target = over == 0 ? fresh : over == 1 ? gate : value;
        call(u_.g, {}, {.in = {gate.array(), value.array()}, .grad_out = {}, .out = {target.array(), {}}});
        expect(target, out, {}, offset, over == 0 ? "forward" : "forward in place");
      }
    for (const auto call : {call_.backward, call_.unchecked_backward})
      for (int over = 0; over < 16; ++over) {  // each gradient over nothing or an input, not both over one
        const int a = over / 4, b = over % 4;
        if (a == b && a != 0) continue;
        room inputs[]{room(in.gate, offset), room(in.value, 0), room(in.grad_out, 1)};
        room fresh[]{room(n, 2), room(n, 3)};
        room &grad_gate = a == 0 ? fresh[0] : inputs[a - 1], &grad_value = b == 0 ? fresh[1] : inputs[b - 1];
        call(u_.g, {},
             {.in = {inputs[0].array(), inputs[1].array()},
              .grad_out = inputs[2].array(),
              .out = {grad_gate.array(), grad_value.array()}});
        expect(grad_gate, by_gate, {}, offset, over == 0 ? "grad_gate" : "grad_gate in place");
        expect(grad_value, by_value, {}, offset, over == 0 ? "grad_value" : "grad_value in place");
      }
  }

  void packed(const gate_inputs<T>& in, const gate_results<T>& want, const gate_form& form, std::size_t offset) {
    const std::size_t n = in.size();
    const std::vector<T> gradients = pack(form, first(want.grad_gate, n), first(want.grad_value, n));
    for (const auto call : {call_.forward, call_.unchecked_forward}) {
      room x(pack(form, in.gate, in.value), offset), out(n, 1);
      call(u_.g, form, {.in = {x.array(), {}}, .grad_out = {}, .out = {out.array(), {}}});
      expect(out, std::span(want.out).first(n), form, offset, "forward");
    }
    for (const auto call : {call_.backward, call_.unchecked_backward})
      for (const bool in_place : {false, true}) {
        room x(pack(form, in.gate, in.value), offset), grad_out(in.grad_out, 1), fresh(2 * n, 3);
        room& target = in_place ? x : fresh;
        call(u_.g, form, {.in = {x.array(), {}}, .grad_out = grad_out.array(), .out = {target.array(), {}}});
        expect(target, gradients, form, offset, in_place ? "backward in place" : "backward");
      }
  }

  const gate_unit& u_;
  const gate_calls<T>& call_;
  failures found_;
};

template <class T>
failures check_guards(const gate_unit& u) {
  failures found;
  const fault_trap trap;
  const gate_calls<T>& call = u.in<T>();
  constexpr std::size_t bytes = 2 * longest * sizeof(T);
  const guarded_room room[]{guarded_room(bytes), guarded_room(bytes), guarded_room(bytes), guarded_room(bytes),
                            guarded_room(bytes)};
  for (const guarded_room& r : room)
    for (const bool at_end : {false, true}) std::ranges::fill(r.array<T>(2 * longest, at_end), T(0.75));
  for (std::size_t n = 0; n <= longest; n = next_length(n, call.lanes))
    for (const gate_form& form : gate_inputs<T>{std::vector<T>(n), {}, {}}.forms())
      for (const bool at_end : {false, true}) {
        const std::size_t size = form.packed() ? 2 * n : n;
        const auto array = [&](int i, std::size_t length) { return room[i].array<T>(length, at_end); };
        const gate_arguments<T> forward{.in = {array(0, size), array(1, n)}, .grad_out = {}, .out = {array(2, n), {}}};
        const gate_arguments<T> backward{
            .in = {array(0, size), array(1, n)}, .grad_out = array(2, n), .out = {array(3, size), array(4, n)}};
        const auto check = [&](const char* function, auto f, const gate_arguments<T>& arguments) {
          if (fault_trap::touches([&] { f(u.g, form, arguments); }))
            found.add([&] {
              return format("%s of %s, form %d, touches memory %s arrays of %zu", function, name<T>(u).c_str(),
                            static_cast<int>(form.lies), at_end ? "after" : "before", n);
            });
        };
        check("forward", call.forward, forward);
        check("unchecked forward", call.unchecked_forward, forward);
        check("backward", call.backward, backward);
        check("unchecked backward", call.unchecked_backward, backward);
      }
  return found;
}

}  // namespace

failures gate_position(const gate_unit& u) {
  return in_both_types([&]<class T>(T) { return position_check<T>(u).run(); });
}

template <class T>
failures gate_streaming(const gate_unit& u) {
  failures found;
  const gate_calls<T>& call = u.in<T>();
  const std::size_t least = (std::size_t{64} << 20) / (3 * sizeof(T)) + 5, period = 1009;
  const gate_inputs<T> in = ordinary_gates<T>(period);
  const gate_results<T> want = products<T>(u, in);
  struct {
    gate_form::kind kind;
    std::size_t rows;
  } const forms[]{{gate_form::kind::interleaved, 1},
                  {gate_form::kind::halves, 1},
                  {gate_form::kind::halves, least / 1024},
                  {gate_form::kind::halves, least / 331}};
  for (const auto& [kind, rows] : forms)
    for (const std::size_t offset : {0u, 1u, 2u}) {
      const std::size_t length = (least + rows - 1) / rows, n = rows * length;
      const gate_form form{kind, hillock::half::second, length};
      std::vector<T> x(2 * n + offset), grad_out(n), out(n + offset), grad_x(2 * n + offset);
      const auto at = [&, kind = kind](std::span<T> all, std::size_t i, bool gate) -> T& {
        return kind == gate_form::kind::halves
                   ? all[offset + i / length * 2 * length + i % length + (gate ? length : 0)]
                   : all[offset + 2 * i + gate];
      };
      for (std::size_t i = 0; i < n; ++i) {
        at(x, i, true) = in.gate[i % period];
        at(x, i, false) = in.value[i % period];
        grad_out[i] = in.grad_out[i % period];
      }
      const auto shifted = [offset](std::vector<T>& all) { return std::span(all).subspan(offset); };
      call.forward(u.g, form, {.in = {shifted(x), {}}, .grad_out = {}, .out = {shifted(out), {}}});
      call.backward(u.g, form, {.in = {shifted(x), {}}, .grad_out = grad_out, .out = {shifted(grad_x), {}}});
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t j = i % period;
        if (!same_number(out[offset + i], want.out[j]) || !same_number(at(grad_x, i, true), want.grad_gate[j]) ||
            !same_number(at(grad_x, i, false), want.grad_value[j]))
          found.add([&] {
            return format("%s: element %zu of %zu in rows of %zu at offset %zu", name<T>(u).c_str(), i, n, length,
                          offset);
          });
      }
    }
  return found;
}
template failures gate_streaming<float>(const gate_unit&);
template failures gate_streaming<double>(const gate_unit&);

failures gate_guards(const gate_unit& u) {
  return in_both_types([&]<class T>(T) { return check_guards<T>(u); });
}

namespace {
TEST_CASE("gated units give the same bits wherever their arrays lie", "[gates]") {
  for_each_unit([](const gate_unit& u) { report(gate_position(u)); });
}
TEST_CASE("gated units of arrays beyond the caches", "[gates]") {
  if (thinning == 1)
    for_each_unit([](const gate_unit& u) {
      if (u.name != "bilinear") return;
      report(gate_streaming<float>(u));
      report(gate_streaming<double>(u));
    });
}
TEST_CASE("gated units stay within their arrays", "[gates]") {
  for_each_unit([](const gate_unit& u) { report(gate_guards(u)); });
}
}  // namespace
}  // namespace tests
