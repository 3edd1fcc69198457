// A row gives the same bits wherever it lies.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iterator>
#include <utility>

#include "catch.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

template <class T>
class row_position_check {
 public:
  explicit row_position_check(const normaliser& n) : n_(n), call_(n.in<T>()) {}

  failures run() {
    const std::size_t lanes = call_.lanes;
    for (const std::size_t length : {1ul, 2ul, 3ul, lanes - 1, lanes, lanes + 1, 4 * lanes, 4 * lanes + 3, 203ul}) {
      const rows want = rows_alone(length);
      for (std::size_t offset = 0; offset <= lanes; ++offset) contiguous(want, offset);
    }
    contiguous(rows_alone(129 * lanes + 3), 1);  // whose sum is taken in pieces
    // Short rows, of which some are taken together: so many that some are left over
    for (const std::size_t length : short_lengths(lanes))
      every_way(rows_alone(length), {.outer = 2 * lanes + 3, .length = length}, length % 3,
                [](std::size_t o, auto) { return o % distinct; });
    for (const std::size_t length : {1u, 2u, 5u, 9u}) {
      const rows want = rows_beside_others(length);
      for (std::size_t inner = 2; inner <= 40; inner += inner < 36 ? thinning : 1)
        for (const std::size_t outer : {1u, 3u}) interleaved(want, {.outer = outer, .length = length, .inner = inner});
    }
    // Elements so far apart that rows are copied, some at a time, a batch of rows that lie near or far after the other
    for (const std::size_t lines : {64u, 160u}) {
      const std::size_t inner = lines * 64 / sizeof(T);
      every_way(rows_beside_others(9), {.outer = 3, .length = 9, .inner = inner}, 1, [&](std::size_t o, std::size_t i) {
        return (i / lanes * 7 + o) % 3 == 0 ? i % distinct : small[i % std::size(small)];
      });
    }
    for (const auto& [length, lines] :
         {std::pair{67u, 64u}, std::pair{259u, 64u}, std::pair{67u, 8u}, std::pair{67u, 12u},
          std::pair{1027u, 8u}})  // the last are too long to be copied
      every_way(rows_beside_others(length), {.outer = 2, .length = length, .inner = lines * 64 / sizeof(T)}, 0,
                [&](std::size_t o, std::size_t i) { return small_or_any(o, i); });
    return found_;
  }

  // So many rows that results are stored past the cache. Long ones begin each an element further in a batch; those of 64 fill
  // cache lines, of which the first begins at the offset, since glibc's large arrays begin 16 bytes behind a page. Of the longest
  // softmax keeps no powers.
  failures run_beyond_cache() {
    for (const std::size_t length : {262147u, 4097u, 1027u, 259u, 64u}) {
      const std::size_t outer = (std::size_t{64} << 20) / (2 * sizeof(T) * length) + 1, offset = 48 / sizeof(T);
      every_way(rows_alone(length), {.outer = outer, .length = length}, offset,
                [](std::size_t o, auto) { return o % distinct; });
    }
    // Neighbours: of whole lines, near each other or not, in arrays that are aligned or not, of parts of lines, such as are too long to
    // be copied, as many as are passed over together, and more than those, before them, behind them or both
    const std::size_t line = 64 / sizeof(T), aligned = 48 / sizeof(T);
    const struct {
      std::size_t length, inner, offset;
    } neighbours[]{{67, 17 * line, aligned},  {67, 17 * line, 0},       {67, 65 * line, aligned},
                   {67, 17 * line + 3, 0},    {259, line, aligned},     {1027, 3 * line, aligned},
                   {131, 12 * line, aligned}, {67, 64 * line, aligned}, {259, 64 * line, aligned},
                   {1027, 8 * line, 0},       {67, 8 * line, aligned},  {259, 64 * line, 0},
                   {131, 71 * line, aligned}, {67, 75 * line, 0}};
    for (const auto& [length, inner, offset] : neighbours) {
      const std::size_t outer = (std::size_t{64} << 20) / (2 * sizeof(T) * length * inner) + 1;
      every_way(rows_beside_others(length), {.outer = outer, .length = length, .inner = inner}, offset,
                [&](std::size_t o, std::size_t i) { return small_or_any(o, i); });
    }
    return found_;
  }

 private:
  static constexpr std::size_t distinct = 7;
  static constexpr std::size_t small[]{0, 3, 6};  // rows of small logits
  // Those, and in every other array of neighbours a batch of any after one of those.
  std::size_t small_or_any(std::size_t o, std::size_t i) const {
    return o % 2 == 0 || i / call_.lanes % 2 == 0 ? small[(o + i) % std::size(small)] : (o + i) % distinct;
  }
  static constexpr T canary = T(-0x1.badp77);

  // Rows, and what they give.
  struct rows {
    std::vector<T> x[distinct], grad_y[distinct], y[distinct], grad_x[distinct];
  };

  rows some_rows(std::size_t length) const {
    rows r;
    random_bits random(41);
    for (std::size_t i = 0; i < distinct; ++i) {
      const double spread[]{1, 30, 200}, offset[]{0, 50, -3e6};
      r.x[i] = random_logits<T>(length, spread[i % 3], offset[i / 2 % 3], random);
      if (i == 6) r.x[i][length / 2] = sizeof(T) == 4 ? 43 : 49;  // the whole sum, which is more than it is rounded to
      r.grad_y[i] = random_logits<T>(length, 2, 0, random);
      for (std::vector<T>* out : {&r.y[i], &r.grad_x[i]}) {
        out->reserve(length + 1);  // a mutant writes one element too many
        out->resize(length);
      }
    }
    return r;
  }

  rows rows_alone(std::size_t length) const {
    rows r = some_rows(length);
    for (std::size_t i = 0; i < distinct; ++i) {
      call_.forward(n_.f, r.x[i], r.y[i], nullptr);
      if (call_.backward_from_output) call_.backward_from_output(n_.f, r.y[i], r.grad_y[i], r.grad_x[i], nullptr);
    }
    return r;
  }

  // In the first lane, next to a row of zeros.
  rows rows_beside_others(std::size_t length) const {
    rows r = some_rows(length);
    const hillock::axis two{.length = length, .inner = 2};
    for (std::size_t i = 0; i < distinct; ++i) {
      std::vector<T> in(2 * length), grad(2 * length), out(2 * length);
      put_row<T>(in, two, 0, 0, r.x[i]);
      call_.forward(n_.f, in, out, &two);
      r.y[i] = get_row<T>(out, two, 0, 0);
      if (!call_.backward_from_output) continue;
      put_row<T>(in, two, 0, 0, r.y[i]);
      put_row<T>(grad, two, 0, 0, r.grad_y[i]);
      call_.backward_from_output(n_.f, in, grad, out, &two);
      r.grad_x[i] = get_row<T>(out, two, 0, 0);
    }
    return r;
  }

  // One row at an offset from an aligned address, then a batch of rows there.
  void contiguous(const rows& want, std::size_t offset) {
    const std::size_t length = want.x[0].size();
    for (std::size_t i = 0; i < distinct; ++i)
      every_way(want, {.length = length}, offset, [&](auto, auto) { return i; });
    every_way(want, {.outer = 2 * distinct, .length = length}, offset,
              [](std::size_t o, auto) { return o % distinct; });
  }

  // Every row in every lane, beside the others.
  void interleaved(const rows& want, hillock::axis a) {
    for (std::size_t turn = 0; turn < distinct; ++turn)
      every_way(want, a, turn, [&](std::size_t o, std::size_t i) { return (turn + o + i) % distinct; });
    // Of small logits alone: beside large ones no results wait for the next rows.
    every_way(want, a, 0, [&](std::size_t o, std::size_t i) { return small[(o + i) % std::size(small)]; });
  }

  template <class Which>
  void every_way(const rows& want, hillock::axis a, std::size_t offset, const Which& which) {
    const auto filled = [&](const std::vector<T>(&with)[distinct]) {
      std::vector<T> all(offset + a.outer * a.length * a.inner + call_.lanes, canary);
      for (std::size_t o = 0; o < a.outer; ++o)
        for (std::size_t i = 0; i < a.inner; ++i) put_row<T>(part(all, offset, a), a, o, i, with[which(o, i)]);
      return all;
    };
    const auto check = [&](const std::vector<T>& got, const std::vector<T>(&wanted)[distinct], const char* how) {
      const std::vector<T> all = filled(wanted);
      for (std::size_t i = 0; i < all.size(); ++i)
        if (!same_number(got[i], all[i]))
          found_.add([&] {
            return format(
                "%s: {.outer = %zu, .length = %zu, .inner = %zu} at offset %zu, %s: element %td got %s want %s",
                name<T>(n_).c_str(), a.outer, a.length, a.inner, offset, how, static_cast<std::ptrdiff_t>(i - offset),
                hex(got[i]).c_str(), hex(all[i]).c_str());
          });
    };
    const std::vector<T> blank(offset + a.outer * a.length * a.inner + call_.lanes, canary);

    std::vector<T> x = filled(want.x), out = blank;
    call_.forward(n_.f, part(x, offset, a), part(out, offset, a), &a);
    check(out, want.y, "forward");
    out = blank;
    call_.unchecked_forward(n_.f, part(x, offset, a), part(out, offset, a), &a);
    check(out, want.y, "unchecked forward");
    call_.forward(n_.f, part(x, offset, a), part(x, offset, a), &a);
    check(x, want.y, "forward in place");

    if (call_.backward_from_output == nullptr) return;
    std::vector<T> y = filled(want.y), grad_y = filled(want.grad_y);
    out = blank;
    call_.backward_from_output(n_.f, part(y, offset, a), part(grad_y, offset, a), part(out, offset, a), &a);
    check(out, want.grad_x, "backward");
    out = blank;
    call_.unchecked_backward_from_output(n_.f, part(y, offset, a), part(grad_y, offset, a), part(out, offset, a), &a);
    check(out, want.grad_x, "unchecked backward");
    call_.backward_from_output(n_.f, part(y, offset, a), part(grad_y, offset, a), part(grad_y, offset, a), &a);
    check(grad_y, want.grad_x, "backward over grad_y");
    grad_y = filled(want.grad_y);
    call_.backward_from_output(n_.f, part(y, offset, a), part(grad_y, offset, a), part(y, offset, a), &a);
    check(y, want.grad_x, "backward over y");
  }

  static std::span<T> part(std::vector<T>& all, std::size_t offset, hillock::axis a) {
    return std::span(all).subspan(offset, a.outer * a.length * a.inner);
  }

  const normaliser& n_;
  const normaliser_calls<T>& call_;
  failures found_;
};

}  // namespace

failures row_position(const normaliser& n) {
  return in_both_types([&]<class T>(T) { return row_position_check<T>(n).run(); });
}
failures row_streaming(const normaliser& n) {
  return in_both_types([&]<class T>(T) { return row_position_check<T>(n).run_beyond_cache(); });
}

namespace {
TEST_CASE("a row gives the same bits wherever it lies", "[rows]") {
  for_each_normaliser([](const normaliser& n) { report(row_position(n)); });
}
TEST_CASE("rows beyond the cache hold the bits of each alone", "[rows]") {
  if (thinning > 1) return;  // too much for an emulator
  for_each_normaliser([](const normaliser& n) {
    if (n.scale == 1) report(row_streaming(n));
  });
}
}  // namespace
}  // namespace tests
