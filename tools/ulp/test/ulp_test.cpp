// The laboratory itself: its inputs, its reference against MPFR, and broken activations that it must find out.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "../../../tests/catch.hpp"
#include "../../../tests/inputs.hpp"
#include "../../../tests/reference/make_reference.hpp"
#include "../../../tests/reference/roots.hpp"
#include "../../../tests/reference/ulp.hpp"
#include "../measure.hpp"
#include "../report.hpp"
#include "../table.hpp"

namespace ulp {
namespace {

using tests::array_function;
using tests::failures;
using tests::member;
using tests::operands;
using tests::real;
using tests::reference;
using tests::row;

constexpr float infinity = std::numeric_limits<float>::infinity(), smallest = std::numeric_limits<float>::denorm_min();
constexpr member orders[]{member::value, member::derivative, member::second_derivative};

// --- Inputs ----------------------------------------------------------------------------------------------------------

TEST_CASE("keys are the numbers in order", "[ulp]") {
  const std::vector<float> x{-infinity, -2, -1, -smallest, -0.0f, 0, smallest, 1, 1 + 0x1p-23f, infinity};
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(std::bit_cast<std::uint32_t>(from_key<float>(to_key(x[i]))) == std::bit_cast<std::uint32_t>(x[i]));
    if (i > 0) CHECK(to_key(x[i - 1]) < to_key(x[i]));
  }
  CHECK(to_key(-0.0f) + 1 == to_key(0.0f));
  CHECK(to_key(-1.0) < to_key(1.0));
}

TEST_CASE("every number of a range comes once, and others never", "[ulp]") {
  for (const range& within : {range{1, 1 + 0x1p-7, false}, range{-1000 * 0x1p-149, 3000 * 0x1p-149, false}}) {
    const auto tried = inputs<float>::every(within);
    std::map<std::uint32_t, int> times;
    std::vector<float> x((tried.length() + 1) * runs);
    for (std::uint64_t block = 0; block < tried.blocks(); ++block) {
      tried.fill(block, x);
      for (std::size_t i = 0; i < tried.length() * runs; ++i)
        if (!std::isnan(x[i])) ++times[to_key(x[i])];
      for (std::size_t i = runs; i < x.size(); ++i)
        if (!std::isnan(x[i]) && !std::isnan(x[i - runs])) CHECK(to_key(x[i]) == to_key(x[i - runs]) + 1);
    }
    const std::uint32_t first = to_key(static_cast<float>(within.from)), last = to_key(static_cast<float>(within.to));
    CHECK(times.size() == last - first + 1);
    CHECK(times.begin()->first == first);
    CHECK(times.rbegin()->first == last);
    CHECK(std::ranges::all_of(times, [](const auto& each) { return each.second == 1; }));
  }
}

TEST_CASE("tail and body mix in one vector", "[ulp]") {
  const auto tried = inputs<float>::every({0, 0, true});
  std::vector<float> x((tried.length() + 1) * runs);
  std::size_t mixed = 0;
  for (std::uint64_t block = 0; block < 64; ++block) {
    tried.fill(block * (tried.blocks() / 64), x);
    const auto body = std::ranges::count_if(std::span(x).first(16), [](float each) { return std::abs(each) < 8; });
    mixed += body > 0 && body < 16;
  }
  CHECK(mixed == 64);
}

TEST_CASE("a sample has the neighbourhoods of special points", "[ulp]") {
  const row& r = tests::instruction_sets()[0].rows[0];
  const auto tried = inputs<double>::sample(r, {0, 0, true}, 1000);
  std::vector<double> x(2 * runs), all;
  for (std::uint64_t block = 0; block < tried.blocks(); ++block) {
    tried.fill(block, x);
    all.insert(all.end(), x.begin(), x.begin() + runs);
  }
  for (const double each : tests::inputs<double>(r))
    if (std::ranges::find(all, each) == all.end()) FAIL_CHECK(tests::hex(each) << " is missing");
}

// --- Comparison ------------------------------------------------------------------------------------------------------

TEST_CASE("the fast comparison says what MPFR says", "[ulp]") {
  std::vector<float> y;
  std::vector<double> want;
  const auto add = [&](float got, double exact) {
    y.push_back(got);
    want.push_back(exact);
  };
  const float special[]{0,
                        -0.0f,
                        smallest,
                        -smallest,
                        0x1p-126f,
                        1,
                        -1,
                        std::numeric_limits<float>::max(),
                        infinity,
                        -infinity,
                        std::numeric_limits<float>::quiet_NaN()};
  for (const float got : special)
    for (const float exact : special)
      for (const double factor : {1.0, 0.6, 1.4, 1 + 0x1p-30}) add(got, static_cast<double>(exact) * factor);
  tests::random_bits random(3);
  while (y.size() < 40 * runs) {
    const auto exact = std::ldexp(random.uniform(-2, 2), static_cast<int>(random() % 280) - 152);
    const float nearest = static_cast<float>(exact);
    add(from_key<float>(to_key(nearest) + static_cast<std::uint32_t>(random() % 5) - 2), exact);
  }

  comparison how{.uncertainty = 0x1p-20, .bound = 1.25, .lowest = -1e30f, .highest = 1e30f, .lowest_exponent = {}};
  std::ranges::fill(how.lowest_exponent, 1023 - 126);
  const std::vector<double> x(runs, 1);
  for (std::size_t from = 0; from + runs <= y.size(); from += runs) {
    run_findings found;
    compare(how, 1, x.data(), y.data() + from, want.data() + from, found);
    for (std::size_t r = 0; r < runs; ++r) {
      const float got = y[from + r];
      const double exact = want[from + r];
      const verdict v = judge(got, real(exact), -126);
      INFO(tests::hex(got) << " for " << tests::hex(exact));
      CHECK(found.inputs[r] == 1);
      if (!std::isnan(exact) && !std::isnan(got)) {
        CHECK(found.correct[r] == v.correct);
        CHECK(std::abs(found.worst[r] - v.error) <= 1e-9 * v.error);
      }
      const bool sign = std::signbit(got) != std::signbit(exact);
      CHECK((found.suspects[r] != 0) == (std::isnan(exact) || v.wrong_class || sign || std::abs(got) > 1e30f ||
                                         v.error > 1.25 || std::abs(v.error - 0.5) < 0x1p-20));
    }
  }
}

std::size_t index_of(std::string_view name) {
  const auto rows = tests::instruction_sets().back().rows;
  return static_cast<std::size_t>(std::ranges::find(rows, name, [](const row& r) { return r.about.name; }) -
                                  rows.begin());
}

// --- The reference ---------------------------------------------------------------------------------------------------

constexpr std::size_t some = 29;  // one in so many of the tests' inputs

// The reference in double is as near to the exact results as reference_error says.
failures reference_errors(const row& newest, const reference& f) {
  failures found;
  const auto roots = tests::second_derivative_roots::of<float>(f);
  const auto inputs = tests::inputs<float>(newest);
  for (std::size_t k = 0; k < inputs.size(); k += some) {
    const float x = inputs[k];
    const tests::jet exact = tests::exact(f, x);
    for (const member m : orders) {
      if (!newest.float64[m]) continue;
      const real& want = m == member::value        ? exact.value
                         : m == member::derivative ? exact.derivative
                                                   : exact.second_derivative;
      const double wide = x;
      double got;
      call<double>(newest, m, f.with_float_parameters, {&wide, 1}, {&got, 1});
      const tests::precision scope(256);
      const long lowest = m == member::second_derivative ? roots.lowest_binade(x) : -126;
      const auto overflows = [](const real& y) { return abs(y) >= tests::two_to(128); };
      if (overflows(want) && overflows(real(got)) && want.is_negative() == std::signbit(got)) continue;
      const long binade = want.is_zero() || overflows(want) ? lowest : std::max(lowest, want.exponent());
      const double error = static_cast<double>(scale(abs(real(got) - want), 23 - binade));
      if (!(error <= reference_error(newest, m)))
        found.add(
            [&] { return tests::format("%s is %.3g ulp of float off", call_text(newest, m, wide).c_str(), error); });
    }
  }
  return found;
}

TEST_CASE("the fast reference is as good as it claims", "[ulp]") {
  const auto rows = tests::instruction_sets().back().rows;
  for (std::size_t i = 0; i < rows.size(); ++i) tests::report(reference_errors(rows[i], tests::references()[i]));
}

TEST_CASE("nearly exact results are exact to 80 bits as far as numbers reach", "[ulp]") {
  const auto rows = tests::instruction_sets()[0].rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const reference& f = tests::references()[i];
    const auto x = tests::inputs<double>(rows[i]);
    std::size_t wrong = 0;
    for (std::size_t k = 0; k < x.size(); k += some) {
      const tests::jet got = nearly_exact(f, x[k]), want = exact(f, x[k]);
      const auto differ = [](const real& a, const real& b) {
        const real distance = abs(a - b);
        return !(a == b || distance <= scale(abs(b), -79) || distance <= tests::two_to(-1200) ||
                 (a.is_nan() && b.is_nan()));
      };
      wrong += differ(got.value, want.value) || differ(got.derivative, want.derivative) ||
               differ(got.second_derivative, want.second_derivative);
    }
    INFO(f.about.name);
    CHECK(wrong == 0);
  }
}

TEST_CASE("results all but half-way between two numbers are rounded to the right one", "[ulp]") {
  // x / 2 + x^2 / 4: half of a smallest number more than a whole one, and a little more.
  const reference& silu = tests::references()[index_of("silu")];
  for (int k = -99; k < 100; k += 2)
    CHECK(rounded_value(silu, static_cast<float>(k) * smallest) == static_cast<float>((k + 1) / 2) * smallest);

  const reference& gelu = tests::references()[index_of("gelu")];
  for (const float x : tests::inputs<float>(tests::instruction_sets()[0].rows[index_of("gelu")]))
    if (std::isfinite(x)) CHECK(rounded_value(gelu, x) == static_cast<float>(exact_value(gelu, x)));
}

real exact_number(long double x) {
  int exponent;
  long double rest = std::frexp(x, &exponent);
  real sum;
  while (rest != 0) {
    const double part = static_cast<double>(rest);
    sum = sum + part;
    rest -= part;
  }
  return scale(sum, exponent);
}

struct enclosures {
  std::size_t tried = 0, missed = 0, small[3]{};  ///< of f, f' and f'': radii below 2^-5 ulp
};

// Radii divided by `shrink` hold the exact results, but for some beyond double on both sides.
enclosures try_enclosures(const row& r, const reference& f, long double shrink = 1) {
  enclosures found;
  const auto x = tests::inputs<double>(r);
  for (std::size_t k = 0; k < x.size(); k += some) {
    const tests::jet exact = tests::exact(f, x[k]);
    const tests::basic_jet<tests::ball> got = enclosure(f, x[k]);
    ++found.tried;
    const auto compare = [&](const tests::ball& in, const real& want, std::size_t& small) {
      const tests::precision scope(256);
      if (!std::isfinite(in.radius())) return;
      const real middle = exact_number(in.middle()), distance = abs(middle - want);
      const real limit = tests::two_to(1100);
      const bool beyond =
          distance < 1 / limit || (middle > limit && want > limit) || (middle < -limit && want < -limit);
      if (!beyond && !(distance <= exact_number(in.radius() / shrink))) {
        ++found.missed;
        UNSCOPED_INFO(f.about.name << " at " << tests::hex(x[k]));
      }
      small += std::abs(in.middle()) < 0x1p-1022L ? in.radius() <= 0x1p-1079L
                                                  : in.radius() <= 0x1p-58L * std::abs(in.middle());
    };
    compare(got.value, exact.value, found.small[0]);
    compare(got.derivative, exact.derivative, found.small[1]);
    compare(got.second_derivative, exact.second_derivative, found.small[2]);
  }
  return found;
}

TEST_CASE("enclosures hold the exact results, and most are small", "[ulp]") {
  const auto rows = tests::instruction_sets()[0].rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const enclosures found = try_enclosures(rows[i], tests::references()[i]);
    CHECK(found.missed == 0);
    for (const std::size_t small : {found.small[0], found.small[1]}) {  // sigmoid'' cancels around 0
      INFO(tests::name(rows[i]) << ": " << small << " of " << found.tried);
      CHECK(static_cast<double>(small) >= 0.95 * static_cast<double>(found.tried));
    }
  }
  const row& r = rows[index_of("gelu")];
  CHECK(try_enclosures(r, tests::references()[index_of("gelu")], 16).missed > 0);
}

// f'' = x^2 - 2
struct quartic {
  static constexpr hillock::info about{.name = "quartic"};
  template <class Real>
  Real definition(const Real& x) const {
    return x * x * x * x / 12 - x * x;
  }
};

TEST_CASE("near a root of f'' errors count by its value beside the root", "[ulp]") {
  static const reference f = tests::make_reference<quartic>();
  const auto roots = tests::second_derivative_roots::of<float>(f);
  // 2 sqrt 2 2^-6 = 0.0442
  CHECK(roots.lowest_binade(1.4142135f) == -5);
  CHECK(roots.lowest_binade(-1.4142135f) == -5);
  CHECK(roots.lowest_binade(1.4142135f + 0x1.1p-6f) == -126);
  CHECK(roots.lowest_binade(0.0f) == -126);
  CHECK(tests::ulp_error(0x1p-28f, real(0), roots.lowest_binade(1.4142135f)) == 1);
}

// --- Broken activations ----------------------------------------------------------------------------------------------

const row& healthy(std::string_view name) { return tests::instruction_sets().back().rows[index_of(name)]; }

// The healthy results, changed one by one.
template <class T, class Change>
void broken(std::string_view name, const operands<T>& o, const Change& change) {
  const row& r = healthy(name);
  const std::vector<T> x(o.in[0].begin(), o.in[0].end());
  call<T>(r, member::value, r.f, x, o.out[0]);
  for (std::size_t i = 0; i < x.size(); ++i) o.out[0][i] = change(x[i], o.out[0][i]);
}

template <class T>
findings measure_value(const row& r, const inputs<T>& tried, unsigned threads = 1) {
  const subject s{&r, member::value};
  return measure<T>(index_of(r.about.name), {&s, 1}, tried, {threads, [](double) {}})[0];
}

findings measure_broken(std::string_view name, const range& within, tests::array_call<float> forward) {
  const auto tried = inputs<float>::every(within);
  const findings before = measure_value(healthy(name), tried);
  CHECK(before.sound());
  CHECK(before.steps_back == 0);
  row r = healthy(name);
  r.float32[array_function::forward].unchecked = forward;
  return measure_value(r, tried);
}

float next(float x) { return std::nextafter(x, infinity); }

TEST_CASE("the laboratory finds out", "[ulp]") {
  SECTION("one result of all") {
    const findings found = measure_broken("tanh", {0.25, 0.5, false}, [](const void*, const operands<float>& o) {
      broken<float>("tanh", o, [](float x, float y) { return x == 0x1.5p-2f ? next(next(next(y))) : y; });
    });
    CHECK(found.above_bound == 1);
    CHECK(found.worst().x == 0x1.5p-2);
    CHECK(found.worst().ulp > 1.5);
    CHECK(found.inputs == (1 << 23) + 1);
  }
  SECTION("a NaN swallowed") {
    const findings found = measure_broken("tanh", {0.25, 0.26, false}, [](const void*, const operands<float>& o) {
      broken<float>("tanh", o, [](float x, float y) { return std::isnan(x) ? 0 : y; });
    });
    CHECK(found.wrong_class > 0);
  }
  SECTION("a NaN made") {
    const findings found = measure_broken("tanh", {0.25, 0.5, false}, [](const void*, const operands<float>& o) {
      broken<float>("tanh", o, [](float x, float y) { return x == 0x1.5p-2f ? NAN : y; });
    });
    CHECK(found.wrong_class == 1);
  }
  SECTION("subnormal results flushed to zero") {
    const findings found = measure_broken("sigmoid", {-87.5, -87.25, false}, [](const void*, const operands<float>& o) {
      broken<float>("sigmoid", o, [](float, float y) { return y < 0x1p-126f ? 0 : y; });
    });
    CHECK(found.wrong_class > 0);
  }
  SECTION("zeros of the wrong sign") {
    const findings found =
        measure_broken("leaky_relu", {-0x1p-140, 0, false}, [](const void*, const operands<float>& o) {
          broken<float>("leaky_relu", o, [](float, float y) { return y == 0 ? 0.0f : y; });
        });
    CHECK(found.wrong_sign > 0);
  }
  SECTION("an overflow") {
    const findings found =
        measure_broken("relu", {0x1p127, 0x1.fffffep127, false}, [](const void*, const operands<float>& o) {
          broken<float>("relu", o, [](float x, float y) { return x > 0x1.fp127f ? infinity : y; });
        });
    CHECK(found.wrong_class > 0);
  }
  SECTION("a result out of range, and a step back") {
    const findings found = measure_broken("sigmoid", {20, 40, false}, [](const void*, const operands<float>& o) {
      broken<float>("sigmoid", o, [](float x, float y) { return x == 0x1.ep+4f ? next(1) : y; });
    });
    CHECK(found.out_of_range == 1);
    CHECK(found.steps_back == 1);
  }
  SECTION("a step back at the end of a run") {
    const findings found = measure_broken("relu", {1, 2, false}, [](const void*, const operands<float>& o) {
      broken<float>("relu", o, [](float x, float y) { return x == 1.5f ? next(next(y)) : y; });
    });
    CHECK(found.steps_back == 1);
  }
  SECTION("a reference off by 2^-40") {
    row r = healthy("tanh");
    r.float64[array_function::forward].unchecked = [](const void*, const operands<double>& o) {
      broken<double>("tanh", o, [](double, double y) { return y * (1 + 0x1p-40); });
    };
    CHECK(reference_errors(r, tests::references()[index_of("tanh")]).count > 0);
  }
}

TEST_CASE("from a bad input the search goes on to the worst", "[ulp]") {
  row r = healthy("sigmoid");
  // 100 ulp at 1.3, and less the farther from there.
  r.float64[array_function::forward].unchecked = [](const void*, const operands<double>& o) {
    broken<double>("sigmoid", o, [](double x, double y) {
      return y + 0x1p-53 * std::nearbyint(100 / (1 + 0x1p8 * std::abs(x - 1.3)));
    });
  };
  const findings found = measure_value(r, inputs<double>::sample(r, {0, 0, true}, 5000));
  CHECK(found.worst().ulp > 98);
}

TEST_CASE("findings do not depend on the number of threads", "[ulp]") {
  const auto tried = inputs<float>::every({0.5, 1.0001, false});
  const findings one = measure_value(healthy("tanh"), tried), three = measure_value(healthy("tanh"), tried, 3);
  CHECK(one.inputs == three.inputs);
  CHECK(one.correct == three.correct);
  CHECK(one.worst().ulp == three.worst().ulp);
  CHECK(one.worst().x == three.worst().x);
  CHECK(std::abs(one.sum - three.sum) < 1e-9 * one.sum);
}

// --- The document ----------------------------------------------------------------------------------------------------

// A line for each call, as if 0 and 1.25 were all inputs.
template <class T>
void add_lines(std::vector<line>& lines) {
  const tests::instruction_set& set = tests::instruction_sets()[0];
  for (std::size_t i = 0; i < set.rows.size(); ++i)
    for (const member m : orders)
      if (const subject s{&set.rows[i], m}; s.row->in<T>()[m]) {
        findings found;
        found.inputs = found.correct = 2;
        for (const double x : {0.0, 1.25}) found.binades.push_back({measure_one(i, s, static_cast<T>(x)).error, x});
        lines.push_back(make_line<T>(s, false, std::move(found)));
      }
}

TEST_CASE("what was measured on all inputs is not called a sample", "[ulp]") {
  const std::size_t i = index_of("tanh");
  const row* tanh = &tests::instruction_sets()[0].rows[i];
  const auto measured = [&](bool exhaustive, std::uint64_t inputs) {
    findings found;
    found.inputs = found.correct = inputs;
    found.binades.push_back({measure_one(i, subject{tanh, member::value}, 1.25f).error, 1.25});
    return to_json({make_line<float>({tanh, member::value}, exhaustive, std::move(found))});
  };
  const auto last_cell = [](const std::string& document) {
    const std::size_t end = document.find(" |\n", document.find("| tanh |"));
    return document.substr(document.rfind("| ", end) + 2, end - document.rfind("| ", end) - 2);
  };
  CHECK(last_cell(make_document({measured(true, 9), measured(false, 7)})) == "all");
  CHECK(last_cell(make_document({measured(false, 7), measured(true, 9)})) == "7");
}

TEST_CASE("what is measured anew takes the place of its row in a document", "[ulp]") {
  std::vector<line> lines;
  add_lines<float>(lines);
  add_lines<double>(lines);
  const std::string document = make_document({to_json(lines)});
  CHECK(make_document({document}) == document);

  std::vector<line> anew;
  for (line& each : lines)
    if (each.function == "tanh" && each.derivative == 0) {
      each.found.inputs = 4;
      anew.push_back(each);
    }
  const std::string changed = make_document({to_json(anew), document});
  CHECK(changed == make_document({to_json(lines)}));
  CHECK(changed != document);
  std::string other_columns = document;
  other_columns.replace(other_columns.find("| sse2"), 6, "| sse9");
  CHECK_THROWS_AS(make_document({to_json(anew), other_columns}), std::runtime_error);
  std::string other_order = document;
  other_order.replace(other_order.find("| wrong | inputs |"), 18, "| inputs | wrong |");
  CHECK_THROWS_AS(make_document({to_json(anew), other_order}), std::runtime_error);
}

TEST_CASE("what is measured anew on one instruction set leaves the others' cells", "[ulp]") {
  std::vector<line> lines;
  add_lines<float>(lines);
  add_lines<double>(lines);
  for (std::size_t i = 0, n = lines.size(); i < n; ++i) {
    line other = lines[i];
    other.instruction_set = "other";
    other.found.inputs = 8;
    lines.push_back(other);
  }
  const std::string document = make_document({to_json(lines)});

  std::vector<line> anew;
  for (line& each : lines)
    if (each.function == "tanh" && each.derivative == 0 && each.instruction_set != "other") {
      each.found.inputs = 4;
      anew.push_back(each);
    }
  std::string changed = make_document({to_json(anew), document});
  CHECK(changed != document);
  const std::size_t row = changed.find("| tanh |"), end = changed.find('\n', row);
  const std::string cells = changed.substr(row, end - row);
  INFO(cells);
  CHECK(cells.find("; 50.0000 % |") < cells.find("; 25.0000 % |"));  // 2 of 4, and of 8 as before
  CHECK(cells.find("; 25.0000 % |") != cells.npos);

  changed.replace(changed.rfind("| 0 | 0 |", end), 9, "| 3 | 0 |");
  CHECK_THROWS_AS(make_document({to_json(anew), changed}), std::runtime_error);
}

TEST_CASE("a stale document is found out", "[ulp]") {
  std::vector<line> lines;
  add_lines<float>(lines);
  add_lines<double>(lines);
  const std::string document = make_document({to_json(lines)});
  for (const std::string& sentence : stale(document)) FAIL_CHECK(sentence);

  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string text = document;
    const std::size_t at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
  };
  const std::size_t row_of_tanh = document.find("| tanh |");
  const std::size_t error = document.find('.', row_of_tanh);
  std::string other_error = document;
  other_error[error + 4] = other_error[error + 4] == '5' ? '6' : '5';
  CHECK(stale(other_error).size() == 1);
  CHECK(stale(document.substr(0, row_of_tanh) + document.substr(document.find('\n', row_of_tanh) + 1)).size() == 1);
  CHECK(stale(changed("| relu' |", "| rely' |")).size() == 2);
  CHECK(stale(changed("## double", "## other")).size() == lines.size() / 2);
}

}  // namespace
}  // namespace ulp
