// The table at the end of a run, and what it says of the machine and the build.
// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <hillock/core/simd.hpp>
#include <iomanip>
#include <ostream>
#include <span>
#include <sstream>

namespace bench {
namespace {

using cells = std::vector<std::string>;

std::string fixed(double x, int decimals) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(decimals) << x;
  return text.str();
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

// The first columns are words, to the left; the others are numbers, to the right.
void print(std::ostream& out, const std::vector<cells>& lines, std::size_t words) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const cells& line : lines)
    for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], line[c].size());
  for (const cells& line : lines) {
    for (std::size_t c = 0; c < line.size(); ++c)
      out << (c == 0 ? "" : "  ") << (c < words ? std::left : std::right) << std::setw(static_cast<int>(widths[c]))
          << line[c];
    out << '\n';
  }
}

std::string cpu_model() {
  std::ifstream file("/proc/cpuinfo");
  std::map<std::string, std::string> facts;
  for (std::string line; std::getline(file, line) && !line.empty();) {
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos)
      facts[line.substr(0, line.find_last_not_of("\t ", colon - 1) + 1)] = line.substr(colon + 2);
  }
  if (!facts.contains("model name")) return "unknown";
  return facts["model name"] + ", family " + facts["cpu family"] + ", model " + facts["model"];
}

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string load_average() {
  double load = 0;
  return getloadavg(&load, 1) == 1 ? fixed(load, 2) : "unknown";
}

}  // namespace

std::string name_of(const row& r, const input& in, const peer& p) {
  std::ostringstream name;
  name << r.activation << '/' << r.what.name << '/' << r.type << '/' << r.size << '/' << in.name << '/' << p.name;
  return name.str();
}

void show_progress(const std::string& name) {
  static const bool terminal = isatty(STDERR_FILENO);
  if (terminal) std::fprintf(stderr, "\r\033[K%s", name.c_str());
}

environment describe_environment() {
  environment where{
      {"CPU", cpu_model()},     {"load average", load_average()}, {"instruction set", hillock::instruction_set},
      {"compiler", compiler()}, {"flags", HILLOCK_BENCH_FLAGS},
  };
#ifndef __OPTIMIZE__
  where.emplace_back("beware", "built without optimisation: these figures mean nothing");
#endif
  for (const peer& p : peers()) where.emplace_back(p.name, p.version);
  return where;
}

void table_reporter::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    auto& times = nanoseconds_[run.run_name.function_name];
    // Aggregates come after the repetitions, or alone if the user wants it so.
    if (run.run_type == Run::RT_Iteration || (times.empty() && run.aggregate_name == "median"))
      times.push_back(run.GetAdjustedCPUTime() / benchmark::GetTimeUnitMultiplier(run.time_unit) * 1e9);
  }
}

std::optional<double> table_reporter::nanoseconds(const row& r, const input& in, const peer& p) const {
  const auto found = nanoseconds_.find(name_of(r, in, p));
  if (found == nanoseconds_.end() || found->second.empty()) return std::nullopt;
  return median(found->second);
}

std::vector<table_reporter::column> table_reporter::columns() const {
  const peer& hillock = peers().front();
  const input& main = inputs_.front();

  std::vector<column> result{
      {"activation", [](const row& r) { return std::string(r.activation); }},
      {"operation", [](const row& r) { return std::string(r.what.name); }},
      {"type", [](const row& r) { return std::string(r.type); }},
      {"elements", [](const row& r) { return std::to_string(r.size); }},
  };
  const auto add_time = [&](const input& in) {
    result.push_back({in.name + " ns", [&](const row& r) {
                        const auto call = nanoseconds(r, in, hillock);
                        return call ? fixed(*call / static_cast<double>(r.size), 3) : "-";
                      }});
  };
  const auto add_speed = [&](const input& in, const input& other, const peer& p) {
    result.push_back({"x " + (&p == &hillock ? other.name : p.name), [&](const row& r) {
                        const auto own = nanoseconds(r, in, hillock), others = nanoseconds(r, other, p);
                        return own && others ? fixed(*others / *own, 2) : "-";
                      }});
  };

  add_time(main);
  result.push_back({"GB/s", [&](const row& r) {
                      const auto call = nanoseconds(r, main, hillock);
                      const auto bytes = static_cast<double>(r.size * r.element_bytes) * r.what.arrays;
                      return call ? fixed(bytes / *call, 1) : "-";
                    }});
  for (const peer& p : peers())
    if (&p != &hillock) add_speed(main, main, p);
  for (const input& in : std::span(inputs_).subspan(1)) {
    add_time(in);
    add_speed(in, main, hillock);
    for (const peer& p : peers())
      if (p.kind == peer_kind::baseline) add_speed(in, in, p);
  }
  return result;
}

void table_reporter::Finalize() {
  show_progress("");
  const std::vector<column> all = columns();
  std::vector<cells> lines(1);
  for (const column& c : all) lines[0].push_back(c.title);
  for (const row& r : rows_) {
    const auto measured = [&](const input& in) { return nanoseconds(r, in, peers().front()).has_value(); };
    if (std::ranges::none_of(inputs_, measured)) continue;
    cells& line = lines.emplace_back();
    for (const column& c : all) line.push_back(c.cell(r));
  }
  if (lines.size() == 1) return;

  std::ostream& out = GetOutputStream();
  print(out, lines, 3);
  out << R"(
ns        per element: median of the repetitions, CPU time of the calling thread, the call included
GB/s      of the arrays that the operation reads and writes, each counted once (caches may move more)
x NAME    hillock runs at so many times the speed of NAME on the same arrays: above 1 hillock is faster;
          with the name of an input, so many times its own speed on that input
std       the definition with <cmath> in a plain loop; derivatives by the chain rule, the values shared
scalar    one call per element in a plain loop
)";
  for (const input& in : inputs_) out << std::left << std::setw(10) << in.name << in.meaning << '\n';
  out << '\n';
  for (const auto& [what, fact] : where_) out << std::left << std::setw(17) << what << fact << '\n';
}

}  // namespace bench
