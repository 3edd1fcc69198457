// Functions over rows with masks and targets give the same bits wherever a row lies.
// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "catch.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

template <class T>
bool same(const row_outcome<T>& a, const row_outcome<T>& b) {
  return same_number(a.result, b.result) && std::ranges::equal(a.out, b.out, same_number<T>);
}

template <class T>
class position_check {
 public:
  position_check(const row_calls<T>& calls, row_function f) : calls_(calls), f_(f) {}

  failures run() {
    const std::size_t lanes = calls_.lanes;
    random_bits random(51);
    for (const std::size_t length :
         {1ul, 2ul, 3ul, lanes - 1, lanes, lanes + 1, 4 * lanes + 3, 100ul, 16 * lanes + 5}) {
      if (length == 0) continue;
      const auto problems = random_problems<T>(f_, length, 5, random);
      for_each_kind<T>(f_, [&](row_call_options options) {
        std::vector<row_outcome<T>> alone, beside;
        for (const row_problem<T>& each : problems) {
          alone.push_back(tests::run(calls_, f_, p, each, reference(options)));
          row_problem<T> other = each;
          other.x.assign(length, T(0));
          const hillock::axis two{.length = length, .inner = 2};
          beside.push_back(tests::run(calls_, f_, p, {each, other}, row_layout(2, two), reference(options))[0]);
        }
        for (const hillock::axis a : plain_axes(length)) every_way(problems, alone, a, options);
        if (length <= lanes + 1)
          for (const hillock::axis a : interleaved_axes(length, lanes)) every_way(problems, beside, a, options);
        if (length == lanes + 1)  // so far apart that rows are copied, some at a time
          every_way(problems, beside, {.length = length, .inner = 4096 / sizeof(T)}, options);
      });
    }
    return found_;
  }

  // So many rows that results are stored past the caches, with gaps between the shorter ones, or neighbours of whole cache lines.
  // Some targets are where rows meet.
  failures run_beyond_cache() {
    random_bits random(52);
    constexpr std::size_t line = 64 / sizeof(T);
    for (hillock::axis a : {hillock::axis{.length = 300, .pitch = 305}, hillock::axis{.length = 4099},
                            hillock::axis{.length = 67, .inner = 17 * line}}) {
      auto problems = random_problems<T>(f_, a.length, 5, random);
      problems[0].index = 0;
      problems[1].index = static_cast<std::int32_t>(a.length - 1);
      a.outer = (std::size_t{64} << 20) / (2 * sizeof(T) * a.length * a.inner) + 1;
      for_each_kind<T>(f_, [&](row_call_options options) {
        if (options.mask == mask_kind::function) return;
        std::vector<row_outcome<T>> alone;
        for (const row_problem<T>& each : problems) {
          if (a.inner == 1)
            alone.push_back(tests::run(calls_, f_, p, each, options));
          else
            alone.push_back(beside_itself(each, options));
        }
        options.offset = a.inner == 1 ? 0 : 48 / sizeof(T);  // since glibc's large arrays begin 16 bytes behind a page
        expect(problems, alone, row_layout(problems.size(), a), options);
      });
    }
    return found_;
  }

  // Neighbours that are passed over in panels, within the caches and beyond: rows of all kinds beside each other.
  failures run_in_panels() {
    random_bits random(53);
    constexpr std::size_t line = 64 / sizeof(T), of_page = 4096 / sizeof(T);
    for (hillock::axis a : {hillock::axis{.outer = 2, .length = 130, .inner = of_page},
                            hillock::axis{.length = 67, .inner = 32 * line, .pitch = 68 * 32 * line}}) {
      if (a.pitch != 0) a.outer = (std::size_t{64} << 20) / (sizeof(T) * a.pitch) + 1;
      auto problems = random_problems<T>(f_, a.length, 5, random);
      for (T& x : problems[1].x) x = std::ldexp(x, 12);
      problems[2].x[7] = std::numeric_limits<T>::infinity();
      problems[3].x.assign(a.length, -std::numeric_limits<T>::infinity());
      std::vector<row_outcome<T>> alone;
      for (const row_problem<T>& each : problems) alone.push_back(beside_itself(each, {}));
      expect(problems, alone, row_layout(problems.size(), a), {});
    }
    return found_;
  }

 private:
  row_outcome<T> beside_itself(const row_problem<T>& problem, const row_call_options& options) {
    const hillock::axis two{.length = problem.x.size(), .inner = 2};
    return tests::run(calls_, f_, p, {problem, problem}, row_layout(2, two), options)[0];
  }

  static constexpr row_parameters p{.scale = 0.3};

  // As an array of terms has it, so has a function.
  static row_call_options reference(row_call_options options) {
    if (options.mask == mask_kind::function) options.mask = mask_kind::array;
    return options;
  }

  void every_way(const std::vector<row_problem<T>>& problems, const std::vector<row_outcome<T>>& want, hillock::axis a,
                 row_call_options options) {
    const row_layout layout(problems.size(), a);
    for (const std::size_t offset : {0u, 1u, 3u}) {
      options.offset = offset;
      options.unchecked = false;
      options.out = row_call_options::apart;
      expect(problems, want, layout, options);
      options.unchecked = true;
      expect(problems, want, layout, options);
      if (!facts(f_).out) continue;
      options.unchecked = false;
      options.out = row_call_options::over_x;
      expect(problems, want, layout, options);
      if (facts(f_).row_inputs < 2) continue;
      options.out = row_call_options::over_grad;
      expect(problems, want, layout, options);
    }
  }

  void expect(const std::vector<row_problem<T>>& problems, const std::vector<row_outcome<T>>& want,
              const row_layout& layout, const row_call_options& options) {
    bool strayed = false;
    auto got = tests::run(calls_, f_, p, problems, layout, options, &strayed);
    for (std::size_t n = 0; n < got.size(); ++n) {
      const row_outcome<T>& wanted = want[layout.which[n]];
      if (!facts(f_).out) got[n].out = wanted.out;
      if (!same(got[n], wanted)) tell(layout, options, format("row %zu has other bits than alone", n));
    }
    if (strayed) tell(layout, options, "something beside the rows was written, or asked of the mask");
  }

  void tell(const row_layout& layout, const row_call_options& options, const std::string& what) {
    found_.add([&] {
      return format("%s, %s at offset %zu, %s: %s", name(calls_, f_, p, options).c_str(), text(layout.a).c_str(),
                    options.offset, options.out == row_call_options::apart ? "not in place" : "in place", what.c_str());
    });
  }

  const row_calls<T>& calls_;
  row_function f_;
  failures found_;
};

}  // namespace

template <class T>
failures row_function_position(const row_calls<T>& calls, row_function f) {
  return position_check<T>(calls, f).run();
}
template failures row_function_position(const row_calls<float>&, row_function);
template failures row_function_position(const row_calls<double>&, row_function);

namespace {
TEST_CASE("a row with masks and targets gives the same bits wherever it lies", "[rows]") {
  for_each_row_calls([](const auto& calls) {
    for (std::size_t f = 0; f < row_function_count; ++f)
      report(row_function_position(calls, static_cast<row_function>(f)));
  });
}
TEST_CASE("rows with masks and targets beyond the cache hold the bits of each alone", "[rows]") {
  if (thinning > 1) return;  // too much for an emulator
  for_each_row_calls([]<class T>(const row_calls<T>& calls) {
    for (std::size_t f = 0; f < row_function_count; ++f)
      if (const auto each = static_cast<row_function>(f); facts(each).out)
        report(position_check<T>(calls, each).run_beyond_cache());
  });
}
TEST_CASE("rows that are reduced in panels have the bits of each alone", "[rows]") {
  if (thinning > 1) return;  // too much for an emulator
  for_each_row_calls([]<class T>(const row_calls<T>& calls) {
    for (const row_function f : {row_function::logsumexp, row_function::cross_entropy})
      report(position_check<T>(calls, f).run_in_panels());
  });
}
}  // namespace
}  // namespace tests
