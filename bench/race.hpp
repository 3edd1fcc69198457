// What the bar is measured with: races between routines, and their judge.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <hillock/core/simd.hpp>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "peer.hpp"
#include "report.hpp"

namespace bench {

inline constexpr std::string_view set = hillock::instruction_set;
inline constexpr bool on_avx512 = set.starts_with("avx512"), on_avx2 = set.starts_with("avx2");

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

  /// A contender's time, or the sum of several, each with a factor.
  using sum = std::vector<std::pair<double, std::string>>;

  /// Of an element.
  std::optional<double> nanoseconds(const sum& time) const { return median_of(rounds(time)); }
  std::optional<double> nanoseconds(const std::string& name) const { return nanoseconds(sum{{1, name}}); }

  std::optional<double> ratio(const std::string& name, const sum& to) const {
    const std::vector<double> above = rounds({{1, name}}), below = rounds(to);
    if (above.empty() || below.empty()) return std::nullopt;
    std::vector<double> ratios;
    std::ranges::transform(above, below, std::back_inserter(ratios), std::divides{});
    return median_of(ratios);
  }
  std::optional<double> ratio(const std::string& name, const std::string& to) const {
    return ratio(name, sum{{1, to}});
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

  static std::optional<double> median_of(const std::vector<double>& times) {
    return times.empty() ? std::nullopt : std::optional(median(times));
  }

  // Round by round; empty without one of the contenders.
  std::vector<double> rounds(const sum& time) const {
    std::vector<double> result;
    for (const auto& [factor, name] : time) {
      const auto found = std::ranges::find(contenders_, name, &contender::name);
      if (found == contenders_.end()) return {};
      result.resize(found->nanoseconds.size());
      for (std::size_t i = 0; i < result.size(); ++i) result[i] += factor * found->nanoseconds[i];
    }
    return result;
  }

  std::vector<contender> contenders_;
};

inline const peer* find_peer(std::string_view name) {
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

}  // namespace bench
