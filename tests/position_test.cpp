// The same x gives the same bits wherever it stands.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <cstring>

#include "catch.hpp"
#include "every_call.hpp"
#include "properties.hpp"

namespace tests {
namespace {

constexpr std::size_t longest = 259;

template <class T>
bool same(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

// The index of the first difference, or the length. NaN equals NaN.
template <class T>
std::size_t first_difference(std::span<const T> a, std::span<const T> b) {
  if (std::memcmp(a.data(), b.data(), a.size_bytes()) == 0) return a.size();
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), same<T>).first - a.begin());
}

// Ordinary numbers, with `neighbour` at about every other place.
template <class T>
std::vector<T> numbers_beside(T neighbour, std::size_t n) {
  random_bits random(3);
  std::vector<T> x(n);
  for (T& each : x) each = random() % 2 ? neighbour : static_cast<T>(random.uniform(-12, 12));
  return x;
}

// One array function on one input, everywhere.
template <class T>
class position_check {
 public:
  position_check(const row& r, std::size_t a, T neighbour, failures& found)
      : r_(r), call_(r.in<T>().arrays[a]), facts_(array_functions[a]), found_(found), room_(longest + r.in<T>().lanes) {
    in_[0] = numbers_beside(neighbour, room_);
    in_[1].resize(room_);
    random_bits random(4);
    for (T& grad : in_[1]) grad = static_cast<T>(random.uniform(-2, 2));
    for (int k = 0; k < facts_.outputs; ++k) {
      const auto f = r.in<T>()[facts_.computes[k]].scalar;
      for (std::size_t i = 0; i < room_; ++i)
        want_[k].push_back(facts_.inputs == 1 ? f(r.f, in_[0][i]) : in_[1][i] * f(r.f, in_[0][i]));
    }
  }

  void run() {
    const std::size_t lanes = r_.in<T>().lanes;
    for (std::size_t n = 0; n <= longest; n = next_length(n, lanes))
      for (std::size_t offset = 0; offset < lanes; offset += thinning == 1 ? 1 : 3) {
        apart(call_.checked, offset, n);
        for (int i = 0; i < facts_.inputs; ++i)
          for (int k = 0; k < facts_.outputs; ++k) in_place(offset, n, i, k);
      }
    apart(call_.unchecked, 1, longest);
    for (std::size_t cut = 0; cut <= longest; cut = next_length(cut, lanes)) split(cut);
  }

 private:
  static constexpr T canary = T(-0x1.badp77);

  void apart(array_call<T> call, std::size_t offset, std::size_t n) {
    std::vector<T> out[2]{std::vector<T>(room_, canary), std::vector<T>(room_, canary)};
    call(r_.f, {.in = {part(in_[0], offset, n), part(in_[1], offset, n)},
                .out = {part(out[0], offset, n), part(out[1], offset, n)}});
    for (int k = 0; k < facts_.outputs; ++k) compare(out[k], k, offset, n, "", nullptr);
  }

  // Output k is input i.
  void in_place(std::size_t offset, std::size_t n, int i, int k) {
    std::vector<T> in[2]{in_[0], in_[1]}, other(room_, canary);
    operands<T> o{.in = {part(in[0], offset, n), part(in[1], offset, n)},
                  .out = {part(other, offset, n), part(other, offset, n)}};
    o.out[k] = part(in[i], offset, n);
    call_.checked(r_.f, o);
    compare(in[i], k, offset, n, " in place", &in_[i]);
  }

  void split(std::size_t cut) {
    std::vector<T> out[2]{std::vector<T>(room_, canary), std::vector<T>(room_, canary)};
    for (const auto& [first, n] : {std::pair<std::size_t, std::size_t>{0, cut}, {cut, longest - cut}})
      call_.checked(r_.f, {.in = {part(in_[0], first, n), part(in_[1], first, n)},
                           .out = {part(out[0], first, n), part(out[1], first, n)}});
    for (int k = 0; k < facts_.outputs; ++k) compare(out[k], k, 0, longest, " in two parts", nullptr);
  }

  // Elements outside must still be what they were: the canary, or those of `before`.
  void compare(const std::vector<T>& got, int k, std::size_t offset, std::size_t n, const char* how,
               const std::vector<T>* before) {
    const auto tell = [&](std::size_t i, T want) {
      found_.add([&] {
        return format("%s%s: element %zu of %zu at offset %zu, x = %s: got %s want %s [%s, %s]", facts_.name.data(),
                      how, i - offset, n, offset, hex(in_[0][i]).c_str(), hex(got[i]).c_str(), hex(want).c_str(),
                      name(r_).c_str(), r_.instruction_set.data());
      });
    };
    const std::span<const T> all(got);
    if (const std::size_t i = first_difference<T>(all.subspan(offset, n), std::span(want_[k]).subspan(offset, n));
        i < n)
      tell(offset + i, want_[k][offset + i]);
    for (std::size_t i = 0; i < room_; ++i)
      if (i < offset || i >= offset + n)
        if (const T want = before ? (*before)[i] : canary; std::memcmp(&got[i], &want, sizeof want) != 0) tell(i, want);
  }

  static std::span<T> part(std::vector<T>& v, std::size_t offset, std::size_t n) {
    return std::span(v).subspan(offset, n);
  }

  const row& r_;
  const array_calls<T>& call_;
  const array_facts& facts_;
  failures& found_;
  std::size_t room_;
  std::vector<T> in_[2], want_[2];
};

// Registers at every offset over the same numbers: every number in every lane.
template <class T>
void check_lanes(const row& r, T neighbour, failures& found) {
  const calls<T>& c = r.in<T>();
  const std::vector<T> x = numbers_beside(neighbour, longest);
  for (const member m : members) {
    if (!c[m]) continue;
    for (std::size_t offset = 0; offset + c.lanes <= x.size(); ++offset) {
      T y[most_lanes];
      c[m].batch(r.f, &x[offset], y);
      for (std::size_t i = 0; i < c.lanes; ++i)
        if (const T want = c[m].scalar(r.f, x[offset + i]); !same(y[i], want))
          found.add([&] {
            return format("%s in lane %zu got %s want %s", call_text(r, m, x[offset + i]).c_str(), i, hex(y[i]).c_str(),
                          hex(want).c_str());
          });
    }
  }
}

template <class T>
void check_position(const row& r, failures& found) {
  for (const T neighbour : {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(), T(1e30)}) {
    check_lanes(r, neighbour, found);
    for (std::size_t a = 0; a < array_function_count; ++a)
      if (r.in<T>().arrays[a].checked != nullptr) position_check<T>(r, a, neighbour, found).run();
  }
}

template <class T>
void check_sums(const row& r, failures& found) {
  const calls<T>& c = r.in<T>();
  random_bits random(5);
  for (const member m : members) {
    if (!c[m]) continue;
    for (int repeat = 0; repeat < 64 / thinning; ++repeat) {
      T x[most_lanes], addend[most_lanes], y[most_lanes];
      for (std::size_t i = 0; i < most_lanes; ++i) {
        x[i] = static_cast<T>(random.uniform(-4, 4));
        // Close to -f(x), the sum shows every bit of f's last product.
        addend[i] = -c[m].scalar(r.f, x[i]) * (1 + static_cast<T>(random() % 4) * std::numeric_limits<T>::epsilon());
      }
      const auto check = [&](const char* way, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
          if (const T want = c[m].scalar(r.f, x[i]) + addend[i]; !same(y[i], want))
            found.add([&] {
              return format("%s + %s %s got %s want %s", call_text(r, m, x[i]).c_str(), hex(addend[i]).c_str(), way,
                            hex(y[i]).c_str(), hex(want).c_str());
            });
      };
      c[m].batch_sum(r.f, x, addend, y);
      check("in a batch", c.lanes);
      c[m].loop_sum(r.f, x, addend, y, most_lanes);
      check("in a loop", most_lanes);
      for (std::size_t i = 0; i < most_lanes; ++i) c[m].loop_sum(r.f, x + i, addend + i, y + i, 1);
      check("as a scalar", most_lanes);
    }
  }
}

// Arrays beyond the cache, whose results are stored past it, against the same in pieces that are stored as usual.
template <class T>
void check_streaming(const row& r, failures& found) {
  constexpr std::size_t piece = 1 << 16, room = 64 / sizeof(T);
  constexpr std::size_t n = (std::size_t{70} << 20) / 2 / sizeof(T) + 5;
  std::vector<T> in[2], out[2], want[2];
  for (auto* of : {&in[0], &in[1], &out[0], &out[1], &want[0], &want[1]}) of->resize(n + room);
  random_bits random(6);
  for (std::size_t i = 0; i < n; ++i) {
    in[0][i] = static_cast<T>(random.uniform(-4, 4));
    in[1][i] = static_cast<T>(random.uniform(-4, 4));
  }
  for (std::size_t a = 0; a < array_function_count; ++a) {
    const auto call = r.in<T>().arrays[a].unchecked;
    if (call == nullptr) continue;
    for (std::size_t i = 0; i < n; i += piece) {
      const std::size_t m = std::min(piece, n - i);
      call(r.f, {.in = {{&in[0][i], m}, {&in[1][i], m}}, .out = {{&want[0][i], m}, {&want[1][i], m}}});
    }
    for (const std::size_t offset : {std::size_t{0}, std::size_t{3}}) {
      for (auto& each : out) std::fill(each.begin(), each.end(), T(7));
      call(r.f, {.in = {{in[0].data(), n}, {in[1].data(), n}}, .out = {{&out[0][offset], n}, {&out[1][offset], n}}});
      for (int k = 0; k < array_functions[a].outputs; ++k) {
        const std::size_t at = first_difference<T>({&out[k][offset], n}, {want[k].data(), n});
        const bool beyond = std::count(&out[k][0], &out[k][offset], T(7)) != static_cast<std::ptrdiff_t>(offset) ||
                            std::count(out[k].begin() + static_cast<std::ptrdiff_t>(n + offset), out[k].end(), T(7)) !=
                                static_cast<std::ptrdiff_t>(room - offset);
        if (at < n || beyond)
          found.add([&] {
            return format("%s of %zu elements, %zu after an aligned one: %s %zu", array_functions[a].name.data(), n,
                          offset, beyond ? "wrote beside the array, and" : "differs at", at);
          });
      }
    }
  }
}

}  // namespace

failures streaming(const row& r) {
  failures found;
  check_streaming<float>(r, found);
  check_streaming<double>(r, found);
  return found;
}
failures position(const row& r) {
  failures found;
  check_position<float>(r, found);
  check_position<double>(r, found);
  return found;
}
failures sums(const row& r) {
  failures found;
  check_sums<float>(r, found);
  check_sums<double>(r, found);
  return found;
}

namespace {
TEST_CASE("the same x gives the same bits at every place", "[position]") { for_each_row(position); }
TEST_CASE("arrays beyond the cache hold the bits of their pieces", "[position]") {
  if (thinning > 1) return;  // too much for an emulator
  for (const instruction_set& set : instruction_sets())
    for (const row& r : set.rows)
      if (r.about.name == "relu") report(streaming(r));
}
TEST_CASE("f(x) + r is rounded twice", "[position]") { for_each_row(sums); }
}  // namespace
}  // namespace tests
