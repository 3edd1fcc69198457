// See bar_rows.hpp.
// SPDX-License-Identifier: MIT
#include "bar_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "input.hpp"
#include "list.hpp"

namespace bench {
namespace {

using bar = std::optional<double>;

constexpr double eigen_bar = 0.70;     // forward, the time of rows of 1000 and 32768 as a share of Eigen's
constexpr double fastest_bar = 0.90;   // and of the fastest peer's
constexpr double backward_bar = 1.50;  // softmax's, against reading and writing its arrays
constexpr double gate_bar = 1.10;      // a gate's forward, against its activation's and the extra traffic
constexpr double passes_bar = 0.60;    // a gate's backward, against separate passes
constexpr double uniform_bar = 1.70;   // on inputs uniform from -30 to 30, against normal ones
constexpr double memory_bar = 1.15;    // at the largest size, against the machine's own traffic

/// An element's time, against that in rows of 1000.
struct shape_bar {
  shape rows;
  bar most;
};
constexpr shape_bar shape_bars[]{
    {rows_of(64), 2.00},       {rows_of(16), 4.00},       {rows_of(8), {}},
    {rows_of(1000, 16), 1.30}, {rows_of(1000, 64), 1.30},  // and lines a power of two apart:
    {rows_of(64, 1024), 1.30}, {rows_of(1000, 256), 1.30}};
constexpr shape long_rows[]{rows_of(1000), rows_of(32768)};
constexpr shape backward_rows[]{rows_of(1000), rows_of(32768), rows_of(1000, 64), rows_of(64, 1024),
                                rows_of(1000, 256)};
constexpr shape large_rows[]{rows_of(1000, 1, largest_size), rows_of(32768, 1, largest_size),
                             rows_of(1000, 64, largest_size), rows_of(64, 1024, largest_size),
                             rows_of(2000, 2048, largest_size)};

/// One operation of one function in a race, and the lines that this gives.
template <class T>
class event {
 public:
  event(std::string_view function, operation what, std::vector<cells>& lines, judge& against)
      : function_(function), what_(what), lines_(lines), against_(against) {}

  /// A peer that has no such routine stays out of the race. Returns its name there.
  std::string add(std::string_view peer, const shape& s) { return add(peer, s, function_, what_); }
  std::string add(std::string_view peer, const shape& s, std::string_view function, operation what,
                  const input& in = normal_input()) {
    const bench::peer* p = find_peer(peer);
    if (p == nullptr) return "";
    const std::string name = name_of({function, facts_of(what), type, sizeof(T), s}, in, *p);
    race_.add(name, p->find<T>(function, what), arrays_of<T>(in, function, what, s));
    return name;
  }

  void run(int rounds) {
    show_progress(std::string(function_) + '/' + std::string(facts_of(what_).name));
    race_.run(rounds, 300e-6);
  }

  std::optional<double> nanoseconds(const std::string& name) const { return race_.nanoseconds(name); }

  /// A line: the time of `own`, at a shape, over that of others.
  void compare(const std::string& own, const shape& s, const std::string& others, const race::sum& their, bar most) {
    if (!on_avx512 || !std::is_same_v<T, float>) most.reset();
    cells& line = lines_.emplace_back(cells{std::string(function_), std::string(facts_of(what_).name), type, text_of(s),
                                            others, judge::text(nanoseconds(own), 3),
                                            judge::text(race_.nanoseconds(their), 3), judge::text(most, 2)});
    against_(line, race_.ratio(own, their), most);
  }

 private:
  static constexpr const char* type = std::is_same_v<T, float> ? "float" : "double";

  std::string_view function_;
  operation what_;
  std::vector<cells>& lines_;
  judge& against_;
  race race_;
};

// Against Eigen and the fastest of all, and at other shapes against itself.
template <class T>
void forward_of_rows(std::string_view function, operation what, std::vector<cells>& lines, judge& against) {
  event<T> cached(function, what, lines, against);
  std::vector<std::string> own, others;
  for (const shape& s : long_rows) own.push_back(cached.add("hillock", s));
  for (const shape_bar& b : shape_bars) others.push_back(cached.add("hillock", b.rows));
  std::vector<std::map<std::string, std::string>> rivals(own.size());  // their names in the race
  for (std::size_t i = 0; i < own.size(); ++i)
    for (const peer& p : peers())
      if (p.kind == peer_kind::baseline || p.kind == peer_kind::library)
        rivals[i][p.name] = cached.add(p.name, long_rows[i]);
  const std::string uniform = cached.add("hillock", long_rows[0], function, what, uniform_input());
  cached.run(61);

  for (std::size_t i = 0; i < own.size(); ++i) {
    const auto time = [&](const auto& rival) {
      return cached.nanoseconds(rival.second).value_or(std::numeric_limits<double>::infinity());
    };
    const auto fastest = std::ranges::min_element(rivals[i], {}, time);
    if (rivals[i].contains("Eigen") && cached.nanoseconds(rivals[i]["Eigen"]))
      cached.compare(own[i], long_rows[i], "Eigen", {{1, rivals[i]["Eigen"]}}, eigen_bar);
    cached.compare(own[i], long_rows[i], "the fastest: " + fastest->first, {{1, fastest->second}},
                   find_peer(fastest->first)->kind == peer_kind::library ? bar(fastest_bar) : std::nullopt);
  }
  for (std::size_t i = 0; i < others.size(); ++i)
    cached.compare(others[i], shape_bars[i].rows, text_of(long_rows[0]), {{1, own[0]}}, shape_bars[i].most);
  cached.compare(uniform, long_rows[0], "normal inputs", {{1, own[0]}}, uniform_bar);
}

// Against a loop over the same arrays: the peer "load-store", or beyond the last-level cache "non-temporal".
template <class T>
void against_traffic(std::string_view function, operation what, std::span<const shape> shapes, const std::string& loop,
                     bar most, std::vector<cells>& lines, judge& against) {
  event<T> all(function, what, lines, against);
  std::vector<std::pair<std::string, std::string>> names;
  for (const shape& s : shapes) names.emplace_back(all.add("hillock", s), all.add(loop, s));
  all.run(shapes[0].size() > middle_size ? 11 : 201);
  for (std::size_t i = 0; i < shapes.size(); ++i)
    all.compare(names[i].first, shapes[i], loop, {{1, names[i].second}}, most);
}

// Against rows without a mask.
template <class T>
void masked_forward_of_rows(std::string_view function, operation what, std::vector<cells>& lines, judge& against) {
  constexpr shape shapes[]{rows_of(1000), rows_of(32768), rows_of(64), rows_of(1000, 16)};
  event<T> all(function, what, lines, against);
  std::vector<std::pair<std::string, std::string>> names;
  for (const shape& s : shapes)
    names.emplace_back(all.add("hillock", s), all.add("hillock", s, function, operation::rows));
  all.run(61);
  for (std::size_t i = 0; i < std::size(shapes); ++i)
    all.compare(names[i].first, shapes[i], "no mask", {{1, names[i].second}}, {});
}

template <class T>
void forward_of_gate(std::string_view gate, std::string_view activation, std::vector<cells>& lines, judge& against) {
  for (const shape& s : {shape{.length = library_size}, shape{.length = middle_size}}) {
    event<T> all(gate, operation::gate, lines, against);
    const std::string own = all.add("hillock", s), passes = all.add("passes", s);
    const std::string plain = all.add("hillock", s, activation, operation::value);
    const std::string two = all.add("load-store", s), one = all.add("load-store", s, activation, operation::value);
    all.run(201);
    all.compare(own, s, std::string(activation) + " + traffic", {{1, plain}, {1, two}, {-1, one}}, gate_bar);
    all.compare(own, s, "passes", {{1, passes}}, {});
  }
}

template <class T>
void backward_of_gate(std::string_view gate, std::vector<cells>& lines, judge& against) {
  for (const shape& s : elementwise_shapes) {
    if (s.size() < library_size) continue;
    event<T> all(gate, operation::gate_backward, lines, against);
    const std::string own = all.add("hillock", s), passes = all.add("passes", s);
    all.run(s.size() > middle_size ? 11 : 201);
    all.compare(own, s, "passes", {{1, passes}}, passes_bar);
  }
}

}  // namespace

std::vector<cells> bar_of_rows_and_gates(std::string_view function, judge& against) {
  std::vector<cells> lines{{"function", "operation", "type", "elements", "beside", "ns", "its ns", "bar", "ratio", ""}};
  const auto wanted = [&](std::string_view name, operation what) {
    return (function.empty() || function == name) && offered(name, what);
  };
  const shape largest[]{elementwise_shapes.back()};
  for (const std::string_view name : functions()) {
    for (const operation what : {operation::rows, operation::reduction}) {
      if (!wanted(name, what)) continue;
      forward_of_rows<float>(name, what, lines, against);
      forward_of_rows<double>(name, what, lines, against);
      against_traffic<float>(name, what, large_rows, "non-temporal", memory_bar, lines, against);
    }
    for (const operation what : {operation::rows_causal, operation::rows_alibi})
      if (wanted(name, what)) masked_forward_of_rows<float>(name, what, lines, against);
    for (const operation what : {operation::rows_backward, operation::reduction_backward}) {
      if (!wanted(name, what)) continue;
      const bar most = name == "softmax" ? bar(backward_bar) : std::nullopt;  // others have more to compute
      against_traffic<float>(name, what, backward_rows, "load-store", most, lines, against);
      against_traffic<float>(name, what, large_rows, "non-temporal", memory_bar, lines, against);
    }
    if (wanted(name, operation::gate)) {
      for_each_product_gate([&]<class F>(std::string_view product) {
        if (product != name) return;
        forward_of_gate<float>(name, F::about.name, lines, against);
        backward_of_gate<float>(name, lines, against);
      });
      against_traffic<float>(name, operation::gate, largest, "non-temporal", memory_bar, lines, against);
      against_traffic<float>(name, operation::gate_backward, largest, "non-temporal", memory_bar, lines, against);
    }
  }
  return lines;
}

}  // namespace bench
