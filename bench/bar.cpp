// See bar.hpp.
// SPDX-License-Identifier: MIT
#include "bar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <hillock/activations.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "input.hpp"
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

constexpr std::string_view set = hillock::instruction_set;
constexpr bool on_avx512 = set.starts_with("avx512"), on_avx2 = set.starts_with("avx2");

std::optional<double> share_bar_of(std::string_view activation, operation what) {
  for (const share_bar& b : share_bars)
    if (b.activation == activation && b.what == what) return on_avx512 ? b.avx512 : on_avx2 ? b.avx2 : std::nullopt;
  return std::nullopt;
}

/// Contenders take turns, so that what slows the machine for a while meets them all alike.
class race {
 public:
  template <class T>
  void add(const std::string& name, routine<T> call, const arrays<T>& a) {
    if (call == nullptr) return;
    const auto repeat = [=](int calls) {
      for (int i = 0; i < calls; ++i) call(a);
    };
    contenders_.push_back({name, repeat, static_cast<double>(a.n), {}});
  }

  void run(int rounds, double seconds_of_a_turn) {
    for (contender& c : contenders_) {
      run(c, 1);  // touches the memory
      c.calls = std::max(1, static_cast<int>(seconds_of_a_turn / std::min({run(c, 1), run(c, 1), run(c, 1)})));
    }
    for (int round = 0; round < rounds; ++round)
      for (contender& c : contenders_) c.nanoseconds.push_back(run(c, c.calls) * 1e9 / c.elements);
  }

  /// Of an element.
  std::optional<double> nanoseconds(const std::string& name) const {
    const contender* c = find(name);
    return c == nullptr ? std::nullopt : std::optional(median(c->nanoseconds));
  }

  std::optional<double> ratio(const std::string& name, const std::string& to) const {
    const contender *above = find(name), *below = find(to);
    if (above == nullptr || below == nullptr) return std::nullopt;
    std::vector<double> ratios;
    std::ranges::transform(above->nanoseconds, below->nanoseconds, std::back_inserter(ratios), std::divides{});
    return median(ratios);
  }

 private:
  struct contender {
    std::string name;
    std::function<void(int calls)> repeat;
    double elements;
    std::vector<double> nanoseconds;
    int calls = 1;
  };

  // Seconds a call.
  static double run(const contender& c, int calls) {
    const auto start = std::chrono::steady_clock::now();
    c.repeat(calls);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / calls;
  }

  const contender* find(const std::string& name) const {
    const auto found = std::ranges::find(contenders_, name, &contender::name);
    return found == contenders_.end() ? nullptr : &*found;
  }

  std::vector<contender> contenders_;
};

const peer* find_peer(std::string_view name) {
  const auto found = std::ranges::find(peers(), name, &peer::name);
  return found == peers().end() ? nullptr : &*found;
}

/// Adds ratios to lines, each with what the bar says of it, and counts.
class judge {
 public:
  void operator()(cells& line, std::optional<double> ratio, std::optional<double> bar) {
    line.push_back(text(ratio, 2));
    if (!ratio || !bar) {
      line.emplace_back();
      return;
    }
    const bool kept = std::round(*ratio * 100) <= std::round(*bar * 100);  // as printed
    line.push_back(kept ? "ok" : "missed");
    ++(kept ? kept_ : missed_);
  }

  friend std::ostream& operator<<(std::ostream& out, const judge& j) {
    return out << j.kept_ << " ok, " << j.missed_ << " missed";
  }

  static std::string text(std::optional<double> x, int decimals) { return x ? fixed(*x, decimals) : "-"; }

 private:
  int kept_ = 0, missed_ = 0;
};

constexpr std::size_t small_size = 16;

cells float32_line(std::string_view activation, const operation_facts& what, judge& against) {
  show_progress(std::string(activation) + '/' + std::string(what.name));
  static const input normal = normal_input(), uniform = uniform_input();
  const auto routine_of = [&](std::string_view name) {
    const peer* p = find_peer(name);
    return p == nullptr ? nullptr : p->find<float>(activation, what.id);
  };

  race cached;
  cached.add("normal", routine_of("hillock"), arrays_of<float>(normal, library_size));
  cached.add("libmvec", routine_of("libmvec"), arrays_of<float>(normal, library_size));
  cached.add("uniform", routine_of("hillock"), arrays_of<float>(uniform, library_size));
  cached.add("small", routine_of("hillock"), arrays_of<float>(normal, small_size));
  cached.run(501, 30e-6);

  race memory;
  if (what.id == operation::value) {
    memory.add("hillock", routine_of("hillock"), arrays_of<float>(normal, largest_size));
    memory.add("copy", routine_of("non-temporal"), arrays_of<float>(normal, largest_size));
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

// The peers that have functions, not limits of the machine.
std::vector<const peer*> rivals() {
  std::vector<const peer*> result;
  for (const peer& p : peers())
    if (p.kind != peer_kind::limit) result.push_back(&p);
  return result;
}

cells float64_line(std::string_view activation, judge& against) {
  show_progress(std::string(activation) + "/float64");
  static const input normal = normal_input();
  race all;
  for (const peer* p : rivals())
    all.add(p->name, p->find<double>(activation, operation::value), arrays_of<double>(normal, library_size));
  all.run(101, 30e-6);

  cells line{std::string(activation)};
  for (const peer* p : rivals()) line.push_back(judge::text(all.nanoseconds(p->name), 3));
  against(line, all.ratio("hillock", "xsimd"), on_avx512 ? std::optional(float64_bar) : std::nullopt);
  return line;
}

}  // namespace

bool print_bar(std::ostream& out, std::string_view activation) {
  judge against;
  std::vector<cells> float32{
      {"activation", "operation", "ns", "libmvec", "bar", "share", "", "uniform", "", "16", "", "33554432", ""},
      {"", "", "", "", "", "", "", fixed(uniform_bar, 2), "", fixed(small_bar, 2), "", fixed(memory_bar, 2), ""}};
  std::vector<cells> float64{{"activation"}};
  for (const peer* p : rivals()) float64[0].push_back(p->name);
  float64[0].insert(float64[0].end(), {"of xsimd's", ""});

  hillock::activations::for_each([&]<class F>() {
    if (!activation.empty() && activation != F::about.name) return;
    for (const operation_facts& what : operations)
      if (what.id == operation::value || what.id == operation::derivative)
        float32.push_back(float32_line(F::about.name, what, against));
    float64.push_back(float64_line(F::about.name, against));
  });
  show_progress("");
  if (float64.size() == 1) return false;

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
  out << "\nEach ratio is the median over rounds in which all took turns. " << against << ".\n\n";
  print(out, describe_environment());
  return true;
}

}  // namespace bench
