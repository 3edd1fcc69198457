// What softmax and its kin are made of: e^t for the logits t of a row, and their sum.
// SPDX-License-Identifier: MIT
// Nothing is subtracted from logits of ordinary size: e^t is kept as m 2^n, and scaling by a power of two is exact. Larger
// ones are taken relative to the largest, as exact differences.
#pragma once

#include "../math/log1p.hpp"
#include "dot.hpp"
#include "logits.hpp"
#include "powers.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

template <element T>
class panel_exponentials;

// e^t for the logits t of a row, times a power of two that is common to the row; in two words.
template <class In, class Terms>
class row_exponentials : row_logits<In, Terms> {
  using base = row_logits<In, Terms>;
  using base::x_, base::scale_, base::scaled, base::has_terms;

 public:
  using typename base::V, typename base::word;

  row_exponentials() = default;
  // The first pass over the row: its largest logit.
  HILLOCK_INLINE row_exponentials(const In& x, element_of<V> scale, const Terms& terms)
      : base(x, scale, terms), exp_(V(scale)), exp_of_logits_(V(1)) {
    V x_smallest(0);  // of those that have no term
    V of_lanes;       // what each lane's largest logit is rounded to
    auto of_ordinary_parts = is_ordinary(V(0));
    if constexpr (has_terms) {
      rounded_largest largest = find_rounded_largest();
      of_lanes = largest.logit.each[0];
      rounded_largest_ = joined(largest.logit, math::max);
      if constexpr (takes_apart) of_ordinary_parts = are_ordinary(largest.part);
      if (math::any(math::where_not(of_ordinary_parts & is_ordinary(rounded_largest_)))) [[unlikely]] {
        stretches_.forget(x_.batches());
        find_largest();
      }
      if constexpr (has_stretches)
        if (stretches_.has_free()) x_smallest = stretches_.smallest;
    } else {
      of_each_row<In, V> largest;  // of turned(x)
      V smallest(infinity);        // of all rows
      find_range([&](std::size_t row, range a) __attribute__((always_inline)) {
        largest.each[row] = falls() ? math::neg(a.low) : a.high;
        const V low = falls() ? math::neg(a.high) : a.low;
        smallest = is_stacked<In> ? math::min(low, smallest) : low;
      });
      if constexpr (is_stacked<In>) {
        of_each_row<contiguous_row<T>, V> lanes{smallest};
        smallest = joined(lanes, math::min);
      }
      of_lanes = scaled(turned(largest.each[0])).hi;
      origin_.x_largest = turned(found_ahead() ? found_ahead()->most : joined(largest, math::max));
      x_smallest = turned(smallest);
      rounded_largest_ = scaled(origin_.x_largest).hi;
    }

    const V t = rounded_largest_;
    // all lie below `lowest`
    const auto masked = (t == V(-infinity)) & is_infinite(origin_.x_largest, origin_.term_largest);
    const auto ordinary = of_ordinary_parts & is_ordinary(t);
    const auto far = math::where_not(ordinary | masked);
    const V near = math::select(ordinary, t, V(0));
    origin_.unit = exponential::unit::raising(near, row_constants<T>::raised);
    origin_.lowest = near + V(row_constants<T>::faint);
    if constexpr (is_contiguous<In>)
      if (x.length > longest_stacked<V>) {
        of_each_row<In, V> close{math::only_where((of_lanes >= t - V(2)) & ordinary, V(1))};
        contested_ = total(close).get(0) > 1;
      }
    if (math::any(far)) [[unlikely]] {
      origin_.x_shift = math::select(far, origin_.x_largest, V(0));
      origin_.term_shift = math::select(far, origin_.term_largest, V(0));
      origin_.far = math::select(far, V(1), V(0));
      kind_ = kind::shifted;
    } else {
      const bool vanishing = math::any(scaled(x_smallest).hi < origin_.lowest);
      if (vanishing) stretches_.no_free();
      kind_ = has_terms ? kind::masked : vanishing ? kind::shifted : scale == 1 ? kind::plain : kind::near;
    }
  }

  // The second pass: the sum of the powers, and each(i, power) of every batch; as `shares` take it. What is `behind` (behind.hpp) is
  // written, each of its batches before the power that may take its place: meanwhile if this row is near, else before.
  template <class Each, class Behind>
  HILLOCK_INLINE auto sum(const Each& each, Behind& behind) const {
    if (!is_near(kind_)) behind.write_from(0);
    auto sums = by_kind_and_next([&](auto how, auto looks_ahead) __attribute__((always_inline)) {
      return sum_of<how(), looks_ahead(), sum_of_powers<V, true>>(
          behind, do_nothing, [](auto& to, auto, const auto& e, V, V) __attribute__((always_inline)) { to.add(e); },
          [&](auto i, const auto& e) __attribute__((always_inline)) { each(i, e.rounded()); },
          [&](auto i) __attribute__((always_inline)) { each(i, V(0)); }, do_nothing);
    });
    if constexpr (fuses)
      return total(sums);
    else
      return in_words(total(sums));
  }
  template <class Each>
  HILLOCK_INLINE auto sum(const Each& each) const {
    at_once nothing;
    return sum(each, nothing);
  }

  // Whether some powers are known to be nothing beside the largest, or may be.
  HILLOCK_INLINE bool may_be_far() const { return has_terms || kind_ == kind::shifted; }

  // Of a row like x, the part outside of which all powers are 0.
  template <class Row>
  HILLOCK_INLINE Row open_part(const Row& y) const {
    if constexpr (has_stretches) {
      const std::size_t end = stretches_.open_end * V::size;
      return {y.part(stretches_.open * V::size, end < y.length ? end : y.length)};
    } else {
      return y;
    }
  }

  // The largest logit.
  HILLOCK_INLINE word largest() const { return base::settled(scaled(origin_.x_largest, origin_.term_largest)); }

  // Logits are x itself, and no larger than the exponential is good for.
  HILLOCK_INLINE bool is_plain() const { return kind_ == kind::plain; }

  // The second pass where only the sum's logarithm is wanted: of the sum, without what for_each_difference's logits lack too;
  // and of the sum over the largest power, which is right however little more than 1 it is. Meanwhile what is `behind`
  // (behind.hpp) is written, if this row is plain; else it goes on waiting.
  struct logarithm {
    word sum, over_largest;
    typename V::batch_bool_type empty;         // the sum is 0
    word powers, others, others_over_largest;  // the sum itself, and without one of the largest
  };
  template <class Each, class Behind>
  HILLOCK_INLINE logarithm log_of_sum(const Each& each, Behind& behind) {
    if constexpr (has_terms) find_largest();
    const word largest = largest_power();
    if constexpr (is_contiguous<In>)
      if (contested_) return log_with(sum_of_rounded(each, behind) - wide(word{largest.hi, V(0)}), largest);
    return log_with(sum_of_others(largest, each, behind), largest);
  }
  HILLOCK_INLINE logarithm log_of_sum() {
    at_once nothing;
    return log_of_sum([](auto) {}, nothing);
  }

  // each(i, is_largest, logit - y) of every batch of x: all of the row, or without a mask a part.
  template <class Each>
  HILLOCK_INLINE void for_each_difference(const In& x, word y, const Each& each) const {
    by_kind([&](auto how_most) __attribute__((always_inline)) {
      for_each_batch_of(x, how_most, [&](auto how, auto i) __attribute__((always_inline)) {
        const V x_i = how() == kind::none ? V(format<T>::nan) : loaded(x.load(i, T(0))), term = term_of<how()>(i);
        const origin o = at(i);
        each(i, is_largest(o, x_i, term), difference<how()>(o, x_i, term, {x.spread(i, y.hi), x.spread(i, y.lo)}));
      });
      return 0;
    });
  }
  // The same of one x, without a mask.
  HILLOCK_INLINE V difference(V x, word y) const { return difference<kind::shifted>(origin_, x, V(0), y); }
  HILLOCK_INLINE V power_of(V x) const { return power<kind::shifted>(origin_, x, V(0)).hi; }
  HILLOCK_INLINE auto is_largest(V x) const { return is_largest(origin_, x, V(0)); }

  // each(i, power) of every batch of x, all of the row or a part, once more; without a mask.
  template <class Each>
  HILLOCK_INLINE void for_each_power(const In& x, const Each& each) const {
    static_assert(!has_terms);
    by_kind_of_power([&](auto how) __attribute__((always_inline)) {
      for_each_batch(x, [&](auto i) __attribute__((always_inline)) {
        each(i, parts<how()>(at(i), x.load(i, T(0)), V(0)).rounded());
      });
      return 0;
    });
  }

  // Where the row has a NaN.
  HILLOCK_INLINE auto some_nan() const {
    auto zeros = of_each_row<In, V>::filled(V(0));  // or NaN
    base::for_each_batch_with_term([&](auto i, V term) __attribute__((always_inline)) {
      const V t = scaled(x_.load(i, T(0)), term).hi;
      zeros.each[i.row] = zeros.each[i.row] + math::select(t == t, V(0), t);
    });
    const V sum = total(zeros);
    return math::where_not(sum == sum);
  }

 private:
  template <element>
  friend class panel_exponentials;  // panel.hpp

  using T = element_of<V>;
  using exponential = math::proportional_exp<V>;
  using constants = math::exp_constants<T>;
  static constexpr T infinity = format<T>::infinity;
  static constexpr auto do_nothing = [](const auto&...) {};

  // What the logits are: x itself, or scale * x, where e^t is something beside the largest for every x; with a mask,
  // scale * x + term; or the same less those of the largest. Each gives the bits of the last where both may stand. None is
  // what a stretch of a row may be of which all is -inf.
  enum class kind { plain, near, masked, shifted, none };
  static constexpr bool is_near(kind k) { return k == kind::plain || k == kind::near; }

  // Where PlainAsNear one loop does for both.
  template <bool PlainAsNear = false, class Body>
  HILLOCK_INLINE auto by_kind(const Body& body) const {
    if constexpr (has_terms) {
      if (kind_ == kind::masked) return body(std::integral_constant<kind, kind::masked>{});
    } else {
      if constexpr (!PlainAsNear)
        if (kind_ == kind::plain) return body(std::integral_constant<kind, kind::plain>{});
      if (kind_ != kind::shifted) return body(std::integral_constant<kind, kind::near>{});
    }
    return body(std::integral_constant<kind, kind::shifted>{});
  }
  template <class Body>
  HILLOCK_INLINE auto by_kind_of_power(const Body& body) const {
    return by_kind<exponential::scales_freely>(body);
  }

  // A long row with a mask: from `open` on to `open_end` some logit is not -inf, and from `free` on to `free_end` there are no
  // terms (in batches). Causal masks and those of padding leave nothing else. Short rows are like those of stacks.
  struct stretches {
    std::size_t open = 0, free = 0, free_end = 0, open_end = 0;
    V smallest, largest;  // x in each lane where there are no terms, by their logits

    HILLOCK_INLINE bool has_free() const { return free < free_end; }
    HILLOCK_INLINE void no_free() { free_end = free; }
    // One stretch of terms, where what overflows to -inf counts.
    HILLOCK_INLINE void forget(std::size_t batches) {
      no_free();
      open = 0;
      open_end = batches;
    }
  };
  static constexpr bool has_stretches = has_terms && is_contiguous<In>;

  // body(how, begin, end) for each stretch of a row of so many batches; how_most where there are terms.
  template <class Body>
  HILLOCK_INLINE void for_each_stretch(auto how_most, std::size_t batches, const Body& body) const {
    if constexpr (has_stretches) {
      const std::size_t ends[] = {stretches_.open, stretches_.free, stretches_.free_end, stretches_.open_end, batches};
      std::size_t begin = 0;
#pragma GCC unroll 1
      for (int n = 0; n < 5; ++n) {
        const std::size_t end = ends[n];
        if (begin == end) continue;
        if (n == 0 || n == 4)
          body(std::integral_constant<kind, kind::none>{}, begin, end);
        else if (n == 2 && how_most() == kind::masked)
          body(std::integral_constant<kind, kind::near>{}, begin, end);
        else
          body(how_most, begin, end);
        begin = end;
      }
    } else {
      body(how_most, 0, batches);
    }
  }
  static constexpr bool asks_for_terms(kind k) { return has_terms && k != kind::near && k != kind::none; }
  template <class Body>
  HILLOCK_INLINE void in_pieces([[maybe_unused]] auto how, std::size_t begin, std::size_t end, const Body& body) const {
    if constexpr (asks_for_terms(how()))
      base::in_pieces(begin, end, body);
    else
      body(begin, end);
  }

  // body(how, i) for every batch of x.
  template <class Body>
  HILLOCK_INLINE void for_each_batch_of(const In& x, auto how_most, const Body& body) const {
    for (std::size_t row = 0; row < In::height; ++row)
      for_each_stretch(
          how_most, x.batches(), [&](auto how, std::size_t begin, std::size_t end) __attribute__((always_inline)) {
            in_pieces(how, begin, end, [&](std::size_t first, std::size_t last) __attribute__((always_inline)) {
              for_each_batch(x, row, first, last, [&](auto i) __attribute__((always_inline)) { body(how, i); });
            });
          });
  }

  static constexpr bool may_look_ahead = !is_stacked<In> && sizeof(V) == 64;

  // The same, and whether the row that comes next is looked at meanwhile. Only the usual kinds are worth another copy.
  template <class Body>
  HILLOCK_INLINE auto by_kind_and_next(const Body& body) const {
    [[maybe_unused]] bool next_is_wanted = false;
    if constexpr (may_look_ahead) next_is_wanted = x_.ahead != nullptr && x_.ahead->wanted != nullptr;
    return by_kind_of_power([&](auto how) __attribute__((always_inline)) {
      if constexpr (may_look_ahead && is_near(how()))
        if (next_is_wanted) return body(how, std::true_type{});
      return body(how, std::false_type{});
    });
  }

  // The least and the largest in every lane. NaN is passed over.
  struct range {
    V low = V(infinity), high = V(-infinity);

    HILLOCK_INLINE void widen(V least, V largest) { *this = {math::min(least, low), math::max(largest, high)}; }
  };

  HILLOCK_INLINE const range_ahead<V>* found_ahead() const {
    if constexpr (may_look_ahead || is_interleaved<In>)
      if (x_.ahead != nullptr && x_.ahead->found == x_.data) return x_.ahead;
    return nullptr;
  }

  // Logits rise with turned(x).
  HILLOCK_INLINE bool falls() const { return math::any(scale_ < V(0)); }
  HILLOCK_INLINE V turned(V x) const { return falls() ? math::neg(x) : x; }

  // found(row, range) of each row.
  template <class Found>
  HILLOCK_INLINE void find_range(const Found& found) const {
    if (const auto* ahead = found_ahead()) return found(0, range{ahead->low, ahead->high});
    accumulate<range>(
        x_,
        [&](range& a, auto i) __attribute__((always_inline)) {
          const V x = x_.load(i, format<T>::nan);
          a.widen(x, x);
        },
        [](range& a, const range& b) __attribute__((always_inline)) { a.widen(b.low, b.high); }, found);
  }

  // For the lanes beyond the end of a row
  HILLOCK_INLINE T an_element(std::size_t row) const {
    if constexpr (is_stacked<In>)
      return x_[row].data[0];
    else
      return x_.data[0];
  }

  // Whether powers and differences are found of scale x and the term, as long as these are of ordinary size, and not of
  // their sum. Where that is something beside the largest, neither is less than -2^15.
  static constexpr bool takes_apart = has_terms && exponential::scales_freely;
  static constexpr T widest_part = T(0x1p14);

  HILLOCK_INLINE static auto is_ordinary(V t) {
    return math::abs(t) <= V(takes_apart ? widest_part : constants::widest + row_constants<T>::faint);
  }
  // Whether the largest of a row's parts is. Rows are looked at apart where one is not.
  HILLOCK_INLINE static auto are_ordinary(of_each_row<In, V>& parts) {
    V of_all = parts.each[0];
    for (const V& each : parts.each) of_all = math::max(each, of_all);
    const V widest(widest_part);
    if (math::any(of_all > widest)) [[unlikely]]
      return joined(parts, math::max) <= widest;
    return of_all <= widest;
  }

  // Of each row with a mask, in each lane: the logit, and what is largest of scale x and the terms. And the stretches.
  struct rounded_largest {
    of_each_row<In, V> logit, part;
  };
  HILLOCK_INLINE rounded_largest find_rounded_largest() {
    struct most {
      V logit = V(-infinity), part = V(-infinity);

      HILLOCK_INLINE void widen(V t, V x, V term) {
        *this = {math::max(t, logit), takes_apart ? math::max(term, math::max(x, part)) : part};
      }
    };
    const auto take = [&](most& a, auto i) __attribute__((always_inline)) {
      const V x = loaded(x_.load(i, format<T>::nan)), term = loaded(base::term(i));
      a.widen(base::rounded(x, scale_, term), math::mul(x, scale_), term);
    };
    const auto merge = [](most& a, const most& b) __attribute__((always_inline)) { a.widen(b.logit, b.part, b.part); };
    if constexpr (has_stretches) find_stretches();
    rounded_largest found;
    accumulate_masked<most>(
        [&](V x) __attribute__((always_inline)) {
          const V t = scaled(x).hi;
          return most{t, t};
        },
        take, merge,
        [&](std::size_t row, const most& a) __attribute__((always_inline)) {
          found.logit.each[row] = a.logit;
          found.part.each[row] = a.part;
        });
    return found;
  }

  template <class Accumulator, class Add, class Merge>
  HILLOCK_INLINE void accumulate_with_terms(Accumulator& a, std::size_t row, std::size_t begin, std::size_t end,
                                            const Add& add, const Merge& merge) const {
    base::in_pieces(begin, end, [&](std::size_t first, std::size_t last) __attribute__((always_inline)) {
      accumulate(a, x_, row, first, last, add, merge);
    });
  }
  // `accumulate` of rows with a mask. Where a long one has no terms, from_free(x) of what is largest there stands for all.
  template <class Accumulator, class FromFree, class Add, class Merge, class Finish>
  HILLOCK_INLINE void accumulate_masked(const FromFree& from_free, const Add& add, const Merge& merge,
                                        const Finish& finish) const {
    if constexpr (has_stretches) {
      const stretches& s = stretches_;
      Accumulator a;
      if (s.has_free()) a = from_free(s.largest);
      accumulate_with_terms(a, 0, s.open, s.free, add, merge);
      accumulate_with_terms(a, 0, s.free_end, s.open_end, add, merge);
      finish(0, a);
    } else {
      for (std::size_t row = 0; row < In::height; ++row) {
        Accumulator a;
        accumulate_with_terms(a, row, 0, x_.batches(), add, merge);
        finish(row, a);
      }
    }
  }

  // A function of its own, since it would take registers from the loops over rows.
  [[gnu::noinline]] void find_stretches() {
    stretches& s = stretches_;
    s.open_end = x_.batches();
    if (x_.length <= longest_stacked<V>) return;

    const auto is_none = [&](auto i) __attribute__((always_inline)) {  // a sum that is NaN if x is +inf or NaN
      return base::rounded(x_.load(i, an_element(0)), scale_, this->term(i)) == V(-infinity);
    };
    s.open_end = base::before_those(s.open_end, is_none);
    s.open = base::behind_those(0, s.open_end, is_none);

    const std::size_t whole = s.open_end < x_.whole_batches() ? s.open_end : x_.whole_batches();
    for (const std::size_t begin : {s.open, s.open + 1}) {  // a window begins within a batch
      s.free = begin;
      s.free_end = base::behind_those(begin, whole,
                                      [&](auto i) __attribute__((always_inline)) { return this->term(i) == V(0); });
      if (s.has_free()) break;
    }
    if (!s.has_free()) s.free = s.free_end = s.open;
    range found;
    accumulate(
        found, x_, 0, s.free, s.free_end,
        [&](range& a, auto i) __attribute__((always_inline)) {
          const V x = x_.load(i, T(0));
          a.widen(x, x);
        },
        [](range& a, const range& b) __attribute__((always_inline)) { a.widen(b.low, b.high); });
    s.smallest = falls() ? found.high : found.low;
    s.largest = falls() ? found.low : found.high;
  }

  // The pair of x and term that has the largest logit; of equals, the largest x, and term.
  HILLOCK_INLINE void find_largest() {
    struct candidate {
      V hi = V(-infinity), lo = V(0), x = V(0), term = V(-infinity);
    };
    const auto take = [](candidate& a, const candidate& b) __attribute__((always_inline)) {
      const auto same_hi = a.hi == b.hi, same = same_hi & (a.lo == b.lo), same_x = same & (a.x == b.x);
      const auto more = (b.hi > a.hi) | (same_hi & (b.lo > a.lo)) | (same & (b.x > a.x)) | (same_x & (b.term > a.term));
      a = {math::select(more, b.hi, a.hi), math::select(more, b.lo, a.lo), math::select(more, b.x, a.x),
           math::select(more, b.term, a.term)};
    };
    // Logits that overflow are made less.
    const auto overflows = math::abs(rounded_largest_) == V(infinity);
    const V least = math::select(overflows, V(-infinity), rounded_largest_),
            less = math::select(overflows, V(row_constants<T>::lessening), V(1)), less_scale = math::mul(scale_, less),
            less_term = math::mul(less, less);
    const In& in = x_;
    of_each_row<In, candidate> found;
    const auto find = [&](auto lessens) __attribute__((always_inline)) {
      const auto look = [&](candidate& a, auto i) __attribute__((always_inline)) {
        const V x = loaded(in.load(i, an_element(i.row))), y = loaded(base::term(i));
        V less_x = x, scale = in.spread(i, less_scale), term = y;
        if constexpr (lessens()) {
          less_x = math::mul(x, in.spread(i, less));
          term = math::mul(y, in.spread(i, less_term));
        }
        if (math::any(base::rounded(less_x, scale, term) >= in.spread(i, least))) {
          const word t = base::scaled(less_x, scale, term);
          take(a, {t.hi, t.lo, x, y});
        }
      };
      accumulate_masked<candidate>(
          [&](V x) __attribute__((always_inline)) {
            const word t = scaled(x);
            return candidate{t.hi, t.lo, x, V(0)};
          },
          look, take, [&](std::size_t row, const candidate& a) __attribute__((always_inline)) { found.each[row] = a; });
    };
    if (math::any(overflows)) [[unlikely]]
      find(std::true_type{});
    else
      find(std::false_type{});
    candidate largest;
    if constexpr (is_stacked<In>) {
      largest = join_stacked(found.each, [&](const candidate& a, const candidate& b) __attribute__((always_inline)) {
        const auto hi = interleave(a.hi, b.hi), lo = interleave(a.lo, b.lo), x = interleave(a.x, b.x),
                   term = interleave(a.term, b.term);
        candidate of_both{hi.first, lo.first, x.first, term.first};
        take(of_both, {hi.second, lo.second, x.second, term.second});
        return of_both;
      });
    } else {
      largest = found.each[0];
      In::join([&](const auto& partner) __attribute__((always_inline)) {
        take(largest, {partner(largest.hi), partner(largest.lo), partner(largest.x), partner(largest.term)});
      });
    }
    origin_.x_largest = largest.x;
    origin_.term_largest = largest.term;
  }

  // What the elements need to know of their row.
  struct origin {
    V x_largest = V(0), term_largest = V(0);
    V x_shift = V(0), term_shift = V(0);  // subtracted from x and the terms: 0 while the exponential is good without
    V far = V(0);                         // 1 where it is not
    V lowest;                             // below this, nothing is left of e^t
    typename exponential::unit unit;      // makes the largest power about 2^raised
  };
  HILLOCK_INLINE origin at(auto i) const {
    const auto spread = [&](V x) __attribute__((always_inline)) { return x_.spread(i, x); };
    return {spread(origin_.x_largest),     spread(origin_.term_largest), spread(origin_.x_shift),
            spread(origin_.term_shift),    spread(origin_.far),          spread(origin_.lowest),
            {spread(origin_.unit.to_step)}};
  }

  template <kind Kind>
  HILLOCK_INLINE V term_of(auto i) const {
    if constexpr (asks_for_terms(Kind))
      return loaded(base::term(i));
    else
      return V(0);
  }

  HILLOCK_INLINE static auto is_largest(const origin& o, V x, [[maybe_unused]] V term) {
    if constexpr (has_terms)
      return (x == o.x_largest) & (term == o.term_largest);
    else
      return x == o.x_largest;
  }
  HILLOCK_INLINE static auto is_infinite(V x, [[maybe_unused]] V term) {
    const auto infinite = math::abs(x) == V(infinity);
    if constexpr (has_terms)
      return infinite | (term == V(-infinity));
    else
      return infinite;
  }

  // (x - y) / 2, since the difference might overflow
  HILLOCK_INLINE static word half_difference(V x, V y) {
    const V half(T(0.5));
    return math::two_sum(math::mul(x, half), math::mul(y, math::neg(half)));
  }

  HILLOCK_INLINE V twice_scale() const { return math::mul(scale_, V(2)); }

  // The logit, less what is subtracted from all.
  template <kind Kind>
  HILLOCK_INLINE word logit(const origin& o, V x, V term) const {
    if constexpr (Kind == kind::plain) {
      return {x, V(0)};
    } else if constexpr (Kind == kind::none) {
      return {V(-infinity), V(0)};
    } else if constexpr (Kind == kind::near) {
      return scaled(x);
    } else if constexpr (Kind == kind::masked) {
      return scaled(x, term);
    } else {
      const word dx = half_difference(x, o.x_shift);
      if constexpr (has_terms) {
        const V half(T(0.5)),
            half_scale = math::mul(scale_, half);  // a quarter of the logit: the products might overflow
        const word product = math::two_product_of_any(dx.hi, half_scale), terms = half_difference(term, o.term_shift),
                   t = base::sum({product.hi, math::fma(dx.lo, half_scale, product.lo)},
                                 {math::mul(terms.hi, half), math::mul(terms.lo, half)}),
                   quarter = base::normalised(t, base::rounded(t));
        return {math::select(base::is_forbidden(x, term), term, math::mul(quarter.hi, V(4))),
                math::mul(quarter.lo, V(4))};
      } else {
        const word t = math::two_product_of_any(dx.hi, twice_scale());
        return {t.hi, math::fma(dx.lo, twice_scale(), t.lo)};
      }
    }
  }

  // That less y, which is about the logarithm of the sum.
  template <kind Kind>
  HILLOCK_INLINE V difference(const origin& o, V x, V term, word y) const {
    const auto of_parts = [&]() __attribute__((always_inline)) {
      const word rest = math::two_sum(term, math::neg(y.hi));
      // Beside -inf the second word is no number.
      return math::fma(x, scale_, rest.hi) + (math::max(rest.lo, V(-1)) - y.lo);
    };
    if constexpr (takes_apart && Kind == kind::masked) {
      return of_parts();
    } else {
      word t = logit<Kind>(o, x, term);
      if constexpr (Kind != kind::plain && Kind != kind::none) t = base::settled(t);
      const V difference = (t.hi - y.hi) + (t.lo - y.lo);
      if constexpr (takes_apart && Kind == kind::shifted)
        return math::select(o.far == V(0), of_parts(), difference);
      else
        return difference;
    }
  }

  // e^t; 0 where nothing is left of it.
  template <kind Kind>
  HILLOCK_INLINE auto parts(const origin& o, V x, V term) const {
    if constexpr (Kind == kind::plain) {
      return exp_.unscaled(x, o.unit);
    } else if constexpr (Kind == kind::near) {
      return exp_(x, o.unit);
    } else if constexpr (takes_apart && Kind == kind::masked) {
      return visible(o, base::rounded(x, scale_, term),
                     [&](const auto& keep) __attribute__((always_inline)) { return exp_.plus(x, term, o.unit, keep); });
    } else if constexpr (has_terms) {
      const word t = logit<Kind>(o, x, term);
      return visible(o, t.hi, [&](const auto& keep) __attribute__((always_inline)) {
        const auto power = exp_of_logits_.unscaled(word{keep(t.hi), keep(t.lo)}, o.unit);
        if constexpr (takes_apart)
          return power.or_else(o.far == V(0), exp_.plus(x, term, o.unit, keep));
        else
          return power;
      });
    } else {
      const word half = half_difference(x, o.x_shift);
      return visible(o, math::mul(half.hi, twice_scale()), [&](const auto& keep) __attribute__((always_inline)) {
        return exp_.twice()(word{keep(half.hi), keep(half.lo)}, o.unit);
      });
    }
  }
  // power_of(keep), where `keep` makes 0 of what stands where e^t is nothing.
  template <class PowerOf>
  HILLOCK_INLINE static auto visible(const origin& o, V t, const PowerOf& power_of) {
    const auto stays = math::not_below(t, o.lowest);
    const auto keep = [&](V v) __attribute__((always_inline)) { return math::only_where(stays, v); };
    return power_of(keep).kept(keep);
  }
  template <kind Kind>
  HILLOCK_INLINE word power(const origin& o, V x, V term) const {
    return parts<Kind>(o, x, term).in_words();
  }

  // As it stands in the sum.
  HILLOCK_INLINE word largest_power() const {
    if constexpr (has_stretches)
      if (stretches_.has_free() &&
          math::any((stretches_.largest == origin_.x_largest) & (origin_.term_largest == V(0))))
        return power<kind::near>(origin_, origin_.x_largest, V(0));
    if constexpr (has_terms)
      if (kind_ == kind::masked) return power<kind::masked>(origin_, origin_.x_largest, origin_.term_largest);
    return power<kind::shifted>(origin_, origin_.x_largest, origin_.term_largest);
  }

  template <class Each, class Behind>
  HILLOCK_INLINE auto sum_of_rounded(const Each& each, Behind& behind) const {
    auto sums = by_kind_and_next([&](auto how, auto looks_ahead) __attribute__((always_inline)) {
      return sum_of<how(), looks_ahead(), sum_of_rounded_powers<V>>(
          behind, each, [](auto& to, auto, const auto& e, V, V) __attribute__((always_inline)) { to.add(e); },
          do_nothing, each, do_nothing);
    });
    return total(sums);
  }

  // From the sum without one of the largest.
  HILLOCK_INLINE logarithm log_with(word others, word largest) const {
    const word powers = others + largest, ratio = divided(others, largest), over_largest = math::log1p(ratio),
               whole = shifted_largest() + over_largest;
    return {math::fast_two_sum(whole.hi, whole.lo), over_largest, powers.hi == V(0), powers, others, ratio};
  }
  // Of floats in double, which takes less time than words.
  template <class Wide>
  HILLOCK_INLINE logarithm log_with(Wide others, word largest_power) const {
    const auto add = [](auto a, auto b) __attribute__((always_inline)) { return a + b; };
    const Wide largest = wide(largest_power), powers = math::each_half(add, others, largest),
               over_largest = math::each_half(math::log1p_of_ratio, others, largest),
               whole = math::each_half(add, wide(shifted_largest()), over_largest),
               ratio = math::each_half(math::divide, others, largest);
    const word sum = in_words(powers);
    return {in_words(whole), in_words(over_largest), sum.hi == V(0), sum, in_words(others), in_words(ratio)};
  }
  // What is found of a row in more digits: floats in double, doubles in words.
  HILLOCK_INLINE static auto wide(auto x) {
    if constexpr (std::same_as<T, float>)
      return in_doubles<In>(x);
    else
      return x;
  }
  HILLOCK_INLINE word shifted_largest() const {
    if constexpr (has_terms)
      if (kind_ == kind::masked) return logit<kind::masked>(origin_, origin_.x_largest, origin_.term_largest);
    return logit<kind::shifted>(origin_, origin_.x_largest, origin_.term_largest);
  }

  // The largest are left out of the sum, and counted.
  struct sum_and_count : sum_of_powers<V, false> {
    V count = V(0);
  };
  template <class Each, class Behind>
  HILLOCK_INLINE auto sum_of_others(word largest, const Each& each, Behind& behind) const {
    auto counts = of_each_row<In, V>::filled(V(0));
    auto sums = by_kind_and_next([&](auto how, auto looks_ahead) __attribute__((always_inline)) {
      return sum_of<how(), looks_ahead(), sum_and_count>(
          behind, each,
          [&](sum_and_count& to, auto i, const auto& power, V x, V y) __attribute__((always_inline)) {
            const auto left_out = is_largest(at(i), x, y);
            const auto e =
                power.kept([&](V v) __attribute__((always_inline)) { return math::select(left_out, V(0), v); });
            if (is_stacked<In> && i.j == 0)
              to.set(e);
            else
              to.add(e);
            to.count = to.count + x_.inside(i, math::only_where(left_out, V(1)));
          },
          do_nothing, each,
          [&](std::size_t row, const sum_and_count& from)
              __attribute__((always_inline)) { counts.each[row] = counts.each[row] + from.count; });
    });
    return others(sums, counts, largest);
  }
  HILLOCK_INLINE static auto others(of_each_row<In, word>& sums, of_each_row<In, V>& counts, word largest) {
    const V more = total(counts) - V(1);
    if constexpr (std::same_as<T, float>)
      return math::each_half(math::fma, wide(word{more, V(0)}), wide(largest), wide(total(sums)));
    else
      return total(sums) + largest * more;
  }

  // The sums, by add(sum, i, parts, x, term) and then keep(i, parts) for every batch, or none(i) where nothing is added;
  // finish(row, sum) sees each of the partial sums. Batches of what is `behind` are written meanwhile, each before parts are kept,
  // and beside(i) is called where none is left.
  template <kind Kind, bool LooksAhead, class Sum, class Behind, class Beside, class Add, class Keep, class None,
            class Finish>
  HILLOCK_INLINE auto sum_of([[maybe_unused]] Behind& behind, const Beside& beside, const Add& add, const Keep& keep,
                             const None& none, const Finish& finish) const {
    constexpr bool writes = is_near(Kind);
    of_each_row<In, word> totals;
    if constexpr (has_stretches) totals.each[0] = {V(0), V(0)};
    [[maybe_unused]] range next_range;
    const In& in = x_;
    [[maybe_unused]] In next = x_;
    if constexpr (LooksAhead) next.data = x_.ahead->wanted;
    [[maybe_unused]] std::size_t lag = 0;  // how many batches later than read the others are written
    if constexpr (writes && Behind::may_lag) lag = behind.lag(in.data, next.data);
    for (std::size_t row = 0; row < In::height; ++row) {
      const T fill = an_element(row);  // before results take its place
      bool first = true;
      const auto add_block = [&](auto how, std::size_t begin, std::size_t end) __attribute__((always_inline)) {
        Sum sum;
        const auto add_batch = [&](auto i) __attribute__((always_inline)) {
          const V x = loaded(in.load(i, fill)), y = term_of<how()>(i);
          if constexpr (LooksAhead) {
            const V next_x = loaded(next.load(i, format<T>::nan));
            next_range.widen(next_x, next_x);
            if constexpr (is_contiguous<In>)
              next.prefetch_soon(i);
            else
              next.prefetch(i);
          }
          if constexpr (may_look_ahead && is_contiguous<In>) in.prefetch_soon(i);
          in.prefetch(i);
          const auto inside = [&](V v) __attribute__((always_inline)) { return in.inside(i, v); };
          const auto e = parts<how()>(at(i), x, y).kept(inside);
          add(sum, i, e, x, y);
          return e;
        };
        in_pieces(how, begin, end, [&](std::size_t from, std::size_t to) __attribute__((always_inline)) {
          if constexpr (writes && !std::same_as<Behind, at_once>) {
            const std::size_t all = behind.batches() < in.whole_batches() ? behind.batches() : in.whole_batches(),
                              both = all < to ? all : to;
            if constexpr (Behind::may_lag)
              for (; from < lag && from < both; ++from) {
                const batch_index<true> i{from};
                keep(i, add_batch(i));
              }
            for (; from < both; ++from) {
              const batch_index<true> i{from};
              const auto e = add_batch(i);
              if constexpr (!Behind::from_end) behind.prefetch_soon(i);
              behind.write(batch_index<true>{Behind::from_end ? all - 1 - from : Behind::may_lag ? from - lag : from});
              keep(i, e);
            }
          }
          for_each_batch(in, row, from, to, [&](auto i) __attribute__((always_inline)) {
            keep(i, add_batch(i));
            beside(i);
          });
        });
        const word part = sum.total();
        if (first)
          totals.each[row] = part;
        else
          add_to(totals.each[row], part.hi, part.lo);
        first = false;
        finish(row, sum);
      };
      const auto add_stretch = [&](auto how, std::size_t begin, std::size_t end) __attribute__((always_inline)) {
        if constexpr (how() == kind::none) {
          for_each_batch(in, row, begin, end, [&](auto i) __attribute__((always_inline)) {
            in.prefetch(i);
            none(i);
          });
        } else {
          for (; begin < end; begin += Sum::block)
            add_block(how, begin, end - begin < Sum::block ? end : begin + Sum::block);
        }
      };
      for_each_stretch(std::integral_constant<kind, Kind>{}, in.batches(), add_stretch);
    }
    if constexpr (writes && Behind::may_lag)
      behind.write_late(in.whole_batches(), lag);
    else if constexpr (writes)
      behind.write_from(in.whole_batches());
    if constexpr (LooksAhead) {
      const auto [low, high] = next_range;
      of_each_row<In, V> largest{falls() ? math::neg(low) : high};
      x_.ahead->found = next.data;
      x_.ahead->low = low;
      x_.ahead->high = high;
      x_.ahead->most = joined(largest, math::max);
    }
    return totals;
  }

  HILLOCK_INLINE static word divided(word a, word b) {
    const V q = math::quotient(a, b);
    const V rest = math::minus_product(a.hi, q, b.hi) + math::fma(math::neg(q), b.lo, a.lo);
    return {q, math::divide(rest, b.hi)};
  }

  exponential exp_, exp_of_logits_;  // of x, and of what is scaled already
  kind kind_;
  V rounded_largest_;  // the largest logit
  origin origin_;      // with a mask its largest pair stands there once it was asked for
  stretches stretches_;
  // Whether another power is known to be an eighth of the largest: the sum of the others is then as right as that of all.
  bool contested_ = false;
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
