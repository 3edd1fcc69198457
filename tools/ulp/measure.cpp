// See measure.hpp.
// SPDX-License-Identifier: MIT
#include "measure.hpp"

#include <mpfr.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include "../../tests/inputs.hpp"
#include "../../tests/reference/ulp.hpp"

namespace ulp {
namespace {

using tests::ball;
using tests::jet;
using tests::member;
using tests::real;
using tests::row;

template <class Real>
const Real& component(const tests::basic_jet<Real>& at, member m) {
  return m == member::value ? at.value : m == member::derivative ? at.derivative : at.second_derivative;
}

template <class T>
real exact_result(const tests::reference& f, member m, T x) {
  return m == member::value ? exact_value(f, x) : component(exact(f, x), m);
}

const hillock::error_bound& of_member(const hillock::error_bounds& bounds, member m) {
  return m == member::value ? bounds.value : m == member::derivative ? bounds.derivative : bounds.second_derivative;
}

template <class T>
long lowest_binade(const tests::second_derivative_roots& roots, member m, T x) {
  return m == member::second_derivative ? roots.lowest_binade(x) : std::numeric_limits<T>::min_exponent - 1;
}

// Found once; not to be called by several threads.
template <class T>
const tests::second_derivative_roots& roots_of(const tests::reference& f) {
  static std::unordered_map<const tests::reference*, tests::second_derivative_roots> known;
  const auto at = known.find(&f);
  return at != known.end() ? at->second : known.emplace(&f, tests::second_derivative_roots::of<T>(f)).first->second;
}

// So many results of one subject get a closer look with MPFR; beyond, the reference in double has the last word. Half of
// the subnormal results of x / 2 + x^2 / 4 + ..., 2^24, seem to be ties.
constexpr std::int64_t closer_looks = 20'000'000;
// A subject with so many errors above its bound needs no more of them.
constexpr std::uint64_t many = 1 << 16;

template <class T>
struct task {
  std::size_t activation;
  std::span<const subject> subjects;
  const inputs<T>& tried;
  const tests::reference& f = tests::references()[activation];
  const row& newest = tests::instruction_sets().back().rows[activation];  // whose float64 kernel measures floats
  const tests::second_derivative_roots& roots = roots_of<T>(f);
  std::atomic<std::uint64_t> next_block = 0;
  std::vector<std::atomic<std::int64_t>> looks_left = std::vector<std::atomic<std::int64_t>>(subjects.size());
};

template <class T>
void add(findings& result, const verdict& v, T x, double bound) {
  result.wrong_class += v.wrong_class;
  result.wrong_sign += v.wrong_sign;
  result.above_bound += v.error > bound;
  if (worst_error& worst = result.binades[binade_of(x)]; v.error > worst.ulp) worst = {v.error, static_cast<double>(x)};
}

template <class T>
class worker {
 public:
  explicit worker(task<T>& t) : t_(t), results_(t.subjects.size()) {
    for (findings& each : results_) each.binades.resize(binade_count<T>);
  }

  const std::vector<findings>& results() const { return results_; }

  void take(std::uint64_t block) {
    const std::size_t n = t_.tried.length() * runs;
    x_.resize(n + runs);
    y_.resize(n + runs);
    t_.tried.fill(block, x_);
    if constexpr (std::same_as<T, double>) {
      enclosures_.clear();
      for (std::size_t i = 0; i < n; ++i) enclosures_.push_back(enclosure(t_.f, x_[i]));
    }
    std::optional<member> prepared;
    for (std::size_t s = 0; s < t_.subjects.size(); ++s) {
      const auto [r, m] = t_.subjects[s];
      call<T>(*r, m, r->f, x_, y_);
      const bool fresh = prepared != m;
      prepared = m;
      if constexpr (std::same_as<T, float>) {
        if (fresh) prepare_floats(m);
        compare_floats(s);
      } else {
        if (fresh) prepare_doubles(m);
        compare_doubles(s);
      }
    }
  }

 private:
  // --- float: by the reference in double, and a closer look where that does not decide -----------------------------

  void prepare_floats(member m) {
    wide_.resize(x_.size());
    want_.resize(x_.size());
    widen(x_, wide_);
    looked_up_.clear();
    rounded_.clear();
    call<double>(t_.newest, m, t_.f.with_float_parameters, wide_, want_);
    forget_outside(t_.newest.about.domain, wide_);
    constexpr long emin = std::numeric_limits<float>::min_exponent - 1;
    for (std::size_t r = 0; r < runs; ++r) {
      lowest_[r] = std::isfinite(x_[r]) ? lowest_binade(t_.roots, m, x_[r]) : emin;
      how_.lowest_exponent[r] = lowest_[r] + 1023;
    }
  }

  void compare_floats(std::size_t s) {
    const auto [r, m] = t_.subjects[s];
    findings& result = results_[s];
    const double bound = stated_bound<float>({r, m}).ulp;
    how_.uncertainty = reference_error(t_.newest, m);
    how_.bound = result.above_bound > many ? INFINITY : bound > 0.5 ? bound - how_.uncertainty : bound;
    const bool has_range = m == member::value;
    how_.lowest = has_range ? static_cast<float>(r->about.range.lowest) : -INFINITY;
    how_.highest = has_range ? static_cast<float>(r->about.range.highest) : INFINITY;

    const std::size_t length = t_.tried.length();
    compare(how_, length, wide_.data(), y_.data(), want_.data(), found_);
    if (m == member::value && r->about.monotone) count_steps_back(length, y_.data(), found_);
    for (std::size_t run = 0; run < runs; ++run) {
      result.inputs += static_cast<std::uint64_t>(found_.inputs[run]);
      result.correct += static_cast<std::uint64_t>(found_.correct[run]);
      result.steps_back += static_cast<std::uint64_t>(found_.steps_back[run]);
      result.sum += found_.sum[run];
      const bool record = found_.worst[run] > result.binades[binade_of(x_[run])].ulp;
      if (record || found_.suspects[run] != 0)
        for (std::size_t j = 0; j < length; ++j) look_closer(s, run, j * runs + run, bound);
    }
  }

  void look_closer(std::size_t s, std::size_t run, std::size_t i, double bound) {
    findings& result = results_[s];
    const float x = x_[i], y = y_[i];
    if (!in_domain(t_.newest, x)) {
      result.wrong_class += !std::isnan(y);
      return;
    }
    verdict v = judge(y, real(want_[i]), lowest_[run]);
    const bool tie = std::abs(v.error - 0.5) < how_.uncertainty;
    const bool at_bound = std::abs(v.error - bound) < how_.uncertainty;
    const bool before = v.correct;
    if (at_bound || v.wrong_class || v.wrong_sign || (tie && t_.subjects[s].member != member::value)) {
      if (const real* exact = std::isfinite(x) ? look_up(s, i) : nullptr)
        v = judge(y, *exact, lowest_[run]);
      else
        result.undecided += tie;
    } else if (tie) {
      if (const float* correct = rounded(s, i))
        v.correct = y == *correct;
      else
        ++result.undecided;
    }
    result.correct += v.correct;
    result.correct -= before;
    add(result, v, x, bound);
    result.out_of_range += y < how_.lowest || y > how_.highest;
  }

  // The exact result at x_[i]; null when too many have been asked for.
  const real* look_up(std::size_t s, std::size_t i) {
    return remembered(looked_up_, s, i, [&] { return exact_result(t_.f, t_.subjects[s].member, x_[i]); });
  }

  // Likewise f(x_[i]), correctly rounded.
  const float* rounded(std::size_t s, std::size_t i) {
    return remembered(rounded_, s, i, [&] { return rounded_value(t_.f, x_[i]); });
  }

  // Other instruction sets may ask for the same.
  template <class Result, class Compute>
  const Result* remembered(std::unordered_map<std::size_t, Result>& known, std::size_t s, std::size_t i,
                           const Compute& compute) {
    const auto at = known.find(i);
    if (at != known.end()) return &at->second;
    if (t_.looks_left[s]-- <= 0) return nullptr;
    return &known.emplace(i, compute()).first->second;
  }

  // --- double: by enclosures, and a closer look where they do not decide --------------------------------------------

  // What an enclosure says of the result.
  struct wanted {
    long double middle, per_ulp;  // errors count in ulp of the end next to zero, the larger ones
    double nearest;               // the correctly rounded result
    double off;                   // the radius in ulp; too large for any use where the nearest double is not certain
    long lowest_binade;
  };

  void prepare_doubles(member m) {
    wanted_.clear();
    for (std::size_t i = 0; i < enclosures_.size(); ++i) {
      const ball& e = component(enclosures_[i], m);
      const long double middle = std::clamp(e.middle(), -0x1p1024L, 0x1p1024L), radius = e.radius();
      const long lowest = lowest_binade(t_.roots, m, x_[i]);
      const int binade = std::clamp(std::ilogb(std::abs(middle) - radius), static_cast<int>(lowest), 1023);
      const long double per_ulp = std::ldexp(1.0L, 52 - binade);
      const auto nearest = static_cast<double>(middle - radius);
      const bool certain =
          nearest == static_cast<double>(middle + radius) && (std::abs(middle) > radius || radius == 0);
      wanted_.push_back({middle, per_ulp, nearest, certain ? static_cast<double>(radius * per_ulp) : INFINITY, lowest});
    }
    looked_closer_.assign(enclosures_.size(), {});
  }

  void compare_doubles(std::size_t s) {
    const auto [r, m] = t_.subjects[s];
    findings& result = results_[s];
    const double bound = stated_bound<double>({r, m}).ulp;
    const bool is_value = m == member::value, monotone = r->about.monotone;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      const double x = x_[i], y = y_[i];
      if (!in_domain(*r, x)) result.wrong_class += !std::isnan(y);
      if (!in_domain(*r, x) || std::isinf(x)) continue;
      const verdict v = judge_double(i, m, y, bound);
      ++result.inputs;
      result.sum += v.error;
      result.correct += v.correct;
      add(result, v, x, bound);
      if (!is_value) continue;
      result.out_of_range += y < r->about.range.lowest || y > r->about.range.highest;
      result.steps_back += monotone && y_[i + runs] < y;
    }
  }

  verdict judge_double(std::size_t i, member m, double y, double bound) {
    const wanted& want = wanted_[i];
    const long double got = std::clamp<long double>(y, -0x1p1024L, 0x1p1024L);
    const auto error = static_cast<double>(std::abs(got - want.middle) * want.per_ulp);
    const bool correct = y == want.nearest && std::signbit(y) == std::signbit(want.nearest);
    const bool alike = correct || (std::abs(y) < INFINITY && std::abs(want.nearest) < INFINITY &&
                                   ((y > 0 && want.nearest > 0) || (y < 0 && want.nearest < 0)));
    if (alike && want.off <= 0x1p-5 && error + want.off <= bound) return {error, correct, false, false};
    return look_closer(i, m, y, bound);
  }

  verdict look_closer(std::size_t i, member m, double y, double bound) {
    const long lowest = wanted_[i].lowest_binade;
    std::optional<real>& want = looked_closer_[i];  // which other instruction sets may ask for too
    if (!want) {
      const bool near = component(enclosures_[i], m).radius() * wanted_[i].per_ulp < 0x1p30L;
      want = !near                ? component(nearly_exact(t_.f, x_[i]), m)
             : m == member::value ? narrowed_value(t_.f, x_[i])
                                  : component(narrowed(t_.f, x_[i]), m);
    }
    const verdict v = judge(y, *want, lowest);
    const bool limit = std::abs(v.error - 0.5) < 0x1p-20 || v.error > bound || v.wrong_class || v.wrong_sign;
    return limit ? judge(y, exact_result(t_.f, m, x_[i]), lowest) : v;
  }

  task<T>& t_;
  std::vector<findings> results_;
  std::vector<T> x_, y_;
  std::vector<double> wide_, want_;
  std::unordered_map<std::size_t, real> looked_up_;
  std::unordered_map<std::size_t, float> rounded_;
  std::vector<tests::basic_jet<ball>> enclosures_;
  std::vector<wanted> wanted_;
  std::vector<std::optional<real>> looked_closer_;
  long lowest_[runs];
  comparison how_;
  run_findings found_;
};

void merge(findings& all, const findings& more) {
  all.inputs += more.inputs;
  all.correct += more.correct;
  all.undecided += more.undecided;
  all.wrong_class += more.wrong_class;
  all.wrong_sign += more.wrong_sign;
  all.out_of_range += more.out_of_range;
  all.steps_back += more.steps_back;
  all.above_bound += more.above_bound;
  all.sum += more.sum;
  all.binades.resize(more.binades.size());
  for (std::size_t i = 0; i < more.binades.size(); ++i)
    // Of equal errors the same one whatever thread found it
    if (const worst_error &a = all.binades[i], &b = more.binades[i]; b.ulp > a.ulp || (b.ulp == a.ulp && b.x < a.x))
      all.binades[i] = b;
}

template <class T>
verdict judge_at(const tests::reference& f, const tests::second_derivative_roots& roots, const subject& s, T x) {
  T y;
  call<T>(*s.row, s.member, s.row->f, {&x, 1}, {&y, 1});
  return judge(y, exact_result(f, s.member, x), lowest_binade(roots, s.member, x));
}

template <class Function>
void in_threads(unsigned count, const Function& work) {
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < count; ++i)
    threads.emplace_back([&] {
      work();
      mpfr_free_cache();  // each thread has its own
    });
}

// The last word on what is worst: MPFR for what the fast reference found, and where inputs were sampled a search from the
// worst of them to worse ones, in steps of all sizes.
template <class T>
class finish {
 public:
  finish(const task<T>& t, std::size_t s, findings& result)
      : t_(t), subject_(t.subjects[s]), bound_(stated_bound<T>(subject_).ulp), result_(result) {}

  void run() {
    const double worst = result_.worst().ulp;
    std::vector<worst_error> starts;
    for (worst_error& each : result_.binades)
      if (each.ulp > 0.9 * worst && std::isfinite(each.x)) {
        each.ulp = at(static_cast<T>(each.x)).error;
        starts.push_back(each);
      }
    if (t_.tried.exhaustive()) return;
    std::ranges::sort(starts, std::ranges::greater{}, &worst_error::ulp);
    if (starts.size() > 4) starts.resize(4);
    for (const worst_error& start : starts) climb(start);
  }

 private:
  void climb(worst_error from) {
    tests::random_bits random(1);
    for (int i = 0; i < 500; ++i) {
      constexpr int digits = std::numeric_limits<T>::digits;  // up to two binades: far from here MPFR may take long
      const auto step = static_cast<key<T>>(random()) >> (8 * sizeof(T) - digits + random() % digits);
      const T x = from_key<T>(to_key(static_cast<T>(from.x)) + (i % 2 == 0 ? step : -step));
      if (!std::isfinite(x) || !in_domain(*subject_.row, x) || !t_.tried.contains(x)) continue;
      if (!(nearly_at(x).error > from.ulp)) continue;
      const verdict v = at(x);
      if (!(v.error > from.ulp)) continue;
      from = {v.error, static_cast<double>(x)};
      add(result_, v, x, bound_);
    }
  }

  verdict at(T x) const { return judge_at(t_.f, t_.roots, subject_, x); }
  verdict nearly_at(T x) const {
    T y;
    call<T>(*subject_.row, subject_.member, subject_.row->f, {&x, 1}, {&y, 1});
    return judge(y, component(nearly_exact(t_.f, x), subject_.member), lowest_binade(t_.roots, subject_.member, x));
  }

  const task<T>& t_;
  subject subject_;
  double bound_;
  findings& result_;
};

}  // namespace

worst_error findings::worst() const {
  return binades.empty() ? worst_error{} : *std::ranges::max_element(binades, {}, &worst_error::ulp);
}

template <std::floating_point T>
hillock::error_bound stated_bound(const subject& s) {
  const hillock::level_bounds at = s.row->about.at(hillock::accuracy::faithful);
  return of_member(std::same_as<T, float> ? at.float32 : at.float64, s.member);
}

template <std::floating_point T>
void call(const row& r, member m, const void* f, std::span<const T> x, std::span<T> y) {
  using enum tests::array_function;
  const auto function = m == member::value ? forward : m == member::derivative ? derivative : second_derivative;
  r.in<T>()[function].unchecked(f, {.in = {x}, .out = {y}});
}

template <std::floating_point T>
verdict judge(T got, const real& want, long lowest_binade) {
  using limits = std::numeric_limits<T>;
  const bool nan = std::isnan(got) || want.is_nan();
  // Next to a root of f'' the sign is as uncertain as the value.
  const bool has_sign =
      !nan && !want.is_zero() && (lowest_binade == limits::min_exponent - 1 || want.exponent() >= lowest_binade);
  const real size = abs(want);
  return {.error = tests::ulp_error(got, want, lowest_binade),
          .correct = static_cast<T>(want) == got,
          .wrong_class = std::isnan(got) != want.is_nan() || (got == 0 && size >= limits::denorm_min()) ||
                         (!nan && got != 0 && want.is_zero()) || (std::isinf(got) && size <= limits::max()) ||
                         (std::isfinite(got) && size >= tests::two_to(limits::max_exponent)),
          .wrong_sign = has_sign && std::signbit(got) != want.is_negative()};
}

template <std::floating_point T>
verdict measure_one(std::size_t activation, const subject& s, T x) {
  const tests::reference& f = tests::references()[activation];
  return judge_at(f, roots_of<T>(f), s, x);
}

// A float64 kernel's bound of b ulp is b * 2^-29 ulp of float; so little is counted on that b may be 16. A kernel that
// rounds once is exact: the product of two floats is a double.
double reference_error(const row& newest, member m) {
  return stated_bound<double>({&newest, m}).ulp <= 0.5 ? 0 : 0x1p-25;
}

template <std::floating_point T>
std::vector<findings> measure(std::size_t activation, std::span<const subject> subjects, const inputs<T>& tried,
                              const how& options) {
  task<T> t{activation, subjects, tried};
  for (auto& left : t.looks_left) left = closer_looks;
  std::vector<findings> results(subjects.size());
  std::mutex lock;
  auto last_shown = std::chrono::steady_clock::now();

  const auto progress = [&](std::uint64_t block) {
    const std::unique_lock scope(lock, std::try_to_lock);
    const auto now = std::chrono::steady_clock::now();
    if (!scope || now - last_shown < std::chrono::milliseconds(100)) return;
    options.progress(static_cast<double>(block) / static_cast<double>(tried.blocks()));
    last_shown = now;
  };
  in_threads(options.threads, [&] {
    worker<T> w(t);
    for (std::uint64_t block; (block = t.next_block++) < tried.blocks(); progress(block)) w.take(block);
    const std::lock_guard scope(lock);
    for (std::size_t s = 0; s < subjects.size(); ++s) merge(results[s], w.results()[s]);
  });

  std::atomic<std::size_t> next = 0;
  in_threads(options.threads, [&] {
    for (std::size_t s; (s = next++) < subjects.size();) finish<T>(t, s, results[s]).run();
  });
  if (tried.exhaustive())
    for (findings& each : results) each.others = static_cast<std::uint64_t>(tried.numbers()) - each.inputs;
  return results;
}

template hillock::error_bound stated_bound<float>(const subject&);
template hillock::error_bound stated_bound<double>(const subject&);
template void call(const row&, member, const void*, std::span<const float>, std::span<float>);
template void call(const row&, member, const void*, std::span<const double>, std::span<double>);
template verdict measure_one(std::size_t, const subject&, float);
template verdict measure_one(std::size_t, const subject&, double);
template verdict judge(float, const real&, long);
template verdict judge(double, const real&, long);
template std::vector<findings> measure(std::size_t, std::span<const subject>, const inputs<float>&, const how&);
template std::vector<findings> measure(std::size_t, std::span<const subject>, const inputs<double>&, const how&);

}  // namespace ulp
