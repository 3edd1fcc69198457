// See bar.hpp.
// SPDX-License-Identifier: MIT
#include "bar.hpp"

#include <algorithm>
#include <array>
#include <hillock/activations.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "bar_rows.hpp"
#include "input.hpp"
#include "race.hpp"
#include "report.hpp"

namespace bench {
namespace {

/// The time at 2048 as a share of libmvec's, at most.
struct share_bar {
  std::string_view activation;
  operation what;
  std::optional<double> avx512, avx2;
};

constexpr std::array share_bars{
    share_bar{"exp", operation::value, 0.50, 1.00},        share_bar{"tanh", operation::value, 0.65, 1.00},
    share_bar{"sigmoid", operation::value, 0.75, 1.60},    share_bar{"silu", operation::value, 0.85, 1.60},
    share_bar{"gelu", operation::value, 0.50, 1.60},       share_bar{"softplus", operation::value, 0.40, 1.00},
    share_bar{"mish", operation::value, 0.30, 1.00},       share_bar{"elu", operation::value, 0.65, 1.00},
    share_bar{"sigmoid", operation::derivative, 0.65, {}}, share_bar{"tanh", operation::derivative, 0.70, {}},
    share_bar{"gelu", operation::derivative, 0.45, {}},    share_bar{"silu", operation::derivative, 0.80, {}},
};

constexpr double uniform_bar = 1.70;  // on inputs uniform from -30 to 30, against normal ones
constexpr double small_bar = 3.00;    // an element at 16, against one at 2048
constexpr double memory_bar = 1.10;   // a forward at the largest size, against a non-temporal copy
constexpr double float64_bar = 1.00;  // float64, against xsimd's own; on AVX-512

std::optional<double> share_bar_of(std::string_view activation, operation what) {
  for (const share_bar& b : share_bars)
    if (b.activation == activation && b.what == what) return on_avx512 ? b.avx512 : on_avx2 ? b.avx2 : std::nullopt;
  return std::nullopt;
}

constexpr std::size_t small_size = 16;

cells float32_line(std::string_view activation, const operation_facts& what, judge& against) {
  show_progress(std::string(activation) + '/' + std::string(what.name));
  static const input normal = normal_input(), uniform = uniform_input();
  const auto routine_of = [&](std::string_view name) {
    const peer* p = find_peer(name);
    return p == nullptr ? nullptr : p->find<float>(activation, what.id);
  };

  const auto arrays_for = [&](const input& in, std::size_t size) {
    return arrays_of<float>(in, activation, what.id, {.length = size});
  };

  race cached;
  cached.add("normal", routine_of("hillock"), arrays_for(normal, library_size));
  cached.add("libmvec", routine_of("libmvec"), arrays_for(normal, library_size));
  cached.add("uniform", routine_of("hillock"), arrays_for(uniform, library_size));
  cached.add("small", routine_of("hillock"), arrays_for(normal, small_size));
  cached.run(501, 30e-6);

  race memory;
  if (what.id == operation::value) {
    memory.add("hillock", routine_of("hillock"), arrays_for(normal, largest_size));
    memory.add("copy", routine_of("non-temporal"), arrays_for(normal, largest_size));
    memory.run(41, 0);
  }

  const std::optional<double> bar = share_bar_of(activation, what.id);
  cells line{std::string(activation), std::string(what.name), judge::text(cached.nanoseconds("normal"), 3),
             judge::text(cached.nanoseconds("libmvec"), 3), judge::text(bar, 2)};
  against(line, cached.ratio("normal", "libmvec"), bar);
  against(line, cached.ratio("uniform", "normal"), uniform_bar);
  against(line, cached.ratio("small", "normal"), small_bar);
  against(line, memory.ratio("hillock", "copy"), memory_bar);
  return line;
}

// The peers that have activations.
std::vector<const peer*> rivals() {
  std::vector<const peer*> result;
  for (const peer& p : peers())
    if (std::ranges::any_of(p.entries, [](const entry& e) { return e.function == "tanh"; })) result.push_back(&p);
  return result;
}

cells float64_line(std::string_view activation, judge& against) {
  show_progress(std::string(activation) + "/float64");
  static const input normal = normal_input();
  race all;
  for (const peer* p : rivals())
    all.add(p->name, p->find<double>(activation, operation::value),
            arrays_of<double>(normal, activation, operation::value, {.length = library_size}));
  all.run(101, 30e-6);

  cells line{std::string(activation)};
  for (const peer* p : rivals()) line.push_back(judge::text(all.nanoseconds(p->name), 3));
  against(line, all.ratio("hillock", "xsimd"), on_avx512 ? std::optional(float64_bar) : std::nullopt);
  return line;
}

}  // namespace

bool print_bar(std::ostream& out, std::string_view function) {
  judge against;
  std::vector<cells> float32{
      {"activation", "operation", "ns", "libmvec", "bar", "share", "", "uniform", "", "16", "", "33554432", ""},
      {"", "", "", "", "", "", "", fixed(uniform_bar, 2), "", fixed(small_bar, 2), "", fixed(memory_bar, 2), ""}};
  std::vector<cells> float64{{"activation"}};
  for (const peer* p : rivals()) float64[0].push_back(p->name);
  float64[0].insert(float64[0].end(), {"of xsimd's", ""});

  hillock::activations::for_each([&]<class F>() {
    if (!function.empty() && function != F::about.name) return;
    for (const operation_facts& what : operations)
      if (what.id == operation::value || what.id == operation::derivative)
        float32.push_back(float32_line(F::about.name, what, against));
    float64.push_back(float64_line(F::about.name, against));
  });
  const std::vector<cells> rows = bar_of_rows_and_gates(function, against);
  show_progress("");
  const bool any_activation = float64.size() > 1, any_rows = rows.size() > 1;
  if (!any_activation && !any_rows) return false;

  if (any_activation) {
    out << "float, " << library_size << " elements, inputs normal with standard deviation 2\n\n";
    print(out, float32, 2);
    out << R"(
ns, libmvec  per element: hillock, and a loop over <cmath> at -Ofast; bar: the share of its time wanted at most
uniform      the time on inputs uniform from -30 to 30, over that on normal ones; wanted at most: what stands below
16           the time of an element in arrays of 16, over that in arrays of 2048; likewise
33554432     the time at that size over that of a copy with non-temporal stores; likewise

double, 2048 elements, values, ns per element

)";
    print(out, float64, 1);
    out << '\n';
  }
  if (any_rows) {
    out << "rows and gates, inputs normal with standard deviation 2\n\n";
    print(out, rows, 5);
    out << R"(
ns            per element: hillock, and what it is compared with
ratio         of the two; bar: wanted at most
the fastest   of all peers that have the function
normal inputs the inputs being uniform from -30 to 30
262x1000      hillock itself at that shape
load-store    a loop that reads and writes the operation's arrays; non-temporal: with such stores
+ traffic     and what reading the second array adds to a loop that reads and writes one
passes        the activation and the products each in a loop of its own

)";
  }
  out << "Each ratio is the median over rounds in which all took turns. " << against << ".\n\n";
  print(out, describe_environment());
  return true;
}

}  // namespace bench
