// The table at the end of a run, and what it says of the machine and the build.
// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
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

// In few characters: 0.84, 63.2, 258, 2e7.
std::string short_number(double x) {
  if (!std::isfinite(x)) return "inf";
  if (x < 9.995) return fixed(x, 2);
  if (x < 99.95) return fixed(x, 1);
  if (x < 9999.5) return fixed(x, 0);
  const int exponent = static_cast<int>(std::floor(std::log10(x / 0.95)));  // from 9.5 on it is the next
  return fixed(x / std::pow(10, exponent), 0) + 'e' + std::to_string(exponent);
}

}  // namespace

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

void print(std::ostream& out, const environment& where) {
  for (const auto& [what, fact] : where) out << std::left << std::setw(17) << what << fact << '\n';
}

std::string text_of(const shape& s) {
  if (s.rows() == 1) return std::to_string(s.length);
  const std::string rows = std::to_string(s.outer) + 'x' + std::to_string(s.length);
  return s.inner == 1 ? rows : rows + 'x' + std::to_string(s.inner);
}

std::string name_of(const row& r, const input& in, const peer& p) {
  std::ostringstream name;
  name << r.function << '/' << r.what.name << '/' << r.type << '/' << text_of(r.rows) << '/' << in.name << '/'
       << p.name;
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

std::vector<table_reporter::column> table_reporter::names() {
  return {
      {"function", [](const row& r) { return std::string(r.function); }},
      {"operation", [](const row& r) { return std::string(r.what.name); }},
      {"type", [](const row& r) { return std::string(r.type); }},
      {"elements", [](const row& r) { return text_of(r.rows); }},
  };
}

std::vector<table_reporter::column> table_reporter::columns() const {
  const peer& hillock = peers().front();
  const input& main = inputs_.front();

  std::vector<column> result = names();
  const auto add_time = [&](const input& in) {
    result.push_back({in.name + " ns", [&](const row& r) {
                        const auto call = nanoseconds(r, in, hillock);
                        return call ? fixed(*call / static_cast<double>(r.rows.size()), 3) : "-";
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
                      const auto bytes = static_cast<double>(r.rows.size() * r.element_bytes) * r.what.arrays;
                      return call ? fixed(bytes / *call, 1) : "-";
                    }});
  for (const peer& p : peers())
    if (p.kind == peer_kind::baseline || p.kind == peer_kind::limit) add_speed(main, main, p);
  for (const input& in : std::span(inputs_).subspan(1)) {
    add_time(in);
    add_speed(in, main, hillock);
    for (const peer& p : peers())
      if (p.kind == peer_kind::baseline) add_speed(in, in, p);
  }
  return result;
}

std::vector<table_reporter::column> table_reporter::columns_of_peers() const {
  const input& main = inputs_.front();
  std::vector<column> result = names();
  for (const peer& p : peers()) {
    if (p.kind == peer_kind::limit) continue;
    result.push_back({p.name, [&](const row& r) {
                        const auto call = nanoseconds(r, main, p);
                        return call ? fixed(*call / static_cast<double>(r.rows.size()), 3) : "-";
                      }});
    if (p.name == "libmvec")
      result.push_back({"share", [&](const row& r) {
                          const auto own = nanoseconds(r, main, peers().front()), its = nanoseconds(r, main, p);
                          return own && its ? fixed(*own / *its, 2) : "-";
                        }});
    if (max_ulp != nullptr)
      result.push_back({"ulp", [&](const row& r) {
                          show_progress("the errors of " + name_of(r, main, p));
                          const auto ulp = nanoseconds(r, main, p) ? max_ulp(r, main, p) : std::nullopt;
                          return ulp ? short_number(*ulp) : "-";
                        }});
  }
  return result;
}

bool table_reporter::print_rows(const std::vector<column>& columns, std::size_t words,
                                const std::function<bool(const row&)>& wanted) {
  std::vector<cells> lines(1);
  for (const column& c : columns) lines[0].push_back(c.title);
  for (const row& r : rows_) {
    if (!wanted(r)) continue;
    cells& line = lines.emplace_back();
    for (const column& c : columns) line.push_back(c.cell(r));
  }
  show_progress("");
  if (lines.size() > 1) print(GetOutputStream(), lines, words);
  return lines.size() > 1;
}

void table_reporter::Finalize() {
  std::ostream& out = GetOutputStream();
  const bool any = print_rows(columns(), 4, [&](const row& r) {
    const auto measured = [&](const input& in) { return nanoseconds(r, in, peers().front()).has_value(); };
    return std::ranges::any_of(inputs_, measured);
  });
  if (any)
    out << R"(
elements  of an array; ROWSxLENGTH: normalised row by row; OUTERxLENGTHxINNER: along the axis in the middle
ns        per element: median of the repetitions, CPU time of the calling thread, the call included
GB/s      of the arrays that the operation reads and writes, each counted once (caches may move more)
x NAME    hillock runs at so many times the speed of NAME on the same arrays: above 1 hillock is faster;
          with the name of an input, so many times its own speed on that input
std       the definition with <cmath> in a plain loop; derivatives by the chain rule, the values shared;
          over rows with the largest subtracted
scalar    one call per element in a plain loop

)";
  const bool any_of_peers = print_rows(columns_of_peers(), 4, [&](const row& r) {
    const auto measured = [&](const peer& p) {
      return p.kind != peer_kind::limit && nanoseconds(r, inputs_.front(), p);
    };
    return for_libraries(r.what.id, r.rows) && std::ranges::any_of(peers(), measured);
  });
  if (any_of_peers) {
    out << "\nNAME      ns per element, on the inputs " << inputs_.front().name << R"(
share     the time of hillock as a share of libmvec's: below 1 hillock is faster
libmvec   <cmath> in a loop that g++ vectorises at -Ofast. SLEEF and xsimd: vectors of theirs in a plain loop. All three
          with the formulas that people write. Eigen: one expression of arrays, or two a row. oneDNN: a primitive, made
          beforehand. libtorch: its operators. passes: a gate as hillock's activation and loops of products
)";
    if (max_ulp != nullptr)
      out << "ulp       the largest error on these inputs, in units in the last place, against MPFR\n";
    out << '\n';
  }
  if (!any && !any_of_peers) return;
  for (const input& in : inputs_) out << std::left << std::setw(10) << in.name << in.meaning << '\n';
  out << '\n';
  print(out, where_);
}

}  // namespace bench
